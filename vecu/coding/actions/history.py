"""Writing the history: every act once, with who and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vecu.coding.models import Code, Codebook, Event, Verbatim
from vecu.coding.rules import Verb


@dataclass(frozen=True, slots=True)
class ActionContext:
    """By which member's account, when and why something is done."""

    by: str
    now: datetime
    why: str = ""


def record_event(
    act: ActionContext,
    verb: Verb,
    codebook: Codebook,
    *,
    verbatim: Verbatim | None = None,
    code: Code | None = None,
    detail: Mapping[str, Any] | None = None,
    undoes: Event | None = None,
) -> Event:
    """Add one act to the history."""
    return Event.objects.create(
        codebook=codebook,
        at=act.now,
        by=act.by,
        verb=verb,
        verbatim=verbatim,
        code=code,
        why=act.why,
        detail=dict(detail or {}),
        undoes=undoes,
    )
