"""Synthetic answers of social workers, with codes that follow from how they are made."""

from itertools import islice, product

from vecu.coding.classifier import Example

WRITING, LOOKING_UP = "writing", "looking up"
CODES = (WRITING, LOOKING_UP)

_BEGINNINGS = ("Le matin, ", "Souvent, ", "Au bureau, ", "Avec un collègue, ", "Le soir, ", "")
_WRITING = ("je rédige un courrier", "j’écris une synthèse", "je rédige mes notes")
_LOOKING_UP = ("je cherche un texte de loi", "je vérifie un droit", "je cherche une adresse")
_OTHERS = ("je bois un café", "j’attends le bus", "je range la salle")
_ENDINGS = (" pour la famille.", " pour le juge.", " avant la réunion.", " sans être pressée.")


def examples() -> list[Example]:
    """Return 216 coded texts, 72 for writing, 72 for looking up, 72 for neither."""
    made = [
        (f"{beginning}{middle}{end}", code)
        for middles, code in ((_WRITING, WRITING), (_LOOKING_UP, LOOKING_UP), (_OTHERS, ""))
        for beginning, middle, end in product(_BEGINNINGS, middles, _ENDINGS)
    ]
    return [
        Example(f"{number:03}", text, frozenset(filter(None, [code])))
        for number, (text, code) in enumerate(made)
    ]


def some(count: int) -> list[Example]:
    """Return this many coded texts, equally of all three kinds."""
    every = examples()
    dealt = [every[kind * 72 + place] for place in range(72) for kind in range(3)]
    return list(islice(dealt, count))
