"""Exposure of a job: three criteria, two indices, and what neither looked for."""

import csv
from pathlib import Path

import pytest

from tests.coding.factories import make_room
from tests.demonstrators.demonstrator_checks import (
    DemonstratorScenario,
    check_demonstrator,
    check_demonstrator_page,
)
from vecu.demonstrators.machines.exposure import applicability
from vecu.demonstrators.machines.exposure.applicability import read_occupations
from vecu.demonstrators.machines.exposure.criteria import CONCLUSIONS, QUESTIONS
from vecu.demonstrators.machines.exposure.demonstrator import AGREEMENT, OTHER, Exposure
from vecu.demonstrators.machines.exposure.jobs import Third, list_jobs
from vecu.demonstrators.machines.exposure.picture import LETTERS, draw_picture
from vecu.demonstrators.machines.interface import EntryRefused
from vecu.surveys.models import Study

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "pilots"
ALL_SOME = {key: ["some"] for key in QUESTIONS}
SOCIAL = ALL_SOME | {"people": ["lot"], "care": ["lot"]}
SCENARIO = DemonstratorScenario(
    [
        {"job": ["healthcare"]},
        {"job": ["healthcare"], "care": ["lot"]},
        {"job": ["plumber"], **ALL_SOME},
        {"job": ["child_family_school"], **SOCIAL},
        {"job": [OTHER], **SOCIAL},
    ]
)


def job(key: str):
    return next(each for each in list_jobs() if each.key == key)


def read_shared(name: str) -> list[dict[str, str]]:
    if not DATA.exists():
        pytest.skip("The real data are not here")
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_exposure_fulfils_the_contract():
    check_demonstrator(Exposure(), SCENARIO)


@pytest.mark.django_db
def test_the_page_of_exposure_keeps_the_promises(client, caplog):
    check_demonstrator_page(client, caplog, Exposure(), SCENARIO)


# --- What was published


def test_the_list_of_2025_is_the_published_one():
    published = Path(applicability.__file__).with_name("applicability_2025.csv")
    assert read_shared("working_with_ai_soc_applicability.csv")
    original = DATA / "working_with_ai_soc_applicability.csv"
    assert published.read_bytes() == original.read_bytes()


def test_social_workers_stand_57th_296th_and_408th_of_785():
    """Ranks counted in the published file: how many occupations have a higher score, and one."""
    rows = read_shared("working_with_ai_soc_applicability.csv")
    scores = {row["title"]: float(row["ai_applicability_score"]) for row in rows}
    ranks = {
        title: 1 + sum(other > score for other in scores.values())
        for title, score in scores.items()
        if title.endswith("Social Workers")
    }
    assert len(rows) == len(read_occupations()) == 785
    assert sorted(ranks.values()) == [57, 296, 408]
    assert {each.title: each.rank_2025 for each in list_jobs() if each.social_work} == ranks
    assert [round(each.score, 3) for each in list_jobs()[:3]] == [0.334, 0.189, 0.146]


def test_each_single_figure_of_2013_is_as_published():
    published = {row["SOC code"]: row for row in read_shared("frey_osborne_702.csv")}
    by_title = {
        row["title"]: row["SOC Code"]
        for row in read_shared("working_with_ai_soc_applicability.csv")
    }
    assert len(published) == 702
    for each in list_jobs():
        row = published[by_title[each.title]]
        assert (each.probability, each.rank_2013) == (row["Probability"], int(row["Rank"]))


def test_nobody_judged_social_workers_in_2013():
    """Of the 70 occupations that people labelled, none is one of the three kinds."""
    rows = read_shared("frey_osborne_702.csv")
    labelled = {row["Occupation"].lower() for row in rows if row["Label"]}
    assert len(labelled) == 70
    assert not [name for name in labelled if "social worker" in name]


def test_where_a_job_stands_is_a_third_of_each_list():
    """702 / 3 = 234 and 785 / 3 = 261.7; the list of 2013 begins with the least exposed."""
    social, teacher, roofer = job("child_family_school"), job("teacher"), job("roofer")
    assert (social.rank_2013, social.third_2013) == (102, Third.LEAST)
    assert (social.rank_2025, social.third_2025) == (57, Third.MOST)
    assert (teacher.rank_2025, teacher.third_2025) == (264, Third.MIDDLE)
    assert (roofer.rank_2013, roofer.third_2013) == (535, Third.MOST)
    assert (roofer.rank_2025, roofer.third_2025) == (772, Third.LEAST)


@pytest.mark.parametrize(
    ("key", "apart"), [("secretary", 0), ("mental_health", 1), ("child_family_school", 2)]
)
def test_the_two_indices_agree_differ_or_contradict_each_other(key, apart):
    """A secretary: 634 of 702 and 132 of 785, most exposed in both."""
    scene = Exposure().play({"job": [key], **ALL_SOME}, "en")
    assert scene.comparison.agreement == AGREEMENT[apart]


# --- The counting rule


@pytest.mark.parametrize(
    ("lots", "barriers"),
    [
        ((), 0),
        (("finger",), 0),
        (("finger", "space"), 1),
        (("ideas",), 1),
        (("people",), 0),
        (("people", "care", "ideas"), 2),
        (("people", "care", "ideas", "finger", "hand"), 3),
    ],
)
def test_a_criterion_is_a_barrier_from_half_of_its_questions(lots, barriers):
    """Two of three, one of two, two of four."""
    scene = Exposure().play({"job": [OTHER], **ALL_SOME, **{key: ["lot"] for key in lots}}, "fr")
    assert scene.conclusion == CONCLUSIONS[barriers]


def test_nothing_is_concluded_before_all_nine_are_answered():
    some = {key: ["lot"] for key in QUESTIONS[:-1]}
    scene = Exposure().play({"job": ["writer"], **some}, "en")
    assert scene.begun
    assert scene.conclusion is scene.comparison is None
    assert len(QUESTIONS) == 9


def test_a_job_that_is_not_offered_is_refused():
    with pytest.raises(EntryRefused):
        Exposure().play({"job": ["king"]}, "en")


# --- The picture


def test_another_job_stands_beside_the_three_kinds_of_social_workers():
    for key, letters in ((OTHER, 3), ("healthcare", 3), ("plumber", 4)):
        scene = Exposure().play({"job": [key], **SOCIAL}, "fr")
        places = scene.comparison.places
        assert [each.letter for each in places] == list(LETTERS[:letters])
        assert sum(each.own for each in places) == (key != OTHER)


def test_letters_that_would_cover_each_other_stand_one_above_the_other():
    """.0031 and .0035 of a scale of 336 units are .13 units apart."""
    jobs = list_jobs()[:3]
    marks = draw_picture(jobs, jobs[0]).scale_2013.marks
    assert len({mark.y for mark in marks}) == 3
    assert marks[0].x == pytest.approx(12 + 336 * 0.0031, abs=0.05)
    assert draw_picture(jobs, None).ticks.count("M") == 785


# --- What people wrote here


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_says_when_nothing_is_published_here(client, language):
    sentence = {"fr": "Rien n’a encore été publié ici", "en": "Nothing has been published here"}
    page = client.get(f"/{language}/demonstrators/exposure/", {"job": OTHER, **SOCIAL})
    assert sentence[language] in page.content.decode()


@pytest.mark.django_db
def test_words_that_are_published_here_stand_on_the_page_and_say_whether_they_are_invented(client):
    room = make_room({"limit": "It gave me ten games."}, promise=3)
    code = room.code("Finding ideas", translated_names={"fr": "Trouver des idées"})
    room.codes("ana", "It gave me ten games.", code)
    room.release("It gave me ten games.", code=code)
    address = "/fr/demonstrators/exposure/"

    page = client.get(address, {"job": OTHER, **SOCIAL}).content.decode()
    assert "It gave me ten games." in page
    assert f'href="/fr/findings/{room.study.slug}/#quotation-' in page
    assert "Trouver des idées" in page
    assert "invented-mark" not in page

    Study.objects.update(fictional=True)
    assert "invented-mark" in client.get(address, {"job": OTHER, **SOCIAL}).content.decode()
    assert "ten games" not in client.get(address).content.decode()
