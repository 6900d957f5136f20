"""One event as a line of JSON with the names of the Elastic Common Schema (ECS)."""

import json
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

ECS_VERSION = "8.17.0"


class EventCategory(StrEnum):
    """The categories of ECS that are used."""

    AUTHENTICATION = "authentication"
    CONFIGURATION = "configuration"
    DATABASE = "database"
    IAM = "iam"
    PROCESS = "process"
    SESSION = "session"
    WEB = "web"


class EventType(StrEnum):
    """The types of ECS that are used, each among those that its category expects."""

    ACCESS = "access"
    CHANGE = "change"
    CREATION = "creation"
    DELETION = "deletion"
    END = "end"
    INFO = "info"
    START = "start"


@dataclass(frozen=True, slots=True)
class SecurityEvent:
    """An act, or a refusal, of the account `user`, if it is known; `target` is another account.

    `labels` hold words of our own; no value is free text.
    """

    at: datetime
    action: str
    category: EventCategory
    type: EventType
    user: str = ""
    target: str = ""
    _: KW_ONLY
    succeeded: bool = True
    labels: Mapping[str, str] = field(default_factory=dict)


def format_event(event: SecurityEvent, version: str) -> str:
    """Return an event as one line; what is not known is left out."""
    fields = {
        "@timestamp": event.at.astimezone(UTC).isoformat(timespec="milliseconds"),
        "ecs.version": ECS_VERSION,
        "log.level": "info" if event.succeeded else "warning",
        "message": event.action,
        "event.kind": "event",
        "event.dataset": "vecu.security",
        "event.category": [event.category],
        "event.type": [event.type],
        "event.action": event.action.replace(" ", "-"),
        "event.outcome": "success" if event.succeeded else "failure",
        "service.name": "vecu",
        "service.version": version,
        "user.name": event.user,
        "user.target.name": event.target,
        "labels": dict(event.labels),
    }
    return json.dumps({name: value for name, value in fields.items() if value})
