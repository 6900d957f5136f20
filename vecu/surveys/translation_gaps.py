"""What the description of a study says in one language only."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy

from vecu.accounts.rules import can_write_questionnaire
from vecu.ui.next_steps import NewsReader, NewsSubject, SubjectKind
from vecu.ui.translation_gaps import (
    TranslationGap,
    iter_translation_gaps,
    register_translation_gaps,
)


def list_study_texts(
    subjects: Sequence[NewsSubject], _reader: NewsReader
) -> Iterator[TranslationGap]:
    """Yield what everybody reads of studies before they answer."""
    for each in subjects:
        if can_write_questionnaire(each.role):
            address = reverse("surveys:about", args=[each.row.slug])
            yield from iter_translation_gaps(
                gettext_lazy("Name of a study"), each.row.title, address
            )
            yield from iter_translation_gaps(gettext_lazy("Who asks"), each.row.asked_by, address)
            yield from iter_translation_gaps(gettext_lazy("What for"), each.row.purpose, address)


register_translation_gaps(SubjectKind.STUDY, list_study_texts)
