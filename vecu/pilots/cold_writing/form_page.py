"""What a page about one form shows: its sections, folded where they are done, and its questions.

Pure: words by language, which a template says in the reader's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from vecu.pilots.cold_writing.closed_values import write_value
from vecu.pilots.cold_writing.filled_form import (
    DisputeReply,
    FieldState,
    FilledField,
    FilledForm,
    FormEntries,
)
from vecu.pilots.cold_writing.form_book import FormBook, FormSection
from vecu.pilots.cold_writing.form_entries import LOOK, LOOKERS, TYPED, iter_hidden_entries
from vecu.pilots.cold_writing.form_files import list_paper_days, list_sources
from vecu.pilots.interface import Words
from vecu.typography import NO_BREAK_SPACE
from vecu.writings import ClosedType, WritingSort

_LINED = frozenset(FieldState) - {FieldState.WARM, FieldState.UNDECIDED, FieldState.OUTLINE}
_MOST_DIGEST = 3


@dataclass(frozen=True, slots=True)
class FormLine:
    """A cold field with its value as people read it, and on what it stands.

    `typed` is what its input holds; `options` are those of a closed list.
    """

    filled: FilledField
    value: str
    typed: str
    sources: Sequence[Words]
    days: Sequence[date]
    rule: Words
    options: Mapping[str, Words]

    @property
    def id(self) -> str:
        """Its input on the page, to which the summary of errors leads."""
        return TYPED + self.filled.field.key

    @property
    def corrects(self) -> bool:
        """Whether a person can write another value."""
        asked = self.filled.state is FieldState.CONTRADICTED
        return self.filled.field.may_be_corrected and not asked

    @property
    def keyboard(self) -> str:
        """The keyboard that a phone offers."""
        return "decimal" if self.filled.field.type is ClosedType.AMOUNT else "numeric"


@dataclass(frozen=True, slots=True)
class FormSectionView:
    """Lines under one title: those that hold something or ask, and those that no paper says.

    `filled` counts those that the machine filled, from `papers`.
    """

    title: Words
    digest: Sequence[tuple[Words, str]]
    filled: int
    papers: Sequence[Words]
    lines: Sequence[FormLine]
    blank: Sequence[FormLine]
    open: bool


@dataclass(frozen=True, slots=True)
class DisputedPart:
    """A part about which a person decides each time: its fields, and the reply."""

    part: str
    names: Sequence[Words]
    reply: DisputeReply | None
    fills: bool
    """Whether the machine would fill it from papers; else it lays an empty outline."""


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form as a page shows it."""

    filled: FilledForm
    sections: Sequence[FormSectionView]
    disputed: Sequence[DisputedPart]
    warm: Sequence[Words]
    hidden: Sequence[tuple[str, str]]
    looks: Mapping[str, str] = field(default_factory=dict)

    @property
    def contradiction(self) -> FilledField | None:
        """The field about which two papers disagree."""
        states = {FieldState.CONTRADICTED}
        return next((one for one in self.filled.fields if one.state in states), None)

    @property
    def looked_apart(self) -> bool:
        """Whether two people looked, and do not say the same."""
        return len(set(self.looks.values())) > 1


def build_form_page(
    filled: FilledForm, entries: FormEntries, book: FormBook, language: str
) -> FormPage:
    """Return the page of a form."""
    lined = [one for one in filled.fields if one.field.may_be_cold and _is_line(one)]
    lines = [_lay_out_line(one, entries, book, language) for one in lined]
    sections = [
        _lay_out_section(each, [one for one in lines if one.filled.field.section == each.key])
        for each in filled.form.sections
    ]
    shown = {one.filled.field.key for one in lines if one.corrects}
    return FormPage(
        filled,
        [each for each in sections if each.lines or each.blank],
        _list_disputed(filled, entries),
        [one.field.name for one in filled.fields if one.state is FieldState.WARM],
        tuple(iter_hidden_entries(entries, shown)),
        {LOOK + who: look for who, look in zip(LOOKERS, entries.looks, strict=False)},
    )


def _is_line(one: FilledField) -> bool:
    by_hand = one.state is FieldState.BY_HAND and one.sort is WritingSort.DISPUTED
    return one.state in _LINED and not by_hand


def _lay_out_line(
    one: FilledField, entries: FormEntries, book: FormBook, language: str
) -> FormLine:
    value = write_value(one.field, one.value, language) if one.holds else ""
    typed = value.replace(NO_BREAK_SPACE if language == "fr" else ",", "")
    if one.field.options:
        typed = one.value
    elif one.state in {FieldState.REFUSED, FieldState.NOT_KNOWN, FieldState.NOT_SAID}:
        typed = entries.typed.get(one.field.key, "")
    rests = one.state in {FieldState.FILLED, FieldState.AGREED, FieldState.CONTRADICTED}
    return FormLine(
        one,
        _add_unit(value, one.field.unit, language),
        typed,
        [book.papers[each] for each in list_sources(one)] if rests else [],
        list_paper_days(one) if rests else [],
        book.rules[one.field.rule] if one.state is FieldState.FILLED else {},
        one.field.options,
    )


def _add_unit(value: str, unit: str, language: str) -> str:
    """Return an amount as a language writes it: 25,00 € or €25.00."""
    if not (value and unit):
        return value
    return f"{value}{NO_BREAK_SPACE}{unit}" if language == "fr" else f"{unit}{value}"


def _lay_out_section(section: FormSection, lines: Sequence[FormLine]) -> FormSectionView:
    present = [one for one in lines if one.filled.state is not FieldState.NO_PAPER]
    asks = {FieldState.CONTRADICTED, FieldState.REFUSED}
    results = [one for one in present if _is_result(one) and one.value]
    digest = [_digest_line(one, section) for one in results or present if one.value]
    filled = [one for one in present if one.filled.state is FieldState.FILLED]
    return FormSectionView(
        section.title,
        digest if results else digest[:_MOST_DIGEST],
        len(filled),
        list({each["fr"]: each for one in filled for each in one.sources}.values()),
        present,
        [one for one in lines if one.filled.state is FieldState.NO_PAPER],
        any(one.filled.state in asks for one in present),
    )


def _digest_line(one: FormLine, section: FormSection) -> tuple[Words, str]:
    """Return what a folded section says of a line: names where a bare value would say nothing."""
    named = _is_result(one) or one.filled.field.word
    name = one.filled.field.name if named and one.filled.field.name != section.title else {}
    is_paper = one.filled.field.rule == "fresh_paper"
    return name, "" if is_paper else one.value


def _is_result(one: FormLine) -> bool:
    return one.filled.field.type is ClosedType.COMPUTED and one.filled.field.rule != "copied"


def _list_disputed(filled: FilledForm, entries: FormEntries) -> Sequence[DisputedPart]:
    parts: dict[str, list[FilledField]] = {}
    for one in filled.fields:
        if one.sort is WritingSort.DISPUTED:
            parts.setdefault(one.field.part, []).append(one)
    return [
        DisputedPart(
            part,
            [one.field.name for one in fields],
            entries.replies.get(part),
            any(one.field.may_be_cold for one in fields),
        )
        for part, fields in parts.items()
    ]
