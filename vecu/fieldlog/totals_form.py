"""Totals typed on two sheets, corrections and upkeep: what was typed, and what is wrong with it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from vecu.fieldlog.counted_figures import name_month
from vecu.fieldlog.months import LogMonth
from vecu.fieldlog.typed_totals import (
    AMOUNTS,
    CHECKING,
    CORRECTING,
    KEYWORD_TEXTS,
    MINUTES,
    MOST,
    SAVED,
    TEXTS,
    WORDS,
    SheetTotals,
)
from vecu.fieldlog.vocabulary import CorrectionKind, TotalsSheet, UpkeepWork
from vecu.ui.fields import ErrorSummaryItem, Field
from vecu.ui.question_forms import make_choice, make_encodable

MONTH, WORD = "month", "word"
TYPED_LENGTH = 20
"""Characters of a typed number that are read and shown again."""

_NUMBER = re.compile(r"[0-9]{1,6}([.,][0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class TotalsForm:
    """One sheet as it is asked for. `totals` is None while something is missing or wrong."""

    sheet: TotalsSheet
    fields: Mapping[str, Field]
    problems: Sequence[ErrorSummaryItem] = ()
    totals: SheetTotals | None = None
    month: LogMonth | None = None

    def list_amounts(self, names: Sequence[str]) -> list[Field]:
        """Return the fields of some numbers."""
        return [self.fields[name] for name in names]

    @property
    def texts(self) -> list[Field]:
        """How many texts."""
        return self.list_amounts([TEXTS, KEYWORD_TEXTS])

    @property
    def kinds(self) -> list[Field]:
        """What was corrected."""
        return self.list_amounts([name for name in CorrectionKind if name in self.fields])

    @property
    def minutes(self) -> list[Field]:
        """The three minutes."""
        return self.list_amounts(MINUTES)

    @property
    def hours(self) -> list[Field]:
        """The hours of upkeep."""
        return self.list_amounts(list(UpkeepWork))


def build_totals_form(sheet: TotalsSheet, months: Sequence[LogMonth]) -> TotalsForm:
    """Return an empty sheet for one of the open months, the latest unless another is chosen."""
    return TotalsForm(sheet, _build_fields(sheet, months, {MONTH: str(months[-1])}, {}))


def read_totals_form(
    post: QueryDict,
    sheet: TotalsSheet,
    months: Sequence[LogMonth],
    *,
    checked: bool = True,
) -> TotalsForm:
    """Return what was typed; without `checked`, only to show it in another language."""
    names = [MONTH, WORD, *AMOUNTS[sheet]]
    typed = {name: make_encodable(post.get(name, "").strip()[:TYPED_LENGTH]) for name in names}
    if len(months) == 1:
        typed[MONTH] = str(months[0])
    if not checked:
        return TotalsForm(sheet, _build_fields(sheet, months, typed, {}))
    amounts, problems = _read_amounts(typed, sheet)
    month = next((each for each in months if str(each) == typed[MONTH]), None)
    if month is None:
        problems[MONTH] = _("Choose the month.")
    words = {str(word) for word in WORDS[sheet]}
    if typed[WORD] not in words and (typed[WORD] or sheet is TotalsSheet.UPKEEP):
        problems[WORD] = _("Choose one of these answers.")
    problems = _LISTS[sheet](amounts, problems) | problems
    fields = _build_fields(sheet, months, typed, problems)
    items = [
        ErrorSummaryItem(fields[name].id, problems[name]) for name in fields if problems.get(name)
    ]
    if problems:
        return TotalsForm(sheet, fields, items)
    return TotalsForm(sheet, fields, (), SheetTotals(sheet, typed[WORD], amounts), month)


def _read_amounts(
    typed: Mapping[str, str], sheet: TotalsSheet
) -> tuple[dict[str, float], dict[str, str]]:
    """Return the numbers by name, those that were left empty or are 0 left out, and problems."""
    amounts, problems = {}, {}
    for name in AMOUNTS[sheet]:
        if not typed[name]:
            continue
        number = _parse(typed[name])
        whole = sheet is TotalsSheet.CORRECTIONS
        if number is None or (whole and number != int(number)):
            problems[name] = (
                _("Write a whole number, such as 3.")
                if whole
                else _("Write a number, such as 1.5.")
            )
        elif not 0 <= number <= MOST[name]:
            problems[name] = _("Write a number from 0 to %(most)s.") % {"most": MOST[name]}
        elif number:
            amounts[name] = round(number, 2)
    return amounts, problems


def _parse(text: str) -> float | None:
    """Return a number typed "12", "1.5" or "1,5", None for anything else."""
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def _list_correction_problems(
    amounts: Mapping[str, float], found: Mapping[str, str]
) -> dict[str, str]:
    problems = {}
    texts, keywords = amounts.get(TEXTS, 0), amounts.get(KEYWORD_TEXTS, 0)
    if not texts:
        problems[TEXTS] = _("Write how many texts you compared: at least 1.")
    elif keywords > texts and TEXTS not in found:
        problems[KEYWORD_TEXTS] = _("These are among the texts compared: not more than those.")
    if amounts.get(CorrectionKind.OMITTED) and not keywords and KEYWORD_TEXTS not in found:
        problems[CorrectionKind.OMITTED] = _(
            "Omissions are counted only where five keywords were written before the draft was"
            " opened: say for how many texts, or leave this empty."
        )
    timed = [name for name in MINUTES if name in amounts or name in found]
    if timed and SAVED not in timed:
        problems[SAVED] = _("Give the minutes saved too, 0 if there were none.")
    return problems


def _list_upkeep_problems(amounts: Mapping[str, float], found: Mapping[str, str]) -> dict[str, str]:
    if amounts or found.keys() & set(AMOUNTS[TotalsSheet.UPKEEP]):
        return {}
    return {UpkeepWork.SETTINGS: _("Write the hours of at least one kind of work.")}


_LISTS = {
    TotalsSheet.CORRECTIONS: _list_correction_problems,
    TotalsSheet.UPKEEP: _list_upkeep_problems,
}


def _build_fields(
    sheet: TotalsSheet,
    months: Sequence[LogMonth],
    typed: Mapping[str, str],
    problems: Mapping[str, str],
) -> dict[str, Field]:
    """Return the fields of a sheet by name, in their order on the page."""
    labels = _get_labels(sheet)

    def choose(name: str, label: str, options: list[tuple[str, str]], **more: Any) -> Field:
        problem = problems.get(name, "")
        field = make_choice(name, label, options, typed, problem=problem, beside=True, **more)
        return replace(field, id=f"{sheet}-{name}")

    fields = {}
    if len(months) > 1:
        options = [(str(each), name_month(str(each))) for each in months]
        fields[MONTH] = choose(MONTH, _("For which month?"), options)
    if sheet is TotalsSheet.UPKEEP:
        options = [(str(each), _(each.label)) for each in WORDS[sheet]]
        fields[WORD] = choose(WORD, _("Your trade"), options)
    for name in AMOUNTS[sheet]:
        fields[name] = Field(
            id=f"{sheet}-{name}",
            name=name,
            label=labels[name],
            kind="decimal" if sheet is TotalsSheet.UPKEEP else "integer",
            value=typed.get(name, ""),
            problem=problems.get(name, ""),
        )
    if sheet is TotalsSheet.CORRECTIONS:
        options = [(str(each), _(each.label)) for each in WORDS[sheet]]
        fields[WORD] = choose(WORD, _("What became of the time gained?"), options, optional=True)
    return fields


def _get_labels(sheet: TotalsSheet) -> dict[str, str]:
    if sheet is TotalsSheet.UPKEEP:
        return {str(work): _(work.label) for work in UpkeepWork}
    return {
        TEXTS: _("Texts compared"),
        KEYWORD_TEXTS: _("Of these, with five keywords written first"),
        CorrectionKind.INVENTED: _("Invented"),
        CorrectionKind.OMITTED: _("Omitted"),
        CorrectionKind.ASSUMED: _("Assumed"),
        CorrectionKind.TONE: _("Another tone"),
        SAVED: _("Saved in writing"),
        CHECKING: _("Spent checking"),
        CORRECTING: _("Spent correcting"),
    }
