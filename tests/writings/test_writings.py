"""The kinds of writing, and the invented writings that people sort."""

from collections import Counter
from datetime import date
from uuid import UUID

from vecu.writings import (
    DRAWN,
    WritingLimit,
    find_writing_kind,
    list_invented_writings,
    list_limits,
    list_writing_kinds,
    register_limit_source,
)
from vecu.writings import limits as limits_module


def test_every_kind_has_its_situation_in_both_languages() -> None:
    for kind in list_writing_kinds():
        situation = [kind.title, kind.written_with, kind.read_by, kind.takes_away, kind.stays]
        names = [each.name for each in kind.parts]
        assert all(text.keys() == {"fr", "en"} for text in (*situation, *names)), kind.key
        keys = [each.key for each in kind.parts]
        assert len(keys) == len(set(keys)) >= 2
        assert set(kind.contested) <= set(keys)


def test_the_tax_return_stands_twice_alone_and_together() -> None:
    alone, together = (
        find_writing_kind("tax_return_alone"),
        find_writing_kind("tax_return_together"),
    )
    assert alone is not None
    assert together is not None
    assert alone.written_with != together.written_with
    assert "envelopes" in {each.key for each in together.parts} - {e.key for e in alone.parts}


def test_the_note_calls_three_disputed_and_two_never() -> None:
    kinds = list_writing_kinds()
    contested = {each.key for each in kinds if each.contested}
    assert contested == {"financial_aid", "social_report", "child_concern"}
    assert {each.key for each in kinds if each.never} == {"child_concern", "guardianship"}


def test_twenty_four_invented_writings_of_which_twelve_are_drawn() -> None:
    writings = list_invented_writings()
    assert Counter(each.pull for each in writings) == {"cold": 6, "warm": 8, "debated": 10}
    assert dict(DRAWN) == {"cold": 3, "warm": 4, "debated": 5}
    for each in writings:
        texts = (each.title, each.first, each.rest, each.written_with, each.read_by, each.decides)
        assert all(text.keys() == {"fr", "en"} and all(text.values()) for text in texts), each.key


def test_a_form_asks_all_who_hold_positions_and_reads_the_latest_first(monkeypatch) -> None:
    monkeypatch.setattr(limits_module, "_SOURCES", [])
    old = WritingLimit("financial_aid", "Collectif", 1, date(2026, 3, 12), {})
    new = WritingLimit("financial_aid", "Parole et Toit", 1, date(2026, 9, 3), {})
    register_limit_source(lambda _system, _kind, _today: [old])
    register_limit_source(lambda _system, kind, _today: [new] if kind == new.kind else [])
    system = UUID(int=1)
    assert list_limits(system, "financial_aid", date(2026, 12, 3)) == [new, old]
    assert list_limits(system, "home_visit", date(2026, 12, 3)) == [old]
