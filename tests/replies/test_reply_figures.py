"""Replies are counted as answers are: late, by sector, never exactly, four times at most."""

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random
from uuid import UUID

import pytest

from tests.evidence.factories import make_content
from tests.surveys.factories import make_member
from vecu.accounts.rules import Role
from vecu.datasets.models import Extract, Released
from vecu.datasets.release_actions import ExtractRefused, FigureRefused, freeze_extract, release
from vecu.datasets.release_queries import get_extract, list_offers, list_released
from vecu.evidence.actions import draft_finding, edit_finding, get_content, publish_finding
from vecu.evidence.checks import list_problems
from vecu.records.errors import RecordRefused
from vecu.replies.actions import choose_sectors, purge_replies
from vecu.replies.models import Reply, ReplySectors
from vecu.replies.released_replies import map_reply_figures
from vecu.replies.reply_series import SECTOR, build_reply_series
from vecu.replies.rules import ReplyChoice

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
LATER = date(2026, 12, 1)
REPLIED_BEFORE = re.compile(r"About 1(30|35|40) replied to version 1, and not to this one:")
NAMES = [{"fr": "Travail social", "en": "Social work"}, {"fr": "Mairies", "en": "Town halls"}]


def send(finding, number: int, reply="here", sector="", month="2026-11") -> None:
    """Store replies as they arrive."""
    Reply.objects.bulk_create(
        Reply(card=finding.pk, version=1, reply=reply, sector=sector, month=month)
        for _reply in range(number)
    )


def freeze(study, *breakdowns: str, day: date = LATER) -> Extract:
    return freeze_extract(study, breakdowns, series=build_reply_series(day), by="lea", now=NOW)


def publish(study, day: date = LATER) -> list[Released]:
    series = build_reply_series(day)
    offers = list_offers(get_extract(study.scope, series=series), series)
    return release(study.scope, offers, series=series, group="The team", by="lea", now=NOW)


@pytest.fixture
def replied(testimonies, findings):
    """Two sectors with enough to be seen: the first finding holds in one and not in the other."""
    choose_sectors(testimonies, NAMES, by="lea", now=NOW)
    send(findings[0], 60, "here", "1")
    send(findings[0], 20, "not here", "1")
    send(findings[0], 50, "not here", "2")
    send(findings[0], 4, "unknown", "2")
    return testimonies


def test_what_is_released_is_near_what_was_replied_and_never_exact(replied, findings):
    freeze(replied, SECTOR)
    publish(replied)

    figures = map_reply_figures([replied.id], LATER)[findings[0].pk]

    assert figures.base % 5 == 0
    assert abs(figures.base - 134) <= 8
    assert abs(figures.counts[ReplyChoice.NOT_HERE] - 70) <= 10
    assert figures.counts[ReplyChoice.UNKNOWN] == 10  # ten or fewer
    assert [each.name["en"] for each in figures.sectors][:2] == ["Social work", "Town halls"]
    social, halls = figures.sectors[:2]
    assert social.here > social.not_here
    assert halls.not_here > halls.here == 10
    stored = Released.objects.first().content
    assert stored["people"] % 5 == 0
    assert stored["modes"] == {}


def test_they_are_a_series_of_their_own(replied, findings):
    freeze(replied)
    publish(replied)

    assert list_released(replied.scope) == []
    assert get_extract(replied.scope) is None
    assert len(list_released(replied.scope, build_reply_series(LATER))) == 1


def test_replies_of_a_month_are_counted_once_it_is_over(replied, findings):
    """Else whoever adds replies until a count rises would learn what others replied."""
    freeze(replied)
    send(findings[0], 200, month="2026-12")

    assert freeze(replied).people == 134
    assert freeze(replied, day=date(2027, 1, 1)).people == 334


def test_members_read_figures_as_everybody_will_and_no_exact_count(
    client, replied, findings, next_month
):
    """One who had ten friends and a colleague reply to one version would read the colleague's."""
    send(findings[1], 10, "here", "2")
    send(findings[1], 1, "not here", "2")
    freeze(replied, SECTOR)
    client.force_login(make_member("ada", replied, Role.OWNER))

    page = client.get(f"/en/studies/{replied.slug}/replies/").content.decode()

    figures = re.findall(r"<td[^>]*>(\d+)</td>", page)
    assert figures
    assert {int(each) % 5 for each in figures} == {0}
    assert re.search(r"<td[^>]*>10 or fewer</td>", page)
    assert "Not public yet." in page
    assert re.search(r"Does not hold where…\s*<span[^>]*>Town halls</span>", page)


def test_a_fifth_extract_and_one_with_too_few_new_replies_are_refused(replied, findings):
    freeze(replied)
    send(findings[0], 10)
    with pytest.raises(ExtractRefused, match="11 more"):
        freeze(replied)
    send(findings[0], 1)
    for _extract in range(3):
        freeze(replied)
        send(findings[0], 11)
    with pytest.raises(ExtractRefused, match="four extracts"):
        freeze(replied)
    assert Extract.objects.count() == 4


def test_nothing_counts_fewer_than_eleven_replies_whatever_is_drawn(testimonies, findings):
    """As for answers: 11 is the least that is ever counted, 15 the least that is read."""
    random = Random(3)  # noqa: S311 - repeatable
    choose_sectors(testimonies, NAMES, by="lea", now=NOW)
    for finding in findings:
        for sector in ("", "1", "2"):
            for reply in ReplyChoice:
                send(finding, random.randrange(40), reply.value, sector)
    freeze(testimonies, SECTOR)
    counts = Counter(Reply.objects.values_list("card", "sector", "reply"))
    for each in publish(testimonies):
        card = UUID(each.item.removeprefix("card:"))
        for row in each.content["rows"]:
            for column, figure in zip(each.content["columns"], row["counts"], strict=True):
                sectors = [column["name"]] if each.breakdown else ["", "1", "2"]
                true = sum(counts[card, sector, row["name"]] for sector in sectors)
                assert figure % 5 == 0
                assert figure == 10 or (true >= 11 and abs(figure - true) <= 10)


def test_a_figure_that_is_public_is_not_released_twice(replied):
    freeze(replied)
    publish(replied)

    with pytest.raises(FigureRefused, match="at least one"):
        publish(replied)


def test_sectors_are_five_at_most_and_never_removed(replied):
    for names in ([NAMES[0]], [*NAMES, *[{"fr": "x", "en": "x"}] * 4], [*NAMES, {"fr": "x"}]):
        with pytest.raises(Exception, match="sector"):
            choose_sectors(replied, names, by="lea", now=NOW)
    assert len(ReplySectors.objects.get().names) == 2


def test_replies_are_erased_with_the_answers_of_their_study(replied):
    replied.retained_until = date(2026, 12, 31)
    replied.save()

    assert purge_replies(date(2026, 12, 31)) == 0
    assert purge_replies(date(2027, 1, 1)) == 134
    assert not Reply.objects.exists()


def test_a_finding_shows_where_it_does_not_hold_beside_where_it_does(client, replied, findings):
    freeze(replied, SECTOR)
    publish(replied)

    page = client.get(f"/en/findings/{replied.slug}/{findings[0].pk}/").content.decode()

    assert page.index("Not where I work</th>") < page.index("Where I work too</th>")
    assert "was not drawn" in page
    assert f"/en/take/{replied.slug}/replies/?card={findings[0].pk}" in page


def test_a_finding_says_what_replies_changed_once_it_reads_otherwise(client, findings, replied):
    amendment = {"fr": "Les mairies sont nommées.", "en": "Town halls are named."}
    content = replace(get_content(findings[0]), amendment=amendment)
    version = edit_finding(findings[0], content, revision=1, by="lea", now=NOW)

    with pytest.raises(RecordRefused) as refused:
        publish_finding(version, by="lea", now=NOW)
    assert "Nothing differs" in refused.value.problems["amendment_fr"]

    limits = replace(content, limits={"en": "Of town halls, nothing."})
    edit_finding(version, limits, revision=1, by="lea", now=NOW)
    publish_finding(version, by="lea", now=NOW)
    freeze(replied, SECTOR)
    publish(replied)
    pages = [
        client.get(f"/en/findings/{replied.slug}/{finding.pk}/").content.decode()
        for finding in (findings[0], version)
    ]
    for page in pages:
        assert "What replies changed:" in page
        assert "Town halls are named." in page
        assert page.count("so that nobody can be recognised") == 1
    assert [bool(REPLIED_BEFORE.search(page)) for page in pages] == [False, True]


@pytest.mark.parametrize(
    ("amendment", "field"),
    [({"fr": "Les mairies."}, "amendment_en"), ({"en": "Town halls."}, "amendment_fr")],
)
def test_what_replies_changed_is_written_in_both_languages(findings, amendment, field):
    content = replace(get_content(findings[0]), limits={"en": "Less."}, amendment=amendment)
    version = edit_finding(findings[0], content, revision=1, by="lea", now=NOW)

    assert set(list_problems(version, NOW.date())) == {field}


def test_a_first_version_was_changed_by_no_reply(testimonies):
    content = make_content(amendment={"fr": "Rien.", "en": "Nothing."})
    finding = draft_finding(testimonies.scope, content, by="lea", now=NOW)

    assert "first version" in list_problems(finding, NOW.date())["amendment_fr"]


def test_who_writes_the_next_version_reads_where_the_finding_does_not_hold(
    client, replied, findings
):
    freeze(replied, SECTOR)
    publish(replied)
    client.force_login(make_member("ada", replied, Role.OWNER))
    address = f"/en/studies/{replied.slug}/findings/{findings[0].pk}/"

    page = client.get(address).content.decode()
    assert re.search(r"Does not hold where…</strong>\s*<span[^>]*>Town halls</span>", page)
    assert 'name="amendment_fr"' in page
    assert (
        'name="amendment_fr"'
        not in client.get(f"/en/studies/{replied.slug}/findings/new/").content.decode()
    )
