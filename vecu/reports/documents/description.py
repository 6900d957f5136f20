"""What a document says, whatever it is about: an inquiry, a recommendation.

Texts are plain: no markup in them has any effect. Figures and counts come as a page shows them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A text and its language, '' where it is the document's."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class LabelledFact:
    """What is known under a label: "Who asks", "How sure are we?"."""

    label: str
    text: DocumentText


@dataclass(frozen=True, slots=True)
class DocumentPoint:
    """A sentence of a list."""

    text: DocumentText


@dataclass(frozen=True, slots=True)
class PrintedQuotation:
    """Somebody's words, what they are about, and the public address where they stand."""

    words: DocumentText
    about: DocumentText
    trace: str


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """A figure as a table, with its interval where it has one; the table takes a picture's place.

    `header` and each of `rows` have as many cells. `source` says what is counted, `trace` is the
    figure's public address.
    """

    title: DocumentText
    sentence: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str
    trace: str
    language: str = ""
    """That of the cells, '' where it is the document's."""


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """What a claim cites besides words: a figure in a sentence, a version, an agreement."""

    text: DocumentText
    trace: str


@dataclass(frozen=True, slots=True)
class DocumentClaim:
    """A sentence that somebody answers for, how sure they are, and what it stands on.

    `notes` are facts about it, of which a brief prints the first; `trace` is its public address.
    One that has its `own_page` prints it, another one only where something of it is left out.
    """

    sentence: DocumentText
    standing: str
    notes: tuple[LabelledFact, ...]
    cited: tuple[PrintedQuotation | CitedSentence, ...]
    trace: str
    own_page: bool = True


@dataclass(frozen=True, slots=True)
class OpposedReasons:
    """A reason for and one against, side by side: on paper neither stands without the other.

    `headings` say what each side is; a side without a reason says so in its text.
    """

    headings: tuple[str, str]
    reasons: tuple[DocumentText, DocumentText]


@dataclass(frozen=True, slots=True)
class PrintedBar:
    """A bar of a card: its count as text, its length in percent; the strong one carries it."""

    label: str
    count: str
    length: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class PrintedChart:
    """Bars under a title, with their base in words."""

    title: DocumentText
    bars: tuple[PrintedBar, ...]
    base: str


@dataclass(frozen=True, slots=True)
class PrintedCard:
    """One claim with its chart, in words its base, and one quotation; each may be missing."""

    sentence: DocumentText
    standing: str
    chart: PrintedChart
    words: DocumentText
    speaker: str
    trace: str


@dataclass(frozen=True, slots=True)
class VoteDots:
    """How many stand how, by side in a fixed order: for, against, neither."""

    sides: tuple[tuple[str, int], ...]


DocumentItem = (
    LabelledFact
    | DocumentPoint
    | PrintedQuotation
    | PrintedFigure
    | CitedSentence
    | DocumentClaim
    | OpposedReasons
    | PrintedCard
    | PrintedChart
    | VoteDots
)


@dataclass(frozen=True, slots=True)
class DocumentSection:
    """Items under a heading; `trace` is where all of them are read.

    A brief prints those of sections that come `first` before any other: what is not known must
    not be what is left out. Of a section that is `only_whole` it prints no item, only
    why, and where they are.
    """

    heading: str
    items: tuple[DocumentItem, ...]
    trace: str
    note: str = ""
    first: bool = False
    only_whole: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document in one language. `kind` is what it is ("Inquiry"), `address` its web page.

    `warning` stands above all ("everything here is invented"), `notice` below the address: from
    when this copy is. `box` is what a brief prints before any section, and nothing else does.
    """

    language: str
    kind: str
    title: DocumentText
    lead: DocumentText
    address: str
    notice: str
    sections: tuple[DocumentSection, ...]
    warning: str = ""
    box: tuple[LabelledFact, ...] = ()
