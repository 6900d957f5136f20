"""Where the page draws boxes, squares and bars: places and sizes, no colours and no words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from vecu.demonstrators.machines.document_reading.fields import Box
from vecu.demonstrators.machines.document_reading.readings import ReadField, ReadSheet, Verdict
from vecu.demonstrators.machines.document_reading.words import FIELD_WORDS
from vecu.messages import Message

MARGIN = 6
"""Of paper around what stands in a field, in pixels of the picture."""
SQUARES_A_ROW, SQUARE = 40, 10
SPAN, UNIT, STEP = 5, 6, 3
"""Points of confidence in a bar; pixels of a point, and of a field."""


@dataclass(frozen=True, slots=True)
class DrawnField:
    """A field of a picture: its frame, its number beside it, and where to cut it out."""

    number: int
    field: ReadField
    frame: Box
    tag: tuple[int, int]
    cut: Box

    @property
    def words(self) -> Message:
        """Return what the field is called."""
        return FIELD_WORDS[self.field.key]

    @property
    def cut_width(self) -> int:
        """Return how wide the cut is shown, in pixels of the page."""
        return round(self.cut[2] * 0.75)

    @property
    def cut_height(self) -> int:
        """Return how tall it is shown."""
        return round(self.cut[3] * 0.75)


def draw_fields(sheet: ReadSheet) -> Sequence[DrawnField]:
    """Frame what was read, or the place of what was not."""
    drawn = []
    for number, field in enumerate(sheet.fields, 1):
        frame = _widen(field.reading.box if field.reading else field.place, sheet.size)
        amount = frame[0] > sheet.size[0] // 2
        across = frame[0] - 26 if amount else frame[0] + frame[2] + 26
        tag = (across, frame[1] + frame[3] // 2)
        drawn.append(DrawnField(number, field, frame, tag, _widen(field.place, sheet.size)))
    return drawn


def _widen(box: Box, size: tuple[int, int]) -> Box:
    left, top = max(box[0] - MARGIN, 0), max(box[1] - MARGIN, 0)
    right = min(box[0] + box[2] + MARGIN, size[0])
    bottom = min(box[1] + box[3] + MARGIN, size[1])
    return left, top, right - left, bottom - top


@dataclass(frozen=True, slots=True)
class Squares:
    """A thousand squares, the first of them marked: full rows, and what is left in the next."""

    marked: int
    width: int = SQUARES_A_ROW * SQUARE
    height: int = 1000 // SQUARES_A_ROW * SQUARE

    @property
    def outline(self) -> str:
        """Return the path around the marked squares, as SVG writes it."""
        full = self.marked // SQUARES_A_ROW * SQUARE
        rest = self.marked % SQUARES_A_ROW * SQUARE
        return f"M0 0H{self.width}V{full}H{rest}v{SQUARE if rest else 0}H0Z"


@dataclass(frozen=True, slots=True)
class ConfidenceBar:
    """The fields read with a confidence from `low` on: right ones up, wrong ones down."""

    low: int
    right: int
    wrong: int
    axis: int

    @property
    def left(self) -> int:
        """Return where it stands."""
        return self.low * UNIT

    @property
    def top(self) -> int:
        """Return where what is right ends."""
        return self.axis - self.up

    @property
    def up(self) -> int:
        """Return the height of what is right."""
        return self.right * STEP

    @property
    def down(self) -> int:
        """Return the height of what is wrong."""
        return self.wrong * STEP


def draw_confidences(fields: Sequence[ReadField]) -> Sequence[ConfidenceBar]:
    """Count right and wrong fields by the confidence with which they were read."""
    lows = range(0, 100, SPAN)
    places = [
        (min(int(field.reading.confidence) // SPAN * SPAN, lows[-1]), field.verdict)
        for field in fields
        if field.reading
    ]
    right = [places.count((low, Verdict.RIGHT)) for low in lows]
    wrong = [places.count((low, Verdict.WRONG)) for low in lows]
    axis = max(right) * STEP
    return [ConfidenceBar(*each, axis) for each in zip(lows, right, wrong, strict=True)]
