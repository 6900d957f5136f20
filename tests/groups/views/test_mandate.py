"""The mandate sheet among the staff's pages: gaps are named, nothing typed is lost."""

from dataclasses import replace

import pytest

from tests.groups.factories import ACT, MANDATE
from vecu.groups.models import LearningGroup
from vecu.records.actions import change_record

pytestmark = [pytest.mark.django_db, pytest.mark.data]

SHEET = "/en/groups/val-de-seve/mandate/"
FORM = f"{SHEET}change/"


def test_what_the_sheet_does_not_say_stands_on_it(lea, noor, group):
    page = lea.get(SHEET).text

    assert "7 things are not said." in page
    assert page.count("not said</dd>") == 7
    for text in ("The department’s council", "31 March 2027", "Childcare"):
        assert text in page
    assert f'href="{FORM}"' in page
    assert f'href="{FORM}"' not in noor.get(SHEET).text


def test_all_items_are_written_in_both_languages(lea, group):
    page = lea.get(FORM).text

    for name in ("question", "paid_hours", "childcare", "interpreter", "heard"):
        assert f'name="{name}_fr"' in page
        assert f'name="{name}_en"' in page
    sent = {"revision": "1", "name_fr": "Groupe", "childcare_fr": "Aucune.", "response_due": ""}
    assert lea.post(FORM, sent).url == SHEET
    stored = LearningGroup.objects.get()
    assert stored.childcare == {"fr": "Aucune."}
    assert stored.response_due is None
    assert stored.question == {}


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"childcare_fr": "Aucune."}, "Give the group a name, in at least one language."),
        ({"name_fr": "G", "response_due": "1949-12-31"}, "Check the year."),
        ({"name_fr": "G", "response_due": "soon"}, "Enter a valid date."),
        ({"name_fr": "G", "heard_en": "x" * 20_000}, "Name of the group"),
    ],
)
def test_what_cannot_be_saved_keeps_what_was_typed(lea, group, sent, message):
    refused = lea.post(FORM, sent | {"revision": "1", "indemnity_en": "Forty euros"})

    assert refused.status_code == 422
    assert message in refused.text
    assert "Forty euros" in refused.text
    assert LearningGroup.objects.get().revision == 1


def test_two_who_write_at_once_both_see_what_the_other_wrote(lea, group):
    theirs = replace(MANDATE, childcare={"en": "A nursery nearby"})
    change_record(group, theirs, revision=1, **ACT)

    beside = lea.post(FORM, {"revision": "1", "name_en": "G", "childcare_en": "Paid at home"})

    assert beside.status_code == 422
    assert "Somebody else has changed this in the meantime." in beside.text
    assert "A nursery nearby" in beside.text
    assert "Paid at home" in beside.text
    assert lea.post(FORM, {"revision": "2", "name_en": "G"}).url == SHEET
