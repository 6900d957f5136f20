"""Any input to a respondent's page gives a clear page and loses nothing typed."""

from datetime import date
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.surveys.conftest import TODAY
from tests.surveys.factories import answer, describe_study, make_member
from vecu.accounts.rules import Role
from vecu.credentials import LocalRateLimiter, TokenBucket
from vecu.questionnaires import QuestionType, validate_answers
from vecu.surveys import actions
from vecu.surveys.actions.search_index import delete_from_index
from vecu.surveys.guess_limits import PAUSE, CodeGuessLimiter
from vecu.surveys.models import Answer, Draft
from vecu.surveys.queries import find_current_fielding, get_fielding_questionnaire
from vecu.surveys.views import resume_and_receipt

pytestmark = [pytest.mark.django_db, pytest.mark.data]
TAKE = "/en/take/testimonies/"
TASK = f"{TAKE}q/story.1.task/"
CLEAR = {200, 303, 403, 404, 410, 413, 422, 429}


def text_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def begun(client, testimonies):
    client.post(TAKE)
    return client


@pytest.fixture
def numbers(client, today):
    """A browser in a study that asks for an integer, a decimal and a date."""
    workbook = (
        "| survey |\n| | type | name | label::English (en) | constraint |\n"
        "| | integer | hours | Hours a week? | . >= 0 and . <= 168 |\n"
        "| | decimal | share | Share? | |\n"
        "| | date | since | Since when? | |\n"
    )
    study = actions.create_study(
        "hours",
        describe_study({"en": "Hours"}),
        workbook=workbook.encode(),
        workbook_name="h.md",
    )
    actions.open_fielding(find_current_fielding(study, today), today=today)
    client.post("/en/take/hours/")
    return client


# ── questionnaires that give a page no heading ──


@pytest.mark.parametrize(
    ("rows", "heading"),
    [
        ("| | note | hello | Welcome to you. | |\n| | text | a | What? | |\n", "Please read"),
        (
            "| | begin group | g | | field-list |\n| | note | n | Welcome to you. | |\n"
            "| | text | a | What? | |\n| | text | b | Why? | |\n| | end group | | | |\n",
            "Please answer",
        ),
    ],
    ids=["a note outside any group", "a page of questions without a label"],
)
def test_a_page_without_words_of_its_own_has_one_in_its_readers_language(
    client, today, rows, heading
):
    workbook = (
        "| settings | |\n| | form_title |\n| | Hours of work |\n\n"
        f"| survey | | | | |\n| | type | name | label | appearance |\n{rows}"
    )
    about = describe_study({"en": "Hours"})
    study = actions.create_study("plain", about, workbook=workbook.encode(), workbook_name="p.md")
    actions.open_fielding(find_current_fielding(study, today), today=today)
    at = client.post("/en/take/plain/")["Location"]

    for response in (client.get(at), client.post(at, {"elsewhere": "x"})):
        assert response.status_code in {200, 422}
        assert f"<h1>{heading}</h1>" in text_of(response)
        assert "Welcome to you." in text_of(response)


# ── answers ──


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("hours", "many"),
        ("hours", "999"),
        ("hours", "-1"),
        ("hours", "9" * 5000),
        ("hours", "٣"),
        ("share", "half"),
        ("since", "31/02/2026"),
        ("since", "yesterday"),
    ],
)
def test_a_wrong_value_is_explained_and_preserved_in_its_field(numbers, key, typed):
    response = numbers.post(f"/en/take/hours/q/{key}/", {key: typed})
    assert response.status_code == 422
    assert f'value="{typed}"' in text_of(response)
    assert key not in Draft.objects.get().values


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [("hours", " 35 ", "35"), ("share", "7,5", "7.5"), ("since", "24/11/2026", "2026-11-24")],
)
def test_what_people_write_is_understood_and_displayed_again_as_they_write_it(
    numbers, key, typed, kept
):
    assert numbers.post(f"/en/take/hours/q/{key}/", {key: typed}).status_code == 303
    assert Draft.objects.get().values[key] == kept


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("a NUL byte", "story\x00"),
        ("a control character", "story\x1b[2J"),
        ("a bidirectional override", "story\u202etxt.exe"),
        ("a bidirectional isolate", "story\u2066x"),
        ("more than 20,000 characters", "long " * 5000),
    ],
)
def test_a_text_that_cannot_be_stored_is_explained_and_displayed_again(begun, name, bad):
    response = begun.post(TASK, {"story.1.task": bad})
    assert response.status_code == 422, name
    assert bad[:5] in text_of(response).partition("<textarea")[2]
    assert Draft.objects.get().page == "story.1.task"


def test_half_of_a_surrogate_pair_never_breaks_the_page(begun):
    """UTF-7 in a multipart form is a way to bring one in; as UTF-8 it becomes a question mark."""
    body = (
        b'--x\r\nContent-Disposition: form-data; name="story.1.task"\r\n\r\n'
        b"half +2AA- pair\r\n--x--\r\n"
    )
    for charset in ("utf-7", "utf-8", "no-such-charset"):
        kind = f"multipart/form-data; boundary=x; charset={charset}"
        response = begun.generic("POST", TASK, body, content_type=kind)
        assert response.status_code in {303, 422}, charset


def test_two_megabytes_of_text_are_refused_and_preserved_on_the_page(begun):
    typed = "x" * 2_000_000
    response = begun.post(TASK, {"story.1.task": typed})
    assert response.status_code == 422
    assert typed in response.text


def test_what_is_larger_still_is_not_read(begun):
    response = begun.post(TASK, {"story.1.task": "x" * 11_000_000})
    assert response.status_code == 413
    assert "too large" in text_of(response)


def test_a_form_of_too_many_fields_or_in_another_encoding_is_a_bad_request(begun):
    many = begun.post(TASK, {f"field{number}": "x" for number in range(1001)})
    other = begun.post(TASK, b"\xff\xfe", content_type="multipart/form-data; boundary=")
    latin = begun.post(
        TASK, b"a=1", content_type="application/x-www-form-urlencoded; charset=latin-1"
    )
    assert [response.status_code for response in (many, other, latin)] == [400, 400, 400]


@pytest.mark.parametrize("choice", ["astronomy", "social_work health", "", "social_work\x00"])
def test_a_choice_must_be_on_the_list(begun, choice):
    response = begun.post(f"{TAKE}q/work.sector/", {"work.sector": choice})
    assert response.status_code == (303 if choice == "" else 422)
    assert not Draft.objects.get().values.get("work")


@pytest.mark.parametrize(
    "key",
    ["nothing", "story.7.task", "story.0.task", "story.99999999999.task", "work.known_why", "..",
     "~review", "story.1.task\x00", "\u202e", "x" * 3000],
)  # fmt: skip
def test_a_page_that_is_not_relevant_is_not_found_and_leads_back(begun, key):
    address = f"{TAKE}q/{quote(key, safe='')}/"
    for response in (begun.get(address), begun.post(address, {"story.1.task": "x"})):
        assert response.status_code == 404, key
    assert f"{TAKE}review/" in text_of(begun.get(f"{TAKE}q/nothing/"))


@pytest.mark.parametrize("value", ["story[2]", "story", "[", "story[x]", "story[²]", "a/b[1]", ""])
def test_a_story_that_is_not_there_cannot_be_taken_out(begun, value):
    for address in (TASK, f"{TAKE}review/"):
        assert begun.post(address, {"remove": value}).status_code == 404


def test_an_unknown_inquiry_is_not_found_on_any_page(client, testimonies):
    pages = ("", "q/story.1.task/", "review/", "save/", "resume/", "mine/")
    for page in pages:
        assert client.get(f"/en/take/nowhere/{page}").status_code == 404, page
        response = client.post(f"/en/take/nowhere/{page}", {"code": "KD7M-3XQP-TR9B"})
        assert response.status_code == 404, page


def test_a_closed_inquiry_explains_itself_on_every_page(client, testimonies):
    actions.close_fielding(find_current_fielding(testimonies, TODAY), today=TODAY)
    for page in ("", "q/story.1.task/", "review/", "save/"):
        assert client.post(f"{TAKE}{page}", {"story.1.task": "x"}).status_code == 410, page


def test_a_post_from_another_site_is_refused(begun):
    response = begun.post(TASK, {"story.1.task": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403


@pytest.mark.parametrize(
    "token",
    ["", "x", "0" * 64, "é" * 200, "\x00", ".", "." * 500, "x.y", "0." * 2000],
)
def test_a_made_up_token_is_no_draft(client, testimonies, settings, token):
    client.cookies[settings.DRAFT_COOKIE_NAME] = token
    assert client.get(TASK).status_code == 410
    assert client.post(f"{TAKE}review/", {"token": token}).status_code == 410


# ── codes ──


@pytest.fixture
def guesses(monkeypatch) -> CodeGuessLimiter:
    """The count of wrong codes, with a stopped clock and a recorded sleep."""
    slept: list[float] = []
    guesses = CodeGuessLimiter(
        LocalRateLimiter(TokenBucket(allowed=20, seconds=60)), clock=lambda: 0.0, sleep=slept.append
    )
    guesses.slept = slept
    monkeypatch.setattr(resume_and_receipt, "guesses", guesses)
    return guesses


@pytest.mark.parametrize("typed", ["", "hello", "KD7M-3XQP", "KD7M-3XQP-TR9\x00", "é" * 500])
def test_what_cannot_be_a_code_is_explained_and_not_counted(begun, guesses, typed):
    for _time in range(30):
        response = begun.post(f"{TAKE}mine/", {"code": typed})
        assert response.status_code == 422
    assert guesses.slept == []


@pytest.mark.parametrize("page", ["mine", "resume"])
def test_a_wrong_code_is_refused_and_preserved_in_its_field(begun, guesses, page):
    response = begun.post(f"{TAKE}{page}/", {"code": "kd7m 3xqp tr9b"})
    assert response.status_code == 403
    assert 'value="kd7m 3xqp tr9b"' in text_of(response)


def code_of(number: int) -> str:
    """Return a different well-formed code for each number, in base 20 over the consonants."""
    signs = []
    for _place in range(12):
        number, place = divmod(number, 20)
        signs.append("BCDFGHJKLMNPQRSTVWXZ"[place])
    return "".join(signs)


def test_hundreds_of_guesses_find_nothing_and_a_right_code_still_works(begun, guesses):
    """Twenty are refused (403), all the others are told to wait (429), each a different code."""
    right = text_of(begun.post(f"{TAKE}save/")).partition('class="code">')[2][:14]
    guesser = Client()
    seen = [
        guesser.post(f"{TAKE}resume/", {"code": code_of(number)}).status_code
        for number in range(500)
    ]

    assert seen == [403] * 20 + [429] * 480
    assert set(guesses.slept) == {PAUSE}
    last = guesser.post(f"{TAKE}resume/", {"code": code_of(501)})
    assert last["Retry-After"] == "60"
    assert "A right code works at any time" in text_of(last)
    assert Client().post(f"{TAKE}resume/", {"code": right}).status_code == 303


def test_only_one_guess_at_a_time_is_slowed():
    """While one guess sleeps, another is answered at once: workers cannot all be occupied."""
    nested: list[bool] = []
    guesses = CodeGuessLimiter(LocalRateLimiter(TokenBucket(allowed=1)), clock=lambda: 0.0)
    assert guesses.record_failure("study") is True

    def sleep(_seconds: float) -> None:
        assert not nested
        nested.append(guesses.record_failure("study"))

    guesses.sleep = sleep
    assert guesses.record_failure("study") is False
    assert nested == [False]


# ── anything at all ──

anything = st.text(st.characters(codec="utf-8"), max_size=40)
relaxed = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@relaxed
@given(
    page=st.sampled_from(
        ["", "q/story.1.task/", "q/work.tools/", "q/story.more/", "review/", "save/",
         "save/?page=work.size", "resume/", "mine/"]
    ),
    form=st.dictionaries(
        st.sampled_from(
            ["story.1.task", "work.tools", "more", "code", "withdraw", "token", "remove"]
        )
        | anything,
        anything | st.lists(anything, max_size=4),
        max_size=4,
    ),
)  # fmt: skip
def test_any_form_on_any_page_gets_a_clear_answer(begun, page, form):
    response = begun.post(f"{TAKE}{page}", form)
    assert response.status_code in CLEAR


@relaxed
@given(page=st.sampled_from(["q/story.1.task/", "review/", "mine/"]), body=st.binary(max_size=200))
def test_any_bytes_as_a_form_get_a_clear_answer(begun, page, body):
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "text/x"):
        response = begun.post(f"{TAKE}{page}", body, content_type=kind)
        assert response.status_code in CLEAR | {400}


@settings(relaxed, max_examples=20)
@given(st.data())
def test_any_walk_that_answers_each_page_can_be_sent(testimonies, data):
    """A person answers whatever is asked, tells up to three stories, and all arrives clean."""
    Draft.objects.all().delete()
    delete_from_index(Answer.objects.all())
    Answer.objects.all().delete()
    browser = Client()
    address = browser.post(TAKE)["Location"]
    questionnaire = get_fielding_questionnaire(
        find_current_fielding(testimonies, timezone.localdate())
    )
    stories = data.draw(st.integers(1, 3))
    while not address.endswith("/review/"):
        key = address.rpartition("/q/")[2].rstrip("/")
        response = browser.post(address, _drawn_answer(data, questionnaire, key, stories))
        assert response.status_code == 303, text_of(response)
        address = response["Location"]

    assert browser.post(address).status_code == 200

    answer = Answer.objects.get()
    assert len(answer.values["story"]) == stories
    assert (
        validate_answers(questionnaire, answer.values, today=date(2026, 11, 24), language="fr")
        == ()
    )


def _drawn_answer(data, questionnaire, key: str, stories: int) -> dict[str, object]:
    if key == "story.more":
        told = len(Draft.objects.get().values["story"])
        return {"more": "yes" if told < stories else "no"}
    path = "/data/" + "/".join(part for part in key.split(".") if not part.isdigit())
    question = questionnaire.questions[path]
    names = [choice.name for choice in question.choices]
    if question.kind is QuestionType.SELECT_ONE:
        return data.draw(st.sampled_from([{}, *({key: name} for name in names)]))
    if question.kind is QuestionType.SELECT_MULTIPLE:
        ticked = data.draw(st.lists(st.sampled_from(names), unique=True))
        return {key: ["none"] if "none" in ticked else ticked}  # nothing goes with nothing else
    words = st.text("abc éœ’\n\r\t«»🙂<&'\"", min_size=1, max_size=30).filter(str.strip)
    return {key: data.draw(words if question.required else words | st.just(""))}


# ── a NUL in an address, for which PostgreSQL does not even look ──


@pytest.mark.parametrize("name", ["%00", "a%00b.png"])
@pytest.mark.parametrize(
    "address",
    [
        "/openrosa/testimonies/forms/1/files/{name}",
        "/en/take/testimonies/media/{version}/{name}",
        "/en/studies/testimonies/stories/{person}/{name}",
        "/en/studies/testimonies/questionnaire/1/files/{name}",
        "/en/studies/testimonies/poster/?relay={name}",
    ],
)
def test_a_nul_in_an_address_leads_nowhere(client, testimonies, address, name):
    client.force_login(make_member("lea", testimonies, Role.OWNER))
    real = {"version": testimonies.versions.get().pk, "person": answer(testimonies, {}).pk}

    response = client.get(address.format(name=name, **real), headers={"X-OpenRosa-Version": "1.0"})

    assert response.status_code == 404
