"""Rules are data that a lawyer reads and corrects: complete, cited word for word, and checked."""

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from vecu.pilots.interface import MOST_REASONS
from vecu.pilots.job_offers import load_job_offer_pilot
from vecu.pilots.job_offers.rule_book import RuleStatus, read_rule_book
from vecu.pilots.job_offers.rule_files import DATA, RuleBookRefused, read_toml
from vecu.pilots.job_offers.version_file import read_versions
from vecu.translation import LANGUAGES

SHARED = Path(__file__).parents[3] / "shared" / "data" / "pilots" / "code_travail_articles.json"
BOOK = read_rule_book()
LATEST = read_rule_book(name="rules-3.toml")


def copy_data(tmp_path, name, old, new):
    """Return a folder in which one file says something else."""
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def stands_in(quotation, text):
    """Whether each part between two cuts stands in a text, in this order."""
    parts = quotation.split(" […] ")
    places = [text.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


@pytest.mark.skipif(not SHARED.is_file(), reason="../shared/data is not here")
def test_every_article_is_cited_word_for_word_in_the_state_in_force():
    published = json.loads(SHARED.read_text(encoding="utf-8"))
    for rule in (*BOOK.rules, *LATEST.rules):
        for cited in rule.cited:
            (state,) = published[cited.name]
            assert state["etat"] == "VIGUEUR"
            assert stands_in(cited.words, state["texte"]), (rule.key, cited.name)


def test_what_an_article_is_cited_for_stands_in_the_words_cited():
    """A rule that rests on the list of L1132-1 shows the words that name its ground."""
    named = {"residence": "lieu de résidence", "smoking": "mœurs", "age-limit": "âge"}
    for rule in (*BOOK.rules, *LATEST.rules):
        for cited in rule.cited:
            assert "{" not in cited.words, rule.key
            assert set(cited.means) == set(LANGUAGES), cited.name
            if cited.name == "L1132-1":
                assert named.get(rule.key, "de s") in cited.words
    (vehicle,) = (rule for rule in BOOK.rules if rule.key == "vehicle")
    assert "situation économique" in vehicle.cited[0].words
    assert "lieu de résidence" in vehicle.cited[0].words


def test_every_status_has_rules_and_every_article_ground_and_source_serves_one():
    assert {rule.status for rule in BOOK.rules} == set(RuleStatus)
    later = read_toml(DATA / "rules-3.toml")
    tables = [*read_toml(DATA / "rules.toml")["rule"], *later["rule"], *later["exclusion"]]
    assert {rule["ground"] for rule in tables} == set(read_toml(DATA / "grounds.toml"))
    cited = {number for rule in tables for number in rule.get("articles", [])}
    assert cited == set(read_toml(DATA / "articles.toml"))
    named = {one for rule in tables for one in rule.get("sources", [])}
    assert named | {"code"} == set(read_toml(DATA / "sources.toml"))


def test_a_bias_names_its_source_and_no_article_and_what_is_forbidden_its_article():
    for rule in (*BOOK.rules, *LATEST.rules):
        if rule.status is RuleStatus.BIAS:
            assert not rule.cited, rule.key
            assert "Code du travail" not in rule.whose["fr"], rule.key
        if rule.status.forbids:
            assert rule.cited, rule.key


def test_every_alert_offers_reasons_that_one_key_picks():
    for rule in (*BOOK.rules, *LATEST.rules):
        few = 0 if rule.status is RuleStatus.ALLOWED else 1
        assert few <= len(rule.reasons) <= MOST_REASONS, rule.key


def test_living_near_is_a_reason_that_agents_give_and_no_version_follows():
    assert "live-near" in {one.key for rule in BOOK.rules for one in rule.reasons}
    versions = read_versions()
    assert Counter(one.reason for version in versions for one in version.version.declines) == {
        "live-near": 1
    }
    assert "live-near" not in {
        one.reason for version in versions for one in version.version.answers
    }


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("rules.toml", 'status = "explicit"', 'status = "illegal"', "sex-required, status"),
        ("rules.toml", "step = 1", "step = 7", "sex-required, step: found “7”"),
        ("rules.toml", "'celibataires?'", "'celibataires?('", "family, spans: found “celibataires"),
        (
            "rules.toml",
            'ground = "family"',
            'ground = "famille"',
            "family, ground: found “famille”",
        ),
        ("rules.toml", '"L5331-2", ', '"L9999-9", ', "age-limit, articles: found “L9999-9”"),
        ("rules.toml", 'key = "union"', 'key = "religion"', "religion, key: found “religion”"),
        ("rules.toml", '"rural-no-transport"', '"rural"', "vehicle, reasons: found “rural”"),
        ("rules.toml", "unless = ", "unles = ", "sex-required: found “unles”"),
        ("rules.toml", 'detector = "english"', 'detector = "inglish"', "foreign-text, spans"),
        ("rules.toml", 'sources = ["unia"]', 'sources = "unia"', "distance, sources"),
        ("articles.toml", "quote = ", "words = ", "L1132-1: found “quote”"),
        ("grounds.toml", 'named = "de son âge"', "", "grounds.toml, age, named"),
        ("rules.toml", "never = ", "nevr = ", "negation: found “nevr”"),
        ("rules.toml", "'s abstenir', 'exclue", "'s (abstenir', 'exclue", "negation, never"),
        ("rules.toml", "[[rule]]", "[[rule", "rules.toml: found"),
        ("reasons.toml", 'log = "not_applicable"', 'log = "no"', "rural-no-transport, log: found"),
        ("reasons.toml", "en = ", "de = ", "rural-no-transport, en: found"),
    ],
)
def test_a_mistake_in_a_file_is_named_with_its_place_and_nothing_is_used(
    tmp_path, name, old, new, message
):
    folder = copy_data(tmp_path, name, old, new)
    with pytest.raises(RuleBookRefused, match=message) as refused:
        read_rule_book(folder)
    assert all(refused.value.say(language) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("alert = true", "alarm = true"),
        ("summary = ", "summery = "),
        ("day = 2026-11-16", ""),
        ("step = 3", "step = 5"),
        ("step = 3", 'step = "3"'),
    ],
)
def test_a_mistake_in_the_versions_is_named_too(tmp_path, old, new):
    with pytest.raises(RuleBookRefused, match=r"versions.toml: found"):
        load_job_offer_pilot(copy_data(tmp_path, "versions.toml", old, new))


def test_no_version_sets_aside_what_the_law_forbids(tmp_path):
    """No agreement does: here somebody would answer "one must live near" after all."""
    folder = copy_data(tmp_path, "versions.toml", 'rule = "vehicle"', 'rule = "residence"')
    with pytest.raises(RuleBookRefused, match=r"residence.*forbidden by law"):
        load_job_offer_pilot(folder)


def test_an_expression_that_explodes_is_named_and_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr("vecu.pilots.job_offers.rule_matching._LONGEST_MATCH", 0.05)
    folder = copy_data(tmp_path, "rules.toml", "'celibataires?'", "'(?:a|aa|a?)+b'")
    pilot = load_job_offer_pilot(folder)

    with pytest.raises(RuleBookRefused, match="family"):
        pilot.propose("a" * 60 + " " + "a" * 60, "1", 3)
