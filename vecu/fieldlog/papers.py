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
from vecu.errors import VecuError
from vecu.fieldlog.models import FieldLog
from vecu.register.checks import TEXT_LENGTH, list_day_problems, list_unfit_texts
from vecu.register.queries import System

REFERENCE_LENGTH = 300


@dataclass(frozen=True, slots=True)
class LogPapers:
    """What members note of a log; texts by language, without empty ones.

    `baseline_minutes` were measured for a case without the tool, as `baseline_source` says.
    """

    impact_assessment: str = ""
    charter: str = ""
    charter_day: date | None = None
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
    for name, value in asdict(papers).items():
        setattr(log, name, value)
    log.save(update_fields=[each.name for each in fields(LogPapers)])
    record_audit_event(by, "noted log papers", log.scope, now=now)
    return log


def _list_problems(log: FieldLog, papers: LogPapers, today: date) -> dict[str, str]:
    problems = _list_unfit(papers)
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


def _list_unfit(papers: LogPapers) -> dict[str, str]:
    """Return by field which texts are too long, or cannot be stored on every database."""
    texts = {
        "impact_assessment": (papers.impact_assessment, REFERENCE_LENGTH),
        "charter": (papers.charter, REFERENCE_LENGTH),
    }
    for name in ("supplier_log", "baseline_source"):
        for language, text in getattr(papers, name).items():
            texts[f"{name}_{language}"] = (text, TEXT_LENGTH)
    return list_unfit_texts((name, text, limit) for name, (text, limit) in texts.items())
