"""The staff's pages of findings: write, publish, take back, and nothing typed is lost."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.evidence.factories import BOTH, NOW, make_finding, make_published_finding
from tests.evidence.toy_source import Note, WallOfNotes
from tests.surveys.factories import answer, make_member, make_study
from vecu.accounts.rules import Role
from vecu.datasets.release_actions import freeze_extract
from vecu.evidence.actions import publish_finding, take_finding_back
from vecu.evidence.models import Finding
from vecu.evidence.sources import Reference
from vecu.records.models import Act
from vecu.reports.forms.findings import FindingForm
from vecu.reports.study_contents import delete_contents, list_contents
from vecu.surveys.models import Study

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def study() -> Study:
    return make_study()


@pytest.fixture
def lea(client, study) -> Client:
    """The browser of a researcher."""
    client.force_login(make_member("lea", study, Role.RESEARCHER))
    return client


def address(study: Study, *rest: object, language: str = "en") -> str:
    return "/".join([f"/{language}/studies/{study.slug}/findings", *map(str, rest), ""])


def sent(finding: Finding | None = None, **changed) -> dict:
    """What the form of a finding sends: what it says, but for what is changed."""
    whole = {
        "sentence_fr": BOTH["fr"],
        "sentence_en": BOTH["en"],
        "group": "The team",
        "theme": "machine tending",
        "confidence": "low",
        "adequacy_fr": "Peu de récits.",
        "limits_en": "How many people work so.",
        "would_change_en": "Longer stories.",
    }
    values = FindingForm.get_initial_values(finding) if finding else whole
    return values | changed


def text_of(response) -> str:
    """The words of a page, without its marks."""
    text = unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return re.sub(r" ([,.:;])", r"\1", " ".join(text.split()))


def value_of(reference: Reference) -> str:
    return f"{reference.source}:{reference.id}:{reference.revision}"


def pin(wall: WallOfNotes, study: Study, words: str, **more) -> Reference:
    return wall.pin(Note(study.scope, words, **more))


def test_an_empty_page_says_how_to_begin(lea, study, wall):
    page = lea.get(address(study))

    assert "How to begin" in text_of(page)
    assert address(study, "new") in page.content.decode()


def test_a_finding_is_written_previewed_and_published(lea, study, wall):
    note = pin(wall, study, "it took me all morning")
    saved = lea.post(address(study, "new"), sent(evidence=value_of(note), preview="yes"))
    finding = Finding.objects.get()
    assert saved.url == address(study, finding.pk, "preview")

    preview = lea.get(saved.url)
    for words in (BOTH["en"], "it took me all morning", "Low confidence", "Longer stories.",
                  "Peu de récits.", "Work done for the machine"):  # fmt: skip
        assert words in text_of(preview)
    published = lea.post(address(study, finding.pk, "publish"), {"revision": 1}, follow=True)
    assert "Published: everybody can read it." in text_of(published)
    finding.refresh_from_db()
    assert (finding.state, finding.sentence, finding.references) == ("published", BOTH, [note])


def test_a_draft_is_saved_with_nothing_but_what_there_is_and_the_preview_names_what_lacks(
    lea, study
):
    lea.post(address(study, "new"), {"sentence_en": "Checking takes time.", "save": "yes"})
    finding = Finding.objects.get()

    preview = lea.get(address(study, finding.pk, "preview"))
    assert "Before it can be published" in text_of(preview)
    assert f"{address(study, finding.pk)}#id_sentence_fr" in preview.content.decode()
    assert address(study, finding.pk, "publish") not in preview.content.decode()
    refused = lea.post(address(study, finding.pk, "publish"), {"revision": 1})
    assert refused.status_code == 422
    assert "Write the sentence in both languages." in text_of(refused)


def test_words_of_a_quotation_are_refused_and_nothing_typed_is_lost(lea, study, wall):
    note = pin(wall, study, "I no longer see the end of my reports", public=False)
    typed = sent(
        limits_fr="People no longer see the end of it.", evidence=value_of(note), save="yes"
    )

    page = lea.post(address(study, "new"), typed)

    assert page.status_code == 422
    text = text_of(page)
    assert "“no longer see the end”" in text
    assert "What it does not say (in French): These words are in a quotation" in text
    for words in ("People no longer see the end of it.", "Peu de récits.", "Longer stories."):
        assert words in text
    assert f'value="{value_of(note)}" checked' in page.content.decode()
    assert not Finding.objects.exists()


def test_the_message_is_in_the_language_of_the_page(lea, study):
    make_member("ana", study, Role.OWNER)
    page = lea.post(address(study, "new", language="fr"), sent(group="ana", save="yes"))

    assert "Indiquez le groupe" in text_of(page)


def test_looking_for_evidence_keeps_what_is_typed_and_saves_nothing(lea, study, wall):
    slow, quick = pin(wall, study, "très lent"), pin(wall, study, "quick")
    pin(wall, study, "dull")
    typed = {"sentence_en": "Half a sen", "evidence": value_of(quick), "words": "LENT", "find": "y"}

    page = lea.post(address(study, "new"), typed)

    assert page.status_code == 200
    html = page.content.decode()
    assert "Half a sen" in html
    assert f'value="{value_of(quick)}" checked' in html
    assert f'value="{value_of(slow)}">' in html
    assert "dull" not in html
    assert not Finding.objects.exists()


def test_two_people_who_write_at_once_see_both_and_decide(lea, study, wall):
    slow, quick = pin(wall, study, "slow"), pin(wall, study, "quick")
    finding = make_finding(study.scope, references=[slow])
    theirs = sent(finding, group="Their group", theme="consent", confidence="high")
    lea.post(address(study, finding.pk), theirs | {"evidence": value_of(quick), "save": "yes"})

    mine = sent(finding, group="My group", limits_en="Mine.") | {"save": "yes"}
    page = lea.post(address(study, finding.pk), mine)

    assert page.status_code == 422
    text = text_of(page)
    assert "Somebody else has changed this in the meantime" in text
    assert 'value="My group"' in page.content.decode()
    assert "Mine." in text
    for words in (
        "Their group",
        "Consent of the people served",
        "High confidence",
        "How many people work so.",
    ):
        assert f"Other version: {words}" in text
    assert "cited in the other version" in text
    finding.refresh_from_db()
    assert finding.group == "Their group"

    again = {"revision": 2, "group": "My group", "save": "yes"}
    lea.post(address(study, finding.pk), sent(finding) | again)
    finding.refresh_from_db()
    assert (finding.group, finding.revision) == ("My group", 3)


def test_a_published_finding_is_changed_by_its_next_version_only(lea, study):
    first = make_published_finding(study.scope)
    assert "What everybody reads stays as it is" in text_of(lea.get(address(study, first.pk)))

    saved = lea.post(address(study, first.pk), sent(first, group="Others", save="yes"))

    second = Finding.objects.get(supersedes=first)
    assert saved.url == address(study, second.pk)
    first.refresh_from_db()
    assert (first.state, first.group) == ("published", "The team of the Val-de-Sève")
    assert lea.get(address(study, first.pk)).url == address(study, second.pk)


def test_what_was_read_is_what_is_published(lea, study):
    finding = make_finding(study.scope)
    lea.post(address(study, finding.pk), sent(finding, group="Others", save="yes"))

    page = lea.post(address(study, finding.pk, "publish"), {"revision": 1})

    assert page.status_code == 422
    assert "Read it, then publish it." in text_of(page)
    assert "Others" in text_of(page)
    finding.refresh_from_db()
    assert finding.state == "draft"


@pytest.mark.parametrize("sent_revision", ["9" * 5000, "²", "-1", ""])
def test_what_is_no_revision_publishes_nothing(lea, study, sent_revision):
    finding = make_finding(study.scope)
    page = lea.post(address(study, finding.pk, "publish"), {"revision": sent_revision})

    assert page.status_code == 422
    finding.refresh_from_db()
    assert finding.state == "draft"


def test_taking_back_is_confirmed_says_what_stays_and_can_be_undone(lea, study):
    finding = make_published_finding(study.scope)
    asked = text_of(lea.get(address(study, finding.pk, "take-back")))
    assert "search engines" in asked

    page = lea.post(address(study, finding.pk, "take-back"), follow=True)
    assert "Undo taking it back" in text_of(page)
    lea.post(address(study, finding.pk, "undo"))
    finding.refresh_from_db()
    assert finding.state == "published"


def test_undoing_what_cannot_be_undone_says_so(lea, study):
    finding = make_finding(study.scope)

    page = lea.post(address(study, finding.pk, "undo"))
    assert page.status_code == 422
    assert "There is nothing to undo." in text_of(page)


def test_a_draft_is_deleted_once_that_is_confirmed(lea, study):
    finding = make_finding(study.scope)
    assert "This cannot be undone." in text_of(lea.get(address(study, finding.pk, "discard")))
    assert Finding.objects.exists()

    lea.post(address(study, finding.pk, "discard"))
    assert not Finding.objects.exists()


@pytest.mark.parametrize("act", ["take-back", "discard"])
def test_what_is_not_possible_any_more_is_refused_in_words(lea, study, act):
    finding = make_finding(study.scope)
    if act == "discard":
        publish_finding(finding, by="sam", now=NOW)
    assert lea.get(address(study, finding.pk, act)).status_code == 302
    assert lea.post(address(study, finding.pk, act)).status_code == 422


def test_the_list_says_what_came_in_and_what_is_ready_to_be_released(lea, study):
    page = text_of(lea.get(address(study)))
    assert "0 answers: too few for figures. They can be released from 15 answers on." in page

    for _person in range(22):
        answer(study, {"work": {"sector": "social"}})
    assert "No figure is released yet: count the people first" in text_of(lea.get(address(study)))
    freeze_extract(study, [], by="lea", now=NOW)
    assert "3 more figures can be released" in text_of(lea.get(address(study)))
    for _person in range(11):
        answer(study, {"work": {"sector": "health"}})

    page = text_of(lea.get(address(study)))
    assert "11 more people have answered: a new extract can be made" in page


def test_the_list_says_what_is_uncited_and_what_must_be_argued_again(lea, study, wall):
    gone, left = pin(wall, study, "slow"), pin(wall, study, "quick")
    finding = make_published_finding(study.scope, references=[gone, left])
    for words in ("dull", "bright", "warm"):
        pin(wall, study, words)
    assert "Notes: 5, of which 3 in no finding yet" in text_of(lea.get(address(study)))

    wall.take_down(gone)
    page = lea.get(address(study))
    assert "To be discussed again" in text_of(page)
    assert "2 pieces of evidence, 1 no longer available" in text_of(page)
    assert address(study, finding.pk) in page.content.decode()
    assert "Discuss it again" in text_of(page)


def test_the_form_shows_what_is_gone_and_what_has_changed(lea, study, wall):
    gone, changed = pin(wall, study, "slow"), pin(wall, study, "quick")
    finding = make_published_finding(study.scope, references=[gone, changed])
    wall.take_down(gone)
    wall.reword(changed)

    page = lea.get(address(study, finding.pk))
    text = text_of(page)
    assert "Evidence no longer available" in text
    assert "has changed since it was cited" in text
    assert "slow" not in text

    now = Reference("notes", changed.id, 2)
    assert value_of(now) in page.content.decode()
    lea.post(address(study, finding.pk), sent(finding, evidence=[value_of(now)], save="yes"))
    assert Finding.objects.get(supersedes=finding).references == [now]


def test_the_form_says_what_only_members_may_read(lea, study, wall):
    pin(wall, study, "slow")
    assert "For members only" not in text_of(lea.get(address(study, "new")))

    pin(wall, study, "kept inside", public=False)
    assert text_of(lea.get(address(study, "new"))).count("For members only") == 1


def test_what_went_while_it_was_ticked_is_refused_in_words(lea, study, wall):
    note = pin(wall, study, "slow")
    wall.take_down(note)

    page = lea.post(address(study, "new"), sent(evidence=value_of(note), save="yes"))
    assert page.status_code == 422
    assert "no longer available" in text_of(page)
    assert value_of(note) not in page.content.decode()


@pytest.mark.parametrize(
    "value",
    ["notes", "notes:x:1", "notes::", f"notes:{uuid4()}:one", f"notes:{uuid4()}:9999999999", ""],
)
def test_what_is_no_reference_is_left_out(lea, study, value):
    lea.post(address(study, "new"), sent(evidence=value, save="yes"))

    assert Finding.objects.get().references == []


@pytest.mark.parametrize("name", ["theme", "confidence"])
def test_a_choice_that_is_not_offered_is_refused_where_it_stands(lea, study, name):
    page = lea.post(address(study, "new"), sent(save="yes") | {name: "splendid"})

    assert page.status_code == 422
    html = page.content.decode()
    assert f'href="#id_{name}"' in html
    assert f'id="id_{name}"' in html


def test_a_text_that_is_too_long_is_refused_and_not_lost(lea, study):
    page = lea.post(address(study, "new"), sent(sentence_en="long " * 100, save="yes"))

    assert page.status_code == 422
    assert "300" in text_of(page)
    assert "long long long" in text_of(page)


def test_the_history_names_acts_and_no_words(lea, study, wall):
    finding = make_published_finding(study.scope, references=[pin(wall, study, "slow")])
    take_finding_back(finding, by="sam", now=NOW)

    make_finding(study.scope)

    text = text_of(lea.get(address(study, finding.pk, "history")))
    for words in ("took back", "published", "wrote", "sam", "lea", BOTH["en"]):
        assert words in text
    assert text.count("version 1, 1 piece of evidence cited") == 3
    assert "0 pieces" not in text
    assert "slow" not in text


def test_html_in_a_sentence_is_text(lea, study):
    typed = sent(sentence_en="<b>Bold</b> & brave", save="yes")
    lea.post(address(study, "new"), typed)
    finding = Finding.objects.get()

    for page in (address(study), address(study, finding.pk), address(study, finding.pk, "preview")):
        html = lea.get(page).content.decode()
        assert "&lt;b&gt;Bold&lt;/b&gt; &amp; brave" in html
        assert "<b>Bold" not in html


@pytest.mark.parametrize("page", ["", "preview", "history", "take-back", "discard"])
def test_a_finding_of_another_study_is_not_there(lea, study, page):
    other = make_study("other")
    finding = make_published_finding(other.scope)

    rest = [finding.pk, page] if page else [finding.pk]
    assert lea.get(address(study, *rest)).status_code == 404


def test_the_questions_of_the_pages_do_not_grow_with_rows(lea, study, wall):
    def count_queries(*pages: str) -> list[int]:
        numbers = []
        for page in pages:
            with CaptureQueriesContext(connection) as captured:
                assert lea.get(page).status_code == 200
            numbers.append(len(captured))
        return numbers

    finding = make_published_finding(study.scope, references=[pin(wall, study, "slow")])
    pages = [
        address(study),
        address(study, finding.pk),
        address(study, finding.pk, "preview"),
        address(study, finding.pk, "history"),
    ]
    count_queries(*pages)
    few = count_queries(*pages)
    for number in range(6):
        make_published_finding(study.scope, references=[pin(wall, study, f"note {number}")])
        make_finding(study.scope)
    assert count_queries(*pages) == few


def test_a_deleted_study_takes_its_findings_along(study):
    make_published_finding(study.scope)
    left = make_finding(make_study("other").scope)
    assert [number for number, _phrase in list_contents(study)] == [1]

    delete_contents(study)
    assert list(Finding.objects.all()) == [left]
    assert {each.entry for each in Act.objects.all()} == {left.pk}
