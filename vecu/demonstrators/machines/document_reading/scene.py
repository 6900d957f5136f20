"""What each step of the page shows. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vecu.demonstrators.machines.document_reading.counting import (
    RereadCount,
    SumCheck,
    count_pieces_with_error,
)
from vecu.demonstrators.machines.document_reading.drawing import (
    ConfidenceBar,
    DrawnField,
    Squares,
)
from vecu.demonstrators.machines.document_reading.readings import (
    FrozenReadings,
    ReadField,
    ReadingSpread,
    ReadSheet,
)
from vecu.messages import Message


@dataclass(frozen=True, slots=True)
class SheetView:
    """The sheet on the table; `guessed_right` is None before a guess."""

    sheet: ReadSheet
    wear: Message
    fields: Sequence[DrawnField]
    wrong: int
    blank: int
    guess: Message | None
    guessed_right: bool | None
    surest_error: DrawnField | None
    following: str

    @property
    def picture(self) -> str:
        """Return where the picture lies among the static files."""
        return f"demonstrators/document_reading/{self.sheet.picture}"


@dataclass(frozen=True, slots=True)
class FieldTotal:
    """How many sheets a field is right on."""

    number: int
    words: Message
    right: int


@dataclass(frozen=True, slots=True)
class TotalsView:
    """What is right over all sheets."""

    right: int
    fields: int
    faultless: int
    sheets: Sequence[tuple[Message, ReadSheet]]
    by_field: Sequence[FieldTotal]
    seeds: ReadingSpread

    @property
    def percent(self) -> float:
        """Return the share of right fields in per cent."""
        return 100 * self.share

    @property
    def share(self) -> float:
        """Return the share of right fields."""
        return self.right / self.fields

    @property
    def with_error(self) -> int:
        """Count the sheets with an error."""
        return len(self.sheets) - self.faultless

    @property
    def with_error_if_independent(self) -> float:
        """Return how many sheets would have an error if errors did not come together."""
        return count_pieces_with_error(self.share, len(self.by_field), len(self.sheets))


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A share of right fields, and how many pieces of a thousand have an error by their fields."""

    key: str
    share: float
    cells: Sequence[tuple[int, float]]

    @property
    def percent(self) -> float:
        """Return the share in per cent."""
        return 100 * self.share

    @property
    def places(self) -> int:
        """Return how many decimals its per cent have."""
        return 1 if "." in self.key else 0


@dataclass(frozen=True, slots=True)
class ThousandView:
    """A thousand pieces: what was chosen, and every choice."""

    chosen: ShareRow
    per_piece: int
    squares: Squares
    rows: Sequence[ShareRow]
    numbers: Sequence[int]


@dataclass(frozen=True, slots=True)
class RereadingView:
    """What reading again costs and finds."""

    chosen: str
    count: RereadCount
    rows: Sequence[tuple[str, RereadCount]]
    bars: Sequence[ConfidenceBar]
    blank: int
    sums: SumCheck
    surest_error: ReadField
    axis: int
    bottom: int
    limit: int

    @property
    def height(self) -> int:
        """Return how tall the picture is, with the numbers below it."""
        return self.bottom + 30


@dataclass(frozen=True, slots=True)
class DocumentReadingScene:
    """One step of four; all are computed, the page shows one."""

    step: str
    steps: Mapping[str, Message]
    readings: FrozenReadings
    view: SheetView
    choices: Sequence[tuple[str, Message]]
    guesses: Sequence[tuple[str, Message]]
    totals: TotalsView
    thousand: ThousandView
    rereading: RereadingView
