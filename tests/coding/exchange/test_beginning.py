"""A project of another program becomes a study: texts, codes, coders, what was settled."""

from dataclasses import replace

import pytest

from tests.coding.exchange.files import LEAD, file_of, foreign, found, guid, project_of, scope_of
from tests.coding.room import Room, make_room
from tests.surveys.laboratory import NOON, make_member
from vecu.accounts.queries import UnknownAccount, get_role
from vecu.accounts.rules import Role
from vecu.coding.actions.arriving import Wishes
from vecu.coding.actions.beginning import Beginning, begin_with_project, bring_project, takes_texts
from vecu.coding.actions.history import Act
from vecu.coding.actions.settling import rule
from vecu.coding.actions.taking_out import Form, take_coding_out
from vecu.coding.actions.taking_out import Wishes as Out
from vecu.coding.exchange.beginning import plan_study
from vecu.coding.models import Coder, Coding, Ruling, Verbatim
from vecu.coding.queries.codebooks import find_codebook
from vecu.coding.queries.texts import all_texts, with_words
from vecu.coding.refi import Source, read_project
from vecu.surveys.actions import SlugTaken
from vecu.surveys.models import Answer, Study
from vecu.surveys.rules import Mode

pytestmark = [pytest.mark.django_db, pytest.mark.data]

BEGINNING = Beginning("interviews", "Interviews", "fr", owner="lea")


@pytest.fixture(autouse=True)
def lea():
    return make_member("lea")


def begin(project, **wishes):
    return begin_with_project(found(project), BEGINNING, LEAD, name="file.qdpx", **wishes)


def test_each_text_is_an_answer_with_its_codes_by_its_coders(lea):
    study, arrived = begin(foreign("Bonjour\nà tous 🙂", "Too long."))

    assert arrived.counts == {
        "texts": 2, "codes": 1, "changed": 0, "codings": 2, "memos": 0, "rulings": 0,
    }  # fmt: skip
    codebook = find_codebook(study.id)
    texts = {words: answer.values for _t, answer, words in with_words(all_texts(codebook))}
    assert texts["Bonjour\nà tous 🙂"] == {"text": "Bonjour\nà tous 🙂", "name": "Interview 0"}
    assert study.fieldings.get().mode == Mode.IMPORTED
    assert get_role(lea, study.id) is Role.OWNER
    assert (codebook.language, codebook.questions) == ("fr", ["/data/text"])
    assert Coder.objects.get().name == "Max"
    assert takes_texts(study)


def test_the_identities_of_the_project_are_kept_so_that_it_can_go_back(tmp_path):
    project = foreign("One", "Two")
    study, _arrived = begin(project)
    room = Room(study, find_codebook(study.id), {})

    (path,) = take_coding_out(scope_of(room), tmp_path, Out(Form.QDPX), actor="lea", now=NOON)
    with path.open("rb") as file:
        back = read_project(file).project

    assert {source.guid for source in back.sources} == {each.guid for each in project.sources}
    assert {user.guid for user in back.users} == {guid(1)}
    assert {code.guid for code in back.codes} == {guid(2)}


def test_brought_again_it_adds_nothing_and_a_grown_project_adds_what_is_new():
    study, _arrived = begin(foreign("One", "Two"))
    codebook = find_codebook(study.id)

    def again(project):
        return bring_project(study, codebook, found(project), Wishes(), LEAD, name="file.qdpx")

    assert set(again(foreign("One", "Two")).counts.values()) == {0}
    grown = again(foreign("One", "Two", "Three"))
    assert (grown.texts, grown.codings) == (1, 1)
    assert Answer.objects.filter(fielding__study=study).count() == 3


def test_the_same_project_can_begin_two_studies():
    begin(foreign("One"))
    other = replace(BEGINNING, slug="again")
    study, arrived = begin_with_project(found(foreign("One")), other, LEAD, name="file.qdpx")

    assert (arrived.texts, arrived.codings) == (1, 1)
    assert Verbatim.objects.count() == Coding.objects.count() == 2
    codebook = find_codebook(study.id)
    again = bring_project(study, codebook, found(foreign("One")), Wishes(), LEAD, name="f")
    assert set(again.counts.values()) == {0}


def test_what_cannot_be_an_answer_is_told_by_name_and_the_rest_comes_in():
    project = foreign("One", "x" * 20_001, "  \n ", "a\x7fb\u202ec")

    coming = plan_study(found(project), "en")
    study, arrived = begin(project)

    assert [source.name for source in coming.matched.unknown] == ["Interview 1", "Interview 2"]
    assert arrived.texts == 2
    words = {words for _t, _a, words in with_words(all_texts(find_codebook(study.id)))}
    assert words == {"One", "a\ufffdb\ufffdc"}
    assert arrived.codings == 2


def test_what_one_laboratory_settled_is_settled_in_the_other(tmp_path):
    room = make_room({"limit": "It invents laws."})
    invents = room.code("Invents")
    text = room.codes("ana", "It invents laws.", invents)
    rule(text, invents, Act("ana", NOON, "Clear."), present=False)
    project = project_of(room, tmp_path)

    _study, arrived = begin(project)

    assert arrived.rulings == 1
    ruling = Ruling.objects.exclude(verbatim=text).get()
    assert (ruling.present, ruling.reason, ruling.by) == (False, "Clear. (ana)", "lea")


def test_nothing_is_begun_under_a_name_that_is_taken_or_for_an_owner_who_is_not_there():
    begin(foreign("One"))
    with pytest.raises(SlugTaken):
        begin(foreign("One"))
    unknown = replace(BEGINNING, slug="other", owner="nobody")
    with pytest.raises(UnknownAccount):
        begin_with_project(found(foreign("One")), unknown, LEAD, name="file.qdpx")

    assert Study.objects.count() == 1


def test_a_text_of_ten_megabytes_is_left_out_and_said():
    project = foreign("One")
    large = Source(guid(9), "Whole book", "word " * 2_000_000)
    project = replace(project, sources=(*project.sources, large))

    coming = plan_study(read_project(file_of(project)), "en")

    assert [source.name for source in coming.matched.unknown] == ["Whole book"]
