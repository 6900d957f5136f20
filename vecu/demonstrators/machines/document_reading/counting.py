"""What a share of right fields means for pieces and people, and what re-reading costs. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vecu.demonstrators.machines.document_reading.readings import ReadField, ReadSheet, Verdict

PIECES = 1000
EVERYTHING = 101.0
"""A threshold that no confidence reaches: every field is read again."""
SECONDS = 15
"""Our assumption of how long somebody takes to compare a field with its picture."""
_AMOUNT = re.compile(r"(\d{1,3}(?: ?\d{3})*)[.,](\d\d)")


def count_pieces_with_error(share: float, fields: int, pieces: int = PIECES) -> float:
    """Return how many pieces have an error if each field is right with `share` by itself.

    A piece is right when all its fields are: share ** fields, by the product rule for independent
    events.
    """
    return pieces * (1 - share**fields)


@dataclass(frozen=True, slots=True)
class RereadCount:
    """What follows where people read again what is below a confidence, and what is blank."""

    threshold: float
    reread: int
    already_right: int
    found: int
    escaped: int
    sheets_with_escaped: int
    sheets: int

    @property
    def thousand_reread(self) -> int:
        """Return the fields read again of a thousand sheets like these."""
        return self._scale(self.reread)

    @property
    def thousand_right(self) -> int:
        """Return those of them that were right already."""
        return self._scale(self.already_right)

    @property
    def thousand_escaped(self) -> int:
        """Return the errors that nobody sees, of a thousand sheets like these."""
        return self._scale(self.escaped)

    @property
    def thousand_sheets(self) -> int:
        """Return the sheets that have one."""
        return self._scale(self.sheets_with_escaped)

    def _scale(self, count: int) -> int:
        return round(count * PIECES / self.sheets)

    @property
    def hours(self) -> float:
        """Return the hours of reading again, for a thousand sheets like these."""
        return self.reread * PIECES / self.sheets * SECONDS / 3600


def count_reread(sheets: Sequence[ReadSheet], threshold: float) -> RereadCount:
    """Count what is read again below `threshold`, and the errors that nobody sees."""
    fields = [field for sheet in sheets for field in sheet.fields]
    again = [field for field in fields if _is_reread(field, threshold)]
    right = sum(field.verdict is Verdict.RIGHT for field in again)
    escaped = [sum(_escapes(field, threshold) for field in sheet.fields) for sheet in sheets]
    return RereadCount(
        threshold,
        len(again),
        right,
        len(again) - right,
        sum(escaped),
        sum(bool(each) for each in escaped),
        len(sheets),
    )


def _is_reread(field: ReadField, threshold: float) -> bool:
    return field.reading is None or field.reading.confidence < threshold


def _escapes(field: ReadField, threshold: float) -> bool:
    return field.verdict is Verdict.WRONG and not _is_reread(field, threshold)


@dataclass(frozen=True, slots=True)
class SumCheck:
    """Of the sheets whose three amounts were read: where gross − contributions ≠ net social."""

    tested: int
    failed: int
    failed_with_error: int
    passed_with_error: int


def check_sums(sheets: Sequence[ReadSheet]) -> SumCheck:
    """Do the sum that any payslip allows; no machine is needed, and no confidence."""
    tested = [(_adds_up(sheet), sheet) for sheet in sheets]
    failed = [sheet for sum_holds, sheet in tested if sum_holds is False]
    passed = [sheet for sum_holds, sheet in tested if sum_holds]
    return SumCheck(
        len(failed) + len(passed),
        len(failed),
        sum(_has_wrong_sum(sheet) for sheet in failed),
        sum(_has_wrong_sum(sheet) for sheet in passed),
    )


def _list_summed(sheet: ReadSheet) -> Iterator[ReadField]:
    summed = ("gross", "contributions", "net_social")
    return (field for field in sheet.fields if field.key in summed)


def _has_wrong_sum(sheet: ReadSheet) -> bool:
    return any(field.verdict is Verdict.WRONG for field in _list_summed(sheet))


def _adds_up(sheet: ReadSheet) -> bool | None:
    """Return None where one of the three is no amount."""
    cents = [read_cents(field.reading.text) for field in _list_summed(sheet) if field.reading]
    known = [each for each in cents if each is not None]
    if len(known) < 3:
        return None
    gross, contributions, net = known
    return gross - contributions == net


def read_cents(text: str) -> int | None:
    """Return an amount in cents; None if it is not written as one."""
    match = _AMOUNT.fullmatch(text.strip())
    return int(re.sub(r"\s", "", match[1]) + match[2]) if match else None
