"""All that is published of a month, attacked by every number that follows from its numbers.

A reader knows what excludes what: a decision has one outcome, an override one reason, and so on.
Numbers are added and subtracted in all ways, each as often as one likes (`span_attack`). Where the
result counts some decisions, it counts enough of them by enough people.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, combinations, product

import numpy as np
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.fieldlog.span_attack import list_countable
from vecu.fieldlog.decision_lines import LoggedDecision
from vecu.fieldlog.figures import make_figures
from vecu.fieldlog.vocabulary import CorrectionKind, ExplanationUse, Outcome, OverrideReason

WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
"""To shrink a month that is too large anyway takes minutes."""
PEOPLE = "abcdefg"
OUTCOMES = [Outcome.ACCEPTED, Outcome.MODIFIED, Outcome.OVERRIDDEN]
REASONS = [OverrideReason.NO_TIME, OverrideReason.FACTS_WRONG, None]
TRUTHS = [True, False, None]
EXPLANATIONS = [ExplanationUse.HELPED, ExplanationUse.DID_NOT_HELP, None]
INVENTED = frozenset({CorrectionKind.INVENTED})


@st.composite
def months(draw) -> list[LoggedDecision]:
    """Decisions by seven people, of a few kinds that occur often or seldom."""
    kinds = draw(
        st.lists(
            st.tuples(
                st.sampled_from(OUTCOMES),
                st.sampled_from(REASONS),
                st.sampled_from(TRUTHS),
                st.sampled_from(EXPLANATIONS),
                st.sampled_from([frozenset(), INVENTED]),
                st.sampled_from(["1", "2"]),
                st.lists(st.integers(0, 9), min_size=len(PEOPLE), max_size=len(PEOPLE)),
            ),
            min_size=3,
            max_size=12,
        )
    )
    month = []
    for outcome, reason, truth, explanation, corrections, version, times in kinds:
        for person, number in zip(PEOPLE, times, strict=True):
            decision = LoggedDecision(
                person, outcome, version, reason if outcome is Outcome.OVERRIDDEN else None,
                explanation, corrections, truth, active_minutes=float(number + 1),
            )  # fmt: skip
            month += [decision] * number
    return month


def describe(decision: LoggedDecision) -> tuple[str, ...]:
    """Return the categories of a decision, one for each line that divides all decisions."""
    outcome = str(decision.outcome)
    if decision.outcome is Outcome.OVERRIDDEN:
        outcome += f"/{decision.reason or 'no_reason'}"
    truth = {True: "right", False: "wrong", None: "unknown"}[decision.proposal_right]
    explanation = str(decision.explanation or "unknown")
    return outcome, truth, explanation, "yes" if decision.correction_kinds else "no"


def list_kinds(decisions: Sequence[LoggedDecision]) -> list[tuple[str, ...]]:
    """Return every kind of decision that a reader can think of.

    None is unknown where all is known: that is a trait of the system that sends events.
    """
    others = [str(each) for each in Outcome if each is not Outcome.OVERRIDDEN]
    overrides = [f"overridden/{each}" for each in (*OverrideReason, "no_reason")]
    truths, uses = ["right", "wrong", "unknown"], [*map(str, ExplanationUse), "unknown"]
    lines = [[*others, *overrides], truths, uses, ["yes", "no"]]
    for axis in (1, 2):
        if "unknown" not in {describe(each)[axis] for each in decisions}:
            lines[axis].remove("unknown")
    return list(product(*lines))


def list_published(content: dict, version: int) -> Iterator[tuple[int, set[str]]]:
    """Yield what each number counts: which of the four categories, and their names."""
    for axis, figure in enumerate(["outcome", "truth", "explanation"]):
        part = content.get(figure, {"versions": [{}] * 9})["versions"][version]
        for names, _count in part.get("groups", []):
            parts = {name for name in names if name != "overridden" or axis}
            if "overridden" in names and not axis:
                parts |= {f"overridden/{each}" for each in (*OverrideReason, "no_reason")}
            yield axis, parts
        for names, _count in part.get("reasons", []):
            yield 0, {f"overridden/{name}" for name in names}
    if content.get("corrections", {"versions": [{}] * 9})["versions"][version].get("groups"):
        yield 3, {"yes"}


def is_enough(decisions: Sequence[LoggedDecision]) -> bool:
    by_person = Counter(each.person for each in decisions)
    few = len(decisions) < 11 or len(by_person) < 5
    return not few and 2 * max(by_person.values()) <= len(decisions)


def list_version_months(month, content) -> Iterator[tuple[int, list[LoggedDecision]]]:
    versions = content["outcome"]["versions"]
    named = {name for version in versions for name in version["names"]}
    for number, version in enumerate(versions):
        names = set(version["names"])
        if version.get("others"):
            names |= {each.system_version for each in month} - named
        yield number, [each for each in month if each.system_version in names]


@settings(max_examples=60, deadline=None, phases=WITHOUT_SHRINKING)
@given(months())
def test_no_sum_or_difference_of_counts_rests_on_a_few(month):
    content = make_figures(month)
    if not content:
        return
    for version, decisions in list_version_months(month, content):
        assert is_enough(decisions)
        kinds = list_kinds(decisions)
        counted = list(list_published(content, version))
        columns = np.array(
            [[1] * len(kinds)]
            + [[int(kind[axis] in names) for kind in kinds] for axis, names in counted],
            dtype=np.int8,
        )
        alike, which = np.unique(columns, axis=1, return_inverse=True)
        order = dict(zip(kinds, which.ravel().tolist(), strict=True))
        by_kind: dict[int, list[LoggedDecision]] = {}
        for each in decisions:
            by_kind.setdefault(order[describe(each)], []).append(each)
        for some in list_countable(alike.tolist()):
            chosen = [by_kind.get(index, []) for index, wanted in enumerate(some) if wanted]
            assert is_enough(list(chain.from_iterable(chosen)))


@settings(max_examples=60, deadline=None, phases=WITHOUT_SHRINKING)
@given(months())
def test_no_difference_of_counts_rests_on_a_few_for_who_knows_what_lies_within_what(month):
    """Two numbers, one of which counts nothing that the other does not."""
    content = make_figures(month)
    if not content:
        return
    for version, decisions in list_version_months(month, content):
        groups = [
            {index for index, each in enumerate(decisions) if describe(each)[axis] in names}
            for axis, names in list_published(content, version)
        ]
        for one, other in combinations(groups, 2):
            rest = (one - other) if other < one else (other - one) if one < other else set()
            assert not rest or is_enough([decisions[index] for index in rest])


@settings(max_examples=60, deadline=None, phases=WITHOUT_SHRINKING)
@given(months())
def test_no_mean_and_no_share_rests_on_a_few(month):
    content = make_figures(month)
    if not content:
        return
    for version, decisions in list_version_months(month, content):
        minutes = content.get("minutes", {"versions": [{}] * 9})["versions"][version]
        means = minutes.get("means", {}).get("active_minutes", {})
        shown = {"right", "wrong"} & means.keys()
        wholes = [shown, {"right", "wrong", "unknown"} - shown, {"right", "wrong", "unknown"}]
        names = [*({name} for name in shown), *(wholes if means else [])]
        if means:
            for some in names:
                found = [each for each in decisions if describe(each)[1] in some]
                if some or found:
                    check_minutes(found, may_be_empty=some == wholes[1])
        truth = content.get("truth", {"versions": [{}] * 9})["versions"][version]
        if "shares" in truth:
            for name in ("right", "wrong"):
                assert is_enough([each for each in decisions if describe(each)[1] == name])


def check_minutes(decisions: Sequence[LoggedDecision], *, may_be_empty: bool) -> None:
    if may_be_empty and not decisions:
        return
    assert is_enough(decisions)
    by_person: Counter[str] = Counter()
    for each in decisions:
        by_person[each.person] += each.active_minutes
    assert 2 * max(by_person.values()) <= sum(by_person.values()) * (1 + 1e-9)
