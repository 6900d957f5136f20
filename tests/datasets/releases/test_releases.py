"""From answers to what everybody reads: extracts, releases, the ledger, and what they refuse."""

from datetime import timedelta

import pytest

from tests.coding.factories import ACT, make_room
from tests.evidence.source_checks import Scenario, check_evidence_source
from tests.surveys.factories import NOON, answer, make_study
from vecu.accounts.models import AuditEvent
from vecu.coding.actions.guides import GuideText, PracticeText, create_guide, map_codes
from vecu.datasets import release_queries
from vecu.datasets.evidence_sources import ReleasedFigures
from vecu.datasets.extract_items import count_study
from vecu.datasets.models import Extract, Released
from vecu.datasets.release_actions import (
    ExtractRefused,
    FigureRefused,
    freeze_extract,
    purge_extract_counts,
    release,
    take_release_back,
)
from vecu.datasets.release_figures import get_count_figure
from vecu.datasets.release_queries import (
    get_counts,
    get_extract_state,
    list_ledger,
    list_offers,
    list_released,
    preview_release,
)
from vecu.datasets.releases.planning import FigureRequest
from vecu.evidence.sources import Audience, EvidenceState
from vecu.stats import DisclosureRefused, HiddenBecause
from vecu.surveys.actions import close_fielding
from vecu.surveys.models import Answer, Study

pytestmark = [pytest.mark.django_db, pytest.mark.data]

SECTOR, TOOLS, KIND = "/data/work/sector", "/data/work/tools", "/data/story/kind"
GROUP = "The inquiry’s team"
LATER = NOON + timedelta(days=1)


def fill(study: Study, sector: str, number: int, *, tools: str = "", kinds: tuple = ()) -> list:
    """Store answers of people in one sector, each with a story of each kind."""
    stories = [{"task": "Mail", "kind": kind} for kind in kinds]
    work = {"sector": sector, "tools": tools}
    return [answer(study, {"story": stories, "work": work}) for _person in range(number)]


def freeze(study: Study, *breakdowns: str, now=NOON) -> Extract:
    return freeze_extract(study, breakdowns, by="ana", now=now)


def publish(study: Study, *requests: FigureRequest, now=NOON) -> list[Released]:
    return release(study.scope, requests, group=GROUP, by="ana", now=now)


def counts(released: Released) -> dict[str, list[int | None]]:
    return {row["name"].rpartition("=")[2]: row["counts"] for row in released.content["rows"]}


# --- What is released ---


def test_a_question_is_released_in_people_rounded_to_five():
    study = make_study()
    fill(study, "social", 22)
    fill(study, "health", 17)
    freeze(study)

    (sector,) = publish(study, FigureRequest(SECTOR))

    # Of 38 to 42 people, 18 to 22 and 13 to 17 leave from 0 to 11 for the two that are hidden.
    assert counts(sector) == {"social": [20], "health": [15], "school": [None], "": [None]}
    assert sector.content["people"] == 40


def test_what_rounding_does_not_protect_is_hidden_too():
    study = make_study()
    fill(study, "social", 23)
    fill(study, "health", 14)
    freeze(study)

    (sector,) = preview_release(Extract.objects.get(), [FigureRequest(SECTOR)])

    # Of 33 to 37 people, 23 to 27 and 13 to 17 would leave one at most.
    assert [row["counts"] for row in sector.content["rows"]] == [[25], [None], [None], [None]]
    assert [reason for (reason,) in sector.reasons] == [
        None,
        HiddenBecause.COMPLEMENTARY,
        HiddenBecause.SMALL,
        HiddenBecause.SMALL,
    ]


def test_what_several_stories_of_one_person_say_counts_once():
    study = make_study()
    fill(study, "social", 12, kinds=("creative", "creative", "repetitive"))
    fill(study, "social", 20, kinds=("repetitive",))
    freeze(study)

    (kind,) = publish(study, FigureRequest(KIND))

    assert counts(kind) == {"creative": [10], "repetitive": [None]}
    # 32 people in all told of something repetitive: that nobody did not would be given away.


def test_a_breakdown_hides_what_its_margins_would_give_away():
    study = make_study()
    fill(study, "social", 20, tools="chat")
    fill(study, "social", 20, tools="draw")
    fill(study, "health", 3, tools="chat")
    fill(study, "health", 30, tools="draw")
    freeze(study, SECTOR)

    (tools,) = preview_release(Extract.objects.get(), [FigureRequest(TOOLS, SECTOR)])

    assert [each["name"] for each in tools.content["columns"]] == ["social", "health", "school", ""]
    chat, draw = tools.content["rows"]
    assert chat["counts"][1] is None
    assert tools.reasons[0][1] is HiddenBecause.SMALL
    # 33 in health, 3 of them with chat: those without are 30, whose rounding leaves 28 to 32.
    assert tools.content["totals"][0] == 40
    assert tools.reasons[0][2] is HiddenBecause.SMALL
    assert draw["counts"][0] == 20


def test_all_or_nobody_is_hidden_on_something_sensitive():
    study = make_study()
    fill(study, "social", 30, tools="chat")
    fill(study, "health", 15)
    freeze(study, SECTOR)

    (plain,) = preview_release(Extract.objects.get(), [FigureRequest(TOOLS, SECTOR)])
    (sensitive,) = preview_release(
        Extract.objects.get(), [FigureRequest(TOOLS, SECTOR, sensitive=True)]
    )

    assert sensitive.content["rows"][0]["counts"][0] is None
    assert sensitive.reasons[0][0] is HiddenBecause.ALL_OR_NOBODY
    # Without this rule it is hidden too, since those who did not are nobody: 0 of about 30.
    assert plain.reasons[0][0] is HiddenBecause.COMPLEMENTARY


def test_codes_and_practices_are_counted_in_people():
    told = [[{"limit": f"It invents {n}."}, {"limit": f"Again {n}."}] for n in range(12)]
    others = [[{"limit": f"Too long {n}."}] for n in range(20)]
    room = make_room(*told, *others, members=("ana",))
    invents = room.code("Invents")
    for told_of in (*told, *others):
        for story in told_of:
            room.give(story["limit"], "ana")
            code = () if "long" in story["limit"] else (invents,)
            room.codes("ana", story["limit"], *code)
    freeze(room.study)

    (codes,) = publish(room.study, FigureRequest(f"codes:{room.codebook.id}"))

    assert [row["counts"] for row in codes.content["rows"]] == [[10]]  # 12 people, 24 texts
    assert codes.content["rows"][0]["label"] == {"en": "Invents"}


def test_the_sentence_names_what_comes_first():
    study = make_study()
    fill(study, "social", 22)
    fill(study, "health", 17)
    freeze(study)
    (sector,) = publish(study, FigureRequest(SECTOR))

    shown = get_count_figure(sector, "en")

    assert shown.title == "Which field?"
    assert shown.sentence == (
        "Among the counts shown, most often “Social work” (20 of 40 people), then “Health” (15)."
    )
    assert shown.hides_something


def test_of_a_breakdown_the_sentence_names_what_comes_first_in_each_column():
    study = make_study()
    fill(study, "social", 22, tools="chat")
    fill(study, "social", 22, tools="draw")
    fill(study, "social", 17, tools="chat")
    fill(study, "health", 30, tools="draw")
    fill(study, "health", 30)
    freeze(study, SECTOR)

    (tools,) = publish(study, FigureRequest(TOOLS, SECTOR))

    sentence = get_count_figure(tools, "en").sentence
    assert sentence == (
        "Among the counts shown, most often, by group – Social work: “Chat” (40 of 60);"
        " Health: “Drawing” (30)."
    )


def test_of_three_that_are_as_frequent_all_are_named():
    study = make_study()
    for sector in ("social", "health", "school", ""):
        fill(study, sector, 21)
    freeze(study)

    (sector,) = publish(study, FigureRequest(SECTOR))

    assert get_count_figure(sector, "en").sentence == (
        "Most often “Social work”, “Health”, “School” and 1 other (20 of 85 people each)."
    )


def test_a_practice_that_other_codes_stand_for_is_another_variable():
    """Its count may fall in the next extract: it is not compared with what it was."""
    room = make_room(*({"limit": f"It invents {n}."} for n in range(24)), members=("ana",))
    invents, checks = room.code("Invents"), room.code("Checks")
    guide = create_guide(
        room.codebook, GuideText("Ways", "en", practices=[PracticeText("Ask")]), ACT
    )
    (practice,) = guide.practices.all()
    names = []
    for codes in ([invents.id], [invents.id, checks.id], [checks.id, invents.id]):
        practice.refresh_from_db()
        map_codes(practice, codes, ACT, revision=practice.revision)
        counts, _ids = count_study(room.study, [])
        names.append(counts.items[f"practices:{guide.id}"].variables)

    assert names[0] != names[1]
    assert names[1] == names[2]


# --- What is refused ---


def test_a_tiny_study_releases_nothing():
    study = make_study()
    fill(study, "social", 10)

    with pytest.raises(ExtractRefused, match="10 people have answered"):
        freeze(study)
    assert not Extract.objects.exists()


def test_a_new_extract_waits_for_eleven_more_people():
    study = make_study()
    fill(study, "social", 20)
    freeze(study)
    fill(study, "social", 10)

    with pytest.raises(ExtractRefused, match="Too few people"):
        freeze(study, now=LATER)
    fill(study, "social", 1)

    assert freeze(study, now=LATER).number == 2


def test_a_closed_inquiry_is_counted_once_more_and_then_waits():
    study = make_study()
    fill(study, "social", 20)
    freeze(study)
    fill(study, "social", 3)
    close_fielding(study.fieldings.get(), today=NOON.date())

    with pytest.raises(ExtractRefused):  # what was begun may still arrive
        freeze(study, now=LATER)
    last = freeze(study, now=NOON + timedelta(days=40))
    fill(study, "social", 3)  # as an import would

    assert (last.number, last.people, last.final) == (2, 23, True)
    with pytest.raises(ExtractRefused):
        freeze(study, now=NOON + timedelta(days=41))


def test_no_extract_replaces_one_whose_published_count_would_fall():
    """The refusal reads as for too few new people: it must not say that somebody withdrew."""
    study = make_study()
    fill(study, "social", 22)
    gone = fill(study, "health", 17)
    freeze(study)
    publish(study, FigureRequest(SECTOR))
    Answer.objects.filter(pk__in=[each.pk for each in gone[:5]]).delete()
    fill(study, "social", 20)

    with pytest.raises(ExtractRefused) as refused:
        freeze(study, now=LATER)

    assert str(refused.value).startswith("Too few people have answered since the last extract.")
    assert Extract.objects.count() == 1


def test_two_releases_whose_difference_would_show_a_hidden_count_are_refused():
    """Yes or no by sector hides a cell; the same question by itself would give it away.

    The second release would tell how many drew in all, 43 to 47; less those of social work, who are
    public, 38 to 42, it would leave one to nine in health.
    """
    study = make_study()
    fill(study, "social", 40, tools="draw")
    fill(study, "social", 40)
    fill(study, "health", 5, tools="draw")
    fill(study, "health", 40)
    freeze(study, SECTOR)
    publish(study, FigureRequest(TOOLS, SECTOR), FigureRequest(SECTOR))

    with pytest.raises(FigureRefused, match="hidden entirely"):
        publish(study, FigureRequest(TOOLS))


def test_figures_that_take_too_long_to_check_are_refused(monkeypatch):
    study = make_study()
    fill(study, "social", 22, tools="chat")
    fill(study, "health", 17)
    extract = freeze(study, SECTOR)
    # All people, three sectors or none, and twice yes or no in each of these.
    monkeypatch.setattr(release_queries, "MOST_CELLS_AT_ONCE", 1 + 4 + 2 * 2 * 4 - 1)

    with pytest.raises(DisclosureRefused, match="21 counts"):
        preview_release(extract, [FigureRequest(TOOLS, SECTOR)])
    assert preview_release(extract, [FigureRequest(TOOLS)])


def test_a_figure_is_not_released_twice_nor_without_a_group():
    study = make_study()
    fill(study, "social", 22, tools="chat")
    fill(study, "health", 17)
    freeze(study)

    with pytest.raises(FigureRefused, match="group"):
        release(study.scope, [FigureRequest(SECTOR)], group=" ", by="ana", now=NOON)
    publish(study, FigureRequest(SECTOR))
    with pytest.raises(FigureRefused, match="already public"):
        publish(study, FigureRequest(SECTOR))
    with pytest.raises(FigureRefused, match="not counted"):
        publish(study, FigureRequest(TOOLS, KIND))


# --- What follows ---


def test_a_new_extract_releases_again_what_stands():
    study = make_study()
    fill(study, "social", 22, tools="chat")
    fill(study, "health", 17)
    freeze(study)
    (first,) = publish(study, FigureRequest(SECTOR))
    fill(study, "school", 22)
    freeze(study, now=LATER)

    (second,) = list_released(study.scope)

    assert (second.figure, second.edition, second.extract.number) == (first.figure, 2, 2)
    assert counts(second)["school"] == [20]
    assert [each.superseded for each in list_ledger(study.scope)] == [False, True]


def test_what_was_taken_back_is_gone_from_pages_and_stays_in_the_ledger():
    study = make_study()
    fill(study, "social", 22, tools="chat")
    fill(study, "health", 17)
    freeze(study)
    (first,) = publish(study, FigureRequest(SECTOR))

    take_release_back(study.scope, first.figure, by="ana", now=LATER)

    assert list_released(study.scope) == []
    assert [each.figure for each in list_ledger(study.scope)] == [first.figure]
    (again,) = publish(study, FigureRequest(SECTOR), now=LATER)
    assert (again.figure, again.edition) == (first.figure, 2)
    with pytest.raises(FigureRefused, match="no longer public"):
        take_release_back(make_study("other").scope, first.figure, by="ana", now=LATER)


def test_the_ledger_only_grows():
    study = make_study()
    fill(study, "social", 22, tools="chat")
    fill(study, "health", 17)
    freeze(study)
    (first,) = publish(study, FigureRequest(SECTOR))

    first.content = {}
    with pytest.raises(TypeError, match="only grows"):
        first.save()


def test_coding_goes_on_and_what_is_not_released_yet_is_counted_again():
    room = make_room(*({"limit": f"It invents {n}."} for n in range(24)), members=("ana",))
    invents = room.code("Invents")
    parent = room.code("Ways")
    checks = room.code("Checks", parent=parent)
    for n in range(24):
        room.give(f"It invents {n}.", "ana")
    for n in range(12):
        room.codes("ana", f"It invents {n}.", invents)
    freeze(room.study)
    publish(room.study, FigureRequest(f"codes:{room.codebook.id}"))
    for n in range(12, 24):
        room.codes("ana", f"It invents {n}.", invents, checks)

    again = freeze(room.study, now=LATER)

    assert again.number == 1
    found = get_counts(again).tables
    assert found[f"code:{invents.id}",].tolist() == [12, 12]  # as it was released
    assert found[f"code:{checks.id}",].tolist() == [12, 12]


def test_an_extract_offers_each_item_alone_and_by_its_breakdowns():
    study = make_study()
    fill(study, "social", 20)
    extract = freeze(study, SECTOR, KIND)  # what is asked story by story divides nobody

    offers = {(each.item, each.breakdown) for each in list_offers(extract)}

    assert (SECTOR, "") in offers
    assert (TOOLS, SECTOR) in offers
    assert (SECTOR, SECTOR) not in offers
    assert {breakdown for _item, breakdown in offers} == {"", SECTOR}
    assert not any("permission" in item for item, _breakdown in offers)


def test_who_counts_and_releases_is_audited_without_a_count():
    study = make_study()
    fill(study, "social", 22, tools="chat")
    fill(study, "health", 17)
    freeze(study)
    (sector,) = publish(study, FigureRequest(SECTOR))
    take_release_back(study.scope, sector.figure, by="bea", now=LATER)

    events = AuditEvent.objects.order_by("pk").values_list("actor", "verb", "target")

    assert list(events)[-3:] == [
        ("ana", "froze extract", "1"),
        ("ana", "released figure", str(sector.figure)),
        ("bea", "took release back", str(sector.figure)),
    ]


def test_an_extract_holds_no_answer_and_no_words():
    study = make_study()
    told = fill(study, "social", 20)
    extract = freeze(study)

    stored = repr(extract.counts)

    assert not any(str(each.pk) in stored for each in told)
    assert "Mail" not in stored
    assert get_extract_state(study, NOON.date()).same


def test_when_answers_are_erased_an_extract_keeps_nothing_that_is_not_public():
    study = make_study()
    fill(study, "social", 22)
    fill(study, "health", 17)
    freeze(study)
    (sector,) = publish(study, FigureRequest(SECTOR))

    purge_extract_counts(study.retained_until)
    assert list_offers(Extract.objects.get())
    purge_extract_counts(study.retained_until + timedelta(days=1))

    assert not list_offers(Extract.objects.get())
    assert get_counts(Extract.objects.get()).tables == {}
    assert [each.content for each in list_released(study.scope)] == [sector.content]


def test_released_figures_fulfil_the_contract():
    study = make_study()
    fill(study, "social", 22, tools="chat")
    fill(study, "health", 17)
    freeze(study)
    publish(study, FigureRequest(SECTOR), FigureRequest(TOOLS))

    def change(_reference) -> None:
        fill(study, "school", 22)
        freeze(study, now=LATER)

    def remove(reference) -> None:
        take_release_back(study.scope, reference.id, by="ana", now=LATER)

    empty = make_study("empty").scope
    check_evidence_source(ReleasedFigures(), Scenario(study.scope, empty, change, remove))


def test_a_figure_released_again_from_the_same_extract_reads_as_it_was_cited():
    study = make_study()
    fill(study, "social", 22)
    fill(study, "health", 17)
    freeze(study)
    (shown,) = publish(study, FigureRequest(SECTOR))
    source = ReleasedFigures()
    (cited,) = source.list_citable(study.scope, Audience.EVERYBODY)
    take_release_back(study.scope, shown.figure, by="ana", now=NOON)
    assert source.describe([cited.reference], Audience.EVERYBODY) == {}

    publish(study, FigureRequest(SECTOR), now=LATER)

    now = source.describe([cited.reference], Audience.EVERYBODY)
    assert now[cited.reference].state is EvidenceState.STANDING
