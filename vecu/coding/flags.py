"""What in a person's words may give somebody away, for the one who releases them. Pure.

Nothing is taken out here, and nothing is promised: whoever releases a quotation reads it. To flag
too much costs a look, to flag too little costs a person.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from vecu.coding.spans import Span


class FlagKind(StrEnum):
    """What it may be."""

    NAME = "name"
    PLACE = "place"
    EMPLOYER = "employer"
    CONTACT = "contact"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True, order=True)
class Flag:
    """A part of a text that may give somebody away."""

    span: Span
    kind: FlagKind


_CAPITAL = r"[^\W\d_a-zà-öø-ÿœæ]"
_WORD = rf"{_CAPITAL}[\w’'-]*"
_NAMES = rf"{_WORD}(?:[ -](?:(?:de|du|des|la|le|d’|d'|van|von|ben|el|al)[ ’'-]?)*{_WORD})*"
_TITLES = (
    r"(?:M\.|Mr\.?|Mme|Mmes|Mlle|Dr\.?|Pr\.?|Me|Monsieur|Madame|Mademoiselle|Docteure?|Maître|"
    r"Mrs\.?|Ms\.?|Miss|Doctor|Professor|Sister|Sœur|Père)"
)
_EMPLOYERS = (
    r"(?i:chez|association|fondation|mairie|ville|commune|département|conseil départemental|CCAS|"
    r"CAF|CHU|CHRS|EHPAD|IME|ESAT|MECS|CPAM|hôpital|clinique|lycée|collège|école|foyer|maison|"
    r"préfecture|mission locale|université|entreprise|société|groupe|agence|cabinet|"
    r"charity|hospital|council|school|college|university|company|agency|shelter|at)"
)
_TOWARDS = r"(?i:à|au|aux|en|dans|de|du|des|vers|près de|depuis|sur|in|near|from|to|around|outside)"
_PATTERNS: tuple[tuple[FlagKind, re.Pattern[str]], ...] = (
    (FlagKind.CONTACT, re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|(?:https?://|www\.)\S+")),
    (FlagKind.CONTACT, re.compile(
        r"(?<!\d)(?:\+\d{1,3}[ .-]?)?(?:\(?\d{1,4}\)?[ .-]?){4,6}\d(?!\d)")),
    (FlagKind.DATE, re.compile(
        r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b|"
        r"\b\d{1,2}(?:er|st|nd|rd|th)? (?:janvier|février|mars|avril|mai|juin|juillet|août|"
        r"septembre|octobre|novembre|décembre|January|February|March|April|May|June|July|August|"
        r"September|October|November|December)\b(?: \d{4})?", re.IGNORECASE)),
    (FlagKind.NUMBER, re.compile(r"\b\d[\d  ]{3,}\d\b|\b[A-Z]{1,4}\d{2,}\w*\b|\b\d{5,}\b")),
    (FlagKind.NAME, re.compile(rf"\b{_TITLES} {_NAMES}")),
    (FlagKind.EMPLOYER, re.compile(
        rf"\b{_EMPLOYERS} (?:(?:de|du|des|la|le|les|d’|d'|of|the) ?)*{_NAMES}")),
    (FlagKind.PLACE, re.compile(rf"\b{_TOWARDS} (?:(?:la|le|les|the) |l’|l')?{_NAMES}")),
)  # fmt: skip
_ACRONYM = re.compile(r"\b[A-ZÀ-ÖØ-Þ]{2,8}\d*\b")
_CAPITALISED = re.compile(rf"\b{_NAMES}")
_BEGINS = re.compile(r"(?:^|[.!?…:;\n«“\"(–—-])\s*$")
COMMON = (
    "IA AI GPT ChatGPT Chat Claude Mistral Copilot Gemini Bard Llama Perplexity DeepL Google Bing "
    "OpenAI Microsoft Word Excel Outlook PowerPoint Teams PDF PPT SQL HTML CV RH HR IT OK FAQ SMS "
    "RSA AAH APA PCH ASE MDPH DALO RGPD GDPR FALC URL API TVA CDD CDI "
    "Monsieur Madame Bonjour Internet Web English French France Français Anglais Europe "
    "I I’m I'm I’d I've I’ve I’ll "
    "lundi mardi mercredi jeudi vendredi samedi dimanche "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
)
"""Names of tools, of benefits and of days, which point at nobody."""
_COMMON = frozenset(COMMON.casefold().split())


def flag(text: str, ordinary: Collection[str] = frozenset()) -> list[Flag]:
    """Return what may give somebody away, in order, each place once.

    `ordinary` are words that people write without a capital: at the beginning of a sentence they
    are not flagged. What is of a certain kind by the words around it goes before a bare capital.
    """
    found: list[Flag] = []
    for one in sorted(_flags(text, ordinary), key=lambda flag: flag.span.start):
        last = found[-1] if found else None
        if last is None or one.span.start >= last.span.end:
            found.append(one)
        elif one.span.end > last.span.end:
            found[-1] = Flag(Span(last.span.start, one.span.end), last.kind)
    return found


def ordinary_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that somebody wrote in small letters: they are no names."""
    return frozenset(word for text in texts for word in re.findall(r"\w+", text) if word.islower())


def _flags(text: str, ordinary: Collection[str]) -> Iterator[Flag]:
    taken: list[Span] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            span = _naming(text, match, kind)
            if span is not None and not any(_overlap(span, other) for other in taken):
                taken.append(span)
                yield Flag(span, kind)
    for match in _ACRONYM.finditer(text):
        if match[0].casefold() not in _COMMON:
            yield Flag(Span(*match.span()), FlagKind.EMPLOYER)
    for match in _CAPITALISED.finditer(text):
        first = re.split(r"[ ’'-]", match[0])[0]
        if match[0].casefold() in _COMMON or first.casefold() in _COMMON:
            continue
        begins = _BEGINS.search(text[: match.start()]) is not None
        if begins and (first.casefold() in ordinary or len(first) == 1):
            continue
        yield Flag(Span(*match.span()), FlagKind.NAME)


def _naming(text: str, match: re.Match[str], kind: FlagKind) -> Span | None:
    """Return the part that names: of « à Rennes » only Rennes; None for a common word."""
    if kind is not FlagKind.PLACE:
        return Span(*match.span())
    named = re.search(rf"{_NAMES}$", match[0])
    if named is None or named[0].casefold() in _COMMON:
        return None
    return Span(match.start() + named.start(), match.end())


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
