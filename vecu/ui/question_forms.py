"""Forms of plain questions, as people without an account fill them in on a phone.

Nothing is required but a choice; what was typed stays on the page, whatever is wrong with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from vecu.ui.fields import ErrorSummaryItem, Field, FieldOption

CODE_LENGTH = 100
"""Maximum length of a typed code that is read or displayed again."""
YES = "yes"
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """The questions of a page by name, what is wrong, and which revision its author had read."""

    fields: Mapping[str, Field]
    problems: Sequence[ErrorSummaryItem] = ()
    revision: int = 0

    def refuse(self, problems: Mapping[str, str]) -> "QuestionForm":
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
    return {name: make_encodable(post.get(name, "")) for name in names}


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


def make_long_text(
    name: str, label: str, values: Values, hint: str = "", *, limit: int, is_first: bool = False
) -> Field:
    """Return a question that is answered in sentences, and whether it is the first of its page."""
    return Field(
        id=name,
        name=name,
        label=label,
        hint=hint,
        value=values.get(name, ""),
        multiline=True,
        is_first_text=is_first,
        limit=limit,
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


def make_code_field(typed: str = "", problem: str = "", label: str = "") -> Field:
    """Return the question for a code from a card, a receipt or a paper."""
    return Field(
        id="code",
        name="code",
        label=label or _("Your code"),
        value=make_encodable(typed[:CODE_LENGTH]),
        hint=_("Capitals and dashes are optional."),
        problem=problem,
    )


def read_typed_code(post: QueryDict) -> str:
    """Return what was typed as a code, cut to what is displayed again."""
    return make_encodable(post.get("code", "")[:CODE_LENGTH])


def make_encodable(text: str) -> str:
    """Return a text without lone surrogates, which cannot be stored or shown."""
    return text.encode("utf-8", "replace").decode()
