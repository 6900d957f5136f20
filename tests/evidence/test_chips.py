"""Chips of evidence: each leads to it, and what has changed or gone is in doubt, said once."""

from uuid import uuid4

import pytest
from django.utils import translation

from vecu.evidence.chips import CHIP_LENGTH, list_evidence_chips
from vecu.evidence.sources import Evidence, EvidenceState, Reference
from vecu.ui.chips import ChipKind, EvidenceChip


def make_evidence(state: EvidenceState = EvidenceState.STANDING, **parts: str) -> Evidence:
    return Evidence(Reference("toy", uuid4(), 1), state, **parts)


def test_each_piece_has_a_chip_and_words_of_somebody_are_not_in_it():
    shown = [
        make_evidence(sentence="A point", address="/point"),
        make_evidence(sentence="A quotation", quotation="It forgets.", language="en"),
        make_evidence(sentence="a" * 200),
    ]

    point, voice, long = list_evidence_chips(shown)

    assert point == EvidenceChip(ChipKind.PLAIN, "A point", "/point")
    assert voice == EvidenceChip(ChipKind.VOICE, "A quotation")
    assert len(long.text) == CHIP_LENGTH


def test_what_has_changed_or_gone_stands_once_and_nothing_more_of_what_is_gone():
    gone, changed = EvidenceState.GONE, EvidenceState.CHANGED
    with translation.override("en"):
        chips = list_evidence_chips(
            [make_evidence(gone), make_evidence(gone), make_evidence(changed, sentence="A point")]
        )

    assert [(each.kind, each.text) for each in chips] == [
        (ChipKind.PLAIN, "A point"),
        (ChipKind.DOUBT, "changed since it was cited"),
        (ChipKind.DOUBT, "evidence no longer available"),
    ]


def test_a_claim_without_evidence_has_no_chip():
    assert list_evidence_chips([]) == []


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("abcde " * 15, "abcde " * 15),  # 90 signs
        ("abcde " * 16, ("abcde " * 14).rstrip() + "…"),
        ("abcde " * 13 + "abcde, abcde abcde", "abcde " * 13 + "abcde…"),
        ("«\u00a0" + "abcde " * 16 + "»", "«\u00a0" + ("abcde " * 14).rstrip() + "…\u00a0»"),
        ("“It “flags” " + "abcde " * 16 + "”", "“It “flags” " + ("abcde " * 12).rstrip() + "…”"),
        ("“It “" + "abcde " * 16 + "””", "“It “" + ("abcde " * 14).rstrip() + "…””"),
        ("abcde " * 14 + "“abcde” abcde", ("abcde " * 14).rstrip() + "…"),
    ],
)
def test_a_long_sentence_ends_after_a_word_and_closes_its_quotations(sentence, shown):
    [chip] = list_evidence_chips([make_evidence(sentence=sentence)])

    assert chip.text == shown
