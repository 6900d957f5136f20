"""The history of recommendations: what was done at once stands and goes together, by the day."""

import re
from dataclasses import replace

import pytest

from tests.recommendations.factories import (
    ACT,
    ADDRESS,
    ANSWER,
    CARD,
    CLAIM,
    FOR,
    NOW,
    RECOMMENDATION,
    SALOME,
    SEEN,
    SHORTER,
    draft,
    undo,
)
from tests.recommendations.views.test_writing import address
from tests.register.factories import make_system
from vecu.recommendations.actions import merge_recommendations
from vecu.recommendations.answers import (
    address_recommendation,
    answer_recommendation,
    follow_answer,
    make_answer_link,
)
from vecu.recommendations.content import Claim
from vecu.recommendations.models import RecommendationAddress
from vecu.records.actions import add_record, change_record
from vecu.records.errors import RecordRefused
from vecu.records.models import Act

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def read_history(browser) -> str:
    return browser.get(address("recommendation-history")).text


def test_what_was_merged_at_once_is_named_and_undone_at_once(lea, group):
    one, other = (draft(group.scope, statement={"en": each}) for each in ("Ask.", "Count."))
    revisions = {each.pk: each.revision for each in (one, other)}
    content = replace(RECOMMENDATION, statement={"en": "Ask and count."})
    new = merge_recommendations([one, other], None, content, SHORTER, revisions=revisions, **ACT)
    assert Act.objects.filter(verb="merge").values("move").distinct().count() == 1

    page = read_history(lea)
    [latest] = re.findall(r"The latest act that can be undone: .*", page)
    assert "merged texts" in latest
    for statement in ("Ask.", "Count.", "Ask and count."):
        assert statement in latest
    [move] = re.findall(r'name="move" value="([^"]+)"', page)
    assert lea.post(address("undo-recommendation"), {"move": move}).status_code == 302

    states = []
    for each in (one, other, new):
        each.refresh_from_db()
        states.append(each.state)
    assert states == ["draft", "draft", "set aside"]
    assert read_history(lea).count("undid: merged texts") == 3


def test_the_history_of_a_card_says_what_was_changed_and_names_no_hidden_system(lea, group):
    system, observed = make_system("pat"), Claim(CLAIM.id, {"en": "Nobody reads it."})
    card = add_record(group, replace(CARD, observed=[]), **ACT)
    changed = replace(CARD, product="Reads aloud", system=system.pk, observed=[observed])
    change_record(card, changed, revision=1, **ACT)

    page = read_history(lea)

    assert "added a supplier’s card" in page
    assert f"<del>{CARD.product}</del> <ins>Reads aloud</ins>" in page
    assert "<del>nothing</del> <ins>Nobody reads it.</ins>" in page
    assert "<ins>A system of the register</ins>" in page
    assert str(system.pk) not in page


def test_acts_on_answers_name_the_addressee_and_only_the_address_is_undone(
    lea, group, addressed, token
):
    answer_recommendation(token, ANSWER, answers_read=0, now=NOW)
    follow_answer(addressed, SEEN, follow_ups_read=0, **ACT)

    rows = re.findall(r"<tr>(.*?)</tr>", read_history(lea), re.DOTALL)[1:4]

    for row, words in zip(
        rows,
        ("noted what came of", "made a link", "addressed a recommendation"),
        strict=True,
    ):
        assert words in row
        assert ADDRESS.addressee in row
    with pytest.raises(RecordRefused, match="the answer stays"):
        undo(group.scope)
    assert RecommendationAddress.objects.get() == addressed


def test_a_publication_that_was_addressed_is_not_undone(group, published):
    address_recommendation(published, ADDRESS, revision=published.revision, **ACT)
    sent = RecommendationAddress.objects.get()
    undo(group.scope)
    sent.save(force_insert=True)

    with pytest.raises(RecordRefused, match="addressed to somebody"):
        undo(group.scope)


def test_the_history_has_days_no_hours_and_no_member_nor_what_they_wrote(lea, group, published):
    make_answer_link(
        address_recommendation(published, ADDRESS, revision=published.revision, **ACT),
        revision=1,
        **ACT,
    )

    acts = Act.objects.filter(ledger="recommendation")
    assert set(acts.values_list("day", "at")) == {(NOW.date(), None)}
    stored, page = str(list(acts.values())), read_history(lea)
    for text in (stored, page):
        assert SALOME not in text
        assert FOR.reason["en"] not in text
    assert "28 November 2026" in page
    assert not re.search(r"\d:\d\d", page.partition("<tbody>")[2].partition("</tbody>")[0])


def test_who_only_reads_undoes_nothing(ina, group, published):
    assert 'name="move"' not in read_history(ina)
