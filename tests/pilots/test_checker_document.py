"""The page on the checker says what the checker does."""

from pathlib import Path

from tests.pilots.test_job_offers import needs_phrases, read_differences, read_published
from vecu.pilots.job_offers import load_job_offer_pilot
from vecu.pilots.job_offers.offers import list_invented_offers
from vecu.pilots.job_offers.rule_book import RuleStatus
from vecu.pilots.tuning import compare_steps

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "job-offers-checker.md").read_text(encoding="utf-8")
PILOT = load_job_offer_pilot()


@needs_phrases
def test_each_published_phrase_stands_with_its_sources_ground_beside_that_of_the_checker():
    grounds = {rule.key: rule.ground.key for rule in PILOT.book.rules}
    for number, row in read_published():
        proposals = PILOT.propose(row["mention"], "1", 3)
        ours = [f"{one.value} | {grounds[one.kind]} |" for one in proposals] or ["no alert | |"]
        theirs = f"{row['source'].split()[0]} | {row['statut_publie']} | {row['critere']}"
        assert f"| {number} | {theirs} | {ours[0]}\n" in PAGE, number


def test_each_difference_gives_its_reason():
    for number, row in read_differences().items():
        assert f"- **{number}.** {row['why']}\n" in PAGE


def test_the_costs_of_each_step_are_those_measured():
    cases = [offer.case for offer in list_invented_offers()]
    for version in PILOT.versions:
        for step, cost in enumerate(compare_steps(PILOT, version.name, cases), start=1):
            found = (cost.right, cost.missed, cost.false_alarms, cost.questions)
            row = " | ".join(map(str, (version.name, step, *found)))
            assert f"| {row} |\n" in PAGE, row


def test_every_status_is_explained_and_every_data_file_named():
    data = ROOT / "vecu" / "pilots" / "job_offers" / "data"
    for status in RuleStatus:
        assert f"| `{status}` |" in PAGE
    for path in data.glob("*.toml"):
        assert f"`{path.name}`" in PAGE or path.stem in {"offers", "versions"}
