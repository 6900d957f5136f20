"""Detect words in a text that may identify somebody, for whoever releases it. Pure.

Nothing is removed here and nothing guaranteed: the releaser reads the quotation. A false alarm
costs a look, a miss may expose a person. French and English are supported.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import regex

from vecu.coding.deidentification.names import Word, fold_same_length, load_word_group, split_words
from vecu.coding.deidentification.patterns import FlagKind, find_patterns
from vecu.coding.spans import TextSpan

SEVERAL = 2
"""An ordinary word is one that this many people write in lower case; one may write a name so."""
LOOKED_BACK = 4
"""How many words before one may say what it names."""


@dataclass(frozen=True, slots=True, order=True)
class Flag:
    """A part of a text that may identify somebody."""

    span: TextSpan
    kind: FlagKind


_JOINED = regex.compile(r"[ \u00a0-]|[’']")
_AFTER_INITIAL = frozenset({". ", ".", ".-"})
_INFINITIVE = regex.compile(r".(?:er|ir|re|oir)$")
_WRITTEN_SMALL = regex.compile(r"\b\p{Ll}[\p{L}\p{M}]*")


def find_identifying_words(text: str, ordinary: Collection[str] = frozenset()) -> list[Flag]:
    """Return what may identify somebody, in order, each place once.

    `ordinary` are words that several people of the study write in lower case: at the beginning of a
    sentence, where every word is capitalised, they are not flagged.
    """
    shapes = [Flag(span, kind) for span, kind in find_patterns(text)]
    words = split_words(text)
    if _is_shouted(words):
        words = [replace(word, text=word.text.lower()) for word in words]
    return _merged([*shapes, *_known_phrases(text), *_named(text, words, ordinary)])


def can_flag(text: str) -> bool:
    """Return whether names can be detected: only in scripts that have capitals."""
    letters = [character for character in text if character.isalpha()]
    cased = sum(character.isupper() or character.islower() for character in letters)
    return not letters or cased * 2 >= len(letters)


def find_ordinary_words(people: Iterable[Iterable[str]]) -> frozenset[str]:
    """Return the words that several people wrote in lower case; `people` has each one's texts."""
    used: Counter[str] = Counter()
    for texts in people:
        used.update({word for text in texts for word in _WRITTEN_SMALL.findall(text)})
    return frozenset(word for word, times in used.items() if times >= SEVERAL)


def _is_shouted(words: Sequence[Word]) -> bool:
    """Return whether a text is in capitals throughout, so that capitals mean nothing."""
    return len(words) > 3 and sum(word.text.isupper() for word in words) * 3 > len(words) * 2


@cache
def _phrases() -> regex.Pattern[str]:
    """Return a pattern for multi-word places and employers, joined by blanks or dashes."""
    groups = {
        FlagKind.PLACE: load_word_group("places"),
        FlagKind.EMPLOYER: load_word_group("employers") | load_word_group("employers_or_words"),
    }
    either = {
        kind: "|".join(
            regex.escape(name).replace(r"\ ", "[ -]").replace(r"\-", "[ -]")
            for name in sorted(names, key=len, reverse=True)
            if not name.isalnum()
        )
        for kind, names in groups.items()
    }
    return regex.compile("|".join(rf"\b(?P<{kind}>{names})\b" for kind, names in either.items()))


def _known_phrases(text: str) -> Iterator[Flag]:
    for match in _phrases().finditer(fold_same_length(text)):
        yield Flag(TextSpan(*match.span()), FlagKind(match.lastgroup or ""))


def _named(text: str, words: Sequence[Word], ordinary: Collection[str]) -> Iterator[Flag]:
    """Yield sequences of words that may name a person, a place or an employer."""
    index = 0
    while index < len(words):
        kind = _kind(words, index, ordinary)
        end = index + 1
        if kind is not None:
            end = _run(text, words, index, ordinary)
            yield Flag(TextSpan(words[index].span.start, words[end - 1].span.end), kind)
        index = end


def _run(text: str, words: Sequence[Word], first: int, ordinary: Collection[str]) -> int:
    """Return the end of a sequence of names: "Jean-Pierre Le Goff", "Saint-Jean de Monts"."""
    end = index = first + 1
    while index < len(words):
        between = text[words[index - 1].span.end : words[index].span.start]
        initial = len(words[index - 1].text) == 1 and between in _AFTER_INITIAL
        if not initial and not _JOINED.fullmatch(between):
            break
        if words[index].folded in load_word_group("particles") and not words[index].capital:
            index += 1
            continue
        if _kind(words, index, ordinary) is None and not _goes_on(words, index, ordinary):
            break
        end = index = index + 1
    return end


def _goes_on(words: Sequence[Word], index: int, ordinary: Collection[str]) -> bool:
    """Return whether a lower-case word may continue a name: "fatima benali"."""
    word, before = words[index], words[index - 1]
    small = not word.capital and not before.capital and len(word.text) > 2
    return (
        small
        and before.folded not in load_word_group("particles")
        and not _is_ordinary(word, ordinary)
    )


def _kind(words: Sequence[Word], index: int, ordinary: Collection[str]) -> FlagKind | None:
    """Return what a word may name, None if it is no name."""
    word = words[index]
    if word.folded in load_word_group("common") or word.title:
        return None
    listed = _listed(word)
    if listed is None and not _looks_named(words, index, ordinary):
        return None
    otherwise = FlagKind.EMPLOYER if word.shouted else FlagKind.NAME
    return _kind_before(words, index, listed) or listed or otherwise


_LISTS = (
    (FlagKind.NAME, "names"),
    (FlagKind.PLACE, "places"),
    (FlagKind.PLACE, "inhabitants"),
    (FlagKind.EMPLOYER, "employers"),
)


def _listed(word: Word) -> FlagKind | None:
    """Return what a listed word names; one that is also an ordinary word must be capitalised."""
    for kind, group in _LISTS:
        if word.folded in load_word_group(group):
            return kind
    parts = word.folded.split("-")
    if len(parts) > 1 and all(
        part in load_word_group("names") | load_word_group("names_or_words") for part in parts
    ):
        return FlagKind.NAME
    return (
        FlagKind.NAME if word.capital and word.folded in load_word_group("names_or_words") else None
    )


def _looks_named(words: Sequence[Word], index: int, ordinary: Collection[str]) -> bool:
    """Return whether an unlisted word looks like a name in its place."""
    word = words[index]
    if word.shouted:
        return True
    if word.capital:
        return not word.begins or not (len(word.text) == 1 or _is_ordinary(word, ordinary))
    return _looks_named_in_small_letters(words, index, ordinary)


def _looks_named_in_small_letters(
    words: Sequence[Word], index: int, ordinary: Collection[str]
) -> bool:
    """Return whether the words before announce a name: "mme le bihan", "à plouha"."""
    word, cue = words[index], _cue(words, index)
    if cue is None or len(word.text) < 3:
        return False
    towards = cue is words[index - 1] and cue.text.lower() in load_word_group("right_before")
    if towards and word.folded in load_word_group("places_or_words"):
        return True
    if _is_ordinary(word, ordinary):
        return False
    if towards:
        return not _INFINITIVE.search(word.folded)
    return cue.title or cue.folded in load_word_group("introducing") | load_word_group("services")


def _cue(words: Sequence[Word], index: int) -> Word | None:
    """Return the word that announces a name: the last one before it that is no "de" or "the"."""
    if words[index].apart:
        return None
    for before in reversed(words[max(0, index - LOOKED_BACK) : index]):
        if before.folded not in load_word_group("particles"):
            return before
        if before.apart:
            return None
    return None


def _kind_before(words: Sequence[Word], index: int, listed: FlagKind | None) -> FlagKind | None:
    """Return the kind of name that the words before announce."""
    if words[index].apart:
        return None
    towards = None
    for before in reversed(words[max(0, index - LOOKED_BACK) : index]):
        if before.title:
            return FlagKind.NAME
        if before.folded in load_word_group("services"):
            return listed or FlagKind.EMPLOYER
        if before.folded in load_word_group("towards") and listed is None:
            towards = FlagKind.PLACE
        elif before.folded not in load_word_group("particles"):
            break
    return None if words[index].shouted else towards


def _is_ordinary(word: Word, ordinary: Collection[str]) -> bool:
    small = word.text.lower()
    first = regex.split(r"[-‐‑]", small)[0]
    return any(each in ordinary or each in load_word_group("ordinary") for each in (small, first))


def _merged(flags: Iterable[Flag]) -> list[Flag]:
    """Return the flags in order; overlapping ones are merged, with the kind of the first."""
    merged: list[Flag] = []
    for one in sorted(flags, key=lambda flag: (flag.span.start, -flag.span.end)):
        last = merged[-1] if merged else None
        if last is None or one.span.start >= last.span.end:
            merged.append(one)
        elif one.span.end > last.span.end:
            merged[-1] = Flag(TextSpan(last.span.start, one.span.end), last.kind)
    return merged
