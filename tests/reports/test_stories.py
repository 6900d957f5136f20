"""Published stories are read one by one, by stance, task and practice, and never twice."""

import re
from html import unescape
from itertools import chain

import pytest
from django.test import Client

from tests.coding.factories import ACT, Room, make_room
from tests.evidence.factories import make_published_finding
from vecu.coding.actions.codebook import CodeText, make_code
from vecu.evidence.sources import Reference
from vecu.surveys.models import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.data]
PAGE = "/en/findings/stories/stories/"
STANCES = ("use", "use", "use", "refuse", "imposed")
TASKS = ("A letter", "A report", "A list")
WORDS = ["It invents laws.", "Too long.", "It repeats itself.", "I refuse it.", "It watches me."]


def make_stories(*more: dict[str, str], stances: tuple[str, ...] = STANCES) -> Room:
    """People whose limits everybody may read, each with a stance."""
    told = [{"limit": words} for words in WORDS]
    told[0]["strategy"] = "I check all of it."
    room = make_room(*told, *more, promise=3)
    for story in (*told, *more):
        for words in story.values():
            text = room.codes("ana", words)
            room.release(words)
    for words, stance in zip(WORDS, stances, strict=False):
        answer = Answer.objects.get(pk=room.text(words).answer_id)
        answer.values["stance"] = stance
        answer.save()
    assert text
    return room


def read_all(client: Client, query: str = "") -> list[str]:
    """Every page from the first to the last, by following "next"."""
    pages, address = [], PAGE + query
    while address:
        page = client.get(address)
        assert page.status_code == 200
        pages.append(page.content.decode())
        found = re.search(r'rel="next" href="([^"]+)"', pages[-1])
        address = unescape(found[1]) if found else ""
    return pages


def words_of(pages: list[str]) -> list[list[str]]:
    texts = (re.findall(r"<blockquote[^>]*>([^<]+)", page) for page in pages)
    return [[unescape(each) for each in some] for some in texts]


def test_one_story_is_on_a_screen_and_no_words_are_read_twice(client):
    make_stories()
    told = words_of(read_all(client))
    assert len(told) == len(WORDS)
    assert sorted(chain(*told)) == sorted([*WORDS, "I check all of it."])
    assert sorted(["It invents laws.", "I check all of it."]) in [sorted(each) for each in told]


def test_stances_with_few_stories_join_those_without_ai_and_filters_show_no_counts(client):
    make_stories()
    page = read_all(client)[0]
    (choices,) = re.findall(r'<nav class="stances".*?</nav>', page, re.S)
    assert re.findall(r">([^<]+)</a>", choices) == ["All", "With AI", "Without AI"]
    assert sorted(chain(*words_of(read_all(client, "?stance=without")))) == sorted(WORDS[3:])
    assert "Few stories of this kind are published." in read_all(client, "?stance=without")[0]
    everything = read_all(client, "?stance=imposed&task=nonsense")  # nobody can ask for a rare one
    assert len(everything) == len(WORDS)


def test_stories_are_chosen_by_task_once_three_are_about_it(client):
    room = make_stories(*({"limit": f"Dull {task}.", "task": task} for task in TASKS))
    top = make_code(room.codebook, CodeText("Tasks", questions=("/data/story/task",)), ACT)
    writing = make_code(room.codebook, CodeText("Writing"), ACT, parent=top)
    for words, offered in (("A letter", False), ("A report", False), ("A list", True)):
        room.text(words).assignments.update(done=False)
        room.codes("ana", words, writing)
        assert (f'value="{writing.pk}"' in read_all(client)[0]) is offered
    told = words_of(read_all(client, f"?task={writing.pk}"))
    assert sorted(min(each) for each in told) == ["A letter", "A list", "A report"]


def test_a_story_withdrawn_while_it_is_read_says_so_and_leads_on(client):
    room = make_stories()
    page = client.get(PAGE).content.decode()
    first = unescape(re.findall(r"<blockquote[^>]*>([^<]+)", page)[0])
    later = re.search(r'rel="next" href="([^"]+)"', page)[1]
    back = re.search(r'rel="prev" href="([^"]+)"', client.get(later).content.decode())[1]
    room.withdraw(first if first in WORDS else WORDS[0])
    gone = client.get(back)
    assert gone.status_code == 404
    assert "This story is no longer here" in gone.content.decode()
    assert f'href="{PAGE}"' in gone.content.decode()
    assert first not in str(words_of(read_all(client)))


def test_a_story_names_the_finding_that_it_supports(client):
    room = make_stories()
    quotation = room.text(WORDS[0]).quotations.get()
    cited = [Reference("quotation", quotation.pk, quotation.revision)]
    finding = make_published_finding(room.study.scope, references=cited)
    (page,) = [each for each in read_all(client) if WORDS[0] in each]
    assert f'href="/en/findings/stories/{finding.pk}/"' in page


def test_queries_do_not_grow_with_stories(client, django_assert_max_num_queries):
    make_stories(*({"limit": f"Trouble {number}."} for number in range(12)))
    client.get(PAGE)
    with django_assert_max_num_queries(24):
        client.get(PAGE)
