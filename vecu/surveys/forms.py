"""A page of the questionnaire as a form: its inputs, what was typed, what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from vecu.credentials import read_code
from vecu.questionnaires import Asked, Kind, Page, PageKind, Problem, Questionnaire
from vecu.surveys.actions import MORE
from vecu.text import spoken_language
from vecu.ui.fields import Field, Option

CODE_LENGTH = 100
"""Characters of a code field that are read or shown again."""


@dataclass(frozen=True, slots=True)
class ToMend:
    """One line of the error summary."""

    field_id: str
    message: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One item of a page: a note to read, or a field to fill."""

    note: str = ""
    field: Field | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class PageForm:
    """A page ready for its template, in words only.

    `language` is that of the wording, '' when it is the page's; `heading` is the h1 of a page
    whose only item is not a field that carries it. `part` of `parts` is where the page stands,
    named in `part_language` ('' as before); `position` is the instance of a repeat. `blank` says
    that nothing on the page comes from the person.
    """

    key: str
    part: int
    parts: int
    part_label: str
    part_language: str
    position: int
    heading: str
    items: tuple[Shown, ...]
    to_mend: tuple[ToMend, ...]
    language: str
    blank: bool

    @property
    def title(self) -> str:
        """What the page asks, for the browser's tab."""
        return self.heading or next(item.field.label for item in self.items if item.field)


def typed_in(post: QueryDict, *, besides: frozenset[str]) -> dict[str, list[str]]:
    """Return what a form sent under each name, its own buttons left out."""
    return {name: post.getlist(name) for name in post if name not in besides}


def page_form(
    questionnaire: Questionnaire,
    page: Page,
    language: str,
    *,
    typed: Mapping[str, Sequence[str]] | None = None,
    problems: Sequence[Problem] = (),
) -> PageForm:
    """Make the form of a page, with what was `typed` rather than what is saved when it is given."""
    spoken = questionnaire.language_for(language)
    foreign = _foreign(spoken, language)
    root = questionnaire.root.path
    said = {problem.path.removeprefix(f"{root}/"): problem.message for problem in problems}
    if page.kind is PageKind.MORE:
        items = [Shown(field=_more(typed, next(iter(said.values()), "")))]
    else:
        alone = len(page.questions) == 1
        items = [
            _shown(asked, spoken, foreign, typed, said, alone=alone) for asked in page.questions
        ]
    ids = {asked.address: asked.name for asked in page.questions}
    first = next((item.field.id for item in items if item.field), "main")
    to_mend = tuple(ToMend(ids.get(address, first), text) for address, text in said.items())
    return PageForm(
        key=page.key,
        part=page.section.position,
        parts=page.section.count,
        part_label=page.section.label.say(language),
        part_language=_foreign(spoken_language(page.section.label.texts, language), language),
        position=page.position,
        heading=_heading(questionnaire, page, items, spoken),
        items=tuple(items),
        to_mend=to_mend,
        language=foreign,
        blank=not typed and not problems and _is_blank(questionnaire, page),
    )


def _is_blank(questionnaire: Questionnaire, page: Page) -> bool:
    """Tell whether a page looks the same to everybody who comes to it without an answer."""
    own = questionnaire.groups.get(f"{questionnaire.root.path}/{page.repeat}")
    if page.kind is PageKind.MORE:
        return own is not None and page.label is own.label
    return page.kind is PageKind.QUESTION and all(
        asked.question.same_for_all and not asked.value for asked in page.questions
    )


def _foreign(spoken: str, page: str) -> str:
    """Return the language spoken where it is not the page's."""
    return "" if spoken == page else spoken


def _heading(questionnaire: Questionnaire, page: Page, items: Sequence[Shown], spoken: str) -> str:
    if len(items) == 1 and items[0].field:
        return ""
    label = page.section.label if page.kind is PageKind.NOTE else page.label
    return label.say(spoken) or page.section.label.say(spoken) or questionnaire.title


def _shown(
    asked: Asked,
    spoken: str,
    foreign: str,
    typed: Mapping[str, Sequence[str]] | None,
    said: Mapping[str, str],
    *,
    alone: bool,
) -> Shown:
    question = asked.question
    if not question.kind.asked or question.read_only:
        return Shown(note=question.label.say(spoken))
    texts = _texts(asked) if typed is None else [_printable(t) for t in typed.get(asked.name, [])]
    field = Field(
        id=asked.name,
        name=asked.name,
        label=question.label.say(spoken),
        kind=question.kind.value,
        value="" if question.kind.closed else next(iter(texts), ""),
        hint=question.hint.say(spoken),
        problem=said.get(asked.address, ""),
        options=tuple(
            Option(choice.name, choice.label.say(spoken), choice.name in texts)
            for choice in question.choices
        ),
        language=foreign,
        heading=alone,
        multiline="multiline" in question.appearance,
    )
    return Shown(field=field, optional=question.required is None)


def _texts(asked: Asked) -> list[str]:
    """Return what is saved as its inputs would send it."""
    if asked.question.kind is Kind.SELECT_MULTIPLE:
        return asked.value.split()
    if asked.question.kind is Kind.DATE:
        return [written_date(asked.value)]
    return [asked.value]


def written_date(text: str) -> str:
    """Return an ISO date as people write it, 24/11/2026; another text as it is."""
    try:
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    except ValueError:
        return text


def _more(typed: Mapping[str, Sequence[str]] | None, problem: str) -> Field:
    texts = (typed or {}).get(MORE, [])
    return Field(
        id=MORE,
        name=MORE,
        label=_("Would you like to tell about another one?"),
        kind=Kind.SELECT_ONE.value,
        problem=problem,
        options=(
            Option("yes", _("Yes, another one"), "yes" in texts),
            Option("no", _("No, continue"), "no" in texts),
        ),
        heading=True,
    )


def _printable(text: str) -> str:
    """Return a text that a page can hold: halves of surrogate pairs cannot be encoded."""
    return text.encode("utf-8", "replace").decode()


def code_field(typed: str = "", problem: str = "", label: str = "") -> Field:
    """Return the input for a code, with what was typed."""
    return Field(
        id="code",
        name="code",
        label=label or _("Your code"),
        value=_printable(typed[:CODE_LENGTH]),
        hint=_(
            "Three groups of four letters and digits. Capitals, spaces and dashes do not matter."
        ),
        problem=problem,
    )


def card_field(typed: str = "", problem: str = "") -> Field:
    """Return the input for the code on a card, with what was typed."""
    return code_field(typed, problem, _("The code on your card"))


def code_in(post: QueryDict) -> tuple[str, str | None]:
    """Return what was typed as a code, and the code that it means, None when it is not one."""
    typed = post.get("code", "")
    return typed, read_code(card_in(post))


def card_in(post: QueryDict) -> str:
    """Return what was typed as a card's code, cut to what a page can hold."""
    return _printable(post.get("code", "")[:CODE_LENGTH])
