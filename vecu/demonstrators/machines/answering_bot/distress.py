"""A rule that comes before the machine: words of distress always reach a person. Pure."""

from collections.abc import Mapping, Sequence

from vecu.search_folding import fold_for_search

WORDS: Mapping[str, Sequence[str]] = {
    "fr": (
        *("suicide", "suicider", "suicidaire", "en finir", "mourir", "me tuer", "me faire du mal"),
        *("envie de vivre", "frappe", "frapper", "frappée", "me bat", "tapé dessus", "des coups"),
        *("violence", "violences", "viol", "violée", "va me tuer", "menace de mort"),
    ),
    "en": (
        *("suicide", "suicidal", "kill myself", "kill himself", "kill herself", "end it all"),
        *("want to die", "hurt myself", "harm myself", "hits me", "hit me", "beats me", "beat me"),
        *("violence", "violent", "rape", "raped", "kill me", "death threat"),
    ),
}
"""Words by language, compared without accents or capitals."""


def find_distress(text: str, language: str) -> str:
    """Return the first of the words that stands in a text, '' if none does."""
    folded = f" {fold_for_search(text)} "
    found = (words for words in WORDS[language] if f" {fold_for_search(words)} " in folded)
    return next(found, "")
