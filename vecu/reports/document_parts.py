"""What documents are made of, from what public pages show: claims, figures, words, each traced."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from vecu.coding.queries import ReleasedQuotation
from vecu.evidence.sources import Evidence, EvidenceState
from vecu.questionnaires import Wording
from vecu.reports.documents.description import (
    CitedSentence,
    DocumentClaim,
    DocumentText,
    LabelledFact,
    PrintedFigure,
    PrintedQuotation,
)
from vecu.reports.presenters import FindingLine, PublicFigure
from vecu.reports.templatetags.findings import reasons
from vecu.translation import pick_language
from vecu.ui.charts import (
    format_figure_count,
    name_base,
    say_breakdown,
    title_table,
    turn_table,
)
from vecu.ui.figures import CountFigure, FigureRow, FigureSubject, MeasureFigure
from vecu.ui.quoted_words import get_quoted_words
from vecu.ui.templatetags.ui import current_language, day

MOST_COLUMNS = 5
"""Columns of counts that fit a page; a figure with more becomes several tables."""


@dataclass(frozen=True, slots=True)
class PageAddresses:
    """Addresses as they are printed: `absolute` makes a whole one of a path of this site."""

    absolute: Callable[[str], str]
    page: str
    """The path of the page that the document is made of."""

    def locate(self, anchor: str) -> str:
        """Return the whole address of a place on the page."""
        return self.absolute(f"{self.page}#{anchor}")


def describe_copy(today: date) -> str:
    """Return from when a copy is, and that what was withdrawn since still stands in it."""
    return _(
        "As of %(day)s. Words and figures may have been withdrawn since: the address above shows "
        "what still stands."
    ) % {"day": day(today)}


def warn_of_invention(*, fictional: bool) -> str:
    """Return the sentence that stands above what is invented, else ''."""
    return _("Demonstration: everything here is invented.") if fictional else ""


def make_text(wording: Wording | Mapping[str, str] | None) -> DocumentText:
    """Return a text in the reader's language, else in the first that it has, marked so."""
    texts = wording.texts if isinstance(wording, Wording) else wording or {}
    language = pick_language(texts, current_language())
    return mark_text(texts.get(language, ""), language)


def mark_text(text: str, language: str) -> DocumentText:
    """Return a text, marked with its language unless it is the reader's or is not known."""
    return DocumentText(text, "" if language == current_language() else language)


def list_facts(facts: Iterable[tuple[str, Mapping[str, str]]]) -> tuple[LabelledFact, ...]:
    """Return those of labelled texts that were written."""
    return tuple(
        LabelledFact(label, text) for label, wording in facts if (text := make_text(wording)).text
    )


def make_printed_quotation(
    quotation: ReleasedQuotation, about: DocumentText, trace: str
) -> PrintedQuotation:
    """Return released words in the document's language; translated or foreign ones say so."""
    read = get_quoted_words(quotation.text, quotation.language, quotation.translations)
    heading = (
        DocumentText(" · ".join(filter(None, (about.text, capfirst(read.mark)))))
        if read.mark
        else about
    )
    return PrintedQuotation(mark_text(read.text, read.language), heading, trace)


def make_claim(line: FindingLine, addresses: PageAddresses) -> DocumentClaim:
    """Return a finding with how sure its group is, what it does not say, and what it cites."""
    finding, page = line.detail.finding, addresses.absolute(line.address)
    notes = [
        (_("What this does not say"), finding.limits),
        (_("In more words"), finding.summary),
        *reasons(finding),
        (_("What would change our mind"), finding.would_change),
    ]
    return DocumentClaim(
        sentence=make_text(finding.sentence),
        standing=" · ".join(chip.text for chip in line.chips),
        notes=list_facts(notes),
        cited=tuple(cite(each, page, addresses) for each in line.detail.standing),
        trace=page,
    )


def cite(
    evidence: Evidence, page: str, addresses: PageAddresses
) -> PrintedQuotation | CitedSentence:
    """Return what a finding cites, at its own address or else where its page shows it."""
    own = addresses.absolute(evidence.address) if evidence.address else ""
    changed = evidence.state is EvidenceState.CHANGED
    if evidence.quotation:
        doubt = _("These words were edited since the finding cited them.") if changed else ""
        return cite_words(evidence, doubt, own or f"{page}#words")
    if figure := evidence.figure:
        sentence = figure.sentence
        if changed:
            sentence += " " + _("The figure was counted again since the finding cited it.")
        return CitedSentence(DocumentText(sentence), own or f"{page}#figure-{figure.id}")
    return CitedSentence(DocumentText(evidence.sentence), own or f"{page}#others")


def cite_words(evidence: Evidence, doubt: str, trace: str) -> PrintedQuotation:
    """Return quoted words, and below them who translated them, when they were published, doubts."""
    read = get_quoted_words(evidence.quotation, evidence.language, evidence.translations)
    published = _("published on %(day)s") % {"day": day(evidence.day)} if evidence.day else ""
    about = " · ".join(filter(None, (capfirst(read.mark), published, doubt)))
    return PrintedQuotation(mark_text(read.text, read.language), DocumentText(about), trace)


def iter_printed_figures(figure: PublicFigure, heading: str, trace: str) -> Iterator[PrintedFigure]:
    """Yield a figure as tables; `heading` goes before its title unless it is ''."""
    counts = figure.figure
    by = say_breakdown(counts, current_language()) if isinstance(counts, CountFigure) else ""
    title = " – ".join(filter(None, (heading, counts.title, by, figure.wave)))
    tables = _list_tables(counts)
    for number, (header, rows) in enumerate(tables, start=1):
        part = f" ({number}/{len(tables)})" if len(tables) > 1 else ""
        yield PrintedFigure(
            title=DocumentText(title + part, "" if heading else counts.language),
            sentence=counts.sentence,
            header=header,
            rows=tuple(rows),
            source=figure.source,
            trace=trace,
            language=counts.language,
        )


Table = tuple[tuple[str, ...], Sequence[tuple[str, ...]]]


def _list_tables(figure: CountFigure | MeasureFigure) -> list[Table]:
    if isinstance(figure, MeasureFigure):
        return [((_("What"), _("How much")), [(row.label, row.text) for row in figure.rows])]
    turned = turn_table(figure, current_language())
    starts = range(0, max(1, len(turned.columns)), MOST_COLUMNS)
    return [
        _make_table(turned, range(*slice(at, at + MOST_COLUMNS).indices(len(turned.columns))))
        for at in starts
    ]


def _make_table(figure: CountFigure, columns: range) -> Table:
    """Return a table of some columns, what they are counted out of last."""
    of_decisions = figure.subject is FigureSubject.MACHINE
    first, counted = (_("What"), _("Decisions")) if of_decisions else (_("Answer"), _("People"))
    first = first if figure.totals else figure.breakdown
    language = current_language()
    totals = FigureRow(name_base(figure, language), figure.totals)
    return (
        (
            title_table(figure, first, language),
            *(figure.columns[each] or counted for each in columns),
        ),
        [
            (row.label, *(_format_cell(figure, row, column) for column in columns))
            for row in (*figure.rows, *([totals] if figure.totals else ()))
        ],
    )


def _format_cell(figure: CountFigure, row: FigureRow, column: int) -> str:
    shown = format_figure_count(figure, row.counts[column], current_language())
    if not shown:
        return _("hidden")
    return f"≥ {shown}" if column in row.at_least else shown
