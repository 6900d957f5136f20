"""Count replies as answers are counted: extracts of their own, the same cell keys and limits.

One reply counts as one. What was replied in a month is counted once that month is over. Nothing
that is published is exact, not even how many replied: of a study with one finding this would be
the base of that finding.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

import numpy as np

from vecu.datasets.counted_series import CountedSeries
from vecu.datasets.releases.cell_counts import CellCounter, CellMembers, People
from vecu.datasets.releases.extract_counts import (
    Breakdown,
    Category,
    ExtractCounts,
    Item,
    ItemKind,
)
from vecu.evidence.public_findings import map_sentences
from vecu.replies.models import Reply
from vecu.replies.queries import list_sectors
from vecu.replies.rules import ReplyChoice, name_month
from vecu.surveys.queries import Study, get_cell_secret
from vecu.translation import LANGUAGES, gettext_noop, translate

SECTOR = "sector"
"""The one breakdown of replies."""
_SECTOR_LABEL = gettext_noop("Sector")
_NO_SECTOR = gettext_noop("No sector chosen")


def build_reply_series(today: date) -> CountedSeries:
    """Return what extracts and the ledger of replies are called by, as they are counted today."""
    return CountedSeries(
        "replies", partial(_list_reply_ids, today=today), partial(_count_replies, today=today)
    )


def _list_reply_ids(study: Study, _wave: int, *, today: date) -> list[UUID]:
    return [each.id for each in _list_countable(study, today)]


def _count_replies(
    study: Study,
    extract: int,
    breakdowns: Collection[str],
    _bands: Mapping[str, Sequence[str]],
    *,
    wave: int = 1,
    today: date,
) -> tuple[ExtractCounts, list[UUID]]:
    """Count replies to each version of each finding, and by sector; there are no waves or bands."""
    replies, sentences = _list_countable(study, today), map_sentences(study.scope)
    ids = [each.id for each in replies]
    counter = CellCounter.prepare(get_cell_secret(study), extract, ids)
    sectors = _list_sector_categories(study)
    columns = {"": [np.ones(len(replies), dtype=np.bool_)]}
    if SECTOR in breakdowns:
        columns[SECTOR] = [_select(each.sector == one.name for each in replies) for one in sectors]
    rows = tuple(Category(each.value, _translate_all(each.label)) for each in ReplyChoice)
    items, tables = {}, {}
    for card in sorted({each.card for each in replies}, key=str):
        key = name_card_item(card)
        items[key] = Item(key, ItemKind.CARD, sentences.get(card, {}), rows, dividing=True)
        members = _find_members(card, replies)
        for name, people in columns.items():
            tables[key, name] = counter.count(members, people)
    by_sector = Breakdown(SECTOR, _translate_all(_SECTOR_LABEL), tuple(sectors))
    counts = ExtractCounts(
        people=counter.count_one(np.ones(len(ids), dtype=np.bool_)),
        wave=wave,
        items=items,
        breakdowns={SECTOR: by_sector} if SECTOR in breakdowns else {},
        tables=tables,
    )
    return counts, ids


def name_card_item(card: UUID | str) -> str:
    """Return the key of an item of an extract: a version of a finding."""
    return f"card:{card}"


@dataclass(frozen=True, slots=True)
class _CountedReply:
    id: UUID
    card: UUID
    reply: str
    sector: str


def _list_countable(study: Study, today: date) -> list[_CountedReply]:
    """Return the replies of months that are over, in the order of their random keys."""
    of_study = Reply.objects.filter(card__in=map_sentences(study.scope))
    over = of_study.filter(month__lt=name_month(today))
    rows = over.order_by("id").values_list("id", "card", "reply", "sector")
    return [_CountedReply(*row) for row in rows]


def _list_sector_categories(study: Study) -> list[Category]:
    chosen = [Category(each.number, each.name) for each in list_sectors(study.id)]
    return [*chosen, Category("", _translate_all(_NO_SECTOR))]


def _find_members(card: UUID, replies: Sequence[_CountedReply]) -> CellMembers:
    rows = [
        _select(each.card == card and each.reply == choice for each in replies)
        for choice in ReplyChoice
    ]
    base = _select(each.card == card for each in replies)
    return CellMembers(base, np.stack(rows), dividing=True)


def _select(chosen: Iterable[bool]) -> People:
    return np.array(list(chosen), dtype=np.bool_)


def _translate_all(label: str) -> dict[str, str]:
    return {language: translate(label, language) for language in LANGUAGES}
