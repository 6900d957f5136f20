"""The demonstration's coding: a codebook, two coders, rulings, a guide.

Both coders are invented, as are the respondents. The file has paths and codes, but no respondents'
words except for the codebook's examples.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

import vecu.coding
from vecu.coding.deidentification.detect import find_identifying_words
from vecu.coding.deidentification.redaction import check_edit, normalize_original
from vecu.coding.rules import QuotationState
from vecu.site import demo
from vecu.surveys.results.answer_layout import may_quote

LANGUAGES = {"fr", "en"}
CODED = ("task", "limit", "strategy")
FEW = 9
"""With fewer uses by both coders, a measure of agreement says little."""

Place = tuple[int, str]


@pytest.fixture(scope="module")
def coding() -> dict[str, Any]:
    return json.loads((Path(demo.__file__).parent / "coding.json").read_text())


@pytest.fixture(scope="module")
def codes(coding) -> dict[str, dict[str, Any]]:
    return {code["key"]: code for code in coding["codes"]}


@pytest.fixture(scope="module")
def people():
    return demo.read_people()


@pytest.fixture(scope="module")
def texts(people) -> dict[Place, str]:
    """Every task, limit and strategy of those who use AI, by respondent and path.

    What others tell came last, and nobody has coded it yet.
    """
    return {
        (person, f"story[{position}]/{name}"): story[name]
        for person, (values, _language) in enumerate(people)
        if values.get("stance") == "use"
        for position, story in enumerate(values["story"], 1)
        for name in CODED
        if story.get(name)
    }


def place(entry: dict[str, Any]) -> Place:
    return entry["person"], entry["address"]


def question(address: str) -> str:
    return "/data/" + re.sub(r"\[\d+\]", "", address)


def keys(codings: Iterable[Any]) -> list[str]:
    return [each if isinstance(each, str) else each[0] for each in codings]


def merged(coding) -> dict[str, str]:
    return {act["code"]: act["into"] for act in coding["history"] if act["verb"] == "merged"}


def used(entry: dict[str, Any], coder: str, into: dict[str, str]) -> set[str]:
    """Return the codes of one text after merging."""
    return {into.get(key, key) for key in keys(entry[coder])}


def differences(coding) -> list[tuple[Place, str]]:
    into = merged(coding)
    return [
        (place(entry), key)
        for entry in coding["texts"]
        if "nour" in entry
        for key in used(entry, "camille", into) ^ used(entry, "nour", into)
    ]


def leaves(codes) -> list[dict[str, Any]]:
    return [code for code in codes.values() if code["parent"]]


# The codebook


def test_each_code_stands_below_one_of_three_branches_one_for_each_question(codes):
    branches = {key: code["questions"] for key, code in codes.items() if not code["parent"]}

    assert branches == {
        "tasks": ["/data/story/task"],
        "limits": ["/data/story/limit"],
        "strategies": ["/data/story/strategy"],
    }
    assert {code["parent"] for code in leaves(codes)} == set(branches)


def test_each_code_is_named_and_defined_in_both_languages(codes):
    for code in codes.values():
        said = ["name", "definition"]
        said += ["use_when", "not_when", "examples"] if code["parent"] else []
        for field in said:
            assert set(code[field]) == LANGUAGES, (code["key"], field)
            assert all(text == text.strip() != "" for text in code[field].values()), code["key"]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_two_codes_have_the_same_name_and_all_fit_their_field(codes, language):
    names = [code["name"][language] for code in codes.values()]

    assert len({name.casefold() for name in names}) == len(names)
    assert max(map(len, names)) <= 120


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_where_a_code_ends_the_code_to_use_instead_is_called_by_its_name(codes, language):
    names = {code["name"][language] for code in codes.values()}
    called = [
        name
        for code in leaves(codes)
        for name in re.findall(r"\(([^)]+)\)", code["not_when"][language])
    ]

    assert len(called) > 30
    assert set(called) <= names


def test_examples_are_quoted_from_people_who_allow_it_where_the_code_was_given(
    coding, codes, texts, people
):
    """In the language of the field, but where nobody who may be quoted said it in that one."""
    for code in leaves(codes):
        quotable = [
            (people[entry["person"]][1], texts[place(entry)])
            for entry in coding["texts"]
            if code["key"] in keys(entry["camille"])
            and people[entry["person"]][0].get("permission", {}).get("quote") == "yes"
        ]
        for language, example in code["examples"].items():
            same = [text for spoken, text in quotable if spoken == language]
            among = same or [text for _spoken, text in quotable]
            assert any(example in text for text in among), (code["key"], language, example)


def test_the_history_tells_of_one_code_renamed_and_one_merged(coding, codes):
    renamed, joined = coding["history"]

    assert (renamed["verb"], joined["verb"]) == ("renamed", "merged")
    assert set(renamed["was"]) == LANGUAGES
    assert renamed["was"] != codes[renamed["code"]]["name"]
    assert joined["code"] != joined["into"]
    assert codes[joined["code"]]["parent"] == codes[joined["into"]]["parent"]
    assert all(act["why"] for act in coding["history"])


# The codings


def test_camille_has_read_every_task_limit_and_strategy_once(coding, texts):
    assert [place(entry) for entry in coding["texts"]] == list(texts)
    assert all("camille" in entry for entry in coding["texts"])


def test_nour_has_read_the_limits_and_strategies_of_110_stories_drawn_with_a_seed(coding, texts):
    stories = list(dict.fromkeys(_story(at) for at in texts if not at[1].endswith("/task")))
    sample = coding["sample"]
    drawn = Random(sample["seed"]).sample(stories, sample["stories"])  # noqa: S311 - no secret

    common = [place(entry) for entry in coding["texts"] if "nour" in entry]
    assert (sample["seed"], len(drawn)) == (2023, 110)
    assert set(common) == {
        at for at in texts if _story(at) in set(drawn) and not at[1].endswith("/task")
    }


def _story(at: Place) -> Place:
    return at[0], at[1].partition("/")[0]


def test_a_code_is_given_only_where_its_question_is_answered(coding, codes):
    for entry, _coder, codings in _all_codings(coding):
        for key in keys(codings):
            branch = codes[codes[key]["parent"]]
            assert question(entry["address"]) in branch["questions"], (entry, key)


def test_a_span_lies_within_its_text_without_blanks_at_its_ends_and_is_less_than_all(coding, texts):
    spans = 0
    for entry, _coder, codings in _all_codings(coding):
        text = texts[place(entry)]
        for _key, start, end in (each for each in codings if not isinstance(each, str)):
            assert 0 <= start < end <= len(text), entry
            assert end - start < len(text), entry
            assert text[start:end] == text[start:end].strip(), (entry, text[start:end])
            spans += 1
    assert spans > 150


def test_a_span_begins_and_ends_between_words(coding, texts):
    for entry, _coder, codings in _all_codings(coding):
        text = texts[place(entry)]
        for _key, start, end in (each for each in codings if not isinstance(each, str)):
            for cut in (start, end):
                assert not re.fullmatch(r"\w\w", text[max(cut - 1, 0) : cut + 1]), entry


def test_a_text_has_at_most_three_codes_of_one_coder_each_given_once(coding):
    for entry, _coder, codings in _all_codings(coding):
        assert len(codings) <= 3, entry
        assert len(set(keys(codings))) == len(codings), entry


def test_assurance_is_coded_beside_what_was_wrong_as_its_definition_asks(coding):
    together = [keys(c) for _e, _c, c in _all_codings(coding) if "sure_of_itself" in keys(c)]

    assert len(together) > 10
    assert [codes for codes in together if len(codes) == 1] == []


def test_every_code_is_of_use(coding, codes):
    uses = Counter(key for entry in coding["texts"] for key in keys(entry["camille"]))

    assert [code["key"] for code in leaves(codes) if uses[code["key"]] < 2] == []


def _all_codings(coding) -> Iterator[tuple[dict[str, Any], str, list[Any]]]:
    for entry in coding["texts"]:
        for coder in coding["coders"]:
            if coder["key"] in entry:
                yield entry, coder["key"], entry[coder["key"]]


# Agreement


def alpha(first: Sequence[bool], second: Sequence[bool]) -> float:
    """Return Krippendorff's alpha of two coders who both answered yes or no for each unit."""
    values = 2 * len(first)
    yes = sum(first) + sum(second)
    differ = sum(a != b for a, b in zip(first, second, strict=True))
    return 1 - (values - 1) * differ / (yes * (values - yes))


def test_alpha_is_the_one_of_the_paper_for_two_observers_and_binary_data():
    """Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section A: 0.095."""
    meg = [bool(int(value)) for value in "0100000010"]
    owen = [bool(int(value)) for value in "1110010000"]

    assert alpha(meg, owen) == pytest.approx(0.095, abs=0.0005)


@pytest.fixture(scope="module")
def agreement(coding, codes) -> dict[str, tuple[int, float]]:
    """For each code that either used: how often both together, and their alpha."""
    into, found = merged(coding), {}
    for code in leaves(codes):
        key, asked = code["key"], codes[code["parent"]]["questions"]
        common = [
            entry
            for entry in coding["texts"]
            if "nour" in entry and question(entry["address"]) in asked
        ]
        votes = [
            [key in used(each, coder, into) for each in common] for coder in ("camille", "nour")
        ]
        if uses := sum(map(sum, votes)):
            found[key] = (uses, alpha(*votes))
    return found


def test_on_codes_that_they_use_the_two_agree_as_two_careful_readers_do(agreement):
    """Mostly, never wholly by chance and seldom perfectly."""
    common = {key: value for key, (uses, value) in agreement.items() if uses >= FEW}

    assert len(common) > 20
    assert {key: value for key, value in common.items() if not 0.55 < value < 0.95} == {}
    assert 0.7 < sum(common.values()) / len(common) < 0.85


def test_on_rare_codes_agreement_may_be_nothing_or_whole(agreement):
    rare = [value for uses, value in agreement.values() if uses < FEW]

    assert min(rare) <= 0
    assert max(rare) == 1


# Rulings and memos


def test_rulings_settle_about_half_of_what_the_two_did_differently_and_nothing_else(coding):
    open_ = differences(coding)
    ruled = [(place(ruling), ruling["code"]) for ruling in coding["rulings"]]

    assert len(set(ruled)) == len(ruled)
    assert set(ruled) - set(open_) == set()
    assert 0.4 < len(ruled) / len(open_) < 0.6


def test_each_ruling_gives_its_reason_in_one_sentence_and_takes_no_side_always(coding):
    into = merged(coding)
    camille = {place(entry): used(entry, "camille", into) for entry in coding["texts"]}
    sided = [
        (ruling["code"] in camille[place(ruling)]) == ruling["present"]
        for ruling in coding["rulings"]
    ]

    assert all(re.fullmatch(r"[A-ZÀÉ][^.!?]+\.", ruling["reason"]) for ruling in coding["rulings"])
    assert 0.25 < sum(sided) / len(sided) < 0.75


def test_memos_are_about_the_codebook_a_code_or_a_text_that_there_is(coding, codes, texts):
    for memo in coding["memos"]:
        assert memo["by"] in {coder["key"] for coder in coding["coders"]}
        assert memo["text"]
        assert memo.get("code", "limits") in codes
        assert "person" not in memo or place(memo) in texts


# The guide


def test_each_practice_of_the_guide_has_codes_and_most_strategies_are_in_no_guide(coding, codes):
    guides = json.loads((Path(vecu.coding.__file__).parent / "library/guides.json").read_text())
    guide = next(each for each in guides if each["key"] == coding["guide"]["key"])
    mapped = coding["guide"]["practices"]

    assert list(mapped) == [practice["key"] for practice in guide["practices"]]
    found = [key for keys_ in mapped.values() for key in keys_]
    strategies = {code["key"] for code in leaves(codes) if code["parent"] == "strategies"}
    assert all(mapped.values())
    assert len(set(found)) == len(found)
    assert set(found) < strategies
    assert len(strategies - set(found)) > len(found)


def test_guides_name_their_source_and_say_each_practice_in_two_sentences_in_both_languages():
    guides = json.loads((Path(vecu.coding.__file__).parent / "library/guides.json").read_text())

    for guide in guides:
        assert set(guide["name"]) == set(guide["source"]) == LANGUAGES
        assert all("2023" in source for source in guide["source"].values())
        assert len({practice["key"] for practice in guide["practices"]}) == 6
        for practice in guide["practices"]:
            assert set(practice["name"]) == set(practice["description"]) == LANGUAGES
            assert all(text.count(". ") == 1 for text in practice["description"].values())


# Words stay where they are


def test_no_sentence_of_anybody_is_copied_but_for_the_examples(coding, texts):
    examples = {text for code in coding["codes"] for text in code.get("examples", {}).values()}
    bare = {**coding, "codes": [{**code, "examples": {}} for code in coding["codes"]]}
    held = json.dumps(bare, ensure_ascii=False)

    assert len(examples) > 60
    assert [text for text in texts.values() if len(text) > 20 and text in held] == []


def test_quotations_are_words_that_people_permit_for_a_code_that_their_text_carries(
    coding, people, texts
):
    coded = {place(text): text for text in coding["texts"]}
    for quotation in coding["quotations"]:
        assert may_quote(people[quotation["person"]][0])
        marks = coded[place(quotation)][quotation["by"]]
        assert quotation["code"] in {mark if isinstance(mark, str) else mark[0] for mark in marks}
        said = normalize_original(texts[place(quotation)])
        assert check_edit(said, quotation.get("text", said))


def test_nothing_that_may_give_somebody_away_is_left_in_what_the_demonstration_releases(
    coding, texts
):
    released = [one for one in coding["quotations"] if one["state"] == "released"]
    for one in released:
        assert find_identifying_words(one.get("text", texts[place(one)])) == []

    assert len({one["person"] for one in released}) == len(released)
    assert {one["state"] for one in coding["quotations"]} == set(QuotationState)


def test_each_practice_of_the_guide_has_a_released_quotation(coding):
    released = {one["code"] for one in coding["quotations"] if one["state"] == "released"}

    for codes in coding["guide"]["practices"].values():
        assert released & set(codes)
