"""From answers to what everybody reads: extracts, releases, the ledger, and what they refuse."""

import hmac
import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import cycle

import pytest

from tests.datasets.releases.factories import (
    FEW,
    KIND,
    LATER,
    SECTOR,
    TOLD,
    TOOLS,
    YEARS,
    fill,
    freeze,
    near,
    publish,
    read,
)
from tests.evidence.source_checks import Scenario, check_evidence_source
from tests.surveys.factories import DAY, FORM, NOON, make_study
from vecu.accounts.key_ring import get_key
from vecu.accounts.models import AuditEvent
from vecu.datasets.evidence_sources import ReleasedFigures
from vecu.datasets.models import Extract
from vecu.datasets.release_actions import (
    ExtractRefused,
    FigureRefused,
    freeze_extract,
    release,
    take_release_back,
)
from vecu.datasets.release_queries import get_counts, list_ledger, list_offers, list_released
from vecu.datasets.releases.planning import FigureRequest
from vecu.evidence.sources import Audience, EvidenceState
from vecu.surveys.actions import close_fielding
from vecu.surveys.models import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.data]

PTABLE = (
    23608943, 91664515, 253492333, 570920163, 1084536890, 1770081394, 2524885901, 3210430405,
    3724047132, 4041474962, 4203302780, 4271358352, 4294967296,
)  # fmt: skip
"""From R: how often, in 2^32, the noise is at most −6, at most −5, … at most 6."""
People = Sequence[Answer]


@pytest.fixture
def study():
    """An inquiry of 61 people in social work with one tool, and 43 in health with the other."""
    study = make_study()
    fill(study, "social", 61, tools="chat")
    fill(study, "health", 43, tools="draw", told="yes")
    return study


# --- The published rule, written again ---


def digest(key: bytes, message: str) -> bytes:
    return hmac.new(key, message.encode(), "sha256").digest()


def draw(study, extract: int, people: People) -> int:
    """Return the noise of a cell by the published rule."""
    key = digest(get_key(), f"cells {study.id}")
    records = [int.from_bytes(digest(key, f"record {each.id}")[:8], "big") for each in people]
    cell = int.from_bytes(digest(key, f"cell {extract} {sum(records) % 2**64}")[:4], "big")
    return next(place for place, most in enumerate(PTABLE) if cell < most) - 6


def show(count: int, noise: int, most: int) -> int:
    """Return a figure: “10 or fewer” below 11 people, or where it would read 10."""
    shown = 5 * int((count + noise + 2) / 5)
    return min(shown, most) if min(count - 1, shown - 5, most - 5) >= FEW else FEW


def divide(study, extract: int, everybody: int, base: People, *parts: People) -> Iterator[int]:
    """Yield the figures of a base and of its rows, whose noise adds up to its own."""
    of_base = draw(study, extract, base)
    whole = show(len(base), of_base, everybody // 5 * 5)
    yield whole
    noise = [draw(study, extract, part) if part else 0 for part in parts]
    left = of_base - sum(noise)
    largest = sorted((n for n, part in enumerate(parts) if part), key=lambda n: -len(parts[n]))
    for _step, place in zip(range(abs(left)), cycle(largest), strict=False):
        noise[place] += 1 if left > 0 else -1
    yield from (show(len(part), n, whole) for part, n in zip(parts, noise, strict=True))


@pytest.mark.parametrize("number", [1, 2])
def test_figures_follow_the_published_rule(number):
    """Other people may have other noise, and the same people in the next extract as well."""
    study = make_study()
    social = fill(study, "social", 61, tools="chat")
    both = fill(study, "social", 24, tools="chat draw")
    health = fill(study, "health", 18, tools="draw")
    school, blank = fill(study, "school", 9), fill(study, "", 13)
    for _extract in range(number):
        extract = freeze(study, SECTOR)
        more = fill(study, "school", 11)
        school += more
    school = school[: -len(more)]
    everybody = [*social, *both, *health, *school, *blank]

    counts = get_counts(extract)

    alone, by_sector = counts.tables[SECTOR, ""], counts.tables[TOOLS, SECTOR]
    size = len(everybody)
    expected = divide(study, number, size, everybody, [*social, *both], health, school, blank)
    assert [alone.bases[0], *(row[0] for row in alone.rows)] == list(expected)
    chat = [*social, *both]
    base = show(85, draw(study, number, chat), size // 5 * 5)
    assert by_sector.bases[0] == base
    assert [row[0] for row in by_sector.rows] == [
        show(85, draw(study, number, 2 * chat), base),  # all of them: noise of their own
        show(24, draw(study, number, both), base),
        FEW,
    ]


def iter_numbers(part: object) -> Iterator[int]:
    """Yield every number in something that JSON can hold."""
    if isinstance(part, dict | list | tuple):
        for each in part.values() if isinstance(part, dict) else part:
            yield from iter_numbers(each)
    elif isinstance(part, int | float) and not isinstance(part, bool):
        yield part


def test_an_extract_holds_no_exact_count_no_key_and_no_answer(study):
    fill(study, "school", 37, kinds=["creative"], years="7")
    extract = freeze(study, SECTOR, bands={YEARS: ["5", "10"]})
    publish(study, SECTOR)
    stored = json.dumps(extract.counts)

    assert extract.counts.pop("people") == 141 == extract.counts.pop("modes")["open"]
    assert extract.counts.pop("wave") == 1
    numbers = set(iter_numbers(extract.counts))
    assert all(number % 5 == 0 and number >= FEW for number in numbers)
    assert "Mail" not in stored
    key = digest(get_key(), f"cells {study.id}")
    for each in Answer.objects.filter(fielding__study=study):
        record = digest(key, f"record {each.id}")[:8]
        secrets = (str(each.id), each.id.hex, record.hex(), str(int.from_bytes(record, "big")))
        assert not any(secret in stored for secret in secrets)
    assert key.hex() not in stored


def test_a_line_of_the_ledger_says_what_it_counts(study):
    freeze(study, SECTOR)

    sector, tools = publish(study, SECTOR, (TOOLS, SECTOR))

    names = ("method", "kind", "people", "wave", "modes", "sources")
    assert [sector.content[name] for name in names] == [
        "cell key 1", "question", 104, 1, {"open": 104}, [],
    ]  # fmt: skip
    assert read(sector) == {
        "of": [near(104)], "social": [near(61)], "health": [near(43)], "school": [FEW], "": [FEW],
    }  # fmt: skip
    columns = [each["name"] for each in tools.content["columns"]]
    assert columns == ["social", "health", "school", ""]
    assert read(tools) == {
        "of": [near(61), near(43), FEW, FEW],
        "chat": [near(61), FEW, FEW, FEW],
        "draw": [FEW, near(43), FEW, FEW],
        "": [FEW] * 4,
    }


# --- Limits ---


@pytest.mark.parametrize("people", [1, 10, 11, 14])
def test_too_few_people_are_no_extract(people):
    study = make_study()
    fill(study, "social", people)

    with pytest.raises(ExtractRefused, match=f"^{people} answers?: too few for figures.*from 15"):
        freeze(study)
    assert not Extract.objects.exists()


def test_fifteen_people_are_an_extract_and_sixty_can_be_broken_down():
    study = make_study()
    fill(study, "social", 15)
    assert freeze(study).people == 15
    fill(study, "social", 44)
    with pytest.raises(ExtractRefused, match=r"from 60 answers on; there are 59\."):
        freeze(study, SECTOR)
    fill(study, "social", 1)

    assert list(get_counts(freeze(study, SECTOR)).breakdowns) == [SECTOR]


def test_a_new_extract_takes_eleven_more_people_also_once_nobody_can_answer_any_longer(study):
    freeze(study)
    fill(study, "social", 10)
    close_fielding(study.fieldings.get(), today=NOON.date())

    with pytest.raises(ExtractRefused, match="once 11 more have answered"):
        freeze(study, now=NOON + timedelta(days=365))
    Answer.objects.first().delete()
    fill(study, "health", 1)  # as an import would: 11 have come and one has gone
    with pytest.raises(ExtractRefused, match="once 11 more have answered"):
        freeze(study, now=LATER)
    fill(study, "health", 1)

    assert freeze(study, now=LATER).number == 2


def test_a_study_has_four_extracts_and_no_fifth(study):
    for number in range(1, 5):
        assert freeze(study).number == number
        fill(study, "social", 11)

    with pytest.raises(ExtractRefused, match="All four extracts of this study are made"):
        freeze(study)


FIVE = FORM.replace(
    "| | end group | | | | |\n| | begin group | permission",
    "".join(f"| | select_one yes | q{n} | Number {n}? | N {n} | |\n" for n in range(5))
    + "| | end group | | | | |\n| | begin group | permission",
)


def test_a_study_has_four_breakdowns_in_its_life():
    study = make_study(form=FIVE)
    fill(study, "social", 60)
    first, *_three, last = paths = [f"/data/work/q{n}" for n in range(5)]
    with pytest.raises(ExtractRefused, match=r"has 4 breakdowns in its life; these would be 5"):
        freeze(study, *paths)
    freeze(study, *paths[1:])
    fill(study, "social", 11)
    with pytest.raises(ExtractRefused, match="would be 5"):
        freeze(study, first)

    # What was declared is counted without being named again.
    assert list(get_counts(freeze(study, last)).breakdowns) == paths[1:]


def test_bands_of_a_number_are_declared_once(study):
    fill(study, "school", 40, years="7")
    freeze(study, bands={YEARS: ["5", "10"]})

    with pytest.raises(ExtractRefused, match="declared once"):
        freeze(study, bands={YEARS: ["5", "9"]})
    freeze(study)

    assert get_counts(Extract.objects.get()).bands == {YEARS: ["5", "10"]}


def test_a_figure_of_which_nothing_shows_is_neither_offered_nor_released(study):
    """Nobody has told of a task, so nobody was asked its kind."""
    extract = freeze(study, SECTOR, KIND, bands={YEARS: ["5"]})
    offered = {(each.item, each.breakdown) for each in list_offers(extract)}

    assert offered == {(SECTOR, ""), (TOOLS, ""), (TOOLS, SECTOR), (TOLD, ""), (TOLD, SECTOR)} | {
        (YEARS, ""), (YEARS, SECTOR),  # left blank by all
    }  # fmt: skip
    for figure in (KIND, (KIND, SECTOR), (SECTOR, SECTOR), (SECTOR, KIND)):
        with pytest.raises(FigureRefused, match="not counted"):
            publish(study, figure)


def test_a_figure_is_not_released_twice_nor_without_a_group(study):
    with pytest.raises(FigureRefused, match="Count the people first"):
        publish(study, SECTOR)
    freeze(study)
    with pytest.raises(FigureRefused, match="at least one"):
        publish(study)
    with pytest.raises(FigureRefused, match="group"):
        release(study.scope, [FigureRequest(SECTOR)], group=" ", by="ana", now=NOON)
    with pytest.raises(FigureRefused, match="twice"):
        publish(study, SECTOR, SECTOR)
    publish(study, SECTOR)
    with pytest.raises(FigureRefused, match="already public"):
        publish(study, TOOLS, SECTOR)
    assert len(list_ledger(study.scope)) == 1


# --- The ledger ---


def test_what_was_taken_back_stays_in_the_ledger_and_is_the_same_when_released_again(study):
    freeze(study)
    (first,) = publish(study, SECTOR)
    (cited,) = ReleasedFigures().list_citable(study.scope, Audience.EVERYBODY)
    other = make_study("other")

    take_release_back(study.scope, first.figure, by="ana", now=LATER)

    assert list_released(study.scope) == []
    assert [each.figure for each in list_ledger(study.scope)] == [first.figure]
    assert ReleasedFigures().describe([cited.reference], Audience.EVERYBODY) == {}
    (again,) = publish(study, SECTOR, now=LATER)
    assert (again.figure, again.edition) == (first.figure, 2)
    assert again.content == first.content
    described = ReleasedFigures().describe([cited.reference], Audience.EVERYBODY)
    assert described[cited.reference].state is EvidenceState.STANDING
    with pytest.raises(FigureRefused, match="no longer public"):
        take_release_back(other.scope, first.figure, by="ana", now=LATER)


def test_the_ledger_only_grows(study):
    freeze(study)
    (first,) = publish(study, SECTOR)

    first.content = {}
    with pytest.raises(TypeError, match="only grows"):
        first.save()


def test_who_counts_and_releases_is_audited_without_a_count(study):
    freeze(study)
    (sector,) = publish(study, SECTOR)
    take_release_back(study.scope, sector.figure, by="bea", now=LATER)
    freeze_extract(study, [SECTOR], by="bea", now=LATER)

    events = AuditEvent.objects.order_by("pk").values_list("actor", "verb", "target")

    assert list(events)[-4:] == [
        ("ana", "froze extract", "1"),
        ("ana", "released figure", str(sector.figure)),
        ("bea", "took release back", str(sector.figure)),
        ("bea", "updated extract", "1"),
    ]


def test_released_figures_fulfil_the_contract_of_evidence(study):
    freeze(study)
    publish(study, SECTOR, TOOLS)

    def change(_reference) -> None:
        fill(study, "school", 22)
        freeze(study, now=LATER)

    def remove(reference) -> None:
        take_release_back(study.scope, reference.id, by="ana", now=LATER)

    empty = make_study("empty").scope
    check_evidence_source(ReleasedFigures(), Scenario(study.scope, empty, change, remove, DAY))
