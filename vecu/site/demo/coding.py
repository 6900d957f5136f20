"""The demonstration's coding: what two invented coders did with the invented stories.

`coding.json` has no texts except the codebook's: it refers to them by the respondent's index in
`read_people` and a path.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any, cast

from vecu.accounts.rules import Role
from vecu.coding.actions import (
    Account,
    ActionContext,
    AllocationPlan,
    CodeSpan,
    CodeText,
    Edit,
    GuideText,
    ImportedCoding,
    adjudicate_code,
    assign_texts,
    change_code,
    configure_coding,
    create_guide,
    get_or_create_coder,
    import_coder_codings,
    ingest_verbatims,
    make_code,
    map_codes,
    merge_code,
    open_codebook,
    propose_quote,
    publish_story,
    publish_version,
    release,
    save_edit,
    translate_quotation,
    withhold,
    write_memo,
)
from vecu.coding.analysis.text_units import iter_text_units
from vecu.coding.library import get_ready_guide, list_ready_translations
from vecu.coding.queries import (
    Code,
    Codebook,
    Coder,
    Verbatim,
    find_proposal,
    iter_texts_with_words,
    list_all_texts,
    list_concerns,
)
from vecu.coding.spans import TextSpan
from vecu.questionnaires import Questionnaire
from vecu.site.demo import read_people
from vecu.surveys.queries import Study, get_latest_version, get_questionnaire

LANGUAGE, OTHER = "fr", "en"
"""The language of the demonstration's codes, and the one that their names are translated to."""
CODERS = 2
"""How many coders the demonstration has: Camille and Nour."""
LEFT = "/data/story/value"
"""A question that is coded too, but left to the user of the demonstration."""
WAITING = "strategy", 24
"""A question, and how many of its texts are assigned to Nour with suggestions by the machine."""
Place = tuple[int, str]
"""A respondent's index among the invented ones, and the path of an answer."""
Text = tuple[Verbatim, str]
"""A text to code, and its words."""


def count_coding_steps() -> int:
    """Return how often `make_coding` yields: most of its time goes into quotations."""
    return CODERS + 2 + len(read_coding()["quotations"])


def make_coding(study: Study, accounts: Mapping[str, Account], now: datetime) -> Iterator[None]:
    """Code the demonstration's study as `accounts` (camille, nour), by first name, step by step."""
    data = read_coding()
    codebook = open_codebook(study, LANGUAGE)
    acts = {name: ActionContext(account.get_username(), now) for name, account in accounts.items()}
    codes = _make_codes(codebook, data, acts["camille"])
    coded = {question for code in data["codes"] for question in code.get("questions", ())}
    questions = [each for each in codebook.questions if each in coded | {LEFT}]
    configure_coding(codebook, acts["camille"], questions=questions, blind=True)
    publish_version(codebook, replace(acts["camille"], why="Premier jet, après cent récits."))
    ingest_verbatims(codebook)
    texts = _places(codebook, get_questionnaire(get_latest_version(study)))
    waiting = _waiting(data)
    for name, account in accounts.items():
        brought = _brought(data["texts"], name, texts, codes, but=waiting)
        import_coder_codings(get_or_create_coder(codebook, account), brought, acts[name])
        yield
    _change_codes(data["history"], codes, acts)
    publish_version(codebook, replace(acts["camille"], why="Après comparaison des codages."))
    for ruling in data["rulings"]:
        text, _words = texts[ruling["person"], ruling["address"]]
        act = replace(acts["camille"], why=ruling["reason"])
        adjudicate_code(text, codes[ruling["code"]], act, present=ruling["present"])
    for memo in data["memos"]:
        about = texts[memo["person"], memo["address"]][0] if "address" in memo else None
        code = codes[memo["code"]] if "code" in memo else None
        write_memo(codebook, memo["text"], acts[memo["by"]], code=code, verbatim=about)
    yield
    coders = {name: get_or_create_coder(codebook, account) for name, account in accounts.items()}
    yield from _quote_texts(data, coders, texts, codes, acts)
    _map_guide(codebook, data["guide"], codes, acts["camille"])
    _hand_over(coders["nour"], [texts[place][0] for place in waiting], acts["camille"])
    yield


def _quote_texts(
    data: Mapping[str, Any],
    coders: Mapping[str, Coder],
    texts: Mapping[Place, Text],
    codes: Mapping[str, Code],
    acts: Mapping[str, ActionContext],
) -> Iterator[None]:
    merged = {each["code"]: each["into"] for each in data["history"] if "into" in each}
    for quotation in data["quotations"]:
        quoted, by = texts[quotation["person"], quotation["address"]], quotation["by"]
        code = codes[merged.get(quotation["code"], quotation["code"])]
        _quote(coders[by], quoted, code, quotation, acts[by])
        yield
    for whole in data["whole_stories"]:
        text, _words = texts[whole["person"], f"{whole['story']}/refuse_why"]
        key = f"{text.answer_id}/{whole['story']}"
        publish_story(text.codebook, key, acts["camille"], checked=True)


def _hand_over(coder: Coder, texts: Sequence[Verbatim], act: ActionContext) -> None:
    """Assign texts of one question to a single coder, who therefore sees suggestions."""
    plan = AllocationPlan(texts[0].question, [coder], common=0, readers=0, others=len(texts))
    assign_texts(coder.codebook, plan, act, chance=Random(0))  # noqa: S311 - a single coder


def _waiting(data: Mapping[str, Any]) -> set[Place]:
    """Return the last texts with one coder and without rulings, quotations or memos."""
    name, number = WAITING
    referenced = {
        (each["person"], each.get("address"))
        for kind in ("rulings", "quotations", "memos")
        for each in data[kind]
        if "person" in each
    }
    alone = [
        (text["person"], text["address"])
        for text in data["texts"]
        if text["address"].endswith(name) and "nour" not in text
    ]
    return set([place for place in alone if place not in referenced][-number:])


def _quote(
    coder: Coder, text_and_words: Text, code: Code, quotation: Mapping[str, Any], act: ActionContext
) -> None:
    """Propose a text as a quotation and decide on it; confirm what is flagged in it."""
    text, words = text_and_words
    propose_quote(coder, text.id, None, act, code=code)
    proposed = find_proposal(text, code)
    edit = Edit(quotation.get("text", words), proposed.revision, code.id)
    if quotation["state"] == "withheld":
        withhold(coder.codebook, proposed.id, proposed.revision, replace(act, why=quotation["why"]))
    elif quotation["state"] == "released":
        confirmed = frozenset(list_concerns(proposed, edit.text))
        held = release(coder.codebook, proposed.id, replace(edit, confirmed=confirmed), act)
        if translated := quotation.get("translation"):
            language = OTHER if text.answer.language == LANGUAGE else LANGUAGE
            wording = language, translated
            translate_quotation(
                coder.codebook, held.id, wording, held.revision, act, Role.RESEARCHER
            )
    elif "text" in quotation:
        save_edit(coder.codebook, proposed.id, edit)


def _map_guide(
    codebook: Codebook, mapping: Mapping[str, Any], codes: Mapping[str, Code], act: ActionContext
) -> None:
    """Create a ready guide and map codes to its practices."""
    ready = get_ready_guide(mapping["key"], LANGUAGE)
    guide = create_guide(codebook, GuideText.of(ready, list_ready_translations(ready)), act)
    for practice, known in zip(guide.practices.all(), ready.practices, strict=True):
        mapped = [codes[each].id for each in mapping["practices"].get(known.key, ())]
        map_codes(practice, mapped, act, revision=practice.revision)


def read_coding() -> dict[str, Any]:
    """Return the codebook, codings, rulings and memos from the file."""
    return cast("dict[str, Any]", json.loads((Path(__file__).parent / "coding.json").read_text()))


def _make_codes(codebook: Codebook, data: Mapping[str, Any], act: ActionContext) -> dict[str, Code]:
    """Create the codes under their original names."""
    before = {each["code"]: each["was"] for each in data["history"] if each["verb"] == "renamed"}
    codes: dict[str, Code] = {}
    for code in data["codes"]:
        text = _text(code | {"name": before.get(code["key"], code["name"])})
        parent = codes[code["parent"]] if code.get("parent") else None
        codes[code["key"]] = make_code(codebook, text, act, parent=parent)
    return codes


def _text(code: Mapping[str, Any]) -> CodeText:
    fields = ("name", "definition", "use_when", "not_when", "examples")
    words = {name: code[name][LANGUAGE] for name in fields if code.get(name)}
    names = {OTHER: code["name"][OTHER]}
    return CodeText(**words, questions=code.get("questions", ()), translated_names=names)


def _change_codes(
    history: list[Mapping[str, Any]], codes: dict[str, Code], acts: Mapping[str, ActionContext]
) -> None:
    names = {code["key"]: code for code in read_coding()["codes"]}
    for change in history:
        code, act = codes[change["code"]], replace(acts[change["by"]], why=change["why"])
        if change["verb"] == "merged":
            merge_code(code, codes[change["into"]], act)
        else:
            text = replace(_text(names[change["code"]]), colour=code.colour)
            change_code(code, text, act, revision=code.revision)


def _places(codebook: Codebook, questionnaire: Questionnaire) -> dict[Place, Text]:
    """Return the invented respondents' texts; respondents are recognised by all that they wrote."""
    people = {
        tuple(unit.text for unit in iter_text_units(questionnaire, values)): number
        for number, (values, _language) in enumerate(read_people())
    }
    found = {}
    for text, answer, words in iter_texts_with_words(list_all_texts(codebook)):
        wrote = tuple(unit.text for unit in iter_text_units(questionnaire, answer.values))
        found[people[wrote], text.address] = text, words
    return found


def _brought(
    texts: list[Mapping[str, Any]],
    name: str,
    places: Mapping[Place, Text],
    codes: Mapping[str, Code],
    *,
    but: Collection[Place],
) -> Iterator[ImportedCoding]:
    for text in texts:
        place = text["person"], text["address"]
        if name in text and place not in but:
            marks = [_code_span(each, codes) for each in text[name]]
            yield ImportedCoding(places[place][0].id, marks)


def _code_span(entry: Any, codes: Mapping[str, Code]) -> CodeSpan:
    if isinstance(entry, str):
        return CodeSpan(codes[entry].id)
    key, start, end = entry
    return CodeSpan(codes[key].id, TextSpan(start, end))
