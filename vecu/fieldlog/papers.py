"""Note what a log needs before it begins: its impact assessment, its charter; and what it is not.

The consultation is noted in the register.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vecu.accounts.actions import record_audit_event
from vecu.errors import VecuError
from vecu.fieldlog.models import FieldLog
from vecu.register.checks import EARLIEST_YEAR, TEXT_LENGTH, describe_unfit
from vecu.register.queries import System

REFERENCE_LENGTH = 300


@dataclass(frozen=True, slots=True)
class LogPapers:
    """What members note of a log; `supplier_log` by language, without empty texts."""

    impact_assessment: str = ""
    charter: str = ""
    charter_day: date | None = None
    supplier_log: Mapping[str, str] | None = None


class LogPapersRefused(VecuError):
    """Papers cannot be noted so; `problems` says why, by field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


class LogPapersChanged(VecuError):
    """Somebody else noted something meanwhile."""

    def __init__(self, theirs: LogPapers) -> None:
        super().__init__(
            _("Somebody else saved this meanwhile. Check what both of you wrote, then save again.")
        )
        self.theirs = theirs


def get_papers(log: FieldLog) -> LogPapers:
    """Return what is noted of a log."""
    return LogPapers(log.impact_assessment, log.charter, log.charter_day, log.supplier_log)


def get_papers_digest(papers: LogPapers) -> str:
    """Return what differs wherever papers do, so that a form knows what it was filled from."""
    values = [papers.impact_assessment, papers.charter, str(papers.charter_day)]
    text = json.dumps([*values, papers.supplier_log or {}], sort_keys=True)
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
    log.impact_assessment, log.charter = papers.impact_assessment, papers.charter
    log.charter_day, log.supplier_log = papers.charter_day, dict(papers.supplier_log or {})
    log.save()
    record_audit_event(by, "noted log papers", log.scope, now=now)
    return log


def _list_problems(log: FieldLog, papers: LogPapers, today: date) -> dict[str, str]:
    problems = _list_unfit(papers)
    if papers.charter_day and papers.charter_day > today:
        message = _("%(day)s is still to come. Note what has happened, once it has happened.")
        problems["charter_day"] = message % {"day": _format(papers.charter_day)}
    elif papers.charter_day and papers.charter_day.year < EARLIEST_YEAR:
        message = _("%(day)s is before there were such systems. Check the year.")
        problems["charter_day"] = message % {"day": _format(papers.charter_day)}
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
    for language, text in (papers.supplier_log or {}).items():
        texts[f"supplier_log_{language}"] = (text, TEXT_LENGTH)
    found = {name: describe_unfit(text, limit) for name, (text, limit) in texts.items()}
    return {name: message for name, message in found.items() if message}


def _format(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
