"""Replies as they are read, by members too: figures of findings and of sectors, never exact."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from vecu.accounts.rules import ScopeKind
from vecu.datasets.release_queries import list_released_of
from vecu.evidence.public_findings import map_earlier_versions
from vecu.replies.reply_series import SECTOR, build_reply_series, name_card_item
from vecu.replies.rules import ReplyChoice

ByLanguage = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SectorFigures:
    """What is released of one sector; figures of 10 stand for 10 or fewer."""

    name: ByLanguage
    counts: Mapping[ReplyChoice, int]

    @property
    def here(self) -> int:
        """How many said that it holds where they work too."""
        return self.counts[ReplyChoice.HERE]

    @property
    def not_here(self) -> int:
        """How many said that it does not."""
        return self.counts[ReplyChoice.NOT_HERE]


@dataclass(frozen=True, slots=True)
class ReplyFigures:
    """What is released of the replies to one version of a finding; nothing is exact.

    `sectors` is empty where they are not released by sector.
    """

    base: int
    counts: Mapping[ReplyChoice, int]
    sectors: Sequence[SectorFigures] = ()

    @property
    def holds_not_in(self) -> list[ByLanguage]:
        """The sectors from which more said that it does not hold than that it does."""
        return [each.name for each in self.sectors if each.not_here > each.here]

    @property
    def largest(self) -> int:
        """The largest figure of a sector, to which bars are drawn."""
        return max((max(each.here, each.not_here) for each in self.sectors), default=0)


@dataclass(frozen=True, slots=True)
class EarlierReplies:
    """What is released of replies to an earlier version of a finding, which is not this one."""

    version: int
    figures: ReplyFigures


def map_reply_figures(studies: Collection[UUID], today: date) -> dict[UUID, ReplyFigures]:
    """Return what everybody reads of the replies to the findings of some studies, by version."""
    released = list_released_of(ScopeKind.STUDY, studies, build_reply_series(today))
    return build_reply_figures({(each.item, each.breakdown): each.content for each in released})


def build_reply_figures(
    contents: Mapping[tuple[str, str], Mapping[str, Any]],
) -> dict[UUID, ReplyFigures]:
    """Return what figures say, released or planned, by the version of a finding."""
    return {
        read_card(item): ReplyFigures(
            content["totals"][0],
            _read_column(content, 0),
            _read_sectors(contents[item, SECTOR]) if (item, SECTOR) in contents else (),
        )
        for (item, breakdown), content in contents.items()
        if not breakdown
    }


def map_earlier_replies(
    findings: Collection[UUID], figures: Mapping[UUID, ReplyFigures]
) -> dict[UUID, EarlierReplies]:
    """Return, of findings with earlier versions, the `figures` of the latest that has any."""
    if not figures:
        return {}
    return {
        finding: EarlierReplies(len(earlier) - place, figures[version])
        for finding, (_itself, *earlier) in map_earlier_versions(findings).items()
        for place, version in reversed(list(enumerate(earlier)))
        if version in figures
    }


def read_card(item: str) -> UUID:
    """Return the version of a finding that an item of an extract counts replies to."""
    return UUID(item.removeprefix(name_card_item("")))


def _read_sectors(content: Mapping[str, Any]) -> list[SectorFigures]:
    return [
        SectorFigures(column["label"], _read_column(content, index))
        for index, column in enumerate(content["columns"])
    ]


def _read_column(content: Mapping[str, Any], index: int) -> dict[ReplyChoice, int]:
    return {ReplyChoice(row["name"]): row["counts"][index] for row in content["rows"]}
