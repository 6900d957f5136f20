"""Results of rounds in sentences: numbers of people, never a percentage, and no test."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from vecu.groups.round_results import CellCount, Counts, Movement, RoundResult
from vecu.groups.vocabulary import (
    GroupCollege,
    HypothesisStance,
)
from vecu.translation import gettext_noop, pick_language


def _describe_agreeing(number: int) -> str:
    return ngettext("%(number)s agrees", "%(number)s agree", number) % {"number": number}


def _describe_disagreeing(number: int) -> str:
    return ngettext("%(number)s disagrees", "%(number)s disagree", number) % {"number": number}


def _describe_unsure(number: int) -> str:
    message = ngettext("%(number)s is not sure", "%(number)s are not sure", number)
    return message % {"number": number}


def _describe_passing(number: int) -> str:
    message = ngettext("%(number)s takes no position", "%(number)s take no position", number)
    return message % {"number": number}


_DESCRIBE: Mapping[HypothesisStance, Callable[[int], str]] = {
    HypothesisStance.AGREE: _describe_agreeing,
    HypothesisStance.DISAGREE: _describe_disagreeing,
    HypothesisStance.UNSURE: _describe_unsure,
    HypothesisStance.NO_POSITION: _describe_passing,
}


_ROW_LABELS: Mapping[HypothesisStance, str] = {
    HypothesisStance.AGREE: gettext_noop("Agree"),
    HypothesisStance.DISAGREE: gettext_noop("Disagree"),
}
"""Positions that a public table counts by themselves: it tells the others never apart."""


def describe_result(result: RoundResult) -> str:
    """Return the totals of a round; of too few people, why there are none."""
    if result.counts is None:
        return _("Fewer than five members answered, so no totals are shown.")
    words = {"people": result.people, "parts": _list_counts(result.counts)}
    return _("Of %(people)s members: %(parts)s.") % words


def describe_cell(cell: CellCount) -> str:
    """Return the counts of a college, or of several that are counted together."""
    names = [_(each.label) for each in GroupCollege if each in cell.colleges]
    label = names[0] if len(names) == 1 else _("All others")
    words = {
        "college": label,
        "people": sum(cell.counts.values()),
        "parts": _list_counts(cell.counts),
    }
    return _("%(college)s, %(people)s members: %(parts)s.") % words


def describe_movement(movement: Movement | None) -> str:
    """Return how many moved; their reasons stand beside it."""
    if movement is None:
        return _(
            "How many changed their position is shown only if the same members answered in both"
            " rounds, and if nobody’s position could be worked out from it."
        )
    words = {"moved": movement.moved, "people": movement.people}
    if not movement.moved:
        return _("None of %(people)s members changed their position.") % words
    message = _("%(moved)s of %(people)s members changed their position. Of these, now: %(parts)s.")
    return message % {**words, "parts": _list_counts(movement.now)}


def describe_own_change(before: HypothesisStance | None, after: HypothesisStance | None) -> str:
    """Return how a member’s own position changed, '' unless they took one in both rounds."""
    if before is None or after is None:
        return ""
    words = {
        "before": _(before.label),
        "after": _(after.label),
    }
    if before is after:
        return _("Your position, both times: “%(after)s”.") % words
    return _("Your position, first: “%(before)s”. Then: “%(after)s”.") % words


def describe_both_rounds(statement: Mapping[str, str], results: Sequence[RoundResult]) -> str:
    """Return what members may cite of a hypothesis: each round, and how many moved."""
    parts = [
        f"{_name_round(number)} {describe_result(each)}"
        for number, each in enumerate(results, start=1)
    ]
    if len(results) > 1:
        parts.append(describe_movement(results[-1].movement))
    return " ".join([f"{_quote(statement)} –", *parts])


def describe_public_table(content: Mapping[str, Any]) -> str:
    """Return what everybody reads of a hypothesis, from the content of its released table."""
    parts = []
    for index, people in enumerate(content["rounds"]):
        counts = ", ".join(_describe_row(row, row["counts"][index]) for row in content["rows"])
        words = {"people": people, "parts": counts}
        sentence = _("Of %(people)s members: %(parts)s.") % words
        parts.append(f"{_name_round(index + 1)} {sentence}")
    return " ".join([f"{_quote(content['statement'])} –", *parts])


def describe_headline(content: Mapping[str, Any]) -> str:
    """Return in one sentence how many hold the first position of a public table, by round.

    A table without rows is never released.
    """
    row, (members_before, members_after) = content["rows"][0], content["rounds"]
    before, after = row["counts"]
    words = {
        "before": before,
        "members_before": members_before,
        "after": after,
        "members_after": members_after,
    }
    if row["positions"] == [HypothesisStance.AGREE]:
        return (
            _(
                "%(before)s of %(members_before)s members agreed in the first round,"
                " %(after)s of %(members_after)s in the second."
            )
            % words
        )
    return (
        _(
            "%(before)s of %(members_before)s members disagreed in the first round,"
            " %(after)s of %(members_after)s in the second."
        )
        % words
    )


def label_row(positions: Sequence[HypothesisStance]) -> str:
    """Return what a row of a public table counts: one position, or several together."""
    if len(positions) == 1:
        return _(_ROW_LABELS[positions[0]])
    if {HypothesisStance.AGREE, HypothesisStance.DISAGREE}.isdisjoint(positions):
        return _("Not sure, or no position")
    return _("Any other position, or none")


def _describe_row(row: Mapping[str, Any], number: int) -> str:
    positions = [HypothesisStance(each) for each in row["positions"]]
    if len(positions) == 1:
        return _DESCRIBE[positions[0]](number)
    if HypothesisStance.AGREE not in positions and HypothesisStance.DISAGREE not in positions:
        message = ngettext(
            "%(number)s is not sure or takes no position",
            "%(number)s are not sure or take no position",
            number,
        )
        return message % {"number": number}
    return ngettext(
        "%(number)s takes another position or none",
        "%(number)s take another position or none",
        number,
    ) % {"number": number}


def _list_counts(counts: Counts) -> str:
    return ", ".join(_DESCRIBE[each](counts[each]) for each in HypothesisStance if counts[each])


def _name_round(number: int) -> str:
    return _("First round:") if number == 1 else _("Second round:")


def _quote(statement: Mapping[str, str]) -> str:
    return _("“%(words)s”") % {
        "words": statement.get(pick_language(statement, get_language() or "en"), "")
    }
