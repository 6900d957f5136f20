"""Commands for relays and cards: the same actions, counts and audit as on pages."""

import io
import re
import stat

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from tests.surveys.cards import send
from vecu.accounts.queries import list_audit
from vecu.errors import VecuError
from vecu.site.commands.cards import card
from vecu.site.commands.relays import relay
from vecu.site.commands.studies import study
from vecu.surveys.actions import add_relay
from vecu.surveys.models import AccessCode, AccessCodeBatch, OutreachPartner

pytestmark = [pytest.mark.django_db, pytest.mark.data]
SITE = ["--site", "https://lab.example"]


def ran(group, *words) -> str:
    """Run a command that succeeds; return its output."""
    done = CliRunner().invoke(group, [str(word) for word in words])
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def refused(group, *words) -> str:
    """Run a command that fails with one sentence; return it."""
    done = CliRunner().invoke(group, [str(word) for word in words])
    assert done.exit_code != 0
    assert done.exit_code == 2 or isinstance(done.exception, VecuError), done.exception
    return f"{done.output} {done.exception}"


def words_on(file) -> str:
    pages = PdfReader(io.BytesIO(file.read_bytes())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def audited(testimonies) -> list[tuple[str, str, dict]]:
    return [(event.verb, event.target, event.detail) for event in list_audit(testimonies.scope)][
        ::-1
    ]


def test_a_relay_is_added_listed_renamed_and_removed(testimonies):
    assert "/take/testimonies/by/fdo/" in ran(
        relay, "add", "testimonies", "Fédération des œuvres", "--link", "fdo"
    )
    listed = ran(relay, "list", "testimonies")
    assert re.search(r"^fdo .*begun: fewer than 11, sent: fewer than 11.*œuvres$", listed.strip())

    said = ran(relay, "rename", "testimonies", "fdo", "Fédération nouvelle")
    assert "Its link still ends in fdo." in said
    said = ran(relay, "remove", "testimonies", "fdo", "--yes")
    assert "The counts of Fédération nouvelle are erased." in said

    assert not OutreachPartner.objects.exists()
    names = {"from": "Fédération des œuvres", "to": "Fédération nouvelle"}
    assert audited(testimonies) == [
        ("added relay", "fdo", {}),
        ("renamed relay", "fdo", names),
        ("removed relay", "fdo", {"name": "Fédération nouvelle", "revoked": False}),
    ]


def test_removing_says_what_becomes_of_the_cards_and_may_revoke_them(testimonies, tmp_path):
    add_relay(testimonies, "Union")
    out = tmp_path / "cards.pdf"
    ran(card, "draw", "testimonies", "--count", 11, "--relay", "union", *SITE, "--out", out)

    said = ran(relay, "remove", "testimonies", "union", "--revoke-cards")

    assert "Batches that stay, without a relay: 1; their unused cards no longer work." in said
    batch = AccessCodeBatch.objects.get()
    assert (batch.relay, batch.revoked) == (None, True)


def test_a_poster_is_written_for_a_relay_s_link_or_the_study_s_own(testimonies, tmp_path):
    add_relay(testimonies, "Union")
    own, theirs = tmp_path / "own.pdf", tmp_path / "theirs.pdf"

    ran(relay, "poster", "testimonies", *SITE, "--out", own, "--language", "en")
    said = ran(relay, "poster", "testimonies", "union", *SITE, "--out", theirs)

    assert "lab.example/en/take/testimonies" in words_on(own)
    assert "lab.example/fr/take/testimonies/by/union" in words_on(theirs)
    assert "https://lab.example/fr/take/testimonies/by/union/" in said


def test_a_name_that_paper_has_no_letters_for_is_reported_and_no_file_is_left(
    testimonies, tmp_path
):
    add_relay(testimonies, "工会", "union")
    out = tmp_path / "poster.pdf"

    said = refused(relay, "poster", "testimonies", "union", *SITE, "--out", out)

    assert "“工会” cannot be printed: the typefaces for paper lack 工 会." in said
    assert not out.exists()


def test_cards_are_drawn_into_a_file_that_only_its_owner_reads(testimonies, tmp_path):
    out = tmp_path / "cards.pdf"

    said = ran(card, "draw", "testimonies", "--count", 12, *SITE, "--out", out)

    codes = re.findall(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\b", words_on(out))
    assert len(set(codes)) == AccessCode.objects.count() == 12
    assert "lab.example/fr/card" in words_on(out)
    assert "They lead to https://lab.example/fr/take/testimonies/card/" in said
    assert "vecu study open testimonies --cards" in said
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert not [code for code in codes if code in said]

    assert "open to cards" in ran(study, "open", "testimonies", "--cards")
    send(codes[0])
    listed = ran(card, "list", "testimonies")
    assert "batch   1    12 drawn, begun: fewer than 11, used: fewer than 11" in listed
    assert "no longer work" in ran(card, "revoke", "testimonies", 1)
    assert "revoked" in ran(card, "list", "testimonies")
    verbs = [verb for verb, _target, _detail in audited(testimonies)]
    assert verbs == ["drew cards", "set open", "revoked cards"]


def test_a_file_that_is_there_is_not_written_over_and_nothing_is_drawn(testimonies, tmp_path):
    out = tmp_path / "cards.pdf"
    out.write_text("mine")

    assert "Name a new file." in refused(card, "draw", "testimonies", *SITE, "--out", out)

    assert out.read_text() == "mine"
    assert not AccessCodeBatch.objects.exists()


def test_where_nothing_can_be_written_nothing_is_drawn(testimonies, tmp_path):
    said = refused(card, "draw", "testimonies", *SITE, "--out", tmp_path / "no" / "cards.pdf")

    assert "cannot be written" in said
    assert not AccessCodeBatch.objects.exists()


def test_cards_that_are_refused_leave_no_file(testimonies, tmp_path, monkeypatch):
    monkeypatch.setattr(AccessCode.objects, "bulk_create", lambda _cards: 1 / 0)
    out = tmp_path / "cards.pdf"

    with pytest.raises(ZeroDivisionError):
        CliRunner().invoke(
            card, ["draw", "testimonies", *SITE, "--out", str(out)], catch_exceptions=False
        )
    assert not out.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["draw", "testimonies", "--count", 10, *SITE], "11 to 1000"),
        (["draw", "testimonies", "--relay", "none", *SITE], "There are: none yet."),
        (["draw", "testimonies", "--site", "lab.example"], "write it as https://"),
        (["draw", "testimonies", "--site", "https://lab.example/fr/"], "write it as https://"),
        (["draw", "testimonies", "--site", "ftp://lab.example"], "write it as https://"),
        (["draw", "nowhere", *SITE], "nowhere"),
        (["revoke", "testimonies", 1], "vecu card list testimonies"),
    ],
)
def test_what_cannot_be_is_explained_in_one_sentence(testimonies, tmp_path, words, said):
    out = ["--out", str(tmp_path / "cards.pdf")] if words[0] == "draw" else []

    assert said in " ".join(refused(card, *words, *out).split())
    assert not AccessCodeBatch.objects.exists()


def test_a_name_that_cannot_be_and_a_relay_that_is_not_there_are_explained(testimonies):
    add_relay(testimonies, "Union")

    assert "cannot stand in a link" in refused(relay, "add", "testimonies", "工会")
    assert "There is already a relay" in refused(relay, "add", "testimonies", "UNION")
    assert "There are: union." in refused(relay, "rename", "testimonies", "unino", "X")
    assert "There are: union." in refused(relay, "remove", "testimonies", "unino")


def test_closing_one_door_says_that_the_other_is_open(testimonies, tmp_path):
    ran(card, "draw", "testimonies", "--count", 11, "--site", "https://lab.example", "--out",
        tmp_path / "cards.pdf")  # fmt: skip
    ran(study, "open", "testimonies", "--cards")

    assert "Its link is still open." in ran(study, "pause", "testimonies", "--cards")
    ran(study, "open", "testimonies", "--cards")
    assert "Cards are still accepted." in ran(study, "close", "testimonies")
    assert "still" not in ran(study, "close", "testimonies", "--cards")


def test_the_door_for_cards_cannot_be_opened_before_there_are_any(testimonies):
    assert "vecu card draw testimonies" in refused(study, "open", "testimonies", "--cards")
