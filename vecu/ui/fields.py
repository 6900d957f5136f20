"""The context of `ui/field.html`: a question, its input, and its error."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldMedia:
    """The URLs of the media of a text, '' for none.

    `about` is the text, by which a screen reader names a player. `lacks_audio`: there is a
    recording of it, but not in this language, or its file is missing.
    """

    image: str = ""
    audio: str = ""
    video: str = ""
    about: str = ""
    lacks_audio: bool = False

    @property
    def plays(self) -> bool:
        """Whether there is audio or video."""
        return bool(self.audio or self.video)

    @property
    def has_any(self) -> bool:
        """Whether there is any media."""
        return bool(self.image) or self.plays


@dataclass(frozen=True, slots=True)
class FieldOption:
    """An option: its value, its label, and whether it is selected.

    `place` is its position in a ranking, 0 for none.
    """

    value: str
    label: str
    chosen: bool = False
    media: FieldMedia = FieldMedia()
    place: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """One input. `kind` is that of a question, in XLSForm's terms, or file.

    `id` is the target of links in the error summary; with options, the first one has it.
    `language` is that of label, hint and options, `problem_language` that of `problem` ('' if it is
    the page's). `heading` makes the label the page's h1. `limit` is the maximum number of
    characters, for multiline text only. `guidance` is further explanation, collapsed; `usual`
    explains in the page's language how to answer such a question; `is_first_text`: whom to call
    stands before it, as people write in their own words. `beside` places options side by side if
    there is room; `optional` says so beside the label. Of a file, `accept` lists the types to
    offer, and `value` describes the file uploaded before.
    """

    id: str
    name: str
    label: str
    kind: str = "text"
    value: str = ""
    hint: str = ""
    problem: str = ""
    problem_language: str = ""
    options: tuple[FieldOption, ...] = ()
    language: str = ""
    heading: bool = False
    multiline: bool = False
    is_first_text: bool = False
    limit: int = 0
    guidance: str = ""
    usual: str = ""
    media: FieldMedia = FieldMedia()
    beside: bool = False
    optional: bool = False
    accept: str = ""

    @property
    def plays(self) -> bool:
        """Whether it or one of its options has audio or video."""
        return self.media.plays or any(option.media.plays for option in self.options)

    @property
    def grouped(self) -> bool:
        """Whether it is several inputs under one legend."""
        return self.kind in {"select_one", "select_multiple", "rank", "acknowledge"}

    @property
    def multiple(self) -> bool:
        """Whether several options may be selected."""
        return self.kind in {"select_multiple", "acknowledge"}

    @property
    def places(self) -> range:
        """The positions of a ranking."""
        return range(1, len(self.options) + 1)

    @property
    def described_by(self) -> str:
        """The ids that a screen reader reads after the label: the hints, then the error."""
        present = {
            "hint": self.hint or self.kind == "date",
            "usual": self.usual,
            "problem": self.problem,
        }
        return " ".join(f"{self.id}-{name}" for name, there in present.items() if there)

    @property
    def input_mode(self) -> str:
        """The keyboard that a phone should display."""
        keyboards = {
            "integer": "numeric", "date": "numeric", "decimal": "decimal", "range": "decimal",
        }  # fmt: skip
        return keyboards.get(self.kind, "text")


@dataclass(frozen=True, slots=True)
class ErrorSummaryItem:
    """An entry of the error summary; `language` is '' if it is the page's."""

    field_id: str
    message: str
    language: str = ""
