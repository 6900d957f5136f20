"""Corrected shares: how many of the texts told here carry a code, with an interval."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vecu.accounts.access import StaffRequest, require
from vecu.accounts.rules import Role, can_code
from vecu.coding.queries.machine import list_delegations
from vecu.coding.queries.shares import ShareLine, list_shares
from vecu.coding.rules import Purpose
from vecu.coding.views.desk import audit_figures, desk_for, key_of, show
from vecu.coding.views.machine import question_chosen, questions_of
from vecu.surveys.queries import Study, get_study
from vecu.surveys.queries.stories import list_fieldings
from vecu.surveys.rules import Mode, allows_prevalence
from vecu.ui.charts import Interval, interval_chart


@require(can_code, get_study)
@require_safe
def shares(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Show corrected shares of one question: one sentence, a picture, the table."""
    desk, language = desk_for(request, study), get_language() or "en"
    questions = questions_of(study, desk)
    question = question_chosen(request, study, desk, Purpose.SUGGESTIONS)
    modes = [Mode(fielding.mode) for fielding in list_fieldings(study)]
    drawn = all(allows_prevalence(mode) for mode in modes)
    lines = list_shares(desk.codebook, desk.codes, question.path, drawn=drawn) if question else []
    told = [line for line in lines if line.share]
    audit_figures(request, study, shares=question.path if question else "")
    context: dict[str, Any] = {
        "codebook": desk.codebook,
        "questions": [(each, key_of(each.path)) for each in questions],
        "question": question,
        "key": key_of(question.path) if question else "",
        "lines": [_line(line, language) for line in lines],
        "first": _line(told[0], language) if told else None,
        "chart": _chart(told, language),
        "drawn": drawn,
        "delegations": list_delegations(desk.codebook),
    }
    return show(request, "shares", study, role, context)


def _line(line: ShareLine, language: str) -> dict[str, Any]:
    """Return what the table says of a code, in texts: nobody chose who told these stories."""
    if line.share is None:
        return {"code": line.code, "share": None, "why": line.why.say(language) if line.why else ""}
    share, texts = line.share, line.share.texts
    return {
        "code": line.code,
        "share": share,
        "about": round(share.estimate * texts),
        "low": round(share.conf_low * texts),
        "high": round(share.conf_high * texts),
        "certain": not share.std_error,  # people read all of them, which leaves nothing in doubt
        "by_machine": round(share.by_machine * texts),
        "read_by_label": [share.found[label] for label in (True, False)],
    }


def _chart(lines: list[ShareLine], language: str) -> str:
    rows = [
        Interval(line.code.name, line.share.estimate, line.share.conf_low, line.share.conf_high)
        for line in lines
        if line.share
    ]
    title = _("Share of the texts told here that carry each code, from 0 (none) to 1 (all)")
    return interval_chart(rows, title=title, language=language)
