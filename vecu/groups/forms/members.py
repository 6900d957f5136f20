"""What members fill in on a phone, as plain questions in their own language.

Nothing is required but a choice; what was typed stays on the page, whatever is wrong with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from vecu.groups.content import PositionContent
from vecu.groups.queries import GroupMember, HypothesisPosition
from vecu.groups.vocabulary import (
    GroupCollege,
    HypothesisStance,
)
from vecu.register.checks import TEXT_LENGTH
from vecu.surveys.forms.question_page import ErrorSummaryItem
from vecu.ui.fields import Field, FieldOption
from vecu.ui.form_fields import make_choices

YES = "yes"
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MemberForm:
    """The questions of a page by name, what is wrong, and which revision its author had read."""

    fields: Mapping[str, Field]
    problems: Sequence[ErrorSummaryItem] = ()
    revision: int = 0

    def refuse(self, problems: Mapping[str, str]) -> "MemberForm":
        """Return the same form with what is wrong, '' of all of it."""
        fields = {
            name: replace(each, problem=problems.get(name, ""))
            for name, each in self.fields.items()
        }
        items = [
            ErrorSummaryItem(fields[name].id if name in fields else "main", message)
            for name, message in problems.items()
        ]
        return replace(self, fields=fields, problems=items)


def read_values(post: QueryDict, names: Sequence[str]) -> dict[str, str]:
    """Return what was typed and chosen, as strings that can be shown and stored."""
    typed = {name: post.get(name, "") for name in names}
    return {name: text.encode("utf-8", "replace").decode() for name, text in typed.items()}


def read_revision(post: QueryDict) -> int:
    """Return which revision the author of a form had read, 0 for none."""
    typed = post.get("revision", "")[:9]
    return int(typed) if typed.isascii() and typed.isdigit() else 0


def make_choice(
    name: str, label: str, options: Sequence[tuple[str, str]], values: Values, **more: Any
) -> Field:
    """Return a question with one answer among several."""
    return Field(
        id=name,
        name=name,
        label=label,
        kind="select_one",
        options=tuple(
            FieldOption(value, text, chosen=value == values.get(name)) for value, text in options
        ),
        **more,
    )


def make_long_text(name: str, label: str, values: Values, hint: str = "") -> Field:
    """Return a question that is answered in sentences."""
    return Field(
        id=name,
        name=name,
        label=label,
        hint=hint,
        value=values.get(name, ""),
        multiline=True,
        limit=TEXT_LENGTH,
    )


def make_tick(name: str, label: str, option: str, values: Values, hint: str = "") -> Field:
    """Return something to tick or not."""
    return Field(
        id=name,
        name=name,
        label=label,
        hint=hint,
        kind="acknowledge",
        options=(FieldOption(YES, option, chosen=values.get(name) == YES),),
    )


POSITION_NAMES = ("stance", "reason", "would_change", "named")


def show_position_form(own: HypothesisPosition | None) -> MemberForm:
    """Return the form with one’s own position as it is saved."""
    if own is None:
        return MemberForm(_ask_position({}))
    values = {
        "stance": own.stance,
        "reason": own.reason,
        "would_change": own.would_change,
        "named": YES if own.named else "",
    }
    return MemberForm(_ask_position(values), revision=own.revision)


def read_position_form(post: QueryDict) -> MemberForm:
    """Return the form with what was typed, unchecked."""
    return MemberForm(_ask_position(read_values(post, POSITION_NAMES)), (), read_revision(post))


def read_position(post: QueryDict) -> PositionContent | None:
    """Return the position that was sent, None while no answer is chosen."""
    values = read_values(post, POSITION_NAMES)
    if values["stance"] not in set(HypothesisStance):
        return None
    return PositionContent(
        HypothesisStance(values["stance"]),
        values["reason"],
        values["would_change"],
        named=values["named"] == YES,
    )


def _ask_position(values: Values) -> dict[str, Field]:
    stances = make_choices(HypothesisStance)()
    fields = [
        make_choice("stance", _("Your position"), stances, values, beside=True),
        make_long_text(
            "reason", _("Why? (optional)"), values, _("The group will read it: name nobody.")
        ),
        make_long_text("would_change", _("What would change your mind? (optional)"), values),
        make_tick(
            "named",
            _("Your name"),
            _("The group may read my name beside this position"),
            values,
            _(
                "Beside both positions or none: tick it in both rounds. It is read once both have"
                " closed, and only where nobody else’s position could be worked out."
            ),
        ),
    ]
    return {each.name: each for each in fields}


PLACE_NAMES = ("name", "college", "without_manager", "totals_public")


def show_place_form(member: GroupMember) -> MemberForm:
    """Return what a member is and declares now."""
    return MemberForm(_ask_place(_get_place(member)))


def read_place_form(post: QueryDict, member: GroupMember) -> MemberForm:
    """Return what was typed in the form that was sent, and the others as they are saved."""
    changed = post.get("change", "")
    typed = read_values(post, PLACE_NAMES)
    saved = _get_place(member)
    return MemberForm(_ask_place(saved | ({changed: typed[changed]} if changed in typed else {})))


def read_leaving_form(post: QueryDict) -> MemberForm:
    """Return the choice of who leaves, as it was sent so far."""
    options = [
        ("stay", _("My words stay in the group, without my name")),
        ("go", _("My words are deleted")),
    ]
    values = read_values(post, ["words"])
    field = make_choice("words", _("What becomes of your reasons?"), options, values)
    return MemberForm({field.name: field})


def read_leaving(post: QueryDict) -> bool | None:
    """Return whether the words of who leaves are deleted, None while they did not choose."""
    return {"stay": False, "go": True}.get(post.get("words", ""))


def _get_place(member: GroupMember) -> dict[str, str]:
    """Return what is saved, without what a link that an account has seen does not show."""
    return {
        "name": member.name,
        "college": member.college,
        "without_manager": YES if member.without_manager and not member.hides_declared else "",
        "totals_public": YES if member.totals_public and not member.hides_agreed else "",
    }


def _ask_place(values: Values) -> dict[str, Field]:
    colleges = make_choices(GroupCollege)()
    name = Field(id="name", name="name", label=_("My name here"), value=values.get("name", ""))
    fields = [
        replace(name, hint=_("The one that you want. It need not be your own.")),
        make_choice("college", _("From where I speak"), colleges, values),
        make_tick(
            "without_manager",
            _("Nobody sits with their manager"),
            _("Neither a manager of mine nor anybody whom I manage sits in this group"),
            values,
        ),
        make_tick(
            "totals_public",
            _("Totals that everybody may read"),
            _("Everybody may read how many of us hold each position"),
            values,
        ),
    ]
    return {each.name: each for each in fields}
