"""What follows a release: recounts, people who come or withdraw, waves, upgrades, backups."""

import pytest

from tests.coding.factories import make_room
from tests.datasets.releases.factories import (
    FEW,
    LATER,
    SECTOR,
    TOLD,
    TOOLS,
    YEARS,
    add_fielding,
    fill,
    freeze,
    near,
    publish,
    read,
)
from tests.surveys.factories import NOON, make_study
from vecu.datasets.models import Extract, Released
from vecu.datasets.release_actions import ExtractRefused, FigureRefused, take_release_back
from vecu.datasets.release_queries import (
    get_counts,
    get_extract,
    get_extract_state,
    list_ledger,
    list_offers,
    list_released,
    map_standing,
    plan_release,
)
from vecu.datasets.releases.planning import FigureRequest
from vecu.surveys.actions import withdraw_answer
from vecu.surveys.queries import get_fingerprint

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def study():
    """An inquiry of 110 people in two sectors, each with a tool of its own."""
    study = make_study()
    fill(study, "social", 60, tools="chat", years="3")
    fill(study, "health", 50, tools="draw", years="8")
    return study


# --- The same people ---


def test_counting_the_same_people_again_adds_and_changes_nothing(study):
    before = freeze(study, SECTOR)
    publish(study, SECTOR)
    standing = [each.content for each in list_released(study.scope)]

    after = freeze(study, TOLD, now=LATER, bands={YEARS: ["5"]})

    old, new = get_counts(before).tables, get_counts(after).tables
    assert after.number == 1
    assert {key: new[key] for key in old} == old
    assert {key for key in new if key not in old} == {
        (YEARS, ""), (YEARS, SECTOR), (YEARS, TOLD), (SECTOR, TOLD), (TOOLS, TOLD),
        ("/data/story/kind", TOLD), ("/data/story/keep", TOLD),
    }  # fmt: skip
    assert [each.content for each in list_released(study.scope)] == standing


def test_with_another_secret_nothing_is_counted_again_and_what_stands_stays(study, settings):
    extract = freeze(study)
    (released,) = publish(study, SECTOR)
    settings.KEY_RING = {1: "another secret of this server"}

    with pytest.raises(ExtractRefused, match="once 11 more have answered"):
        freeze(study, SECTOR)

    assert get_counts(get_extract(study.scope)).tables == get_counts(extract).tables
    assert list_released(study.scope) == [released]
    assert publish(study, TOOLS)[0].content["people"] == 110


def test_a_backup_from_before_the_release_gives_the_same_figures_again(study):
    freeze(study, SECTOR)
    first = publish(study, SECTOR, (TOOLS, SECTOR))
    Extract.objects.all().delete()  # as a restored backup has none of it

    freeze(study, SECTOR, now=LATER)
    again = publish(study, SECTOR, (TOOLS, SECTOR), now=LATER)

    assert [each.content for each in again] == [each.content for each in first]


def test_codes_are_counted_again_until_something_of_them_was_released():
    """Afterwards they would be another draw, even if what was released is taken back."""
    texts = [f"It invents {n}." for n in range(60)]
    room = make_room(*({"limit": words} for words in texts), members=("ana",))
    invents, checks = room.code("Invents"), room.code("Checks")
    for words in texts:
        room.give(words, "ana")
    item, scope = f"codes:{room.codebook.id}", room.study.scope

    def code(more: list[str], *codes) -> list[int]:
        for words in more:
            room.codes("ana", words, *codes)
        table = get_counts(freeze(room.study)).tables[item, ""]
        return [row[0] for row in table.rows]

    assert code(texts[:5], invents) == [FEW, FEW]
    assert code(texts[5:40], invents) == [near(40), FEW]
    (released,) = publish(room.study, item)
    take_release_back(scope, released.figure, by="ana", now=LATER)
    assert code(texts[40:], invents, checks) == [each[0] for each in read(released).values()][1:]
    assert publish(room.study, item)[0].content == released.content


# --- Other people ---


def test_a_new_extract_releases_again_what_stands_and_forgets_what_was_taken_back(study):
    freeze(study, SECTOR)
    first, _tools, other = publish(study, SECTOR, TOOLS, (TOOLS, SECTOR))
    take_release_back(study.scope, other.figure, by="ana", now=NOON)
    fill(study, "school", 70)
    freeze(study, now=LATER)

    sector, tools = list_released(study.scope)

    assert (sector.figure, sector.edition, sector.extract.number) == (first.figure, 2, 2)
    assert read(sector) == {
        "of": [near(180)], "social": [near(60)], "health": [near(50)], "school": [near(70)],
        "": [FEW],
    }  # fmt: skip
    assert tools.edition == 2
    assert [each.superseded for each in list_ledger(study.scope)].count(True) == 2


def test_who_withdraws_between_preview_and_release_changes_nothing(study):
    code = "BBBB-CCCC-DDDD"
    (leaving,) = fill(study, "health", 1)
    leaving.receipt = get_fingerprint(code)
    leaving.save()
    extract = freeze(study)
    (previewed,) = plan_release(extract, [FigureRequest(SECTOR)])

    withdraw_answer(code, study.slug)
    (released,) = publish(study, SECTOR)

    assert released.content == previewed.content
    with pytest.raises(ExtractRefused, match="Too few people have answered since"):
        freeze(study, now=LATER)
    fill(study, "health", 11)  # one more than there were, ten more than are counted
    with pytest.raises(ExtractRefused, match="Too few people have answered since"):
        freeze(study, now=LATER)
    fill(study, "health", 1)
    assert freeze(study, now=LATER).people == 122


def test_a_figure_that_would_no_longer_be_counted_stops_a_new_extract(study):
    """Of an earlier method nothing says by which questions figures were broken down."""
    extract = freeze(study, SECTOR)
    publish(study, (TOOLS, SECTOR))
    fill(study, "school", 11)
    extract.method, extract.counts = "suppression 1", {"people": 110}
    extract.save()

    with pytest.raises(ExtractRefused, match="Choose its breakdown as well"):
        freeze(study, now=LATER)

    assert freeze(study, SECTOR, now=LATER).number == 2


# --- Extracts of the method before ---


def test_from_an_extract_of_the_method_before_nothing_more_is_released(study):
    old = Extract.objects.create(
        scope_kind="study", scope_uuid=study.id, number=1, day=NOON.date(), people=110,
        population="x", method="suppression 1", counts={"people": 110},
    )  # fmt: skip
    content = {"kind": "question", "people": 110, "totals": [110], "rows": []}
    line = Released.objects.create(
        extract=old, item=SECTOR, content=content, group="The team", by="ana", day=NOON.date()
    )

    state = get_extract_state(study)
    assert (state.current, list_offers(old)) == (None, [])
    with pytest.raises(FigureRefused, match="counted by an earlier method"):
        publish(study, TOOLS)
    with pytest.raises(ExtractRefused, match="once 11 more have answered"):
        freeze(study)
    assert list_released(study.scope) == [line]

    fill(study, "school", 11)
    freeze(study, now=LATER)

    (again,) = list_released(study.scope)
    assert (again.figure, again.edition, again.content["method"]) == (line.figure, 2, "cell key 1")
    assert list_ledger(study.scope)[1].content == content


# --- Waves ---


def test_a_figure_counts_one_wave_and_stands_beside_that_of_another(study):
    second = add_fielding(study, wave=2)
    fill(study, "health", 90, fielding=second)

    assert [freeze(study, wave=wave).number for wave in (2, 1)] == [1, 2]
    (later,) = publish(study, SECTOR, wave=2)
    (first,) = publish(study, SECTOR)

    assert (first.content["wave"], later.content["wave"]) == (1, 2)
    assert read(first)["social"] == [near(60)]
    assert read(later) == {
        "of": [near(90)], "social": [FEW], "health": [near(90)], "school": [FEW], "": [FEW],
    }  # fmt: skip
    assert first.figure != later.figure
    assert list_released(study.scope) == [first, later]
    assert [len(map_standing(study.scope, wave)) for wave in (1, 2)] == [1, 1]

    fill(study, "school", 40, fielding=second)
    assert freeze(study, wave=2, now=LATER).number == 3
    standing = {each.content["wave"]: each for each in list_released(study.scope)}
    assert standing[1] == first
    assert (standing[2].figure, standing[2].edition) == (later.figure, 2)
    assert read(standing[2])["school"] == [near(40)]


def test_waves_share_the_extracts_and_breakdowns_of_a_study(study):
    """Who answers in two waves has the same sector in both: it would be drawn twice as often."""
    second = add_fielding(study, wave=2)
    fill(study, "health", 90, fielding=second)
    freeze(study, SECTOR)
    counts = get_counts(freeze(study, TOLD, wave=2, bands={YEARS: ["5"]}))

    assert set(counts.breakdowns) == {SECTOR, TOLD}
    with pytest.raises(ExtractRefused, match="declared once"):
        freeze(study, bands={YEARS: ["6"]})
    fill(study, "social", 11)
    assert set(get_counts(freeze(study)).breakdowns) == {SECTOR, TOLD}
    fill(study, "social", 11)
    assert freeze(study).number == 4
    fill(study, "social", 11, fielding=second)
    with pytest.raises(ExtractRefused, match="All four extracts"):
        freeze(study, wave=2)
