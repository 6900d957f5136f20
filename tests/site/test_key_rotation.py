"""What people hold works after a rotation as before it, and nothing shows who came after it."""

import secrets
from datetime import UTC, date, datetime
from functools import partial

import pytest
from click.testing import CliRunner
from django.utils import timezone

from tests.datasets.releases.factories import fill
from tests.fieldlog.factories import draw_pile, make_decision, make_log, write
from tests.groups.factories import ACT, make_group
from tests.register.factories import make_confirmed, make_system
from tests.safeguards.factories import make_asking_system, print_codes
from tests.surveys.factories import DAY, NOON, make_member, make_study
from tests.surveys.openrosa.test_openrosa import filled, open_hours
from vecu.accounts.access_links import get_link, make_invitation
from vecu.accounts.key_ring import KeyMissing
from vecu.accounts.laboratory_keys import list_noted_keys
from vecu.accounts.models import LinkPurpose
from vecu.datasets.release_actions import freeze_extract
from vecu.datasets.release_queries import get_counts
from vecu.fieldlog.actions import issue_token
from vecu.fieldlog.diary_codes import derive_diary_token, find_diary_token
from vecu.fieldlog.event_intake import take_batch
from vecu.groups.member_actions import add_group_member, find_member_by_link
from vecu.groups.vocabulary import GroupCollege
from vecu.safeguards.person_codes import find_by_file_code, find_person_code
from vecu.safeguards.rules import PersonCodeKind
from vecu.site.commands.key import key
from vecu.site.key_fingerprint import KeyMismatch, adopt_keys, check_keys
from vecu.site.key_rotation import KeyNotChanged
from vecu.site.key_sources import KeySource, find_source
from vecu.surveys import actions, queries
from vecu.surveys.actions.card_entry import enter_with_card
from vecu.surveys.models import AccessCode, Answer, Draft, Study, SubmissionReceipt
from vecu.surveys.openrosa.submissions import store_submission

pytestmark = [pytest.mark.django_db, pytest.mark.data]

FIRST, SECOND = "f" * 50, "s" * 50
STORY = {"story": [{"task": "A report"}]}


@pytest.fixture(autouse=True)
def ring(settings, tmp_path):
    """A laboratory with one key, in a file as it was before there were rings."""
    path = tmp_path / "secret_key"
    path.write_text(FIRST)
    settings.KEY_SOURCE = KeySource(str(path), file=path)
    start(settings)
    return path


def start(settings) -> None:
    """Read the keys, as a process does that starts."""
    settings.KEY_RING = settings.KEY_SOURCE.read_ring()


def rotate(settings) -> None:
    assert CliRunner().invoke(key, ["rotate"], catch_exceptions=False).exit_code == 0
    start(settings)
    assert sorted(settings.KEY_RING) == list(range(1, max(settings.KEY_RING) + 1))


def visit(slug: str, token: str = "") -> queries.RespondentContext:
    return queries.RespondentContext(slug, token, "en", DAY)


def draw_cards(study: Study) -> list[str]:
    printed: list[str] = []
    actions.draw_batch(
        study, 11, lambda _batch, codes: printed.extend(codes) or b"", relay=None,
        random_bytes=secrets.token_bytes,
    )  # fmt: skip
    for each in study.fieldings.filter(mode="cards", state="draft"):
        actions.open_fielding(each, today=DAY)
    return printed


# ── what people hold ──


def test_drafts_codes_and_cards_of_before_lead_to_a_receipt_afterwards(settings):
    study = make_study()
    begin = partial(actions.start_draft, study.fieldings.get())
    token, draft = begin(visit("small"))
    Draft.objects.filter(pk=draft.pk).update(values=STORY)
    code, _draft = actions.set_resume_code(visit("small", token))
    sent, draft = begin(visit("small"))
    Draft.objects.filter(pk=draft.pk).update(values=STORY)
    receipt = actions.submit_draft(visit("small", sent))
    cards = draw_cards(study)

    rotate(settings)

    assert queries.find_draft(visit("small", token))
    token, _draft = actions.resume_draft(visit("small"), code)
    assert actions.submit_draft(visit("small", sent)) == receipt, "sent twice, it is one answer"
    own = actions.submit_draft(visit("small", token))
    assert enter_with_card(visit("small"), cards[0])
    assert Answer.objects.count() == 2
    for each in (receipt, own):
        actions.withdraw_answer(each, "small")
    assert not Answer.objects.exists()


def test_a_form_that_a_phone_sends_again_is_stored_once(settings):
    open_hours(DAY)
    form = filled("35", "uuid:1")
    first = store_submission("hours", form, today=DAY, language="en")

    rotate(settings)
    again = store_submission("hours", form, today=DAY, language="en")

    assert (again.again, again.receipt) == (True, first.receipt)
    assert (Answer.objects.count(), SubmissionReceipt.objects.count()) == (1, 1)


def test_tokens_and_diaries_of_a_log_lead_to_the_same_month(settings):
    system = make_system()
    make_confirmed(system)
    log = make_log(system)
    now = datetime(2026, 11, 20, 9, tzinfo=UTC)
    token = issue_token(log, by="lea", now=now, random_bytes=secrets.token_bytes)
    diary = derive_diary_token(log, draw_pile(log)[0])
    events = write(make_decision(), make_decision())
    take = partial(take_batch, token, events, now=now, random_bytes=secrets.token_bytes)
    assert take().kept == 2

    rotate(settings)

    assert take().repeated == 2
    assert find_diary_token(log, [diary]) == diary


def test_links_and_codes_of_people_open_what_they_opened(settings):
    manager = make_member("max")
    manager.may_manage_accounts = True
    manager.save()
    link = make_invitation("Nour", by=manager, now=NOON)
    group = make_group("ana")
    member, place = add_group_member(group, "Alix", GroupCollege.SOCIAL_WORKERS, **ACT)
    system = make_asking_system()
    code, file_code = print_codes(system)[0]

    rotate(settings)

    assert get_link(link, LinkPurpose.INVITATION, now=NOON)
    assert find_member_by_link(place) == member
    consent = (system, PersonCodeKind.CONSENT)
    found = find_person_code(*consent, code, DAY)
    assert found
    assert find_by_file_code(*consent, file_code, DAY) == found


def test_the_figures_of_an_extract_stay_when_it_is_completed(settings):
    study = make_study()
    fill(study, "social", 60)
    before = freeze_extract(study, [], by="ana", now=NOON)

    rotate(settings)
    after = freeze_extract(study, ["/data/work/sector"], by="ana", now=NOON)

    old, new = get_counts(before).tables, get_counts(after).tables
    assert after.number == before.number
    assert {each: new[each] for each in old} == old


def test_nothing_is_written_anew_when_it_is_used_after_a_rotation(settings):
    """Whoever copies the database would see who used a card since."""
    study = make_study()
    cards = draw_cards(study)
    before = set(AccessCode.objects.values_list("fingerprint", flat=True))

    rotate(settings)
    enter_with_card(visit("small"), cards[3])

    assert set(AccessCode.objects.values_list("fingerprint", flat=True)) == before
    assert make_study("later").key_number == 2


# ── the ring ──


def test_a_ring_without_its_oldest_key_is_refused_and_nothing_is_lost(settings, ring):
    check_keys(DAY)
    make_study()
    rotate(settings)
    check_keys(DAY)
    whole = settings.KEY_RING
    settings.KEY_RING = {2: whole[2]}

    with pytest.raises(KeyMismatch, match="key 1 is missing"):
        check_keys(DAY)
    with pytest.raises(KeyMissing):
        queries.get_instance_receipt(Study.objects.get(), "uuid:1")

    assert set(list_noted_keys()) == {1, 2}
    settings.KEY_RING = whole
    check_keys(DAY)


def test_who_lost_the_oldest_key_goes_on_with_the_newest(settings):
    check_keys(DAY)
    study = make_study()
    rotate(settings)
    settings.KEY_RING = {2: settings.KEY_RING[2]}

    adopt_keys(DAY)

    check_keys(DAY)
    study.refresh_from_db()
    assert study.key_number == 2
    assert actions.start_draft(study.fieldings.get(), visit("small"))


def test_a_key_is_retired_once_nothing_needs_it(settings, ring):
    check_keys(date(2020, 1, 1))
    study = make_study()
    token, _draft = actions.start_draft(study.fieldings.get(), visit("small"))
    retire = partial(CliRunner().invoke, key, ["retire", "1"])
    assert isinstance(retire().exception, KeyNotChanged), "it is the only one"
    rotate(settings)
    check_keys(timezone.localdate())

    assert "studies with answers, drafts or cards: 1 (small)" in str(retire().exception)
    assert settings.KEY_SOURCE.read_ring() == settings.KEY_RING
    actions.discard_drafts([token])
    assert retire(catch_exceptions=False).exit_code == 0

    start(settings)
    check_keys(timezone.localdate())
    study.refresh_from_db()
    assert (list(settings.KEY_RING), study.key_number, set(list_noted_keys())) == ([2], 2, {2})
    assert ring.stat().st_mode & 0o777 == 0o600


def test_a_key_that_became_known_is_retired_and_its_codes_are_void(settings):
    study = make_study()
    cards = draw_cards(study)
    rotate(settings)

    done = CliRunner().invoke(key, ["retire", "1", "--void"], input="y\n", catch_exceptions=False)
    start(settings)

    assert done.exit_code == 0
    with pytest.raises(actions.UnknownCode):
        enter_with_card(visit("small"), cards[0])
    assert enter_with_card(visit("small"), draw_cards(queries.get_study("small"))[0])


def test_a_ring_that_cannot_be_written_is_printed(settings, ring):
    settings.KEY_SOURCE = KeySource("VECU_SECRET_KEY", text=FIRST)
    refused = CliRunner().invoke(key, ["rotate"])
    assert isinstance(refused.exception, KeyNotChanged)
    assert "--print" in str(refused.exception)

    done = CliRunner().invoke(key, ["rotate", "--print"], catch_exceptions=False)

    assert ring.read_text() == FIRST
    assert sorted(find_source(done.stdout, "", "", ring.parent).read_ring()) == [1, 2]
