"""Note what a log needs before it begins: its impact assessment, its charter; and what it is not.

The consultation is noted in the register.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vecu.accounts.actions import record_audit_event
from vecu.accounts.queries import has_active_representative, list_audit
from vecu.errors import VecuError
from vecu.fieldlog.models import FieldLog
from vecu.records.actions import add_response, check_problems, list_response_problems
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.records.rules import ResponseVerb, Side, Standing
from vecu.register.checks import TEXT_LENGTH, list_day_problems, list_unfit_texts
from vecu.register.queries import System

REFERENCE_LENGTH = 300
CONFIRMED_PAPERS = ("impact_assessment", "charter", "charter_day")
"""What representatives confirm; when it changes, they confirm it again."""


@dataclass(frozen=True, slots=True)
class LogPapers:
    """What members note of a log; texts by language, without empty ones.

    `no_body` says why no body could confirm it.
    `baseline_minutes` were measured for a case without the tool, as `baseline_source` says.
    """

    impact_assessment: str = ""
    charter: str = ""
    charter_day: date | None = None
    no_body: Mapping[str, str] = field(default_factory=dict)
    supplier_log: Mapping[str, str] = field(default_factory=dict)
    baseline_minutes: float | None = None
    baseline_source: Mapping[str, str] = field(default_factory=dict)


class LogPapersRefused(VecuError):
    """Papers cannot be noted so; `problems` says why, by field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


class LogPapersChanged(VecuError):
    """Somebody else noted something meanwhile."""

    def __init__(self, theirs: LogPapers) -> None:
        super().__init__(
            _(
                "Somebody else saved this in the meantime. Check what both of you wrote, "
                "then save again."
            )
        )
        self.theirs = theirs


def get_papers(log: FieldLog) -> LogPapers:
    """Return what is noted of a log."""
    return LogPapers(**{each.name: getattr(log, each.name) for each in fields(LogPapers)})


def has_papers(log: FieldLog) -> bool:
    """Return whether all that representatives confirm is noted."""
    return all(getattr(log, name) for name in CONFIRMED_PAPERS)


def get_papers_digest(papers: LogPapers) -> str:
    """Return what differs wherever papers do, so that a form knows what it was filled from."""
    text = json.dumps(asdict(papers), sort_keys=True, default=str)
    return sha256(text.encode()).hexdigest()[:16]


@transaction.atomic
def note_papers(
    system: System, papers: LogPapers, *, digest: str, by: str, now: datetime
) -> FieldLog:
    """Store what a log needs before it begins, instead of the papers with this digest.

    Raise `LogPapersRefused`, and `LogPapersChanged` if others are stored.
    """
    FieldLog.objects.get_or_create(system=system.pk)
    log = FieldLog.objects.select_for_update().get(system=system.pk)
    if get_papers_digest(get_papers(log)) != digest:
        raise LogPapersChanged(get_papers(log))
    if problems := _list_problems(log, papers, timezone.localtime(now).date()):
        raise LogPapersRefused(problems)
    if any(getattr(papers, name) != getattr(log, name) for name in CONFIRMED_PAPERS):
        log.revision += 1
    for name, value in asdict(papers).items():
        setattr(log, name, value)
    log.save(update_fields=["revision", *(each.name for each in fields(LogPapers))])
    record_audit_event(by, "noted log papers", log.scope, now=now)
    return log


@transaction.atomic
def respond_to_papers(
    log: FieldLog,
    verdict: ResponseVerb,
    *,
    revision: int,
    by: str,
    now: datetime,
    reason: Mapping[str, str] | None = None,
) -> FieldLog:
    """Confirm for the staff the impact assessment and the charter of a log, or contest them.

    Raise `RecordRefused`, or `RecordChanged` unless `revision` is the one that was read.
    """
    locked = FieldLog.objects.select_for_update().get(pk=log.pk)
    if locked.revision != revision:
        raise RecordChanged(locked)
    if verdict is ResponseVerb.CONFIRM and not has_papers(locked):
        raise RecordRefused({"": _("These documents are not noted yet.")})
    noted = list_audit(locked.scope).filter(actor=by, verb="noted log papers")
    if verdict is ResponseVerb.CONFIRM and noted.exists():
        message = _("This account noted it for the other side: somebody else must confirm it.")
        raise RecordRefused({"": message})
    side, said = Side.STAFF, reason or {}
    check_problems(list_response_problems(locked, verdict, side, locked.scope, by, said))
    add_response(locked, verdict, side, locked.scope, by, now, said)
    locked.save(update_fields=["responses"])
    record_audit_event(by, _RESPONSE_VERBS[verdict], log.scope, now=now)
    return locked


_RESPONSE_VERBS = {
    ResponseVerb.CONFIRM: "confirmed log papers",
    ResponseVerb.CONTEST: "contested log papers",
}


def _list_problems(log: FieldLog, papers: LogPapers, today: date) -> dict[str, str]:
    problems = _list_unfit(papers) | _list_no_body_problems(log, papers)
    if papers.charter_day:
        problems |= list_day_problems("charter_day", papers.charter_day, today)
    if papers.baseline_minutes is not None and not papers.baseline_source:
        problems["baseline_source_fr"] = _("Say how and when these minutes were measured.")
    if papers.baseline_source and papers.baseline_minutes is None:
        problems["baseline_minutes"] = _("Give the minutes that were measured.")
    if log.tokens.exists() or log.diary_codes.exists():
        message = _("The log has begun with this paper: you can correct it, but not remove it.")
        values = {
            "impact_assessment": papers.impact_assessment,
            "charter": papers.charter,
            "charter_day": papers.charter_day,
        }
        problems |= {name: message for name, value in values.items() if not value}
    return problems


def _list_no_body_problems(log: FieldLog, papers: LogPapers) -> dict[str, str]:
    """Return why it cannot be said, or left out, that no body could confirm the papers.

    Everybody reads it as long as something is kept that no body confirmed.
    """
    began = log.open_months.exists() or log.closed_months.exists()
    if log.no_body and began and log.standing is not Standing.CONFIRMED:
        if papers.no_body:
            return {}
        message = _(
            "The log has begun for this reason: you can correct it, and remove it once staff"
            " representatives have confirmed these documents."
        )
    elif papers.no_body and has_active_representative(log.scope):
        message = _(
            "Staff representatives have an account here: they confirm these documents themselves."
        )
    else:
        return {}
    return {"no_body_fr": message}


def _list_unfit(papers: LogPapers) -> dict[str, str]:
    """Return by field which texts are too long, or cannot be stored on every database."""
    texts = {
        "impact_assessment": (papers.impact_assessment, REFERENCE_LENGTH),
        "charter": (papers.charter, REFERENCE_LENGTH),
    }
    for name in ("no_body", "supplier_log", "baseline_source"):
        for language, text in getattr(papers, name).items():
            texts[f"{name}_{language}"] = (text, TEXT_LENGTH)
    return list_unfit_texts((name, text, limit) for name, (text, limit) in texts.items())
