"""What `ui/field.html` shows: one question, its input, and what is wrong with it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldMedia:
    """The addresses of what is seen and heard with a text, '' for nothing.

    `about` are the words that it goes with, by which a screen reader names a player.
    """

    image: str = ""
    audio: str = ""
    video: str = ""
    about: str = ""

    @property
    def plays(self) -> bool:
        """Whether there is anything to be played."""
        return bool(self.audio or self.video)

    @property
    def has_any(self) -> bool:
        """Whether there is anything at all."""
        return bool(self.image) or self.plays


@dataclass(frozen=True, slots=True)
class FieldOption:
    """One answer to choose: what is sent, what is read, and whether it is chosen now.

    `place` is where it stands in an order, 0 for nowhere.
    """

    value: str
    label: str
    chosen: bool = False
    media: FieldMedia = FieldMedia()
    place: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """One input. `kind` is that of a question, in XLSForm's words, or file.

    `id` is where the error summary links to; with options, the first one has it. `language` is
    that of label, hint and options ('' when it is the page's); `problem` is in the page's.
    `heading` makes the label the page's h1. `limit` counts characters, for multiline text only.
    `guidance` is more explanation, folded away; `usual` says in the page's language how such a
    question is answered; `beside` puts choices side by side where the screen has room. Of a file,
    `accept` says which kinds may be chosen, and `value` what was given already, in words.
    """

    id: str
    name: str
    label: str
    kind: str = "text"
    value: str = ""
    hint: str = ""
    problem: str = ""
    options: tuple[FieldOption, ...] = ()
    language: str = ""
    heading: bool = False
    multiline: bool = False
    limit: int = 0
    guidance: str = ""
    usual: str = ""
    media: FieldMedia = FieldMedia()
    beside: bool = False
    accept: str = ""

    @property
    def plays(self) -> bool:
        """Whether a sound or a film goes with it or with one of its options."""
        return self.media.plays or any(option.media.plays for option in self.options)

    @property
    def grouped(self) -> bool:
        """Whether it is several inputs under one legend."""
        return self.kind in {"select_one", "select_multiple", "rank", "acknowledge"}

    @property
    def multiple(self) -> bool:
        """Whether its options are ticked rather than one of them chosen."""
        return self.kind in {"select_multiple", "acknowledge"}

    @property
    def places(self) -> range:
        """The places that an order has."""
        return range(1, len(self.options) + 1)

    @property
    def described_by(self) -> str:
        """The ids of what a screen reader adds to the label: the hints, then the problem."""
        present = {
            "hint": self.hint or self.kind == "date",
            "usual": self.usual,
            "problem": self.problem,
        }
        return " ".join(f"{self.id}-{name}" for name, there in present.items() if there)

    @property
    def input_mode(self) -> str:
        """The keyboard that a phone should show."""
        keyboards = {
            "integer": "numeric", "date": "numeric", "decimal": "decimal", "range": "decimal",
        }  # fmt: skip
        return keyboards.get(self.kind, "text")
