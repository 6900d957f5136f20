"""An interviewer reads questions to somebody, types the answers, and learns nothing afterwards."""

import re
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from tests.surveys.factories import make_member, make_study
from vecu.accounts.models import AuditEvent
from vecu.accounts.rules import Role
from vecu.surveys.actions import open_fielding
from vecu.surveys.actions.interviews import find_obstacle, prepare_interviews
from vecu.surveys.models import Answer, Draft
from vecu.surveys.queries import get_latest_version, get_questionnaire
from vecu.surveys.rules import INTERVIEW_MODES

pytestmark = [pytest.mark.django_db]

FORM = """
| settings | | | |
| | form_title | form_id | default_language |
| | Help | help | fr |

| survey | | | | | | |
| | type | name | label::fr | label::en | label::ar | required | relevant |
| | select_one yesno | explained | On vous l’a expliqué ? | Explained? | هل شُرحت لك؟ | yes | |
| | select_one who | by | Qui l’a expliqué ? | By whom? | من شرحها لك؟ | | ${explained} = 'yes' |
| | select_one yesno | free | Vous pouviez dire non ? | Could you say no? | هل يمكنك الرفض؟ | | |
| | text | last | Un dernier mot ? | A last word? | كلمة أخيرة؟ | | |

| choices | | | | | |
| | list_name | name | label::fr | label::en | label::ar |
| | yesno | yes | oui | yes | نعم |
| | yesno | no | non | no | لا |
| | yesno | unknown | je ne sais pas | I do not know | لا أعرف |
| | who | worker | ma travailleuse sociale | my social worker | العاملة الاجتماعية |
| | who | other | quelqu’un d’autre | someone else | شخص آخر |
"""
CALL = "/fr/studies/help/call/"
ANSWERS = {"explained": "no", "free": "yes", "last": ""}


@pytest.fixture
def study():
    """A study that takes calls."""
    made = make_study("help", FORM)
    for fielding in prepare_interviews(made):
        open_fielding(fielding, today=timezone.localdate())
    return made


@pytest.fixture
def interviewer(client, study):
    """The browser of an interviewer who has signed the undertaking."""
    client.force_login(make_member("iris", study, Role.INTERVIEWER))
    client.post(CALL, {"undertakes": "yes"})
    return client


class _Inputs(HTMLParser):
    """What a form would send as it stands, and its radio buttons in their order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.radios: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag != "input":
            return
        if found.get("type") == "radio":
            self.radios.append((found["name"], found["value"]))
        if found.get("type") in {"hidden", "text"} or "checked" in found:
            self.sent[found["name"]] = found.get("value", "")


def begin(client, **setup):
    """Begin a call; return the form of its questions."""
    start = _Inputs(client.get(CALL).text).sent
    typed = {**start, "mode": "telephone", "wording": "fr", "step": "ask", **setup}
    response = client.post(CALL, typed)
    assert response.status_code == 200, response.text
    return response


def send(client, page, **typed):
    """Fill in a page and press a button."""
    return client.post(CALL, {**_Inputs(page.text).sent, "step": "send", **typed})


def test_nobody_takes_a_call_before_the_undertaking_is_signed(client, study):
    client.force_login(make_member("iris", study, Role.INTERVIEWER))

    assert 'name="undertakes"' in client.get(CALL).text
    assert client.post(CALL, {"step": "ask"}).status_code == 422
    client.post(CALL, {"undertakes": "yes"})

    assert 'name="undertakes"' not in client.get(CALL).text
    assert AuditEvent.objects.filter(verb="undertook secrecy", actor="iris").count() == 1


@pytest.mark.data
@pytest.mark.parametrize("mode", INTERVIEW_MODES)
def test_an_answer_is_stored_once_with_its_mode_and_no_receipt(interviewer, study, mode):
    page = begin(interviewer, mode=mode)
    audited = AuditEvent.objects.count()
    assert (Answer.objects.count(), Draft.objects.count()) == (0, 0)
    for _twice in range(2):
        assert send(interviewer, page, **ANSWERS).status_code == 302

    stored = Answer.objects.get()
    assert stored.fielding.mode == mode
    assert stored.values == {"explained": "no", "free": "yes"}
    assert stored.receipt is None
    assert AuditEvent.objects.count() == audited


def test_two_calls_in_two_tabs_do_not_mix_and_one_cut_off_leaves_nothing(interviewer, study):
    first, second, cut_off = (begin(interviewer) for _tab in range(3))
    send(interviewer, cut_off, step="ask", explained="yes")
    send(interviewer, second, explained="no", free="no")
    send(interviewer, first, explained="unknown", free="yes")

    found = [(each.values["explained"], each.values["free"]) for each in Answer.objects.all()]
    assert sorted(found) == [("no", "no"), ("unknown", "yes")]
    assert Draft.objects.count() == 0


def test_the_language_can_change_in_the_middle_and_nothing_is_lost(interviewer, study):
    page = begin(interviewer, overheard="on")
    read = send(interviewer, page, change="ar", explained="yes", last="Merci")

    assert 'dir="rtl"' in read.text
    assert "من شرحها لك؟" in read.text
    assert "Qui l’a expliqué" in read.text
    assert _Inputs(read.text).sent["explained"] == "yes"
    assert "Merci" in read.text
    assert "نعم" not in send(interviewer, read, change="en").text
    # the keys are those with which the call began
    yesno = [radio for radio in _Inputs(read.text).radios if radio[0] == "explained"]
    assert yesno == [radio for radio in _Inputs(page.text).radios if radio[0] == "explained"]


def test_keys_are_drawn_anew_for_each_call_if_somebody_listens(interviewer, study):
    def orders(**setup):
        pages = [_Inputs(begin(interviewer, **setup).text) for _call in range(24)]
        return {tuple(value for name, value in page.radios if name == "free") for page in pages}

    assert orders() == {("yes", "no", "unknown")}
    assert len(orders(overheard="on")) >= 4  # of 6, each as likely: p(fewer) < 0.001


def test_a_further_question_comes_before_anything_is_sent(interviewer, study):
    page = send(interviewer, begin(interviewer), explained="yes", free="yes")

    assert "Qui l’a expliqué" in page.text
    assert not Answer.objects.exists()
    send(interviewer, page, by="other")
    assert Answer.objects.get().values["by"] == "other"


def test_a_missing_answer_is_named_and_what_was_typed_stays(interviewer, study):
    page = send(interviewer, begin(interviewer), free="no", last="Un mot", step="keep")

    assert page.status_code == 422
    assert "Un mot" in page.text
    assert _Inputs(page.text).sent["free"] == "no"


@pytest.mark.parametrize(("step", "stored"), [("keep", "On écoute bien."), ("drop", None)])
def test_a_last_word_is_read_back_then_stored_or_dropped(interviewer, study, step, stored):
    page = begin(interviewer)
    assert "3114" in page.text  # the notice of free texts
    back = send(interviewer, page, explained="no", last="On écoute bien.")

    assert "On écoute bien." in back.text
    assert not Answer.objects.exists()
    send(interviewer, back, step=step)
    assert Answer.objects.get().values.get("last") == stored


def test_after_the_call_the_interviewer_learns_nothing(interviewer, study):
    """With all that their pages held, no address gives the answer back, its code or a count."""
    page = begin(interviewer)
    token = _Inputs(page.text).sent["token"]
    after = send(interviewer, page, **ANSWERS)
    stored = Answer.objects.get()

    assert "no-store" in page["Cache-Control"]
    assert str(stored.pk) not in page.text + interviewer.get(after["Location"]).text
    take = "/fr/take/help"
    assert 'class="code"' not in interviewer.post(f"{take}/review/", {"token": token}).text
    for code in (token, f"interview {token}"):
        interviewer.post(f"{take}/mine/", {"code": code, "withdraw": "yes"})
    assert Answer.objects.filter(pk=stored.pk).exists()
    for part in ("", "stories/", "figures/", "completion/", "data/", "members/", "audit/", "link/"):
        assert interviewer.get(f"/fr/studies/help/{part}").status_code == 403, part
    for everywhere in ("/fr/lab/", "/fr/studies/", "/fr/understand/"):
        seen = interviewer.get(everywhere).text
        assert not re.search(r"\b1 (personne|réponse)", seen), everywhere


def test_once_the_inquiry_is_paused_nothing_is_stored(interviewer, study, client):
    page = begin(interviewer)
    study.fieldings.filter(mode__in=INTERVIEW_MODES).update(state="paused")

    assert send(interviewer, page, **ANSWERS).status_code == 403
    assert not Answer.objects.exists()


def test_only_choices_and_one_last_word_suit_the_telephone(study):
    assert find_obstacle(get_questionnaire(get_latest_version(study))) == ""
    assert "several stories" in find_obstacle(get_questionnaire(get_latest_version(make_study())))
