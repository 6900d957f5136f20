"""Write the history: each action once, with who did it and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vecu.coding.models import Code, Codebook, CodingEvent, Verbatim
from vecu.coding.rules import Verb


@dataclass(frozen=True, slots=True)
class ActionContext:
    """The account that acts, the time and the reason."""

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
    undoes: CodingEvent | None = None,
) -> CodingEvent:
    """Add an action to the history."""
    return CodingEvent.objects.create(
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
