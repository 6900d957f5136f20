"""What the program knows of its laboratory, in words for the accreditation file."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from string import Template

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from vecu import __version__
from vecu.accounts.rules import EVERYBODY, MANAGERS, Role
from vecu.last_runs.queries import get_last_run
from vecu.last_runs.rules import RegularTask
from vecu.surveys.consent.server_operators import ServerOperator
from vecu.surveys.queries.results import list_studies
from vecu.ui.templatetags.ui import day

_TEXTS = Path(__file__).parent


def write_dossier(language: str, today: date) -> str:
    """Return the file in Markdown, in a language of the interface."""
    text = Template((_TEXTS / f"{language}.md").read_text("utf-8"))
    with override(language):
        cells = {name: value.replace("|", "/") for name, value in _list_facts(today).items()}
        return text.substitute(cells)


def _list_facts(today: date) -> Mapping[str, str]:
    return {
        "day": day(today),
        "version": __version__,
        **_describe_organisation(),
        **_describe_measures(today),
        **_describe_maintenance(),
    }


def _describe_organisation() -> Mapping[str, str]:
    employers = sum(each.server_operator == ServerOperator.EMPLOYER for each in list_studies())
    return {
        "laboratory": settings.LAB_NAME,
        "hosts": ", ".join(settings.ALLOWED_HOSTS),
        "controller": settings.CONTROLLER or _missing(),
        "officer": settings.DATA_PROTECTION_OFFICER or _missing(),
        "operator": settings.OPERATOR or _missing(),
        "hosting": settings.HOSTING or _missing(),
        "contact": settings.LAB_CONTACT or _missing(),
        "studies": _(
            "%(number)s, of which the employer of those who answer runs the server: %(own)s"
        )
        % {"number": len(list_studies()), "own": employers},
        "server_likelihood": "3" if employers else "2",
    }


def _describe_measures(today: date) -> Mapping[str, str]:
    postgresql = connection.vendor == "postgresql"
    return {
        "https": _("required; plain requests are redirected (HSTS for a year)")
        if settings.HTTPS
        else _("**not required: set VECU_HTTPS before anybody answers**"),
        "database": "PostgreSQL" if postgresql else _("SQLite, a file in VECU_HOME"),
        "mail": _("a server is set; only links to join and for a new password are sent")
        if settings.HAS_MAIL
        else _("none is sent"),
        "assistant": _("members may send words of theirs to an outside model (VECU_ASSISTANT_URL)")
        if settings.ASSISTANT_URL
        else _("none is set"),
        "factor": _describe_factor(),
        "factor_likelihood": "1" if EVERYBODY in settings.SECOND_FACTOR else "2",
        "breached": _("refused, by the laboratory’s file")
        if settings.BREACHED_PASSWORDS
        else _("**not refused: no file is set (VECU_BREACHED_PASSWORDS)**"),
        "idle": ngettext(
            "after %(count)s minute without an act, and 12 hours after signing in",
            "after %(count)s minutes without an act, and 12 hours after signing in",
            settings.IDLE_MINUTES,
        )
        % {"count": settings.IDLE_MINUTES},
        "audit_days": str(settings.AUDIT_DAYS),
        "backup": _describe_run(RegularTask.BACKUP, today),
        "purge": _describe_run(RegularTask.PURGE, today),
        "metrics": _("figures for Prometheus are read with a token")
        if settings.METRICS_TOKEN
        else _("only the health address; no token for figures is set"),
    }


def _describe_factor() -> str:
    required = settings.SECOND_FACTOR
    if not required:
        return _("**offered, required of nobody (VECU_SECOND_FACTOR)**")
    if EVERYBODY in required:
        return _("required of everybody")
    named = [_("account managers")] if MANAGERS in required else []
    named += [_(role.label) for role in Role if role in required]
    return _("required of: %(names)s") % {"names": ", ".join(named)}


def _describe_run(task: RegularTask, today: date) -> str:
    last = get_last_run(task)
    if last is None:
        return _("**never yet**")
    ago = (today - last).days
    days = ngettext("%(count)s day ago", "%(count)s days ago", ago) % {"count": ago}
    return f"{day(last)} ({days})"


def _describe_maintenance() -> Mapping[str, str]:
    until = settings.MAINTAINED_UNTIL
    return {
        "maintainer": settings.MAINTAINER or _missing(),
        "patch_days": ngettext(
            "%(count)s day after publication",
            "%(count)s days after publication",
            settings.PATCH_DAYS,
        )
        % {"count": settings.PATCH_DAYS}
        if settings.PATCH_DAYS
        else _missing(),
        "maintained_until": day(until) if until else _missing(),
    }


def _missing() -> str:
    return _("**to be completed**")
