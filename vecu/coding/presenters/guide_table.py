"""Data for a guide's page: a row for each practice and for each code beyond. No request."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from vecu.coding.analysis.code_groups import CodeGroup
from vecu.coding.analysis.guide_comparison import GuideComparison, MentionCounts
from vecu.coding.deidentification.redaction import ReleasedQuotation
from vecu.coding.models import Code, Codebook, Guide, Memo, Practice
from vecu.coding.queries.codebook import Codes
from vecu.coding.queries.guides import get_mapping
from vecu.coding.queries.memos import list_practice_memos
from vecu.coding.queries.quotations import list_released_for_codes
from vecu.ui.charts import bar_chart

BARS_BEYOND = 10
"""How many codes beyond the guide the chart shows, the most frequent; the table has all."""


@dataclass(frozen=True, slots=True)
class PracticeRow:
    """One practice: its mapped codes, how often it was found, what may be quoted."""

    practice: Practice
    codes: Sequence[Code]
    found: MentionCounts
    quotations: Sequence[ReleasedQuotation]
    memos: Sequence[Memo]


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code beyond the guide; `own`: without its child codes."""

    code: Code
    own: bool
    found: MentionCounts
    quotations: Sequence[ReleasedQuotation]


@dataclass(frozen=True, slots=True)
class GuideTable:
    """A guide compared with what respondents describe."""

    practices: Sequence[PracticeRow]
    beyond: Sequence[CodeRow]

    @property
    def mapped(self) -> bool:
        """Whether any practice has a mapped code."""
        return any(row.codes for row in self.practices)


def build_guide_table(
    codebook: Codebook, codes: Codes, guide: Guide, comparison: GuideComparison
) -> GuideTable:
    """Return the rows of a comparison, practices in the guide's order."""
    known, mapped = codes.by_id, get_mapping(guide, codes)
    named = {practice.id: practice for practice in guide.practices.all()}

    lines = [line for line, _found in (*comparison.practices, *comparison.beyond)]
    every = frozenset[UUID]().union(*(line.codes for line in lines))
    released = list_released_for_codes(codebook, codes, every)
    memos = list_practice_memos(named.values())

    def quoted(line: CodeGroup) -> list[ReleasedQuotation]:
        return [one for one in released if one.code in line.codes]

    return GuideTable(
        practices=[
            PracticeRow(
                named[line.id],
                [known[code] for code in mapped[line.id]],
                found,
                quoted(line),
                memos.get(line.id, ()),
            )
            for line, found in comparison.practices
        ],
        beyond=[
            CodeRow(known[line.id], line.own, found, quoted(line))
            for line, found in comparison.beyond
        ],
    )


def draw_charts(table: GuideTable, language: str) -> list[tuple[str, str]]:
    """Draw two charts on one scale, each with its title: the guide's practices, what it lacks."""
    mentioned = [(row.practice.names.say(language), row.found.people) for row in table.practices]
    others = [
        (row.code.names.say(language), row.found.people) for row in table.beyond if row.found.people
    ]
    longest = max(count for _label, count in [*mentioned, *others])
    titles = (_("People who reported each practice"), _("People who reported what the guide lacks"))
    return [
        (title, bar_chart(rows, title=title, language=language, longest=longest))
        for rows, title in zip((mentioned, others[:BARS_BEYOND]), titles, strict=True)
        if rows
    ]
