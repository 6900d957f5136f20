"""The page of the diary as a form: its questions in plain words, what was chosen, what is wrong."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vecu.fieldlog.diary_notes import MINUTES, DiaryNote, ProposalKind
from vecu.fieldlog.vocabulary import ExplanationUse, Outcome, OverrideReason
from vecu.ui.fields import ErrorSummaryItem, Field
from vecu.ui.question_forms import make_choice

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.ACCEPTED: gettext_noop("I took it as it was"),
    Outcome.MODIFIED: gettext_noop("I took it with changes"),
    Outcome.OVERRIDDEN: gettext_noop("I decided otherwise"),
    Outcome.IGNORED: gettext_noop("I did not take it into account"),
    Outcome.DEFERRED: gettext_noop("I put it off"),
    Outcome.ESCALATED: gettext_noop("I passed it on to somebody else"),
}
REASONS: Mapping[OverrideReason, str] = {
    OverrideReason.FACTS_WRONG: gettext_noop("It rested on something wrong or out of date"),
    OverrideReason.INFORMATION_MISSING: gettext_noop("Something was missing to decide"),
    OverrideReason.NOT_APPLICABLE: gettext_noop("It did not fit this case"),
    OverrideReason.RULE_CONTRADICTS: gettext_noop(
        "A rule, or somebody who knows better, says otherwise"
    ),
    OverrideReason.HARM_FEARED: gettext_noop("It could have harmed somebody"),
    OverrideReason.PERSON_DECLINES: gettext_noop("The person concerned did not want it"),
    OverrideReason.NOT_FEASIBLE: gettext_noop("It could not be done"),
    OverrideReason.ALREADY_DONE: gettext_noop("It was done already"),
    OverrideReason.NO_TIME: gettext_noop("I had no time"),
    OverrideReason.NOT_PRIORITY: gettext_noop("Something else was more urgent"),
    OverrideReason.WRONG_MOMENT: gettext_noop("It came at the wrong moment"),
    OverrideReason.OTHER_PERSON: gettext_noop("It is not for me to decide"),
    OverrideReason.NOT_UNDERSTOOD: gettext_noop("I did not understand it"),
    OverrideReason.NOT_TRUSTED: gettext_noop("I do not trust it"),
    OverrideReason.OTHER: gettext_noop("Another reason"),
}
EXPLANATIONS: Mapping[ExplanationUse, str] = {
    ExplanationUse.NOT_SHOWN: gettext_noop("No"),
    ExplanationUse.HELPED: gettext_noop("Yes, and it helped"),
    ExplanationUse.DID_NOT_HELP: gettext_noop("Yes, but it did not help"),
    ExplanationUse.SHOWN: gettext_noop("Yes, but I did not read it"),
}
RIGHT: Mapping[str, str] = {
    "yes": gettext_noop("Yes"),
    "no": gettext_noop("No"),
    "unknown": gettext_noop("I do not know"),
}
_NOTE_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class DiaryForm:
    """A page of the diary. `note` is None while something is missing or wrong."""

    fields: Mapping[str, Field]
    problems: Sequence[ErrorSummaryItem] = ()
    note: DiaryNote | None = None

    @property
    def has_more(self) -> bool:
        """Whether something was chosen of what is asked last, and stands folded."""
        options = [*self.fields["saved"].options, *self.fields["explanation"].options]
        return any(each.chosen for each in options)


def read_note_id(post: QueryDict) -> str:
    """Return the random id that a page was made with, '' if it is none of ours."""
    typed = post.get("note", "")
    return typed if _NOTE_ID.fullmatch(typed) else ""


def build_diary_form(kinds: Sequence[ProposalKind]) -> DiaryForm:
    """Return a page on which nothing is chosen, but for the only kind of proposal there is."""
    chosen = {"kind": kinds[0].key} if len(kinds) == 1 else {}
    return DiaryForm(_build_fields(kinds, chosen, {}))


def read_diary_form(
    post: QueryDict, kinds: Sequence[ProposalKind], *, checked: bool = True
) -> DiaryForm:
    """Return what was chosen on a page; without `checked`, only to show it in another language."""
    blank = _build_fields(kinds, {}, {})
    chosen = {name: post.get(name, "") for name in blank}
    if not checked:
        return DiaryForm(_build_fields(kinds, chosen, {}))
    problems = {}
    for name, field in blank.items():
        known = chosen[name] in {option.value for option in field.options}
        if (chosen[name] and not known) or (not chosen[name] and name in _REQUIRED):
            problems[name] = _(_REQUIRED.get(name, gettext_noop("Choose one of these answers.")))
    fields = _build_fields(kinds, chosen, problems)
    items = [ErrorSummaryItem(fields[name].id, text) for name, text in problems.items()]
    return DiaryForm(fields, items, None if problems else _make_note(chosen))


_REQUIRED = {
    "kind": gettext_noop("Choose what the machine proposed."),
    "outcome": gettext_noop("Choose what you did with it."),
}


def _make_note(chosen: Mapping[str, str]) -> DiaryNote:
    right = chosen["right"]
    return DiaryNote(
        proposal_kind=chosen["kind"],
        outcome=Outcome(chosen["outcome"]),
        reason=OverrideReason(chosen["reason"]) if chosen["reason"] else None,
        was_right=right == "yes" if right in {"yes", "no"} else None,
        told_minutes=float(chosen["minutes"]) if chosen["minutes"] else None,
        told_saved_minutes=float(chosen["saved"]) if chosen["saved"] else None,
        explanation=ExplanationUse(chosen["explanation"]) if chosen["explanation"] else None,
    )


def _build_fields(
    kinds: Sequence[ProposalKind], chosen: Mapping[str, str], problems: Mapping[str, str]
) -> dict[str, Field]:
    """Return the questions by name, in their order on the page."""

    def ask(name: str, label: str, options: Sequence[tuple[str, str]]) -> Field:
        problem = problems.get(name, "")
        return make_choice(name, label, options, chosen, problem=problem, beside=True)

    labels = [(each.key, _(each.label) if each.is_usual else each.label) for each in kinds]
    fields = [
        ask("kind", _("What did the machine propose?"), labels),
        ask("outcome", _("What did you do with it?"), _translate(OUTCOMES)),
        ask("reason", _("Why?"), _translate(REASONS)),
        ask("right", _("Was the machine right?"), _translate(RIGHT)),
        ask("minutes", _("How long did it take you, roughly?"), _list_minutes()),
        ask("saved", _("How much time did it save you, roughly?"), _list_minutes()),
        ask("explanation", _("Did it say why it proposed this?"), _translate(EXPLANATIONS)),
    ]
    return {field.name: field for field in fields}


def _translate(labels: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(str(value), _(label)) for value, label in labels.items()]


def _list_minutes() -> list[tuple[str, str]]:
    options = [(str(each), _("%(minutes)s min") % {"minutes": each}) for each in MINUTES[:-1]]
    return [*options, (str(MINUTES[-1]), _("1 h or more"))]
