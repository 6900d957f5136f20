"""`./run bench pilots`: the checker of job offers on 1,000 offers of 150 words.

`offers_per_s` folds each offer and applies all rules of today's version, explanations included;
`re_per_s` searches the expressions of the first version with Python's alone in offers that are
folded already, and makes nothing of what it finds. `ratio` is the time of the former over that of
the latter; `alerts` are its proposals. `recall_held_out` is the share of lines that discriminate,
not seen when the rules were written, that raise an alert; `ordinary` that of ordinary lines
(`tests/pilots/lines/`); `distress_found` and `harmless_stopped` are the shares of 60 phrases that
hurt, and of 60 that do not, at which a machine that listens stops. Offers are invented ones, joined
and cut; all times are processor times, the best of three rounds.
"""

import json
import random
import re
import time
from collections.abc import Callable
from pathlib import Path

from bench._benchmark import report, size
from vecu.demonstrators.machines.distress import find_distress
from vecu.pilots.interface import ProposalForm
from vecu.pilots.job_offers import load_job_offer_pilot
from vecu.pilots.job_offers.folded_text import fold_offer
from vecu.pilots.job_offers.offers import list_invented_offers

LINES = Path(__file__).parents[1] / "tests" / "pilots" / "lines"
PHRASES = LINES.parents[1] / "demonstrators" / "machines" / "phrases" / "held_out.json"
WORDS = 150
OFFERS, ROUNDS = size((1_000, 3), (10, 1))


def make_offers() -> list[str]:
    """Join invented offers in an order that is always the same, and cut each at 150 words."""
    rng = random.Random(18)
    texts = [offer.case.text for offer in list_invented_offers()]
    return [
        " ".join("\n".join(rng.sample(texts, 8)).split(" ")[:WORDS]) for _offer in range(OFFERS)
    ]


def time_rounds(run: Callable[[], object]) -> float:
    """Return the processor seconds of the best round."""
    took = []
    for _round in range(ROUNDS):
        before = time.process_time()
        run()
        took.append(time.process_time() - before)
    return min(took)


def measure_share(name: str) -> float:
    """Return the share of the lines of a file of which the latest version raises an alert."""
    pilot = load_job_offer_pilot()
    version = pilot.versions[-1]
    lines = [each["text"] for each in json.loads((LINES / name).read_text(encoding="utf-8"))]
    raised = sum(
        any(
            one.form is not ProposalForm.NOTE
            for one in pilot.propose(line, version.name, version.step)
        )
        for line in lines
    )
    return round(raised / len(lines), 3)


def share_stopped(kind: str) -> float:
    """Return which share of the 60 phrases of a kind, held back, stop a machine that listens."""
    phrases = json.loads(PHRASES.read_text("utf-8"))[kind]
    return round(sum(bool(find_distress(phrase)) for phrase in phrases) / len(phrases), 3)


def main() -> None:
    pilot = load_job_offer_pilot()
    version = pilot.versions[-1]
    offers = make_offers()
    folded = [fold_offer(offer).text for offer in offers]
    plain = [
        re.compile(spans.pattern)
        for rule in pilot.offer_versions[0].book.rules
        for spans in (rule.always, rule.spans)
        if spans
    ]
    checker_s = time_rounds(
        lambda: [pilot.propose(offer, version.name, version.step) for offer in offers]
    )
    re_s = time_rounds(lambda: [list(each.finditer(text)) for text in folded for each in plain])
    alerts = sum(len(pilot.propose(offer, version.name, version.step)) for offer in offers)
    report(
        {
            "offers_per_s": round(OFFERS / checker_s),
            "re_per_s": round(OFFERS / re_s),
            "ratio": round(checker_s / re_s, 2),
            "alerts": alerts,
            "recall_held_out": measure_share("held_out.json"),
            "ordinary": measure_share("ordinary.json"),
            "distress_found": share_stopped("dangerous"),
            "harmless_stopped": share_stopped("harmless"),
        }
    )


if __name__ == "__main__":
    main()
