"""Detect identifiers by pattern: addresses, telephone numbers, other numbers, dates. Pure."""

from collections.abc import Iterator

import regex

from vecu.coding.spans import TextSpan
from vecu.labelled_enum import LabelledEnum
from vecu.translation import gettext_noop


class FlagKind(LabelledEnum):
    """What a part of a text may be."""

    NAME = "name", gettext_noop("perhaps a name")
    PLACE = "place", gettext_noop("perhaps a place")
    EMPLOYER = "employer", gettext_noop("perhaps an employer")
    CONTACT = "contact", gettext_noop("a way to reach somebody")
    NUMBER = "number", gettext_noop("a number")
    DATE = "date", gettext_noop("a date")
    ONLY = "only", gettext_noop("somebody whose case is unique")


_MONTHS = (
    r"(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|"
    r"d[ée]cembre|january|february|april|june|july|august|september|october|november|december|"
    r"(?<=\b(?:in|since|last|this|next|until|by|early|late|mid|before|after) )(?:march|may)|"
    r"(?-i:March)|(?-i:May)(?= \d|,)|(?-i:Jan|Feb|Apr|Aug|Sept?|Oct|Nov|Dec)\b\.?(?= \d))"
)
_NUMERALS = (
    r"(?:vingt|trente|quarante|cinquante|soixante|quatre-vingts?|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety)"
)
_STREETS = (
    r"(?:rue|avenue|av\.|boulevard|bd|all[ée]e|impasse|chemin|quai|route|cours|passage|square)"
)
_ROADS = r"(?:Street|St|Road|Rd|Avenue|Lane|Close|Drive|Court|Crescent|Terrace|Gardens|Way|Row)"
_UNITS = r"(?!\d)(?! ?(?:h\b|heures?|mois|jours?|ans\b|fois|%|€|euros?|premi|derni|autres?))"


def _shape(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern, regex.IGNORECASE)


SHAPES: tuple[tuple[FlagKind, regex.Pattern[str]], ...] = (
    (FlagKind.CONTACT, _shape(
        r"(?<![\w.+-])[\w.+-]{1,64}+ ?@ ?[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}|(?<!\w)@\w[\w.]{1,63}")),
    (FlagKind.CONTACT, _shape(r"(?:https?://|www\.)\S+")),
    (FlagKind.CONTACT, _shape(
        r"(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.(?:fr|com|org|net|eu|uk|io|info|be|ch|ca|re|bzh)\b(?:/\S*)?")),
    (FlagKind.DATE, _shape(
        r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}/(?:\d{4}|\d{1,2})\b")),
    (FlagKind.DATE, _shape(
        rf"\b(?:\d{{1,2}}(?:er|st|nd|rd|th)? (?:of )?)?{_MONTHS}(?!\w)"
        r"(?: \d{1,2}(?:st|nd|rd|th)?\b)?(?:,? (?:19|20)\d\d\b)?")),
    (FlagKind.PLACE, _shape(
        rf"\b\d{{1,4}}(?: ?(?:bis|ter|[a-d]))?,? {_STREETS}\b(?: [\w’'-]+){{1,4}}")),
    (FlagKind.PLACE, _shape(rf"\b\d{{1,4}}[a-d]? (?-i:(?:[A-Z][\w’'-]+ ){{1,3}}{_ROADS})\b")),
    (FlagKind.PLACE, _shape(r"\b(?-i:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b")),
    (FlagKind.EMPLOYER, _shape(r"\b(?-i:\p{Lu}{3,})[ -]?\d{2,3}\b")),
    (FlagKind.CONTACT, _shape(r"(?<![\d.,])\+?\(?\d(?:[ .\-/()]{0,2}\d){7,14}(?![\d])")),
    (FlagKind.NUMBER, _shape(
        r"\b(?:n[°o]|no\.|num[ée]ro|dossier|chambre|lot|b[âa]timent|room|flat|case|file|unit|ward)"
        r"\.? ?[#n°]*\d[\w/.-]*")),
    (FlagKind.NUMBER, _shape(
        rf"\b(?:{_NUMERALS}[\w-]{{0,30}}|\d{{1,3}}) ?(?:ans|years?[ -]old)\b")),
    (FlagKind.NUMBER, _shape(r"\b\d{1,3}-year-old\b|\baged? \d{1,3}\b")),
    (FlagKind.DATE, _shape(r"\b(?:19|20)\d\d\b(?![\d.,]\d)")),
    (FlagKind.NUMBER, _shape(r"\b\d{1,3}(?:[ .,’']\d{3})+\b|\b\d{3,}\b")),
    (FlagKind.NUMBER, _shape(
        r"(?<![\w-])(?=[\w-]{0,40}\d)(?=[\w-]{0,40}[a-z])"
        r"(?!\d+(?:er|e|è?me|st|nd|rd|th|h|h\d\d|am|pm|k|g|m|km|cm|kg|x)\b)[\w-]{2,60}")),
    (FlagKind.PLACE, _shape(rf"\b(?:dans le|du) (?:0[1-9]|[1-8]\d|9[0-5]|97\d|2[AB])\b{_UNITS}")),
    (FlagKind.DATE, _shape(rf"\b(?:le|du|au) (?:1er|[12]?\d|3[01])\b{_UNITS}")),
    (FlagKind.DATE, _shape(r"\b\d{1,2}(?:st|nd|rd|th)\b")),
    (FlagKind.ONLY, _shape(
        r"\b(?:le seul|la seule|les seule?s|l[’']unique|the only)\b"
        r"(?! (?:choses?|fois|moyens?|raison|solution|fa[çc]on|mani[èe]re|question|mots?|phrase|"
        r"thing|way|time|reason|word|part|bit)\b)")),
)  # fmt: skip
"""The patterns, the most specific first: what one matches, no later one matches again."""


def find_patterns(text: str) -> Iterator[tuple[TextSpan, FlagKind]]:
    """Yield the matches of all patterns, each place once."""
    taken = [False] * len(text)
    for kind, shape in SHAPES:
        for match in shape.finditer(text):
            start, end = match.span()
            if not any(taken[start:end]):
                taken[start:end] = [True] * (end - start)
                yield TextSpan(start, end), kind
