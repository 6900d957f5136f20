"""Forms of a learning group: how it begins, its mandate sheet."""

from collections.abc import Mapping
from typing import ClassVar

from django.utils.translation import gettext_lazy

from vecu.deliberation.group_vocabulary import MANDATE_LABELS, MandateItem
from vecu.deliberation.groups.content import MandateContent
from vecu.register.forms.register_form import NewNameForm
from vecu.surveys.forms.staff import day_field
from vecu.ui.content_forms import ContentForm
from vecu.ui.side_by_side import TextSpec

GROUP_NAME = TextSpec(gettext_lazy("Name of the group"), rows=1)
_HINTS: Mapping[MandateItem, object] = {
    MandateItem.COMMISSIONER: gettext_lazy("An institution or a function."),
    MandateItem.QUESTION: gettext_lazy("As those who are asked would put it to each other."),
    MandateItem.RESPONDER: gettext_lazy("Who must say yes, partly or no, with reasons."),
    MandateItem.FACILITATOR: gettext_lazy("By their function; their name if they agree to it."),
    MandateItem.INDEPENDENCE: gettext_lazy(
        "Who pays them, and what they may do that whoever pays does not like."
    ),
    MandateItem.PAID_HOURS: gettext_lazy("If none are, say so: a blank reads “not said”."),
    MandateItem.INDEMNITY: gettext_lazy("Above all accompanied people: how much, and when."),
    MandateItem.CHILDCARE: gettext_lazy("Who looks after children meanwhile, and who pays."),
    MandateItem.INTERPRETER: gettext_lazy("Of which languages, sign language included."),
    MandateItem.HEARD: gettext_lazy(
        "Those to whom the group recommends something are heard, and are no members."
    ),
}
_TEXT_ITEMS = [each for each in MandateItem if each is not MandateItem.RESPONSE_DUE]


class NewGroupForm(NewNameForm):
    """The name of a new group, and the end of its address if it is not made from the name."""

    specs: ClassVar = {"name": GROUP_NAME}

    @property
    def content(self) -> MandateContent:
        """What a valid form says."""
        return MandateContent(name=self.texts["name"])


class MandateForm(ContentForm[MandateContent]):
    """All items of a mandate sheet."""

    content_type = MandateContent
    order: ClassVar = ("name", *(each.value for each in MandateItem))
    specs: ClassVar = {
        "name": GROUP_NAME,
        **{
            each.value: TextSpec(gettext_lazy(MANDATE_LABELS[each]), _HINTS.get(each, ""), rows=2)
            for each in _TEXT_ITEMS
        },
    }
    response_due = day_field(gettext_lazy(MANDATE_LABELS[MandateItem.RESPONSE_DUE]))
