"""Learning groups in words: their names, their mandate sheets, who may do what in them."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from vecu.accounts.rules import Role
from vecu.groups.content import MandateContent
from vecu.groups.models import LearningGroup
from vecu.groups.vocabulary import MandateItem
from vecu.translation import LANGUAGES, gettext_noop
from vecu.ui.noted_facts import (
    NotedFact,
    make_plain_fact,
)
from vecu.ui.templatetags.ui import day as format_day
from vecu.ui.wording import pick_text

GROUP_ROLE_LABELS: Mapping[Role, str] = {
    Role.OWNER: gettext_noop("Owner: facilitates the group, says who may do what"),
    Role.RESEARCHER: gettext_noop("Researcher: writes with the facilitator"),
    Role.READER: gettext_noop("Reader: reads what is noted"),
}
"""The label of each role in a group, with what it permits."""


def get_group_name(group: LearningGroup) -> str:
    """Return the name of a group in the language of the page, else in another."""
    return pick_text(group.name)


def get_item_address(group: LearningGroup, item: MandateItem) -> str:
    """Return where an item of the mandate sheet is written: its field, the first of a text."""
    field = item if item is MandateItem.RESPONSE_DUE else f"{item}_{LANGUAGES[0]}"
    return reverse("groups:change-mandate", args=(group.slug,)) + f"#id_{field}"


def describe_mandate(mandate: MandateContent) -> list[NotedFact]:
    """Return all items of a mandate sheet; one without texts is not said, and stands there, too."""
    return [_describe_item(mandate, each) for each in MandateItem]


def list_one_language_items(mandate: MandateContent) -> Sequence[str]:
    """Return the labels of what is written in one language only."""
    labels = {"name": _("Name of the group")}
    labels |= {each.value: _(each.label) for each in MandateItem}
    texts = {name: getattr(mandate, name) for name in labels}
    return [
        labels[name]
        for name, text in texts.items()
        if isinstance(text, Mapping) and 0 < len(text) < len(LANGUAGES)
    ]


def _describe_item(mandate: MandateContent, item: MandateItem) -> NotedFact:
    label = _(item.label)
    if item is MandateItem.RESPONSE_DUE:
        due = mandate.response_due
        return make_plain_fact(label, format_day(due) if due else "")
    return NotedFact(label, getattr(mandate, item.value))
