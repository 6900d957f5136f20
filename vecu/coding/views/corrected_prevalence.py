"""Page: corrected shares: how many of the texts here carry a code, with an interval."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vecu.accounts.rules import can_code
from vecu.coding.queries.autocoding import list_autocoding_permissions
from vecu.coding.queries.corrected_prevalence import CodePrevalence, list_corrected_shares
from vecu.coding.rules import RunPurpose
from vecu.coding.views.machine import get_chosen_question
from vecu.coding.views.shared import (
    CodingVisit,
    audit_figures,
    coding_page,
    format_question_key,
    get_workspace,
    list_coded_questions,
)
from vecu.surveys.queries.results import list_fieldings
from vecu.surveys.rules import Mode, allows_population_shares
from vecu.ui.charts import IntervalRow, interval_chart


@coding_page(can_code)
def shares(visit: CodingVisit) -> HttpResponse:
    """Show corrected shares of one question: one sentence, a chart, the table."""
    workspace, language = get_workspace(visit), get_language() or "en"
    questions = list_coded_questions(visit, workspace)
    question = get_chosen_question(visit, workspace, RunPurpose.SUGGESTIONS)
    modes = [Mode(fielding.mode) for fielding in list_fieldings(visit.study)]
    drawn = all(allows_population_shares(mode) for mode in modes)
    lines = (
        list_corrected_shares(workspace.codebook, workspace.codes, question.path, drawn=drawn)
        if question
        else []
    )
    estimated = [line for line in lines if line.share]
    audit_figures(visit, shares=question.path if question else "")
    context: dict[str, Any] = {
        "codebook": workspace.codebook,
        "questions": [(each, format_question_key(each.path)) for each in questions],
        "question": question,
        "key": format_question_key(question.path) if question else "",
        "lines": [_line(line, language) for line in lines],
        "first": _line(estimated[0], language) if estimated else None,
        "chart": _chart(estimated, language),
        "drawn": drawn,
        "delegations": list_autocoding_permissions(workspace.codebook),
    }
    return visit.render("coding/shares.html", context)


def _line(line: CodePrevalence, language: str) -> dict[str, Any]:
    """Return a table row for a code, in numbers of texts: the respondents are no sample."""
    if line.share is None:
        return {"code": line.code, "share": None, "why": line.why.say(language) if line.why else ""}
    share, texts = line.share, line.share.texts
    return {
        "code": line.code,
        "share": share,
        "about": round(share.estimate * texts),
        "low": round(share.conf_low * texts),
        "high": round(share.conf_high * texts),
        "certain": not share.std_error,  # people read all of them, so nothing is uncertain
        "by_machine": round(share.by_machine * texts),
        "read_by_label": [share.found[label] for label in (True, False)],
    }


def _chart(lines: list[CodePrevalence], language: str) -> str:
    rows = [
        IntervalRow(line.code.name, line.share.estimate, line.share.conf_low, line.share.conf_high)
        for line in lines
        if line.share
    ]
    title = _("Share of the texts received that carry each code, from 0 (none) to 1 (all)")
    return interval_chart(rows, title=title, language=language)
