"""A project goes out, is coded further in another program, and comes back."""

import pytest
from pyrefiqda import RefiProject as PyrefiProject
from pyrefiqda.models import project as refi

from tests.coding.factories import Room, make_room
from tests.coding.interchange.files import LEAD, file_of, foreign, guid, take
from tests.surveys.factories import NOON, answer, make_study
from vecu.accounts.queries import list_audit
from vecu.coding.actions.adjudicate import adjudicate_code
from vecu.coding.actions.annotate import CodeSpan, apply_code, undo
from vecu.coding.actions.codebook import (
    CodeChanged,
    CodeText,
    change_code,
    merge_code,
    open_codebook,
)
from vecu.coding.actions.export_coding import CodingExportFormat
from vecu.coding.actions.history import ActionContext
from vecu.coding.actions.import_project import CodingImportOptions, import_coding_project
from vecu.coding.actions.ingest_texts import ingest_verbatims
from vecu.coding.actions.memos import write_memo
from vecu.coding.code_tree import CodebookCycle
from vecu.coding.interchange.match_texts import MatchMethod
from vecu.coding.interchange.read_file import read_import_file
from vecu.coding.models import Code as Codes
from vecu.coding.models import Coder, Coding, CodingEvent, Memo
from vecu.coding.queries.codebook import list_codes
from vecu.coding.queries.export_coding import TextSelection
from vecu.coding.queries.history import list_events
from vecu.coding.queries.import_project import get_import_plan
from vecu.coding.queries.texts import (
    list_texts_for_coder,
    list_unassigned_texts,
    list_visible_codings,
)
from vecu.coding.refi import RefiCode, RefiCoding, RefiNote, RefiProject, RefiSource, RefiUser
from vecu.coding.rules import CoderKind
from vecu.coding.spans import TextSpan

pytestmark = [pytest.mark.django_db, pytest.mark.data]

ANA = ActionContext("ana", NOON)
LAWS, EMOJI = "It invents laws.", "🙂 ça va\r\nmais e\u0301coute"
QUESTION = "/data/story/limit"


@pytest.fixture
def room():
    room = make_room({"limit": LAWS}, {"limit": EMOJI}, {"limit": "Too long."})
    room.invents = room.code("Invents")
    room.codes("ana", LAWS, room.invents)
    return room


def plan(room, file):
    """Return what a file or a project would bring."""
    if isinstance(file, RefiProject):
        file = file_of(file)
    read = read_import_file(file, [code for code, _depth in list_codes(room.codebook).lines])
    return get_import_plan(room.codebook, list_codes(room.codebook), read.found)


def bring(room, file, **wishes):
    """Bring a file in and return how much came."""
    return import_coding_project(
        room.codebook, plan(room, file), CodingImportOptions(**wishes), LEAD, name="file.qdpx"
    )


def codings() -> set:
    """Return all codings by the coder's, the code's name and the place."""
    return {
        (each.coder.name, each.code.name, each.verbatim.address, each.start, each.end)
        for each in Coding.objects.select_related("coder", "code", "verbatim")
    }


@pytest.fixture
def coded_further(room, tmp_path):
    """The study's project, opened and saved by another program after somebody coded in it."""
    path = take(room, tmp_path, CodingExportFormat.QDPX, which=TextSelection.ALL)[
        "stories-coding.qdpx"
    ]
    project = PyrefiProject.load(path, tmp_path / "unpacked")
    project.users.user.append(refi.UserType(guid=str(guid(1)), name="Max"))
    project.code_book.codes.code.append(
        refi.CodeType(guid=str(guid(2)), name="Doubt", is_codable=True, color="#00626e")
    )
    for source in project.sources.text_source:
        words = PyrefiProject.resolve_source_path(source.plain_text_path, tmp_path / "unpacked")
        text = words.read_bytes().decode()
        if "🙂" in text:
            start = text.index("mais")
            source.plain_text_selection.append(
                selection(5, str(guid(2)), str(guid(1)), start, len(text), "mais écoute")
            )
            source.plain_text_selection.append(
                selection(6, str(room.invents.id), str(guid(1)), 0, 1, "🙂")
            )
        if text == LAWS:
            source.plain_text_selection.append(
                selection(7, str(room.invents.id), str(guid(1)), 0, len(text), LAWS)
            )
    target = tmp_path / "back.qdpx"
    PyrefiProject.save(project, target, tmp_path / "unpacked" / "sources")
    return target


def selection(number, code, user, start, end, name):
    coding = refi.CodingType(
        guid=str(guid(300 + number)),
        creating_user=user,
        code_ref=refi.CodeRefType(target_guid=code),
    )
    return refi.PlainTextSelectionType(
        guid=str(guid(400 + number)),
        name=name,
        start_position=start,
        end_position=end,
        creating_user=user,
        coding=[coding],
    )


def test_what_another_program_added_comes_in_as_a_coder_of_its_own(room, coded_further):
    with coded_further.open("rb") as file:
        coming = plan(room, file)
        assert coming.matched.count(MatchMethod.IDENTITY) == 3
        assert [(each.name, each.brought, each.already) for each in coming.coders] == [
            ("ana", 0, 1),
            ("Max", 3, 0),
        ]
        arrived = bring(room, file)

    assert (arrived.codes, arrived.codings) == (1, 3)
    text = room.text(EMOJI)
    assert codings() == {
        ("ana", "Invents", room.text(LAWS).address, None, None),
        ("Max", "Invents", room.text(LAWS).address, None, None),
        ("Max", "Doubt", text.address, EMOJI.index("mais"), len(EMOJI)),
        ("Max", "Invents", text.address, 0, 1),
    }
    assert Coder.objects.get(name="Max").kind == CoderKind.IMPORTED
    assert list_codes(room.codebook).by_id[guid(2)].colour == "#00626e"


def test_brought_again_it_adds_nothing(room, coded_further):
    before = None
    for _time in range(3):
        with coded_further.open("rb") as file:
            arrived = bring(room, file)
        now = (codings(), CodingEvent.objects.count(), Coder.objects.count(), Memo.objects.count())
        assert before in (None, now)
        before = now
    assert arrived.counts == dict.fromkeys(arrived.counts, 0)


def test_the_table_of_agreement_shows_the_imported_coder(room, coded_further, client):
    with coded_further.open("rb") as file:
        bring(room, file)
    client.force_login(room.users["ana"])

    page = client.get("/en/studies/stories/coding/agreement/")

    assert "Max</th>" in page.text
    assert "1 text was finished blindly by several coders." in page.text


def test_a_member_who_coded_on_elsewhere_stands_beside_what_they_did_here(room, tmp_path):
    ana, doubt = room.coder("ana"), room.code("Doubt")
    text = room.text(LAWS)
    project = RefiProject(
        "",
        users=(RefiUser(ana.id, "ana"),),
        codes=(RefiCode(room.invents.id, "Invents"), RefiCode(doubt.id, "Doubt")),
        sources=(
            RefiSource(
                text.id,
                "",
                LAWS,
                (
                    RefiCoding(guid(1), room.invents.id, ana.id),
                    RefiCoding(guid(2), doubt.id, ana.id, TextSpan(0, 2)),
                ),
            ),
        ),
    )

    assert bring(room, project).codings == 2
    assert bring(room, project).codings == 0

    assert {line[:2] for line in codings()} == {
        ("ana", "Invents"),
        ("ana (imported)", "Invents"),
        ("ana (imported)", "Doubt"),
    }


def test_what_a_member_did_here_alone_comes_in_under_no_other_name(room, tmp_path):
    path = take(room, tmp_path, CodingExportFormat.QDPX)["stories-coding.qdpx"]
    with path.open("rb") as file:
        coming = plan(room, file)

    assert [(each.name, each.brought, each.already) for each in coming.coders] == [("ana", 0, 1)]
    assert not coming.brings_something


def test_nothing_is_new_after_codes_were_merged(room, tmp_path):
    lies = room.code("Lies")
    path = take(room, tmp_path, CodingExportFormat.QDPX)["stories-coding.qdpx"]
    merge_code(room.invents, lies, ANA)

    with path.open("rb") as file:
        assert not plan(room, file).brings_something
    after = take(room, tmp_path / "after", CodingExportFormat.QDPX)["stories-coding.qdpx"]
    with after.open("rb") as file:
        assert not plan(room, file).brings_something


def coding(number):
    return RefiCoding(guid(number), guid(2), guid(1))


def test_texts_whose_words_differ_are_reported_by_name_and_unknown_ones_too(room):
    text = room.text(LAWS)
    project = RefiProject(
        "",
        users=(RefiUser(guid(1), "Max"),),
        codes=(RefiCode(guid(2), "Doubt"),),
        sources=(
            RefiSource(text.id, "limit one", "It invents rules.", (coding(3),)),
            RefiSource(guid(4), "Interview 7", "Something else", (coding(5),)),
        ),
    )

    coming = plan(room, project)

    assert [source.name for source in coming.matched.changed] == ["limit one"]
    assert [source.name for source in coming.matched.unknown] == ["Interview 7"]
    assert coming.brought == 0
    assert bring(room, project).codings == 0


def test_imported_codes_keep_no_member_from_coding_blindly(room):
    bring(room, foreign("Too long."))
    ana, text = room.coder("ana"), room.text("Too long.")

    assert text in list_texts_for_coder(ana, QUESTION)
    assert text.id in list_unassigned_texts(room.codebook, QUESTION)
    (seen,) = list_visible_codings(ana, [text], list_codes(room.codebook))
    assert seen.others == ()

    room.codes("ana", "Too long.")
    (seen,) = list_visible_codings(ana, [text], list_codes(room.codebook))
    assert len(seen.others) == 1


def test_bringing_in_can_be_undone_by_nobody_and_takes_nobody_s_keys(room):
    lead = room.coder("bea")
    import_coding_project(
        room.codebook,
        plan(room, foreign(LAWS)),
        CodingImportOptions(),
        ActionContext("bea", NOON),
        name="file.qdpx",
    )

    lead.refresh_from_db()
    assert lead.keys == {}
    assert {event.verb for event in list_events(room.codebook)} == {"made code"}
    apply_code(lead, room.text(EMOJI).id, CodeSpan(room.invents.id), ActionContext("bea", NOON))
    assert undo(lead, ActionContext("bea", NOON)).act.verb == "coded"


def test_texts_that_a_coder_of_the_file_left_without_a_code_count_only_if_it_is_confirmed(room):
    project = foreign(LAWS, EMOJI.replace("\r\n", "\n"))
    first, second = project.sources
    project = RefiProject(
        "", users=project.users, codes=project.codes,
        sources=(first, RefiSource(second.guid, "", second.text)),
    )  # fmt: skip

    assert plan(room, project).unmarked
    bring(room, project)
    max_ = Coder.objects.get(name="Max")
    assert max_.assignments.count() == 1

    bring(room, project, all_read=True)
    assert max_.assignments.filter(done=True).count() == 2
    assert not plan(room, project).brings_something


def test_a_code_that_differs_is_changed_only_where_that_was_chosen(room):
    project = RefiProject("", codes=(RefiCode(room.invents.id, "Makes up", definition="New"),))

    bring(room, project)
    room.invents.refresh_from_db()
    assert room.invents.name == "Invents"

    bring(room, project, take={room.invents.id: room.invents.revision})
    room.invents.refresh_from_db()
    assert (room.invents.name, room.invents.definition) == ("Makes up", "New")


def test_a_code_that_somebody_changed_meanwhile_is_not_overwritten_and_nothing_comes_in(room):
    project = RefiProject(
        "", codes=(RefiCode(guid(1), "New one"), RefiCode(room.invents.id, "Makes up"))
    )
    shown = room.invents.revision
    change_code(room.invents, CodeText("Invents laws"), ANA, revision=shown)

    with pytest.raises(CodeChanged):
        bring(room, project, take={room.invents.id: shown})

    assert [code.name for code, _depth in list_codes(room.codebook).lines] == ["Invents laws"]


def test_a_move_that_would_close_a_circle_names_its_members_and_nothing_comes_in(room):
    courts = room.code("Courts", parent=room.invents)
    judges = room.code("Judges", parent=courts)
    project = RefiProject(
        "", codes=(RefiCode(judges.id, "Judges"), RefiCode(room.invents.id, "Invents", judges.id))
    )

    with pytest.raises(CodebookCycle, match="Invents → Judges → Courts → Invents"):
        bring(room, project, take={room.invents.id: room.invents.revision})

    room.invents.refresh_from_db()
    assert room.invents.parent is None


def test_memos_come_in_once_about_what_they_are_about(room):
    text = room.text(LAWS)
    coding = RefiCoding(guid(3), room.invents.id, guid(1))
    project = RefiProject(
        "",
        users=(RefiUser(guid(1), "Max"),),
        codes=(RefiCode(room.invents.id, "Invents"),),
        sources=(RefiSource(text.id, "", LAWS, (coding,)),),
        notes=(
            RefiNote(guid(10), "On all", by=guid(1)),
            RefiNote(guid(11), "On a code", about=frozenset({room.invents.id}), by=guid(1)),
            RefiNote(guid(12), "On a text", "Title", about=frozenset({text.id}), by=guid(1)),
            RefiNote(guid(13), "On a coding", about=frozenset({guid(3)}), by=guid(1)),
            RefiNote(
                guid(14), "On words", about=frozenset({text.id}), by=guid(1), span=TextSpan(3, 10)
            ),
        ),
    )

    assert bring(room, project).memos == 5
    assert bring(room, project).memos == 0

    memos = {memo.text: memo for memo in Memo.objects.all()}
    assert memos["On a code"].code_id == room.invents.id
    assert memos["Title\n\nOn a text"].verbatim_id == text.id
    assert memos["On a coding"].coding.coder.name == "Max"
    assert memos["“invents”\n\nOn words"].verbatim_id == text.id
    assert {memo.by for memo in memos.values()} == {"Max"}


def test_a_memo_from_here_that_was_changed_elsewhere_stands_beside_it(room, tmp_path):
    ours = write_memo(room.codebook, "Mine", ANA)
    unchanged = take(room, tmp_path, CodingExportFormat.QDPX)["stories-coding.qdpx"]
    with unchanged.open("rb") as file:
        assert not plan(room, file).memos
    project = RefiProject("", notes=(RefiNote(ours.id, "Mine, and more", name="ana"),))

    bring(room, project)
    bring(room, project)

    assert sorted(Memo.objects.values_list("text", flat=True)) == ["Mine", "Mine, and more"]


def test_what_is_settled_here_stays_and_what_the_file_says_otherwise_is_counted(room, tmp_path):
    adjudicate_code(room.text(LAWS), room.invents, ANA, present=False)
    path = take(room, tmp_path, CodingExportFormat.QDPX)["stories-coding.qdpx"]
    adjudicate_code(room.text(LAWS), room.invents, ANA, present=True)

    with path.open("rb") as file:
        coming = plan(room, file)
        assert len(coming.rulings) == 1
        assert bring(room, file).rulings == 0

    assert room.text(LAWS).rulings.get().present


def test_a_text_that_is_taken_back_meanwhile_is_left_out(room):
    coming = plan(room, foreign(LAWS, "Too long."))
    room.withdraw(LAWS)

    arrived = import_coding_project(
        room.codebook, coming, CodingImportOptions(), LEAD, name="file.qdpx"
    )

    assert arrived.codings == 1
    assert {line[0] for line in codings()} == {"Max"}


def test_two_studies_may_have_the_same_file_and_neither_takes_from_the_other(room):
    project = foreign("The same words")
    for slug in ("one", "two"):
        study = make_study(slug, FORM_OF_ONE)
        answer(study, {"words": "The same words"})
        other = Room(study, open_codebook(study, "en"), {})
        ingest_verbatims(other.codebook)
        assert bring(other, project).counts["codings"] == 1
        assert bring(other, project).counts["codings"] == 0

    assert Coder.objects.filter(name="Max").count() == 2
    assert Codes.objects.filter(name="Doubt").count() == 2


FORM_OF_ONE = """
| settings | | |
| | form_title | form_id |
| | One | one |

| survey | | | |
| | type | name | label |
| | text | words | Your words? |
"""


def test_bringing_in_is_audited_with_what_came(room):
    bring(room, foreign(LAWS))

    event = list_audit(room.study.scope)[0]
    assert (event.actor, event.verb, event.target) == ("lea", "brought coding in", "file.qdpx")
    assert event.detail["codings"] == 1
    assert LAWS not in str(event.detail)
