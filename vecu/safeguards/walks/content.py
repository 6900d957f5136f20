"""What members write of walked paths: a series, and where each walk ended. Pure.

A field has the same name in its table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from vecu.safeguards.content import SafeguardContent
from vecu.safeguards.walk_rules import NonTakeUp, ToolAnswer, WalkDoor, WalkEnd, WalkTask
from vecu.translation import gettext_noop


@dataclass(frozen=True, slots=True)
class WalkSeriesContent(SafeguardContent):
    """A series: who walks in a quarter, which three tasks.

    `agreed` is the day on which both sides signed what is walked, `informed` the one on which the
    staff were told what was found; None while they were not.
    """

    group: str
    paid: bool
    quarter: str
    tasks: tuple[WalkTask, ...]
    agreed: date
    informed: date | None = None
    needed: ClassVar = {"group": gettext_noop("Say which association walks.")}


@dataclass(frozen=True, slots=True)
class WalkContent(SafeguardContent):
    """How one walk of the series of a quarter went.

    `place` says where it ended, `demanded` what was asked for on the way. Neither describes anybody
    who worked there.
    """

    quarter: str
    task: WalkTask
    answer: ToolAnswer
    door: WalkDoor
    end: WalkEnd
    minutes: int
    reached: bool
    place: Mapping[str, str] = field(default_factory=dict)
    demanded: Mapping[str, str] = field(default_factory=dict)
    non_take_up: NonTakeUp | None = None
    needed: ClassVar = {"place_fr": gettext_noop("Say where it ended, in a few words.")}
