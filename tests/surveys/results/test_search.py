"""Search: one table of expected matches, for both databases and for Python."""

import re
from datetime import date

import pytest
from click.testing import CliRunner
from django.db.models import ProtectedError
from hypothesis import example, given
from hypothesis import strategies as st

from tests.surveys.factories import answer, fielding_of, make_member, make_study
from tests.surveys.views.test_results import words_of
from vecu.accounts.queries import list_audit
from vecu.accounts.rules import Role
from vecu.site.commands.search import search
from vecu.surveys.actions import purge_answers, store_imported_answers
from vecu.surveys.actions.search_index import delete_from_index, rebuild_index
from vecu.surveys.models import Answer, SearchEntry
from vecu.surveys.queries.results import find_answer_ids
from vecu.surveys.results.frequencies import AnswerFilter
from vecu.surveys.results.search import (
    MAX_SEARCH,
    Search,
    SearchRefused,
    SearchTerm,
    make_excerpt,
    parse_search,
    split_pieces,
)

TEXTS = {
    "letter": "J’écris les lettres à l’école avec l’IA, puis je relis.",
    "report": "ChatGPT l'écrit, je corrige. Aujourd'hui c’est l’intelligence artificielle.",
    "heart": "Le cœur du métier ; écouter. L'artifice ne m’intéresse pas.",
    "mail": "I sort e-mail with GPT-4o and don't trust it (v3.5).",
    "email": "Email again: Straße, ﬁnally. To be OR not to be, AND NEAR the END.",
    "hidden": "intel\u00adligence sans art\u200bifice 😀 ΟΔΟΣ Łódź",
    "long": "a" * 200,
    "signs": "%_\\ '' \"\" ½ m² ™",
}

FOUND = [
    # words, all of them, in any order, in one text; case and accents do not matter
    ("ia", {"letter"}),
    ("ecole lettres", {"letter"}),
    ("LETTRES ÉCOLE", {"letter"}),
    ("lettres coeur", set()),
    ("œuvre", set()),
    ("cœur", {"heart"}),
    ("coeur", {"heart"}),
    ("strasse", {"email"}),
    ("finally", {"email"}),
    ("lodz", {"hidden"}),
    ("οδος", {"hidden"}),
    ("½", {"signs"}),
    ("m2", {"signs"}),
    # the last word may go on, others only with a star
    ("intel", {"report", "hidden"}),
    ("art", {"report", "hidden", "heart"}),
    ("art intelligence", set()),
    ("art* intelligence", {"report", "hidden"}),
    ("artificielle intelligence", {"report"}),
    ("lettre", {"letter"}),
    # … but an acronym or a small word is taken whole
    ("in", set()),
    ("in*", {"report", "hidden", "heart"}),
    ("ar", set()),
    ("ai", set()),
    ("m’in", {"heart"}),
    ('"lettre"', set()),
    ('"lettre"*', {"letter"}),
    ('"lettre*"', {"letter"}),
    # phrases, and words with an apostrophe or a hyphen inside, whichever apostrophe
    ('"intelligence artificielle"', {"report"}),
    ('"artificielle intelligence"', set()),
    ("«\u00a0intelligence artificielle\u00a0»", {"report"}),
    ("“l'intelligence artif*”", {"report"}),
    ('"l artificielle"', set()),
    ("l'IA", {"letter"}),
    ("l’ia", {"letter"}),
    ("aujourd'hui", {"report"}),
    ("aujourd’h", {"report"}),
    ("don't", {"mail"}),
    ("e-mail", {"mail"}),
    ("email", {"email"}),
    ("gpt-4", {"mail"}),
    ("gpt 4o", {"mail"}),
    ("v3.5", {"mail"}),
    # a minus leaves out texts
    ("intel -art*", set()),
    ("intel -artificielle", {"hidden"}),
    ('art -"intelligence artificielle"', {"hidden", "heart"}),
    ("art −intelligence -coeur", set()),
    ("-coeur art", {"report", "hidden"}),
    ("je -l'ia", {"report"}),
    ("e-mail - -!!!", {"mail"}),
    # what other languages of search would read as operators are words and signs here
    ("OR", {"email"}),
    ("to AND be NOT near", {"email"}),
    ("NEAR(the end)", {"email"}),
    ("near the end", {"email"}),
    ("text:ia", set()),
    ("ia | coeur & (lettres)", set()),
    ("!ia:*", {"letter"}),
    ("'ia' \\ ia <-> ia", {"letter"}),
    ("ia'; DROP TABLE surveys_searchentry; --", set()),
    ("%", None),
    ("_", None),
    ('"ia', {"letter"}),
    ('ia"', {"letter"}),
    ('"ia" "coeur', set()),
    ('""', None),
    ("*", None),
    ('"*"', None),
    ("-", None),
    ("-ia", None),
    ("?!…", None),
    ("😀", None),
    ("ia 😀", {"letter"}),
    ("i\x00a", set()),
    ("ia\x00", {"letter"}),
    ("\ud800ia", {"letter"}),
    ("a" * 64, {"long"}),
    ("a" * 130, {"long"}),
    ("a" * 300, set()),
    ("a " * 150, {"letter"}),
    ("x" * (MAX_SEARCH + 1), None),
    ("x " * 5_000, None),
]


def naive(search: Search) -> set[str]:
    return {name for name, text in TEXTS.items() if search.marks(text)}


@pytest.fixture
def study():
    """One respondent for each text; the last story of each is the same and never matches."""
    study = make_study()
    for text in TEXTS.values():
        answer(study, {"story": [{"task": text}, {"task": "zzz"}]})
    return study


def names_of(study, search) -> set[str]:
    ids = find_answer_ids(fielding_of(study), AnswerFilter(search=search))
    told = {each.id: each.values["story"][0]["task"] for each in Answer.objects.all()}
    return {name for name, text in TEXTS.items() if text in {told[each] for each in ids}}


@pytest.mark.data
@pytest.mark.django_db
def test_every_database_finds_what_the_table_says(study):
    differs = {}
    for typed, expected in FOUND:
        try:
            search = parse_search(typed)
        except SearchRefused:
            found = None
        else:
            found = names_of(study, search)
            assert found == naive(search), typed
        if found != expected:
            differs[typed] = found
    assert differs == {}


LETTERS = "ab é'’-*\" −«»œ1\u0301\u00ad%_\\😀"
TYPED = st.text(LETTERS, max_size=30) | st.text(max_size=30) | st.text(max_size=400)


@pytest.mark.data
@pytest.mark.django_db
def test_every_database_finds_what_the_reading_in_python_finds_whatever_is_typed():
    study = make_study()
    words = ["a b", "b a", "ab é", "l’a b", "a-b 1", "œ", "oe b", "1a", "é", "a a b", "bb", "a1 b"]
    told = {answer(study, {"story": [{"task": each}]}).id: each for each in words}

    @given(st.text(LETTERS, max_size=20) | st.text(max_size=400))
    def found_alike(typed):
        try:
            search = parse_search(typed)
        except SearchRefused:
            return
        found = {
            told[each] for each in find_answer_ids(fielding_of(study), AnswerFilter(search=search))
        }
        assert found == {each for each in words if search.marks(each)}

    found_alike()


@given(TYPED, st.text(LETTERS, max_size=40) | st.text(max_size=200))
@example("a" * 64, "a" * 130)
@example("b", "a" * 64 + "b")
def test_a_text_matches_when_there_is_something_to_mark(typed, text):
    try:
        search = parse_search(typed)
    except SearchRefused:
        return
    assert search.matches(text) == bool(search.marks(text))


@given(TYPED)
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(typed):
    try:
        search = parse_search(typed)
    except SearchRefused as refused:
        said = str(refused)
        assert said.endswith("Write at least one.") or len(typed) > MAX_SEARCH
    else:
        assert search.wanted
        assert all(token for term in search.wanted + search.unwanted for token in term.tokens)


def test_what_is_typed_is_read_as_terms():
    search = parse_search('chat* "à la main" -l’IA −"bon sens" lettr')

    assert search.wanted == (
        SearchTerm(("chat",), prefix=True),
        SearchTerm(("a", "la", "main")),
        SearchTerm(("lettr",), prefix=True),
    )
    assert search.unwanted == (SearchTerm(("l", "ia")), SearchTerm(("bon", "sens")))


# --- where it was found ---


@pytest.mark.parametrize(
    ("typed", "text", "shown"),
    [
        ("ete", "L’e\u0301te\u0301, l’ÉTÉ.", "L’[e\u0301te\u0301], l’[ÉTÉ]."),
        ("coeur", "Le cœur !", "Le [cœur] !"),
        ("l'ia", "avec l’IA.", "avec [l’IA]."),
        ("intér", "intel intéressant", "intel [intéressant]"),
        ("intelligence", "intel\u00adligence.", "[intel\u00adligence]."),
        ('"a b" b', "a b b c", "[a b] [b] c"),
        ('"a a"', "a a a", "[a a a]"),
        ("chat -chien", "chat et chien", "chat et chien"),
        ("½", "½ jour", "[½] jour"),
        ("chat", "😀chat😀", "😀[chat]😀"),
    ],
)
def test_what_was_found_is_marked_in_the_words_as_they_were_written(typed, text, shown):
    cut = split_pieces(text, parse_search(typed).marks(text))

    assert "".join(f"[{piece.text}]" if piece.found else piece.text for piece in cut) == shown


@given(st.text(), st.lists(st.tuples(st.integers(0, 40), st.integers(1, 5)), max_size=4))
def test_pieces_joined_are_the_text(text, wanted):
    marks, at = [], 0
    for gap, length in wanted:
        if at + gap + length < len(text):
            marks.append((at + gap, at + gap + length))
            at += gap + length
    assert "".join(piece.text for piece in split_pieces(text, marks)) == text


@given(st.lists(st.sampled_from(["mot", "chat", "long" * 30, "é"]), max_size=60))
def test_an_excerpt_shows_what_was_found_first_and_little_around(words):
    text = " ".join([*words, "trouvé", *reversed(words)])

    shown = "".join(piece.text for piece in make_excerpt(text, parse_search("trouve").marks(text)))

    assert "trouvé" in shown
    assert shown.removeprefix("… ").removesuffix(" …") in text
    assert len(shown) <= 80 + len("trouvé") + 80 + len("… ") + len(" …")


# --- what the index holds ---


def held() -> set[str]:
    return set(SearchEntry.objects.values_list("text", flat=True))


@pytest.mark.data
@pytest.mark.django_db
def test_only_what_people_wrote_in_their_words_is_indexed():
    study = make_study()
    answer(study, {"story": [{"task": "Écrire", "kind": "creative"}], "work": {"years": "3"}})
    answer(study, {"story": [{"task": "😀"}], "work": {"sector": "social"}})

    assert held() == {"ecrire"}


@pytest.mark.data
@pytest.mark.django_db
def test_imported_answers_are_found_and_forgotten_ones_are_not(study):
    fielding = fielding_of(study)
    rows = [({"story": [{"task": f"nouveau numéro {n}"}]}, "fr") for n in range(1200)]
    store_imported_answers(fielding, rows, answer(study, {}).day)
    search = AnswerFilter(search=parse_search("nouveau"))
    assert len(find_answer_ids(fielding, search)) == 1200

    some = Answer.objects.filter(pk__in=list(find_answer_ids(fielding, search)[:200]))
    delete_from_index(some)
    assert len(find_answer_ids(fielding, search)) == 1000
    some.delete()
    rebuild_index()
    assert len(find_answer_ids(fielding, search)) == 1000
    assert len(find_answer_ids(fielding, AnswerFilter(search=parse_search("ia")))) == 1


@pytest.mark.data
@pytest.mark.django_db
def test_a_purge_leaves_no_word(study):
    study.retained_until = answer(study, {}).day.replace(year=2000)
    study.save()

    purge_answers(study.retained_until.replace(year=2001))

    assert held() == set()


@pytest.mark.data
@pytest.mark.django_db
def test_an_answer_cannot_be_deleted_while_its_words_can_be_found(study):
    with pytest.raises(ProtectedError):
        Answer.objects.first().delete()


@pytest.mark.data
@pytest.mark.django_db
def test_the_command_says_who_says_it_and_where_and_is_audited(study):
    done = CliRunner().invoke(search, ["small", "intel", "-art*"])
    nothing = CliRunner().invoke(search, ["small", "-art"])

    assert "0 people say intel -art*" in done.output
    assert "Which task? J’écris" in CliRunner().invoke(search, ["small", "l'IA"]).output
    assert isinstance(nothing.exception, SearchRefused)
    assert list_audit(study.scope).first().detail == {"words": "l'IA"}


@pytest.mark.data
@pytest.mark.django_db
def test_the_command_takes_the_choices_of_the_page(study):
    answer(study, {"story": [{"task": "zzz", "kind": "creative"}], "work": {"sector": "health"}})
    answer(study, {"story": [{"task": "zzz", "kind": "repetitive"}]}, day=date(2026, 11, 1))
    answer(study, {"story": [{"task": "zzz", "kind": "creative"}]}, language="fr")

    def found(*options: str) -> str:
        return CliRunner().invoke(search, ["small", "zzz", *options]).output.splitlines()[-1]

    assert found("--only", "story.kind=creative") == "2 people say zzz"
    both = ["--only", "story.kind=creative", "--only", "story.kind=repetitive"]
    assert found(*both) == "3 people say zzz"
    assert found(*both, "--only", "work.sector=health") == "1 person says zzz"
    assert found(*both, "--language", "en") == "2 people say zzz"
    assert found(*both, "--since", "2026-11-02") == "2 people say zzz"
    assert found(*both, "--until", "2026-11-01") == "1 person says zzz"
    assert list_audit(study.scope).first().detail == {
        "words": "zzz",
        "until": "2026-11-01",
        "a.story.kind": "creative, repetitive",
    }


@pytest.mark.data
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--only", "story.kin=x"], "Those with choices are: permission.quote, story.keep"),
        (["--only", "story.kind"], "write QUESTION=CHOICE"),
        (["--only", "story.kind=x"], "There are: creative, repetitive."),
        (["--language", "tlh"], "There are: en."),
        (["--since", "yesterday"], "valid date"),
        (["--since", "2026-11-24", "--until", "2026-11-01"], "comes before the first"),
    ],
)
def test_a_choice_that_is_not_possible_is_reported_with_those_there_are(study, options, said):
    done = CliRunner().invoke(search, ["small", "zzz", *options])

    assert done.exit_code == 2
    assert said in " ".join(done.output.split())


# --- the page ---


@pytest.fixture
def coder(client, study):
    client.force_login(make_member("cleo", study, Role.CODER))
    return client


def listed(browser, typed, reader="en", **more):
    return browser.get(f"/{reader}/studies/small/stories/", {"words": typed, **more})


@pytest.mark.data
@pytest.mark.django_db
def test_the_list_says_how_many_say_it_and_shows_where(coder, study):
    response = listed(coder, "l'ia")
    words = words_of(response)

    assert "1 person says “l'ia”" in words
    assert "Which task? J’écris les lettres à l’école avec" in words
    assert "avec <mark>l’IA</mark>, puis je relis." in response.text
    assert "8 people say “zzz”" in words_of(listed(coder, "zzz"))
    assert "1 personne dit « l’ia »" in words_of(listed(coder, "l'ia", "fr")).replace("\xa0", " ")


@pytest.mark.data
@pytest.mark.django_db
def test_search_combines_with_filters_which_must_hold_for_the_story_that_says_it(client):
    study = make_study()
    answer(study, {"story": [{"task": "un bilan", "kind": "creative"}]}, language="fr")
    two = [{"task": "un bilan", "kind": "repetitive"}, {"task": "un dessin", "kind": "creative"}]
    answer(study, {"story": two})
    client.force_login(make_member("cleo", study, Role.CODER))

    assert "2 people say" in words_of(listed(client, "bilan"))
    assert "1 person says" in words_of(listed(client, "bilan", language="en"))
    creative = {"a.story.kind": "creative"}
    assert "1 person says" in words_of(listed(client, "bilan", **creative))
    assert "0 people say" in words_of(listed(client, "dessin", **{"a.story.kind": "repetitive"}))


@pytest.mark.data
@pytest.mark.django_db
def test_the_person_page_marks_it_and_leads_to_the_next_who_says_it(coder, study):
    ids = list(find_answer_ids(fielding_of(study), AnswerFilter(search=parse_search("art"))))

    response = coder.get(f"/en/studies/small/stories/{ids[0]}/?words=art")

    assert re.search(r"<mark>[Aa]rt", response.text)
    assert f"/stories/{ids[1]}/?words=art" in response.text
    assert "1 of 3" in words_of(response)


@pytest.mark.data
@pytest.mark.django_db
def test_what_people_wrote_is_never_markup(client):
    study = make_study()
    answer(study, {"story": [{"task": "<script>alert(1)</script> & <b>"}]})
    client.force_login(make_member("cleo", study, Role.CODER))

    response = listed(client, "script")

    assert "&lt;<mark>script</mark>&gt;alert(1)" in response.text
    assert "<script>alert" not in listed(client, "<script>alert(1)").text


@pytest.mark.data
@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "?!", "-ia", "x" * 10_000, "ia\x00", '"', "😀", "%00"])
@pytest.mark.parametrize("where", ["stories/", "figures/"])
def test_whatever_is_typed_gives_a_page_that_keeps_it(coder, typed, where):
    response = coder.get(f"/fr/studies/small/{where}", {"words": typed})

    assert response.status_code in {200, 422}
    if response.status_code == 422:
        assert 'aria-invalid="true"' in response.text
        assert "<svg" not in response.text
        assert response.context["form"]["words"].value() == typed


@pytest.mark.data
@pytest.mark.django_db
def test_a_search_is_audited_as_a_reading_with_what_was_typed(coder, study):
    listed(coder, "l'IA")

    event = list_audit(study.scope).first()
    assert event.verb == "read list"
    assert event.detail["words"] == "l'IA"


@pytest.mark.data
@pytest.mark.django_db
def test_who_may_not_read_stories_may_not_search(client, study):
    client.force_login(make_member("rita", study, Role.READER))

    assert listed(client, "ia").status_code == 403
