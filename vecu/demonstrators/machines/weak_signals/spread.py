"""The figures of the school that pages show and of twenty others, frozen in `spread.json`.

`python -m vecu.demonstrators.machines.weak_signals.spread` writes the file anew; a test draws the
school that is displayed, and two others, again.
"""

import json
from collections.abc import Mapping
from dataclasses import astuple
from functools import lru_cache
from pathlib import Path

from vecu.demonstrators.machines.weak_signals.detection import SelectionRule
from vecu.demonstrators.machines.weak_signals.evaluation import (
    RefusalOutcome,
    RuleOutcome,
    SchoolEvaluation,
    evaluate_school,
)
from vecu.demonstrators.machines.weak_signals.simulation import draw_school

SEED = 2026
"""Of the school that pages show; fixed before any result was computed."""
OTHER_SEEDS = range(1, 21)
STORED = Path(__file__).with_name("spread.json")


@lru_cache
def load_evaluations() -> Mapping[int, SchoolEvaluation]:
    """Return the frozen evaluations by seed."""
    return {
        int(seed): SchoolEvaluation(
            {
                int(cap): {
                    SelectionRule(rule): RuleOutcome(*values) for rule, values in by_rule.items()
                }
                for cap, by_rule in stored["outcomes"].items()
            },
            {
                int(cap): {int(share): RefusalOutcome(*values) for share, values in shares.items()}
                for cap, shares in stored["refusals"].items()
            },
        )
        for seed, stored in json.loads(STORED.read_text("utf-8")).items()
    }


def write_evaluations() -> None:
    """Draw and evaluate all schools, one line each."""
    seeds = (SEED, *OTHER_SEEDS)
    lines = [f'"{seed}": {_store(evaluate_school(draw_school(seed)))}' for seed in seeds]
    STORED.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


def _store(evaluation: SchoolEvaluation) -> str:
    return json.dumps(
        {
            "outcomes": {
                cap: {rule: astuple(each) for rule, each in by_rule.items()}
                for cap, by_rule in evaluation.outcomes.items()
            },
            "refusals": {
                cap: {share: astuple(each) for share, each in shares.items()}
                for cap, shares in evaluation.refusals.items()
            },
        },
        separators=(",", ":"),
    )


if __name__ == "__main__":
    write_evaluations()
