"""The audit log as pages show it: one line for what one person did the same way on one day."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from vecu.accounts.models import AuditEvent
from vecu.accounts.queries import get_audit_verb_label, list_audit_details

_IDENTIFIER = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{32,}")
WORDS = "words"
"""The detail that members write themselves, the words that they looked for: it is never changed."""
READINGS = frozenset({"read to code", "read coded stories", "read passages"})
"""Acts whose detail lists the answers that were read."""

COUNTED = {
    "deleted answer": ngettext_lazy(
        "deleted %(number)s answer", "deleted %(number)s answers", "number"
    ),
    "gave role": ngettext_lazy("gave %(number)s role", "gave %(number)s roles", "number"),
    "published finding": ngettext_lazy(
        "published %(number)s finding", "published %(number)s findings", "number"
    ),
    "read answer": ngettext_lazy(
        "read the answers of %(number)s person", "read the answers of %(number)s people", "number"
    ),
    "read coded stories": ngettext_lazy(
        "read %(number)s text behind a count of codes",
        "read %(number)s texts behind a count of codes",
        "number",
    ),
    "read file": ngettext_lazy(
        "opened %(number)s file that people sent",
        "opened %(number)s files that people sent",
        "number",
    ),
    "read passages": ngettext_lazy(
        "read the passages of %(number)s document behind cells of a matrix",
        "read the passages of %(number)s documents behind cells of a matrix",
        "number",
    ),
    "read to code": ngettext_lazy("read %(number)s text", "read %(number)s texts", "number"),
    "released figure": ngettext_lazy(
        "released %(number)s figure", "released %(number)s figures", "number"
    ),
    "released quotation": ngettext_lazy(
        "released %(number)s quotation", "released %(number)s quotations", "number"
    ),
    "wrote finding": ngettext_lazy(
        "wrote %(number)s draft of a finding", "wrote %(number)s drafts of findings", "number"
    ),
}
"""What a person did several times on a day, by the verb of each time."""


@dataclass(frozen=True, slots=True)
class AuditAct:
    """One act of a run: when, on what and with which details; no identifier."""

    at: datetime
    target: str
    details: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class AuditRun:
    """What one account did the same way on one day, the latest act first."""

    day: date
    actor: str
    sentence: str
    acts: Sequence[AuditAct]


def list_audit_runs(
    events: Iterable[AuditEvent], titles: Mapping[str, str] | None = None
) -> list[AuditRun]:
    """Return events in words, those of one person, day and verb together; the latest first.

    `titles` says by identifier, or by name of a detail, how readers know it. Identifiers that it
    does not know are left out.
    """
    runs: dict[tuple[date, str, str], list[AuditEvent]] = {}
    for event in events:
        runs.setdefault((localtime(event.at).date(), event.actor, event.verb), []).append(event)
    return [
        AuditRun(
            day,
            actor,
            _describe_run(verb, found),
            [_describe_act(event, titles or {}) for event in found],
        )
        for (day, actor, verb), found in runs.items()
    ]


def has_identifiers(events: Iterable[AuditEvent]) -> bool:
    """Return whether any event was done to what only an identifier names."""
    return any(_IDENTIFIER.fullmatch(event.target) for event in events)


def _describe_run(verb: str, events: Sequence[AuditEvent]) -> str:
    number = _count(verb, events)
    if verb in COUNTED and (number > 1 or verb in READINGS):
        return str(COUNTED[verb] % {"number": number})
    label = get_audit_verb_label(verb)
    if number == 1:
        return label
    return _("%(act)s, %(number)s times") % {"act": label, "number": number}


def _count(verb: str, events: Sequence[AuditEvent]) -> int:
    if verb in READINGS:
        return len({answer for event in events for answer in event.detail.get("answers", ())})
    if verb == "read answer":
        return len({event.target for event in events})
    return len(events)


def _describe_act(event: AuditEvent, titles: Mapping[str, str]) -> AuditAct:
    shown = {
        name: text
        for name, value in event.detail.items()
        if not _is_empty(text := value if name == WORDS else _name_identifiers(value, titles))
    }
    details = [(titles.get(name, name), text) for name, text in list_audit_details(shown)]
    if event.target == str(event.scope_uuid):
        return AuditAct(event.at, "", details)
    return AuditAct(event.at, str(_name_identifiers(event.target, titles)), details)


def _is_empty(value: object) -> bool:
    return isinstance(value, Collection) and not value


def _name_identifiers(value: object, titles: Mapping[str, str]) -> object:
    """Return a value with titles in place of identifiers, empty where nothing is left."""
    if isinstance(value, str):
        if value in titles:
            return titles[value]
        return "" if _IDENTIFIER.search(value) else value
    if isinstance(value, Collection):
        named = [_name_identifiers(each, titles) for each in value]
        return [each for each in named if each]
    return value
