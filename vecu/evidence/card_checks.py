"""What must change before a finding has a card: its words are counted, its bar carries it."""

from django.utils.translation import gettext as _

from vecu.evidence.card_rules import (
    QUOTATION_WORDS,
    SENTENCE_WORDS,
    BarReference,
    count_words,
    find_unproven_order,
)
from vecu.evidence.models import Finding
from vecu.evidence.sources import Audience, Evidence, list_evidence
from vecu.translation import LANGUAGES
from vecu.ui.figures import CountFigure


def list_card_problems(finding: Finding) -> dict[str, str]:
    """Return by field why a finding cannot have a card; asked when it is published.

    One that was published before there were cards stays as it is.
    """
    problems = {}
    cited = list_evidence(finding.references, Audience.MEMBERS)
    for language in LANGUAGES:
        sentence = finding.sentence.get(language, "")
        if fault := _find_sentence_fault(sentence, finding.card_bar, cited):
            problems[f"sentence_{language}"] = fault
    words = next((each for each in cited if each.reference.id == finding.quotation), None)
    if words and (number := count_words(words.quotation)) > QUOTATION_WORDS:
        problems["quotation"] = describe_length(number, QUOTATION_WORDS)
    return problems


def describe_length(number: int, most: int) -> str:
    """Return that a text has more words than a card has room for."""
    return _("%(number)s words; a card has room for %(most)s.") % {"number": number, "most": most}


def _find_sentence_fault(sentence: str, bar: BarReference | None, cited: list[Evidence]) -> str:
    if (number := count_words(sentence)) > SENTENCE_WORDS:
        return describe_length(number, SENTENCE_WORDS)
    figure = next((each.figure for each in cited if bar and each.reference.id == bar.figure), None)
    if bar is None or not isinstance(figure, CountFigure) or bar.column not in figure.names:
        return ""
    column = figure.names.index(bar.column)
    counts = {row.name: row.counts[column] for row in figure.rows if row.answered}
    if bar.row not in counts:
        return ""
    count = counts.pop(bar.row)
    if claimed := find_unproven_order(
        sentence, count, list(counts.values()), figure.totals[column]
    ):
        return _(
            "“%(words)s” is more than the chosen bar shows: it must lead the others by 15 and, for"
            " “most often”, be above half of those who were asked. Change the sentence."
        ) % {"words": claimed}
    return ""
