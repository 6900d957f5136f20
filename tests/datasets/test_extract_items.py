"""Who is counted in a figure: those to whom its question was put, and what they ever said.

Groups have 30 people or more, and are so unlike that noise mistakes none for another.
"""

import pytest

from tests.coding.factories import ACT, LIMIT, make_room
from tests.datasets.releases.factories import (
    FEW,
    KIND,
    SECTOR,
    TOLD,
    TOOLS,
    add_fielding,
    fill,
    near,
    rows,
    store,
)
from tests.surveys.factories import DAY, FORM, make_study
from vecu.coding.actions.codebook import configure_coding
from vecu.coding.actions.guides import GuideText, PracticeText, create_guide, map_codes
from vecu.datasets.actions import note_imported_file
from vecu.datasets.extract_items import PROGRAM, count_study
from vecu.datasets.release_figures import build_count_figure
from vecu.datasets.releases.cell_counts import CellCounter
from vecu.datasets.releases.extract_counts import ExtractCounts, ItemKind
from vecu.datasets.releases.planning import FigureRequest
from vecu.surveys.actions import publish_version
from vecu.surveys.models import SubmissionReceipt
from vecu.surveys.rules import Mode

pytestmark = [pytest.mark.django_db, pytest.mark.data]

COUNTED = """
| settings | | | |
| | form_title | form_id | default_language |
| | Counted | counted | English (en) |

| survey | | | | | | |
| | type | name | label::English (en) | required | relevant | choice_filter |
| | select_one yes | tool | A tool at work? | true() | | |
| | begin group | use | Its use | | ${tool} = 'yes' | |
| | select_one yes | daily | Every day? | | | |
| | select_one yes | paid | Who pays? | true() | | |
| | end group | | | | | |
| | begin repeat | story | A task | | | |
| | select_one kind | kind | Which kind? | | | |
| | select_one yes | again | Again? | | ${kind} = 'mail' | |
| | end repeat | | | | | |
| | select_one canton | canton | Which canton? | | | |
| | select_one town | town | Which town? | | ${canton} != '' | canton = ${canton} |
| | rank way | ways | Order all of them | | | |
| | rank way | best | Order the best | | | name != ${canton} |
| | integer | hours | How many hours? | | | |
| | integer | cost | How much? | | | |
| | end group | | | | | |

| choices | | | | |
| | list_name | name | label::English (en) | canton |
| | yes | yes | Yes | |
| | yes | no | No | |
| | kind | mail | Mail | |
| | kind | talk | Talk | |
| | canton | north | North | |
| | canton | south | South | |
| | town | hill | Hill | north |
| | town | lake | Lake | south |
| | way | ask | Ask | |
| | way | look | Look | |
""".replace("| | end group | | | | | |\n\n", "\n")


@pytest.fixture
def study():
    return make_study(form=COUNTED)


def count(study, *breakdowns: str, **bands: list[str]) -> ExtractCounts:
    limits = {f"/data/{name}": each for name, each in bands.items()}
    return count_study(study, 1, breakdowns, limits)[0]


# --- Whom a figure counts ---


def test_a_question_counts_those_to_whom_it_was_put(study):
    """Nobody is a row for not having been asked; who left it blank is one where they could."""
    for daily, number in (("yes", 60), ("no", 30), ("", 90)):
        store(study, number, {"tool": "yes", "use": {"daily": daily, "paid": "yes"}})
    store(study, 90, {"tool": "no"})

    found = count(study)

    tool, daily, paid = (f"/data/{name}" for name in ("tool", "use/daily", "use/paid"))
    assert rows(found, tool) == {"of": near(270), "yes": near(180), "no": near(90)}
    assert rows(found, daily) == {"of": near(180), "yes": near(60), "no": near(30), "": near(90)}
    assert rows(found, paid) == {"of": near(180), "yes": near(180), "no": FEW}


def test_readers_know_the_base_of_what_every_version_asks_everybody(study, monkeypatch):
    """Though each was put to all who answered; “paid” stands in a group with a condition."""
    store(study, 15, {"tool": "yes", "canton": "north", "use": {"paid": "yes"}})
    known = []
    counted = CellCounter.count
    monkeypatch.setattr(
        CellCounter,
        "count",
        lambda self, members, columns: (
            known.append(members.everybody) or counted(self, members, columns)
        ),
    )

    keys = list(count(study).items)

    assert (
        {"/data/tool", "/data/canton"}
        <= {key for key, each in zip(keys, known, strict=True) if each}
        <= {"/data/tool", "/data/canton", "/data/ways", "/data/best", "/data/best=any"}
    )


def test_what_was_imported_may_lack_an_answer_that_is_required(study):
    store(study, 90, {"tool": "yes"})
    store(study, 50, {}, add_fielding(study, mode=Mode.IMPORTED))

    assert rows(count(study), "/data/tool") == {
        "of": near(140), "yes": near(90), "no": FEW, "": near(50),
    }  # fmt: skip


def test_a_question_of_a_repeat_was_put_to_who_wrote_of_such_a_task(study):
    """Each person counts once in a row, whatever they say in how many stories."""
    mail, talk = {"kind": "mail", "again": "yes"}, {"kind": "talk"}
    store(study, 90, {"story": [mail, mail, talk]})
    store(study, 40, {"story": [{"kind": "mail"}]})
    store(study, 60, {"story": [talk]})
    store(study, 80, {})

    found = count(study)

    kind, again = "/data/story/kind", "/data/story/again"
    assert rows(found, kind) == {"of": near(190), "mail": near(130), "talk": near(150), "": FEW}
    assert rows(found, again) == {"of": near(130), "yes": near(90), "no": FEW, "": near(40)}


def test_in_a_cascade_the_finer_question_was_put_to_who_has_finer_places(study):
    for canton, town, number in (("north", "hill", 90), ("south", "", 40), ("", "", 80)):
        store(study, number, {"canton": canton, "town": town})

    found = count(study, "/data/canton")

    town = {"of": near(130), "hill": near(90), "lake": FEW, "": near(40)}
    assert rows(found, "/data/town") == town
    by_canton = found.tables["/data/town", "/data/canton"]
    assert by_canton.bases == (near(90), near(40), FEW)  # in the third column nobody was asked it
    assert by_canton.rows == ((near(90), FEW, FEW), (FEW, FEW, FEW), (FEW, near(40), FEW))


def test_who_answered_a_version_without_the_question_does_not_count():
    study = make_study()
    fill(study, "social", 60, tools="chat")
    newer = FORM.replace("| | select_multiple tool | tools ", "| | select_multiple tool | means ")
    version = publish_version(study, workbook=newer.encode(), workbook_name="newer.md")
    fielding = add_fielding(study, mode=Mode.CARDS)
    fielding.version = version
    fielding.save()
    fill(study, "social", 90, fielding=fielding, means="chat draw")

    found = count(study)

    assert rows(found, SECTOR)["of"] == near(150)
    assert rows(found, TOOLS) == {"of": near(60), "chat": near(60), "draw": FEW, "": FEW}
    means = {"of": near(90), "chat": near(90), "draw": near(90), "": FEW}
    assert rows(found, "/data/work/means") == means


def test_an_answer_that_is_on_no_list_is_in_no_row():
    study = make_study()
    fill(study, "social", 60)
    fill(study, "gone", 40)

    assert rows(count(study), SECTOR) == {
        "of": near(60), "social": near(60), "health": FEW, "school": FEW, "": FEW,
    }  # fmt: skip


def test_who_did_not_choose_something_is_never_a_row():
    study = make_study()
    fill(study, "social", 60, tools="chat draw", kinds=("creative", "creative"))
    fill(study, "social", 40, tools="draw", told="yes")

    found = count(study)

    assert rows(found, TOOLS) == {"of": near(100), "chat": near(60), "draw": near(100), "": FEW}
    assert rows(found, KIND) == {"of": near(60), "creative": near(60), "repetitive": FEW, "": FEW}
    assert [found.items[path].dividing for path in (TOOLS, KIND, TOLD)] == [False, False, True]
    assert not any("permission" in path for path in found.items)


# --- Rankings and numbers ---


def test_of_a_ranking_first_places_count_and_others_only_where_some_may_be_left_out(study):
    store(study, 90, {"ways": "ask look", "best": "ask look"})
    store(study, 50, {"ways": "look ask", "best": "look"})

    found = count(study)

    first = {"of": near(140), "ask": near(90), "look": near(50), "": FEW}
    assert rows(found, "/data/ways") == rows(found, "/data/best") == first
    assert rows(found, "/data/best=any") == first | {"look": near(140)}
    assert "/data/ways=any" not in found.items
    kinds = [found.items[f"/data/{name}"].kind for name in ("ways", "best", "best=any")]
    assert kinds == [ItemKind.FIRST_PLACE, ItemKind.FIRST_PLACE, ItemKind.ANY_PLACE]


def test_numbers_count_in_the_bands_that_were_declared_and_not_without(study):
    for hours, number in (("4", 30), ("5", 40), ("9", 50), ("10", 60), ("300", 60), ("", 50)):
        store(study, number, {"hours": hours, "cost": "7"})
    store(study, 40, {"hours": "many"})

    found = count(study, hours=["5", "10", "20"])

    assert rows(found, "/data/hours") == {
        "of": near(290), "band::5": near(30), "band:5:10": near(90), "band:10:20": near(60),
        "band:20:": near(60), "": near(50),
    }  # fmt: skip
    assert "/data/cost" not in found.items
    (planned,) = found.plan_release([FigureRequest("/data/hours")])
    labels = [row.label for row in build_count_figure(planned.content, "1", "en").rows]
    assert labels == [
        "under 5", "from 5 to under 10", "from 10 to under 20", "20 or more", "No answer",
    ]  # fmt: skip


# --- Codes ---


def test_codes_count_people_of_those_to_whom_a_coded_question_was_put():
    texts = [f"It invents {n}." for n in range(40)]
    room = make_room(*([{"limit": words}, {"limit": "x"}] for words in texts), members=("ana",))
    configure_coding(room.codebook, ACT, questions=[LIMIT], blind=True)
    store(room.study, 60, {"story": []})
    invents = room.code("Invents")
    room.code("Checks")
    for words in texts:
        room.give(words, "ana")
        room.codes("ana", words, invents)

    found = rows(count(room.study), f"codes:{room.codebook.id}")

    assert list(found.values()) == [near(40), near(40), FEW]  # of those with stories, no other row


def test_a_practice_that_other_codes_stand_for_is_another_row():
    """Its figure would be of other people: it is not compared with what it was."""
    room = make_room(*({"limit": f"It invents {n}."} for n in range(24)), members=("ana",))
    invents, checks = room.code("Invents"), room.code("Checks")
    texts = GuideText("Ways", "en", practices=[PracticeText("Ask")])
    guide = create_guide(room.codebook, texts, ACT)
    (practice,) = guide.practices.all()
    names = []
    for codes in ([invents.id], [invents.id, checks.id], [checks.id, invents.id]):
        practice.refresh_from_db()
        map_codes(practice, codes, ACT, revision=practice.revision)
        names.append(count(room.study).items[f"practices:{guide.id}"].rows[0].name)

    assert names[0] != names[1]
    assert names[1] == names[2]


# --- How answers came ---


def test_answers_that_came_in_one_way_have_no_second_number():
    study = make_study()
    fill(study, "social", 63)
    add_fielding(study, mode=Mode.CARDS)  # with which nobody answered

    assert count(study).modes == {"open": 63}


def test_how_answers_came_is_counted_like_all_else_and_imports_name_their_file():
    study = make_study()
    cards, imported = (add_fielding(study, mode=mode) for mode in (Mode.CARDS, Mode.IMPORTED))
    for fielding, number in ((None, 63), (cards, 42), (imported, 8)):
        fill(study, "social", number, fielding=fielding)
    note_imported_file(imported.pk, "2025.csv", "asked by the union at its meetings", day=DAY)
    for place in range(33):
        SubmissionReceipt.objects.create(fielding=cards, pk=f"{place:064}", xml=f"{place:064}")

    content = count(study).plan_release([FigureRequest(SECTOR)])[0].content

    assert content["people"] == 113
    assert content["modes"] == {
        "cards": near(42), "imported": FEW, "open": near(63), PROGRAM: near(33),
    }  # fmt: skip
    assert all(number % 5 == 0 for number in content["modes"].values())
    origin = build_count_figure(content, "1", "en").origin
    assert "10 or fewer" in origin
    assert "10 or fewer imported from “2025.csv” (asked by the union at its meetings)" in origin
