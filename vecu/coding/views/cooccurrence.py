"""Pages: co-occurrence within stories: which limits with which strategies, for which tasks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vecu.accounts.rules import can_code
from vecu.coding.analysis.code_groups import CodeGroup
from vecu.coding.analysis.consensus import TextCodes
from vecu.coding.analysis.cooccurrence import CooccurrenceTable
from vecu.coding.forms.cooccurrence import AxesForm
from vecu.coding.models import Code
from vecu.coding.presenters.coder_workspace import CoderWorkspace
from vecu.coding.presenters.cooccurrence_axes import AxisOption, list_options
from vecu.coding.presenters.cooccurrence_table import (
    CooccurrenceRequest,
    CooccurrenceResult,
    build_cooccurrence_table,
    compute_cooccurrences,
)
from vecu.coding.queries.autocoding import list_counted_text_codes
from vecu.coding.views.coded_stories import StorySelection, build_stories_context
from vecu.coding.views.shared import (
    CodingVisit,
    audit_figures,
    build_counts_context,
    coding_page,
    get_workspace,
    list_coded_questions,
    list_spoken_languages,
    read_uuid,
)
from vecu.surveys.forms.answer_filter import AnswerFilterForm
from vecu.surveys.queries import Study, get_latest_version, get_questionnaire
from vecu.surveys.queries.results import find_stories
from vecu.ui.charts import bar_chart

STRONGEST = 10
"""Pairs that the chart shows."""


@dataclass
class CooccurrenceSelection:
    """What a member looks at: the chosen axes, and whose stories."""

    workspace: CoderWorkspace
    options: list[AxisOption]
    axes: AxesForm
    selection: AnswerFilterForm
    texts: list[TextCodes]
    has_stories: bool

    @property
    def valid(self) -> bool:
        """Whether all choices are valid."""
        return bool(self.options) and self.axes.is_valid() and self.selection.is_valid()

    @property
    def chosen(self) -> dict[str, list[str]]:
        """The choices, as query string parameters."""
        axes = {name: [value] for name, value in self.axes.chosen.items()}
        return axes | self.selection.chosen

    @property
    def query(self) -> str:
        """The choices as a query string."""
        return urlencode(self.chosen, doseq=True)

    def linked(self, study: Study) -> CooccurrenceResult:
        """Return the co-occurrences in the chosen stories; only if all choices are valid."""
        rows, columns = self.axes.option("rows"), self.axes.option("columns")
        if rows is None or columns is None:
            raise Http404
        among = find_stories(study, self.selection.selection) if self.selection.chosen else None
        wish = CooccurrenceRequest(
            rows, columns, self.axes.option("tasks"), self.axes.cleaned_data["task"], among
        )
        return compute_cooccurrences(self.workspace.codes, self.texts, wish)


def _read_selection(visit: CodingVisit) -> CooccurrenceSelection:
    workspace = get_workspace(visit)
    questionnaire = get_questionnaire(get_latest_version(visit.study))
    language = get_language() or "en"
    questions = list_coded_questions(visit, workspace)
    options = list_options(workspace.codes, workspace.codebook.language, questions, language)
    return CooccurrenceSelection(
        workspace=workspace,
        options=options,
        axes=AxesForm(visit.request.GET, options, workspace.codes),
        selection=AnswerFilterForm(
            visit.request.GET, questionnaire, list_spoken_languages(visit.study), language
        ),
        texts=list_counted_text_codes(workspace.codebook, workspace.codes),
        has_stories=any(group.repeats for group in questionnaire.groups.values()),
    )


@coding_page(can_code)
def links(visit: CodingVisit) -> HttpResponse:
    """Show in how many stories codes co-occur: one sentence, a chart, the whole table."""
    looking = _read_selection(visit)
    context: dict[str, Any] = {
        "codebook": looking.workspace.codebook,
        "options": looking.options,
        "axes": looking.axes,
        "form": looking.selection,
        "has_stories": looking.has_stories,
    }
    if not looking.valid:
        return visit.render("coding/links.html", context, status=422 if looking.options else 200)
    filters = {name: ", ".join(values) for name, values in looking.chosen.items()}
    audit_figures(visit, **filters)
    linked = looking.linked(visit.study)
    counted = build_counts_context(visit.study, looking.workspace, looking.texts)
    return visit.render("coding/links.html", context | counted | _build_context(looking, linked))


def _build_context(looking: CooccurrenceSelection, linked: CooccurrenceResult) -> dict[str, Any]:
    """Return the context of the page."""
    known, links = looking.workspace.codes.by_id, linked.links
    columns, rows = build_cooccurrence_table(linked, looking.workspace.codes)
    strongest = [
        (known[linked.rows.lines[row].id], known[linked.columns.lines[column].id], count)
        for (row, column), count in links.strongest(STRONGEST)
    ]
    chosen = looking.chosen
    return {
        "linked": linked,
        "rows": rows,
        "columns": columns,
        "strongest": strongest,
        "tasks": [_task(known, linked, line, task) for line, task in linked.tasks],
        "task": known.get(looking.axes.cleaned_data["task"]),
        "unsettled": any(links.more.values()),
        "chart": _chart(strongest, has_stories=looking.has_stories),
        "query": looking.query,
        "query_without_task": urlencode(
            {name: values for name, values in chosen.items() if name != "task"}, doseq=True
        ),
        "query_of_axes": urlencode(looking.axes.chosen_axes),
        "row_axis": looking.axes.option("rows"),
        "column_axis": looking.axes.option("columns"),
        "task_axis": looking.axes.option("tasks"),
        "own": any(head.own for head in (*rows, *columns))
        or any(line.own for line, _links in linked.tasks),
    }


def _task(
    known: Mapping[UUID, Code],
    linked: CooccurrenceResult,
    line: CodeGroup,
    links: CooccurrenceTable,
) -> dict[str, Any]:
    """Return the context of one task: how many stories have co-occurrences, and the commonest."""
    strongest = links.strongest(1)
    row, column = strongest[0][0] if strongest else (None, None)
    return {
        "code": known[line.id],
        "own": line.own,
        "stories": links.both,
        "row": None if row is None else known[linked.rows.lines[row].id],
        "column": None if column is None else known[linked.columns.lines[column].id],
        "most": links.most,
    }


def _chart(strongest: Sequence[tuple[Code, Code, int]], *, has_stories: bool) -> str:
    language = get_language() or "en"
    bars = [
        (f"{row.names.say(language)} × {column.names.say(language)}", count)
        for row, column, count in strongest
    ]
    title = (
        _("Stories with two codes: the most frequent pairs")
        if has_stories
        else _("People who mentioned two codes: the most frequent pairs")
    )
    return bar_chart(bars, title=title, language=language)


@coding_page(can_code)
def linked_stories(visit: CodingVisit) -> HttpResponse:
    """Show the stories in which a row and a column co-occur, with the same choices."""
    looking = _read_selection(visit)
    if not looking.valid:
        raise Http404
    linked = looking.linked(visit.study)
    row, column = (read_uuid(visit.request.GET.get(name)) for name in ("row", "column"))
    meeting = linked.find(row, column)
    if meeting is None:
        raise Http404
    known, query = looking.workspace.codes.by_id, looking.query
    context = {
        "row": known[row],
        "column": known[column],
        "has_stories": looking.has_stories,
        "form": looking.selection,
        "query_of_axes": urlencode(looking.axes.chosen_axes),
        "task": known.get(looking.axes.cleaned_data["task"]),
        "back": query,
        "query": f"{query}&row={row}&column={column}",
    }
    behind = StorySelection(meeting.stories, meeting.codes, looking.texts)
    read = build_stories_context(visit, looking.workspace, behind)
    return visit.render("coding/linked_stories.html", context | read)
