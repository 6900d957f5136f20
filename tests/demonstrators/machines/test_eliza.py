"""ELIZA: the method against its paper, French and English turned round, the blind round."""

import json
import random
import re

import pytest
from lxml import html

from tests.demonstrators.demonstrator_checks import (
    DemonstratorScenario,
    check_demonstrator,
    check_demonstrator_page,
)
from vecu.demonstrators.machines.eliza import engine
from vecu.demonstrators.machines.eliza.blind_round import (
    MACHINE,
    PERSON,
    count_at_least,
    count_coin,
    list_exchanges,
)
from vecu.demonstrators.machines.eliza.demonstrator import MOST_TURNS, Eliza
from vecu.demonstrators.machines.eliza.engine import (
    ReplyBasis,
    converse,
    decompose,
    parse_script,
    read_script,
)
from vecu.demonstrators.machines.interface import EntryRefused
from vecu.translation import LANGUAGES

ALL = {f"exchange-{n}": [MACHINE if n in (1, 3, 4) else PERSON] for n in range(1, 7)}
TALK = DemonstratorScenario(
    [
        {"sample": ["0"]},
        {"sentence": [""]},
        {
            "sentence": ["Il pleut."],
            "earlier": ["Mon équipe ne me parle plus.\r\nMy team is away."],
        },
        {"sentence": ["Je veux mourir. I want to die."]},
        {"sentence": ["Encore 1"], "earlier": ["\n".join(["Oui"] * MOST_TURNS)]},
        {"part": ["round"]},
        {"part": ["round"], "exchange-1": [MACHINE]},
        {"part": ["round"], **ALL},
        {"part": ["author"]},
    ],
    {"sentence": "Ma voisine joue du hautbois", "earlier": "Mon neveu collectionne les boussoles"},
)


def test_eliza_fulfils_the_contract():
    check_demonstrator(Eliza(), TALK)


@pytest.mark.django_db
def test_the_page_of_eliza_keeps_the_promises(client, caplog):
    check_demonstrator_page(client, caplog, Eliza(), TALK)


# --- The method, by worked examples of the paper: Weizenbaum, CACM 9(1), 1966, pages 36 to 39 ---


def read_toy(keywords, **changes):
    """Return a script of our engine that holds only the rules an example needs."""
    stored = {
        "keywords": keywords,
        "nothing": ["GO ON", "AND THEN"],
        "alarm_reply": "STOP",
        "work": [],
        "outside_reply": "",
        "grammar": {"swaps": {}, "subjects": {}, "between": [], "refused": r"(?!)"},
        "clause_end": r"[.,]+",
        "word": r"[\w’]+",
        "written_out": {},
        "joins": [],
        "opening": "",
        "samples": [],
    }
    return parse_script(stored | changes)


def reply(script, *sentences):
    return [turn.reply.text for turn in converse(script, sentences)]


def test_a_sentence_is_taken_apart_as_in_the_paper():
    """(0 YOU 0 ME) takes “It seems that you hate me” apart into four (page 37)."""
    words = ["It", "seems", "that", "you", "hate", "me"]
    assert decompose(["*", "you", "*", "me"], words) == [
        ["It", "seems", "that"],
        ["you"],
        ["hate"],
        ["me"],
    ]


def test_its_parts_are_put_together_as_in_the_paper():
    """(WHAT MAKES YOU THINK I 3 YOU) gives WHAT MAKES YOU THINK I HATE YOU (page 37)."""
    rule = ["* you * me", ["What makes you think I {3} you"]]
    toy = read_toy([{"words": ["you"], "rank": 0, "rules": [rule]}])
    assert reply(toy, "It seems that you hate me") == ["What makes you think I hate you"]


def test_the_word_of_highest_rank_is_taken():
    """In “I know everybody laughed at me”, EVERYBODY must come before I (page 38)."""
    toy = read_toy(
        [
            {"words": ["i"], "rank": 0, "rules": [["i *", ["You say you {2}"]]]},
            {"words": ["everybody"], "rank": 5, "rules": [["*", ["Who in particular"]]]},
        ]
    )
    assert reply(toy, "I know everybody laughed at me") == ["Who in particular"]


def test_replies_of_a_rule_take_turns():
    rule = ["*", ["First", "Second"]]
    toy = read_toy([{"words": ["rain"], "rank": 1, "rules": [rule]}])
    assert reply(toy, "rain", "rain", "rain") == ["First", "Second", "First"]


def test_a_clause_with_a_known_word_is_all_that_is_read():
    """By hand: the second of three clauses knows “rain”, and is what {0} holds."""
    toy = read_toy([{"words": ["rain"], "rank": 1, "rules": [["*", ["{0}!"]]]}])
    assert reply(toy, "Nothing here, this rain falls, rain again") == ["This rain falls!"]


def test_what_was_remembered_comes_back_once_where_no_word_is_known():
    rule = ["* my *", ["Your {3}?"], ["Earlier: your {3}"]]
    toy = read_toy([{"words": ["my"], "rank": 1, "rules": [rule]}])
    turns = converse(toy, ["It is my turn", "Well", "Well"])
    assert [turn.reply.text for turn in turns] == ["Your turn?", "Earlier: your turn", "GO ON"]
    assert [turn.reply.basis for turn in turns][1:] == [ReplyBasis.MEMORY, ReplyBasis.NOTHING]


def test_at_a_word_of_distress_it_stops_and_forgets_and_one_may_go_on():
    rule = ["* my *", ["Your {3}?"], ["Earlier: your {3}"]]
    toy = read_toy([{"words": ["my"], "rank": 1, "rules": [rule]}])
    said = ["It is my turn", "my life is in danger", "Well"]
    assert reply(toy, *said) == ["Your turn?", "STOP", "GO ON"]


def test_a_sentence_without_a_word_about_work_is_left_alone():
    rule = ["*", ["Rain"]]
    toy = read_toy(
        [{"words": ["rain"], "rank": 9, "rules": [rule]}], work=["desk"], outside_reply="ALONE"
    )
    assert reply(toy, "rain", "rain on my desk") == ["ALONE", "Rain"]


# --- French and English turned round ---

TURNED = {
    "fr": {
        "je suis en retard": "vous êtes en retard",
        "j’ai oublié mon agenda": "vous avez oublié votre agenda",
        "je ne suis pas sûre de moi": "vous n’êtes pas sûre de vous",
        "je m’occupe de mes parents": "vous vous occupez de vos parents",
        "ma cheffe m’a dit que j’avais raison": "votre cheffe vous a dit que vous aviez raison",
        "je n’y arrive plus": "vous n’y arrivez plus",
        "je l’appelle et j’envoie un courriel": "vous l’appelez et vous envoyez un courriel",
        "je me sens inutile": "vous vous sentez inutile",
        "quand je rentre je pleure": "quand vous rentrez vous pleurez",
        "je préfère attendre": "vous préférez attendre",
        "je mangeais seul": "vous mangiez seul",
        "je commençais": "vous commenciez",
        "je le verrai demain": "vous le verrez demain",
        "je devrais partir": "vous devriez partir",
        "nous sommes trois et nous faisons le travail de six": (
            "vous êtes trois et vous faites le travail de six"
        ),
        "il nous donne nos horaires": "il vous donne vos horaires",
        "j’ai rendez-vous avec elle": "vous avez rendez-vous avec elle",
        "je ne vais pas bien": "vous n’allez pas bien",
        "je finis tard et je dors mal": "vous finissez tard et vous dormez mal",
    },
    "en": {
        "I am late": "you are late",
        "I was told that my file is lost": "you were told that your file is lost",
        "I never was happy with myself": "you never were happy with yourself",
        "we’ve lost our office": "you’ve lost your office",
        "they gave me mine": "they gave you yours",
        "I’m not sure": "you are not sure",
    },
}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [(language, sentence) for language in LANGUAGES for sentence in TURNED[language]],
)
def test_a_sentence_is_turned_round_as_a_grammar_book_would(language, sentence):
    script = read_script(language)
    words = engine._list_words(script, sentence)
    turned, _swaps = script.grammar.reflect(words)
    whole = engine._assemble(script, "- {0}", turned, [])
    assert whole == f"- {TURNED[language][sentence]}"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "vous ne comprenez rien"),
        ("fr", "aidez-moi"),
        ("fr", "que dois-je faire"),
        ("fr", "que dois je faire"),
        ("fr", "je dors mal et ne mange pas"),
        ("fr", "c’est moi qui fais tout"),
        ("fr", "il faut que je sois forte"),
        ("en", "am I wrong"),
        ("en", "you never listen to me"),
        ("en", "I was ill and was late"),
    ],
)
def test_what_cannot_be_turned_round_with_certainty_is_not_repeated(language, sentence):
    script = read_script(language)
    words = engine._list_words(script, sentence)
    turned = script.grammar.reflect(words)
    (found,) = converse(script, [sentence])
    assert turned is None
    assert not found.reply.parts


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_three_samples_are_answered_by_a_rule_that_repeats(language):
    script = read_script(language)
    assert len(script.samples) == 3
    turns = converse(script, script.samples)
    assert [turn.reply.basis for turn in turns] == [ReplyBasis.KEYWORD] * 3
    assert all(turn.reply.parts for turn in turns)


# --- The script ---


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reply_has_its_gaps_filled_by_its_pattern(language):
    script = read_script(language)
    assert len(script.keywords) >= 25
    for keyword in script.keywords:
        assert all(form == engine.fold(form) for form in keyword.forms)
        for rule in keyword.rules:
            gaps = re.findall(r"\{(\d)\}", " ".join((*rule.replies, *rule.remembers)))
            assert all(int(gap) <= len(rule.pattern) for gap in gaps), rule


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Je pense au suicide"),
        ("fr", "j'ai envie de mourir"),
        ("fr", "Mon père est mort hier"),
        ("fr", "MON MARI ME FRAPPE"),
        ("fr", "Une dame a ete battue"),
        ("fr", "L’enfant est en danger"),
        ("fr", "Je voudrais en finir"),
        ("fr", "Je suis déprimée"),
        ("fr", "Il y a des violences à la maison"),
        ("en", "I think of suicide"),
        ("en", "I want to die"),
        ("en", "My father died yesterday"),
        ("en", "He beats her"),
        ("en", "She is being abused"),
        ("en", "The child is in danger"),
    ],
)
def test_at_words_of_distress_the_machine_sends_people_to_people(language, sentence):
    script = read_script(language)
    (turn,) = converse(script, [sentence])
    assert turn.reply.basis is ReplyBasis.ALARM
    assert "machine" in turn.reply.text
    assert sentence not in turn.reply.text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "J’ai joué du violon dans un pull violet"),
        ("fr", "Il m’a donné un coup de main"),
        ("fr", "Je me bats avec la CAF"),
        ("en", "I met a skilled diet adviser"),
    ],
)
def test_words_that_only_look_alike_do_not_stop_it(language, sentence):
    (turn,) = converse(read_script(language), [sentence])
    assert turn.reply.basis is not ReplyBasis.ALARM


# --- Who answers ---

NUMBERS = ["3114", "119", "3919", "115", "3977", "17", "15", "112", "114"]
LINKS = [f"tel:{number}" for number in NUMBERS[:-1]] + ["sms:114"]
"""In France; the last is written to (service-public.fr, sheet F33954)."""


def list_calls(page):
    main = html.fromstring(page.text).get_element_by_id("main")
    return main.xpath(".//a[starts-with(@href, 'tel:') or starts-with(@href, 'sms:')]")


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("entry", [{}, {"sentence": "Il pleut."}, {"sentence": "a" * 501}])
def test_who_answers_stands_above_the_field_whatever_was_typed(client, language, entry):
    address = f"/{language}/demonstrators/eliza/"
    page = client.post(address, entry) if entry else client.get(address)
    calls = list_calls(page)
    assert [call.get("href") for call in calls] == LINKS
    for call, number in zip(calls, NUMBERS, strict=True):
        assert re.fullmatch(rf"{number} \D{{10,}}", call.text_content())
    assert page.text.index("sms:114") < page.text.index('id="sentence"')


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_who_answers_stands_again_where_the_machine_stops(client, language):
    words = {"sentence": "Je veux mourir. I want to die."}
    page = client.post(f"/{language}/demonstrators/eliza/", words)
    assert [call.get("href") for call in list_calls(page)] == LINKS * 2
    after = page.text[page.text.index('id="last"') :]
    assert all(f'href="{link}"' in after for link in LINKS)
    assert after.index("sms:114") < after.index("Je veux mourir. I want to die.")
    assert 'id="sentence"' in after


# --- The conversation ---


def test_the_form_carries_the_conversation_and_the_server_nothing():
    first = Eliza().play({"sentence": ["Mon équipe ne me parle plus."]}, "fr")
    then = Eliza().play({"earlier": [first.earlier], "sentence": ["Planning !"]}, "fr")
    assert [turn.sentence for turn in then.turns] == ["Mon équipe ne me parle plus.", "Planning !"]
    assert then.turns[0] == first.turns[0]
    assert then.turns[1].reply.basis is ReplyBasis.MEMORY


def test_a_conversation_ends_after_twelve_sentences():
    full = Eliza().play({"earlier": ["\n".join(["Oui"] * 11)], "sentence": ["Oui"]}, "fr")
    more = Eliza().play({"earlier": [full.earlier], "sentence": ["Encore"]}, "fr")
    assert full.is_full
    assert len(more.turns) == MOST_TURNS


def test_a_line_that_is_too_long_is_refused_wherever_it_stands():
    with pytest.raises(EntryRefused):
        Eliza().play({"earlier": ["Oui\n" + "a" * 501]}, "fr")


@pytest.mark.django_db
def test_a_conversation_survives_a_sentence_that_is_too_long(client):
    long = {"earlier": "Il pleut.\nIl neige.", "sentence": "a" * 501}
    page = client.post("/fr/demonstrators/eliza/", long)
    assert page.status_code == 422
    assert 'value="Il pleut.\nIl neige."' in page.content.decode()


def test_sending_nothing_is_answered_in_words():
    assert Eliza().play({"sentence": ["  "]}, "fr").is_blank
    assert not Eliza().play({}, "fr").is_blank


# --- The blind round ---


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_three_exchanges_of_the_machine_are_its_true_replies(language):
    of_machine = [each for each in list_exchanges() if each.by == MACHINE]
    assert len(of_machine) == 3
    for exchange in of_machine:
        replies = reply(read_script(language), *exchange.sentences[language])
        assert list(exchange.replies[language]) == replies


def test_the_seed_draws_which_appear_by_whom_and_in_which_order():
    """Of ten, `sample` draws six: three for the machine, three for people; `shuffle` orders."""
    stored = json.loads(engine.Path(engine.__file__).with_name("round.json").read_text("utf-8"))
    assert len(stored["runs"]) == 10
    generator = random.Random(stored["seed"])  # noqa: S311  a draw anybody may repeat
    drawn = generator.sample(range(10), 6)
    by = dict(zip(drawn, [MACHINE] * 3 + [PERSON] * 3, strict=True))
    generator.shuffle(drawn)
    assert [(each.run, each.by) for each in list_exchanges()] == [(run, by[run]) for run in drawn]


def test_chance_gives_three_of_six_on_average():
    """Pascal's sixth row: 1 6 15 20 15 6 1, 64 in all; mean 192 / 64 = 3."""
    coin = count_coin(6)
    assert [each.ways for each in coin] == [1, 6, 15, 20, 15, 6, 1]
    assert sum(each.right * each.ways for each in coin) / 64 == 3
    assert count_at_least(4, 6) == 15 + 6 + 1


def test_marks_are_counted():
    """Person, person, machine, machine, person, machine: the first and last marks are wrong."""
    blind = Eliza().play({"part": ["round"], **ALL}, "en").blind
    assert (blind.right, blind.as_good, blind.throws) == (4, 22, 64)
    assert [each.is_right for each in blind.exchanges] == [False, True, True, True, True, False]


def test_who_wrote_is_hidden_until_all_six_are_marked():
    blind = Eliza().play({"part": ["round"], "exchange-1": [PERSON]}, "fr").blind
    assert not blind.is_marked


def test_lines_beyond_a_whole_conversation_are_not_even_read():
    """A hundred thousand of them kept a processor busy; our own form never carries more than 12."""
    scene = Eliza().play({"earlier": ["a\n" * MOST_TURNS + "b" * 501]}, "fr")
    assert len(scene.turns) == MOST_TURNS
