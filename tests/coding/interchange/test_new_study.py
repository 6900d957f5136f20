"""A project of another program becomes a study: texts, codes, coders, what was settled."""

from dataclasses import replace

import pytest

from tests.coding.factories import Room, make_room
from tests.coding.interchange.files import LEAD, file_of, foreign, found, guid, project_of, scope_of
from tests.surveys.factories import NOON, make_member
from vecu.accounts.queries import UnknownAccount, get_role
from vecu.accounts.rules import Role
from vecu.coding.actions.adjudicate import adjudicate_code
from vecu.coding.actions.export_coding import CodingExportFormat, write_coding_export
from vecu.coding.actions.export_coding import CodingExportOptions as Out
from vecu.coding.actions.history import ActionContext
from vecu.coding.actions.import_project import CodingImportOptions
from vecu.coding.actions.new_study_from_project import (
    ProjectStudyOptions,
    accepts_texts,
    create_study_from_project,
    import_into_study,
)
from vecu.coding.interchange.new_study import plan_study
from vecu.coding.models import Adjudication, Coder, Coding, Verbatim
from vecu.coding.queries.codebook import find_codebook
from vecu.coding.queries.texts import iter_texts_with_words, list_all_texts
from vecu.coding.refi import RefiSource, read_project
from vecu.surveys.actions import SlugTaken
from vecu.surveys.models import Answer, Study
from vecu.surveys.rules import Mode

pytestmark = [pytest.mark.django_db, pytest.mark.data]

BEGINNING = ProjectStudyOptions("interviews", "Interviews", "fr", owner="lea")


@pytest.fixture(autouse=True)
def lea():
    return make_member("lea")


def begin(project, **wishes):
    return create_study_from_project(found(project), BEGINNING, LEAD, name="file.qdpx", **wishes)


def test_each_text_is_an_answer_with_its_codes_by_its_coders(lea):
    study, arrived = begin(foreign("Bonjour\nà tous 🙂", "Too long."))

    assert arrived.counts == {
        "texts": 2, "codes": 1, "changed": 0, "codings": 2, "memos": 0, "rulings": 0,
    }  # fmt: skip
    codebook = find_codebook(study.id)
    texts = {
        words: answer.values
        for _t, answer, words in iter_texts_with_words(list_all_texts(codebook))
    }
    assert texts["Bonjour\nà tous 🙂"] == {"text": "Bonjour\nà tous 🙂", "name": "Interview 0"}
    assert study.fieldings.get().mode == Mode.IMPORTED
    assert get_role(lea, study.scope) is Role.OWNER
    assert (codebook.language, codebook.questions) == ("fr", ["/data/text"])
    assert Coder.objects.get().name == "Max"
    assert accepts_texts(study)


def test_the_identities_of_the_project_are_stored_so_that_it_can_go_back(tmp_path):
    project = foreign("One", "Two")
    study, _arrived = begin(project)
    room = Room(study, find_codebook(study.id), {})

    (path,) = write_coding_export(
        scope_of(room), tmp_path, Out(CodingExportFormat.QDPX), actor="lea", now=NOON
    )
    with path.open("rb") as file:
        back = read_project(file).project

    assert {source.guid for source in back.sources} == {each.guid for each in project.sources}
    assert {user.guid for user in back.users} == {guid(1)}
    assert {code.guid for code in back.codes} == {guid(2)}


def test_brought_again_it_adds_nothing_and_a_grown_project_adds_what_is_new():
    study, _arrived = begin(foreign("One", "Two"))
    codebook = find_codebook(study.id)

    def again(project):
        return import_into_study(
            study, codebook, found(project), CodingImportOptions(), LEAD, name="file.qdpx"
        )

    assert set(again(foreign("One", "Two")).counts.values()) == {0}
    grown = again(foreign("One", "Two", "Three"))
    assert (grown.texts, grown.codings) == (1, 1)
    assert Answer.objects.filter(fielding__study=study).count() == 3


def test_the_same_project_can_begin_two_studies():
    begin(foreign("One"))
    other = replace(BEGINNING, slug="again")
    study, arrived = create_study_from_project(found(foreign("One")), other, LEAD, name="file.qdpx")

    assert (arrived.texts, arrived.codings) == (1, 1)
    assert Verbatim.objects.count() == Coding.objects.count() == 2
    codebook = find_codebook(study.id)
    again = import_into_study(
        study, codebook, found(foreign("One")), CodingImportOptions(), LEAD, name="f"
    )
    assert set(again.counts.values()) == {0}


def test_what_cannot_be_an_answer_is_reported_by_name_and_the_rest_comes_in():
    project = foreign("One", "x" * 20_001, "  \n ", "a\x7fb\u202ec")

    coming = plan_study(found(project), "en")
    study, arrived = begin(project)

    assert [source.name for source in coming.matched.unknown] == ["Interview 1", "Interview 2"]
    assert arrived.texts == 2
    words = {
        words for _t, _a, words in iter_texts_with_words(list_all_texts(find_codebook(study.id)))
    }
    assert words == {"One", "a\ufffdb\ufffdc"}
    assert arrived.codings == 2


def test_what_one_laboratory_settled_is_settled_in_the_other(tmp_path):
    room = make_room({"limit": "It invents laws."})
    invents = room.code("Invents")
    text = room.codes("ana", "It invents laws.", invents)
    adjudicate_code(text, invents, ActionContext("ana", NOON, "Clear."), present=False)
    project = project_of(room, tmp_path)

    _study, arrived = begin(project)

    assert arrived.rulings == 1
    ruling = Adjudication.objects.exclude(verbatim=text).get()
    assert (ruling.present, ruling.reason, ruling.by) == (False, "Clear. (ana)", "lea")


def test_nothing_is_begun_under_a_name_that_is_taken_or_for_an_owner_who_is_not_there():
    begin(foreign("One"))
    with pytest.raises(SlugTaken):
        begin(foreign("One"))
    unknown = replace(BEGINNING, slug="other", owner="nobody")
    with pytest.raises(UnknownAccount):
        create_study_from_project(found(foreign("One")), unknown, LEAD, name="file.qdpx")

    assert Study.objects.count() == 1


def test_a_text_of_ten_megabytes_is_left_out_and_reported():
    project = foreign("One")
    large = RefiSource(guid(9), "Whole book", "word " * 2_000_000)
    project = replace(project, sources=(*project.sources, large))

    coming = plan_study(read_project(file_of(project)), "en")

    assert [source.name for source in coming.matched.unknown] == ["Whole book"]
