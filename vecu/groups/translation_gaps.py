"""What groups say in one language only: their name and question, and their hypotheses."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy

from vecu.accounts.rules import can_lead_group
from vecu.groups.queries import list_all_hypotheses
from vecu.ui.next_steps import NewsReader, NewsSubject, SubjectKind
from vecu.ui.translation_gaps import (
    TranslationGap,
    iter_translation_gaps,
    register_translation_gaps,
)


def list_group_texts(
    subjects: Sequence[NewsSubject], _reader: NewsReader
) -> Iterator[TranslationGap]:
    """Yield the texts of groups, and those on which members take positions."""
    for each in subjects:
        if can_lead_group(each.role):
            row, address = each.row, reverse("groups:change-mandate", args=[each.row.slug])
            yield from iter_translation_gaps(gettext_lazy("Name of a group"), row.name, address)
            yield from iter_translation_gaps(
                gettext_lazy("Question of a group"), row.question, address
            )
            hypotheses = reverse("groups:hypotheses", args=[each.row.slug])
            for listed in list_all_hypotheses(row):
                yield from iter_translation_gaps(
                    gettext_lazy("Hypothesis"), listed.row.statement, hypotheses
                )


register_translation_gaps(SubjectKind.GROUP, list_group_texts)
