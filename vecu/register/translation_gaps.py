"""What the description of an AI system says in one language only."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy

from vecu.accounts.rules import can_edit_system
from vecu.ui.next_steps import NewsReader, NewsSubject, SubjectKind
from vecu.ui.translation_gaps import (
    TranslationGap,
    iter_translation_gaps,
    register_translation_gaps,
)


def list_system_texts(
    subjects: Sequence[NewsSubject], _reader: NewsReader
) -> Iterator[TranslationGap]:
    """Yield what everybody reads first of systems."""
    for each in subjects:
        if can_edit_system(each.role):
            row, address = each.row, reverse("register:description", args=[each.row.slug])
            yield from iter_translation_gaps(gettext_lazy("Name of a system"), row.name, address)
            yield from iter_translation_gaps(gettext_lazy("Problem to solve"), row.problem, address)
            yield from iter_translation_gaps(
                gettext_lazy("Purpose of a system"), row.purpose, address
            )


register_translation_gaps(SubjectKind.SYSTEM, list_system_texts)
