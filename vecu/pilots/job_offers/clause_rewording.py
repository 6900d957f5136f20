"""Other words for a whole clause, agreed in gender and number, without any blank. Pure.

What is written here is a draft: `pilot.py` has the checker read it before it is offered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import regex

from vecu.pilots.job_offers.folded_text import FoldedText
from vecu.pilots.job_offers.phrases import find_clause
from vecu.pilots.job_offers.rule_files import Table, find_in_table
from vecu.search_folding import fold_for_search

TITLE = "{title}"
"""Where a rewording gives a job title in both genders."""
WORDS = "{words}"
"""Where a rewording repeats the words found."""
_BLANKS = ("…", "...", "___")
_PAIRS = {"(": ")", "[": "]"}


class Clause(NamedTuple):
    """A clause of an offer, the passage in it, and what stands there before and after, folded."""

    start: int
    end: int
    passage: tuple[int, int]
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class ClauseRewording:
    """How clauses are reworded: sentences that agree, and the genders of titles by ending."""

    kinds: frozenset[str]
    open_to_all: Mapping[str, str]
    """By the noun that a clause begins with."""
    otherwise: str
    more: regex.Pattern[str]
    less: regex.Pattern[str]
    before: regex.Pattern[str]
    after: regex.Pattern[str]
    not_of: regex.Pattern[str]
    endings: Mapping[str, str]

    def draft(self, kind: str, rewording: str, case: str, clause: Clause) -> str:
        """Return other words for a clause, "" where none would read well."""
        if rewording == TITLE:
            return self._draft_title(case, clause)
        if rewording.startswith(WORDS):
            end = clause.passage[1]
            return case[clause.start : end] + rewording.removeprefix(WORDS) + case[end : clause.end]
        if kind.endswith(("-excluded", "-reserved")) or kind in self.kinds:
            rewording = self._agree(clause)
        if not self._is_all_of(clause) or any(blank in rewording for blank in _BLANKS):
            return ""
        return _begin_as(rewording.rstrip("."), case[clause.start]) if rewording else ""

    def find_end(self, text: str, start: int, end: int) -> int:
        """Return where the phrase of a passage of folded text ends, with what is demanded of it."""
        goes_on = self.more.match(text, end)
        stops = self.less.search(text, start, end)
        if goes_on:
            end = int(goes_on.end())
        elif stops and stops.start() > start:
            end = int(stops.start())
        return end

    def _is_all_of(self, clause: Clause) -> bool:
        """Whether a passage is what its clause says: nothing else of the offer would be lost."""
        before, after = self.before.fullmatch(clause.before), self.after.fullmatch(clause.after)
        return bool(before and after and not self.not_of.fullmatch(clause.words))

    def _agree(self, clause: Clause) -> str:
        nouns = [word for word in clause.before.split() if word in self.open_to_all]
        noun = nouns[0] if nouns else self.otherwise
        return f"{noun} {self.open_to_all[noun]}"

    def _draft_title(self, case: str, clause: Clause) -> str:
        start, end = clause.passage
        feminine = case[start:end]
        masculine = " ".join(map(self._make_masculine, feminine.split()))
        before, _space, article = case[clause.start : start].rstrip().rpartition(" ")
        if masculine in {feminine, ""} or article.lower() in {"la", "cette", "jeune"}:
            return ""
        head = case[clause.start : start]
        second = feminine[0].lower() + feminine[1:]
        if article.lower() == "une":
            head = f"{before} un ".lstrip() if article == "une" else f"{before} Un ".lstrip()
            second = f"une {second}"
        return f"{head}{masculine} ou {second}{case[end : clause.end]}"

    def _make_masculine(self, word: str) -> str:
        """Return the masculine of a feminine word by its longest known ending, or the word."""
        if "-" in word:
            first, _hyphen, rest = word.partition("-")
            return f"{first}-{self._make_masculine(rest)}"
        folded = fold_for_search(word)
        plural = "s" if folded.endswith("s") else ""
        stem = folded.removesuffix("s")
        for ending in sorted(self.endings, key=len, reverse=True):
            if stem.endswith(ending) and len(folded) == len(word):
                whole = word[: len(stem) - len(ending)] + self.endings[ending]
                whole = whole[0].upper() + whole[1:] if word[0].isupper() else whole
                return _make_plural(whole) if plural else whole
        return word


def read_clause_rewording(tables: Table, name: str) -> ClauseRewording:
    """Read how a file of rules rewords clauses; raise `RuleBookRefused`."""
    table = find_in_table(tables, "reword", name)
    by_noun = dict.fromkeys(table["masculine"], table["fr_m"])
    by_noun |= dict.fromkeys(table["feminine"], table["fr_f"])
    return ClauseRewording(
        frozenset(table["kinds"]),
        by_noun,
        table["otherwise"],
        regex.compile(find_in_table(tables, "ends", name)["more"] + r"(?!\w)"),
        regex.compile(tables["ends"]["less"] + "$"),
        regex.compile(table["before"]),
        regex.compile(table["after"]),
        regex.compile(table["not_of"]),
        find_in_table(tables, "titles", name),
    )


def find_original_clause(case: str, folded: FoldedText, start: int, end: int) -> Clause:
    """Return the clause of a passage of folded text."""
    text = folded.text
    start += len(text[start:end]) - len(text[start:end].lstrip(" ;"))
    first, last = find_clause(text, start, end)
    return Clause(
        *close_bracket(case, *folded.find_original(first, last)),
        close_bracket(case, *folded.find_original(start, end)),
        text[first:start].strip(),
        text[start:end],
        text[end:last],
    )


def _make_plural(word: str) -> str:
    if word.endswith("al"):
        return f"{word[:-1]}ux"
    return word if word.endswith(("s", "x")) else f"{word}s"


def close_bracket(case: str, start: int, end: int) -> tuple[int, int]:
    """Return a place with the bracket that closes one opened in it: "musulman(e)"."""
    signs = [sign for sign in case[start:end] if sign in _PAIRS or sign in _PAIRS.values()]
    closes = signs and signs[-1] in _PAIRS and case[end : end + 1] == _PAIRS[signs[-1]]
    return start, end + 1 if closes else end


def _begin_as(text: str, first: str) -> str:
    return text[0].upper() + text[1:] if first.isupper() else text[0].lower() + text[1:]
