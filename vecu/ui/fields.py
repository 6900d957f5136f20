"""What `ui/field.html` shows: one question, its input, and what is wrong with it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose: what is sent, what is read, and whether it is chosen now."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One input. `kind` is text, integer, decimal, date, select_one, select_multiple or file.

    `id` is where the error summary links to; with options, the first one has it. `language` is
    that of label, hint and options ('' when it is the page's); `problem` is in the page's.
    `heading` makes the label the page's h1. `limit` counts characters, for multiline text only.
    """

    id: str
    name: str
    label: str
    kind: str = "text"
    value: str = ""
    hint: str = ""
    problem: str = ""
    options: tuple[Option, ...] = ()
    language: str = ""
    heading: bool = False
    multiline: bool = False
    limit: int = 0

    @property
    def described_by(self) -> str:
        """The ids of what a screen reader adds to the label: the hint, then the problem."""
        present = {"hint": self.hint or self.kind == "date", "problem": self.problem}
        return " ".join(f"{self.id}-{name}" for name, there in present.items() if there)

    @property
    def input_mode(self) -> str:
        """The keyboard that a phone should show."""
        keyboards = {"integer": "numeric", "date": "numeric", "decimal": "decimal"}
        return keyboards.get(self.kind, "text")
