"""What readers could learn who compare figures over time, or know how the questionnaire asks."""

from contextlib import suppress
from datetime import timedelta

import pytest

from tests.coding.factories import ACT, make_room
from tests.datasets.releases.test_releases import (
    LATER,
    SECTOR,
    TOOLS,
    counts,
    fill,
    freeze,
    publish,
)
from tests.surveys.factories import FORM, NOON, answer, make_study
from vecu.coding.actions import GuideText, PracticeText, create_guide, map_codes
from vecu.datasets.extract_items import count_study
from vecu.datasets.models import Extract
from vecu.datasets.release_actions import ExtractRefused, FigureRefused, take_release_back
from vecu.datasets.release_queries import list_released
from vecu.datasets.releases.extract_counts import read_extract_counts
from vecu.datasets.releases.planning import FigureRequest, plan_release
from vecu.stats import DisclosureRefused, Routing
from vecu.surveys.models import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.data]

LATEST = NOON + timedelta(days=2)


def withdraw(people: list) -> None:
    Answer.objects.filter(pk__in=[each.pk for each in people]).delete()


def test_no_extract_lets_a_count_fall_that_was_public_two_extracts_ago():
    study = make_study()
    health = fill(study, "health", 17)
    fill(study, "social", 22)
    freeze(study)
    (shown,) = publish(study, FigureRequest(SECTOR))
    take_release_back(study.scope, shown.figure, by="ana", now=NOON)
    fill(study, "social", 11)
    freeze(study, now=LATER)
    withdraw(health[:5])
    fill(study, "social", 16)

    with pytest.raises(ExtractRefused, match="Too few people have answered since"):
        freeze(study, now=LATEST)

    assert Extract.objects.count() == 2


def test_codes_counted_after_a_practice_was_released_stay_within_it():
    """Of the practice 23 to 27 people told, of its other code 18 to 22: one or more of the rare."""
    texts = [f"It invents {n}." for n in range(60)]
    room = make_room(*({"limit": text} for text in texts), members=("ana",))
    asks, checks = room.code("Asks"), room.code("Checks")
    text = GuideText("Charter", "en", practices=[PracticeText("Verify")])
    guide = create_guide(room.codebook, text, ACT)
    map_codes(guide.practices.get(), [asks.id, checks.id], ACT, revision=1)
    for n, text in enumerate(texts[:25]):
        room.give(text, "ana")
        room.codes("ana", text, asks if n < 22 else checks)
    freeze(room.study)
    publish(room.study, FigureRequest(f"practices:{guide.id}"))

    freeze(room.study, now=LATER)
    with suppress(FigureRefused, DisclosureRefused):
        publish(room.study, FigureRequest(f"codes:{room.codebook.id}"))

    assert [each.item for each in list_released(room.study.scope)] == [f"practices:{guide.id}"]


THREE_TOOLS = FORM.replace(
    "| | tool | draw | Drawing | Dessin |",
    "| | tool | draw | Drawing | Dessin |\n| | tool | sort | Sorting | Tri |",
)


def test_where_everybody_had_to_choose_the_others_do_not_give_a_rare_choice_away():
    """Of 98 people or more 57 or fewer chat and 32 or fewer draw: nine sort, at least."""
    study = make_study(form=THREE_TOOLS)
    for tool, number in (("chat", 57), ("draw", 32), ("sort", 9)):
        fill(study, "social", number, tools=tool)
    freeze(study)

    (tools,) = publish(study, FigureRequest(TOOLS))

    assert counts(tools) == {"chat": [55], "draw": [None], "sort": [None]}


def test_where_not_everybody_chose_a_rare_choice_is_hidden_alone():
    study = make_study(form=THREE_TOOLS)
    for tool, number in (("chat", 57), ("draw", 32), ("sort", 9), ("", 1)):
        fill(study, "social", number, tools=tool)
    freeze(study)

    (tools,) = publish(study, FigureRequest(TOOLS))

    assert counts(tools) == {"chat": [55], "draw": [30], "sort": [None]}


ROUTED = """
| settings | | | |
| | form_title | form_id | default_language |
| | Routed | routed | English (en) |

| survey | | | | | |
| | type | name | label | relevant | required |
| | select_one sector | sector | Which field? | | yes |
| | select_one tool | tool | Which tool? | ${sector} = 'social' | yes |

| choices | | | |
| | list_name | name | label |
| | sector | social | Social work |
| | sector | health | Health |
| | tool | chat | Chat |
| | tool | draw | Drawing |
| | tool | other | Other |
"""


def test_the_routes_of_a_questionnaire_are_part_of_the_attack():
    """44, 8 and 12 of 64: together with how many were asked, the 8 would be four at least."""
    study = make_study("routed", ROUTED)
    for tool, number in (("chat", 44), ("draw", 8), ("other", 12)):
        for _person in range(number):
            answer(study, {"sector": "social", "tool": tool})
    for _person in range(18):
        answer(study, {"sector": "health"})
    found, _ids = count_study(study, [])

    assert found.routings == (
        Routing(
            ("/data/sector", (0,)),
            tuple(("/data/tool", (place,)) for place in range(3)),
            exclusive=True,
        ),
    )
    assert read_extract_counts(found.to_json()).routings == found.routings
    plans = plan_release(found, [FigureRequest("/data/sector"), FigureRequest("/data/tool")])
    shown = [[row["counts"][0] for row in plan.content["rows"]] for plan in plans]
    assert shown[1][1] is None
    assert sum(count is None for plan in shown for count in plan) > 1


def test_where_an_answer_was_required_none_is_missing():
    study = make_study("routed", ROUTED)
    for _person in range(30):
        answer(study, {"sector": "health"})
    found, _ids = count_study(study, [])

    names = [category.name for category in found.variables["/data/sector"].categories]
    assert names == ["social", "health"]
    assert found.tables["/data/sector",].tolist() == [0, 30]
