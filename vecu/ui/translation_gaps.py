"""What authors wrote in one language only: each room registers how to list its own.

Modules of this name in rooms are imported when the laboratory starts; a page asks all of them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from vecu.translation import LANGUAGES
from vecu.ui.next_steps import NewsReader, NewsSubject, SubjectKind
from vecu.ui.quoted_words import name_language


@dataclass(frozen=True, slots=True)
class TranslationGap:
    """A text in one language, what it is, and the page on which its author adds the other."""

    label: str | Promise
    text: str
    language: str
    address: str

    @property
    def mark(self) -> str:
        """In which language alone it is."""
        return _("%(language)s only") % {"language": name_language(self.language)}


ListTranslationGaps = Callable[[Sequence[NewsSubject], NewsReader], Iterable[TranslationGap]]
"""Lists the texts of one room about some subjects that lack a language of pages."""

_registered: dict[SubjectKind, list[ListTranslationGaps]] = {}


def register_translation_gaps(kind: SubjectKind, list_texts: ListTranslationGaps) -> None:
    """Have the texts of a room about studies, systems or groups listed for their authors."""
    listed = _registered.setdefault(kind, [])
    if list_texts not in listed:
        listed.append(list_texts)


def list_translation_gaps(
    kind: SubjectKind, subjects: Sequence[NewsSubject], reader: NewsReader
) -> list[TranslationGap]:
    """Return what every room lists of some subjects, each room asked once."""
    listed = _registered.get(kind, ()) if subjects else ()
    return [each for list_texts in listed for each in list_texts(subjects, reader)]


def iter_translation_gaps(
    label: str | Promise, texts: Mapping[str, str], address: str
) -> Iterator[TranslationGap]:
    """Yield a text that is written in some languages of pages, and not in all."""
    written = [each for each in texts if texts[each]]
    if written and not set(LANGUAGES) <= set(written):
        yield TranslationGap(label, texts[written[0]], written[0], address)
