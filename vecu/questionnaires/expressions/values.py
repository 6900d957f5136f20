"""What expressions work on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from vecu.questionnaires.instance import Node


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression may look at besides its context node."""

    root: Node
    today: date
    now: datetime | None = None
    instances: Mapping[str, Node] = field(default_factory=dict)
