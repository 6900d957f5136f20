"""Rules are tried only where their words may begin, and find what a search of the whole would."""

from dataclasses import replace

import pytest

from vecu.pilots.job_offers.folded_text import fold_offer
from vecu.pilots.job_offers.offers import list_invented_offers
from vecu.pilots.job_offers.rule_book import Negation, read_rule_book
from vecu.pilots.job_offers.rule_files import compile_words
from vecu.pilots.job_offers.rule_matching import RuleFinder

BOOK = read_rule_book()
BARE = replace(BOOK, negation=Negation(None, None, None, None))
TEXTS = [
    fold_offer(text)
    for text in (
        "\n".join(offer.case.text for offer in list_invented_offers()),
        "Véhiculé·e ; alsacien. de 30 ans. 25 ans maxi, женщина, h uniquement bbr",
        "alsacien",
    )
]


SEEKING = [rule for rule in BOOK.rules if rule.spans]


@pytest.mark.parametrize("rule", SEEKING, ids=lambda rule: rule.key)
def test_each_rule_finds_what_a_search_of_the_whole_text_finds(rule):
    bare = replace(rule, always=None, unless=None, unless_before=None, unless_anywhere=None)
    finder = RuleFinder(replace(BARE, rules=(bare,)))

    for folded in TEXTS:
        found = [place for _rule, place in finder.find(folded, 4)]
        assert found == [match.span() for match in rule.spans.finditer(folded.text)]


def test_a_word_of_other_letters_is_tried_where_any_letter_may_begin():
    for seeks in (r"\w+ exigee?", r"\w{4} exigee?", r"(?:^|; )\w+ exigee?"):
        spans = compile_words([seeks], "here")
        rule = replace(BOOK.rules[0], always=None, spans=spans, unless=None, opens=(seeks,))
        finder = RuleFinder(replace(BARE, rules=(rule,)))
        folded = fold_offer("Виза exigée")

        assert [place for _rule, place in finder.find(folded, 4)] == [(0, len(folded.text))]
