"""Links across the answers of a story: which limits meet which strategies, and for which tasks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vecu.accounts.access import StaffRequest, require
from vecu.accounts.rules import Role, can_code
from vecu.coding.axes import AxisOption, list_options
from vecu.coding.desk import Desk
from vecu.coding.lines import Line
from vecu.coding.link_forms import AxesForm
from vecu.coding.linking import Linked, Wish, link, table_of
from vecu.coding.links import Links
from vecu.coding.models import Code
from vecu.coding.queries.machine import list_counted
from vecu.coding.results import Carried
from vecu.coding.views.desk import (
    audit_figures,
    coded_questions,
    counting,
    desk_for,
    read_uuid,
    show,
)
from vecu.coding.views.stories import Behind, read_behind
from vecu.surveys.queries import Study, get_study, latest_version, questionnaire_of
from vecu.surveys.queries.stories import find_stories, list_fieldings, list_languages
from vecu.surveys.selecting import SelectionForm
from vecu.ui.charts import bar_chart

STRONGEST = 10
"""Links that the picture shows."""


@dataclass
class Looking:
    """What a member looks at: the axes that were chosen, and whose stories."""

    desk: Desk
    options: list[AxisOption]
    axes: AxesForm
    selection: SelectionForm
    texts: list[Carried]
    has_stories: bool

    @property
    def valid(self) -> bool:
        """Whether all that was chosen can be shown."""
        return bool(self.options) and self.axes.is_valid() and self.selection.is_valid()

    @property
    def chosen(self) -> dict[str, list[str]]:
        """What was chosen, as a query string keeps it."""
        axes = {name: [value] for name, value in self.axes.chosen.items()}
        return axes | self.selection.chosen

    @property
    def query(self) -> str:
        """What was chosen, as a query string."""
        return urlencode(self.chosen, doseq=True)

    def linked(self, study: Study) -> Linked:
        """Return what meets in the stories that were chosen; only where all is valid."""
        rows, columns = self.axes.option("rows"), self.axes.option("columns")
        if rows is None or columns is None:
            raise Http404
        among = find_stories(study, self.selection.selection) if self.selection.chosen else None
        wish = Wish(rows, columns, self.axes.option("tasks"), self.axes.cleaned_data["task"], among)
        return link(self.desk.codes, self.texts, wish)


def _looking(request: StaffRequest, study: Study) -> Looking:
    desk = desk_for(request, study)
    questionnaire = questionnaire_of(latest_version(study))
    spoken = sorted({each for one in list_fieldings(study) for each in list_languages(one)})
    language = get_language() or "en"
    questions = coded_questions(study, desk.codebook.questions)
    options = list_options(desk.codes, desk.codebook.language, questions, language)
    return Looking(
        desk=desk,
        options=options,
        axes=AxesForm(request.GET, options, desk.codes),
        selection=SelectionForm(request.GET, questionnaire, spoken, language),
        texts=list_counted(desk.codebook, desk.codes),
        has_stories=any(group.repeats for group in questionnaire.groups.values()),
    )


@require(can_code, get_study)
@require_safe
def links(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Show in how many stories codes meet: one sentence, a picture, the whole table."""
    looking = _looking(request, study)
    context: dict[str, Any] = {
        "codebook": looking.desk.codebook,
        "options": looking.options,
        "axes": looking.axes,
        "form": looking.selection,
        "has_stories": looking.has_stories,
    }
    if not looking.valid:
        return show(request, "links", study, role, context, 422 if looking.options else 200)
    asked = {name: ", ".join(values) for name, values in looking.chosen.items()}
    audit_figures(request, study, **asked)
    linked = looking.linked(study)
    counted = counting(study, looking.desk, looking.texts)
    return show(request, "links", study, role, context | counted | _told(looking, linked))


def _told(looking: Looking, linked: Linked) -> dict[str, Any]:
    """Return what the page tells of what was found."""
    known, links = looking.desk.codes.by_id, linked.links
    columns, rows = table_of(linked, looking.desk.codes)
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
            {name: asked for name, asked in chosen.items() if name != "task"}, doseq=True
        ),
        "query_of_axes": urlencode(looking.axes.chosen_axes),
        "row_axis": looking.axes.option("rows"),
        "column_axis": looking.axes.option("columns"),
        "task_axis": looking.axes.option("tasks"),
        "own": any(head.own for head in (*rows, *columns))
        or any(line.own for line, _links in linked.tasks),
    }


def _task(known: Mapping[UUID, Code], linked: Linked, line: Line, links: Links) -> dict[str, Any]:
    """Return what is told of one task: in how many stories anything meets, and what most often."""
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
    bars = [(f"{row.name} × {column.name}", count) for row, column, count in strongest]
    title = (
        _("Stories in which two codes meet, the most frequent links")
        if has_stories
        else _("People who told of two codes, the most frequent links")
    )
    return bar_chart(bars, title=title, language=get_language() or "en")


@require(can_code, get_study)
@require_safe
def linked_stories(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Show the stories in which a row meets a column, as they were chosen on the page of links."""
    looking = _looking(request, study)
    if not looking.valid:
        raise Http404
    linked = looking.linked(study)
    row, column = (read_uuid(request.GET.get(name)) for name in ("row", "column"))
    meeting = linked.find(row, column)
    if meeting is None:
        raise Http404
    known, query = looking.desk.codes.by_id, looking.query
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
    behind = Behind(meeting.stories, meeting.codes, looking.texts)
    read = read_behind(request, study, looking.desk, behind)
    return show(request, "linked_stories", study, role, context | read)
