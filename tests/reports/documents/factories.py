"""A document about nothing, as long as a test wants it."""

from typing import Any

from vecu.reports.documents.description import (
    CitedSentence,
    Document,
    DocumentClaim,
    DocumentPoint,
    DocumentSection,
    DocumentText,
    LabelledFact,
    PrintedFigure,
    PrintedQuotation,
)

PAGE = "https://lab.example/fr/findings/val/"


def make_figure(number: int = 1, **changed: Any) -> PrintedFigure:
    facts: dict[str, Any] = {
        "title": DocumentText(f"Quel domaine, {number} ?"),
        "sentence": "60 personnes sur 155 travaillent dans le social.",
        "header": ("Réponse", "Personnes"),
        "rows": (("Travail social", "60"), ("Santé", "masqué"), ("Toutes", "155")),
        "source": "Arrondi à 5 près.",
        "trace": f"{PAGE}#figure-{number}",
    }
    return PrintedFigure(**(facts | changed))


def make_quotation(words: str = "Elle invente des lois.", **changed: Any) -> PrintedQuotation:
    facts: dict[str, Any] = {"about": DocumentText("Limites"), "trace": f"{PAGE}#words"}
    return PrintedQuotation(DocumentText(words), **(facts | changed))


def make_claim(sentence: str = "Vérifier prend du temps.", **changed: Any) -> DocumentClaim:
    facts: dict[str, Any] = {
        "standing": "1 citation · confiance modérée",
        "notes": (LabelledFact("Ce que cela ne dit pas", DocumentText("Combien.")),),
        "cited": (
            make_quotation("ça m’a pris [toute] la matinée"),
            CitedSentence(DocumentText("12 % [9 à 15 %]"), f"{PAGE}#log"),
        ),
        "trace": f"{PAGE}b0c1/",
    }
    return DocumentClaim(DocumentText(sentence), **(facts | changed))


def make_document(many: int = 1, **changed: Any) -> Document:
    """Make a document with so many claims, figures and quotations."""
    numbers = range(many)
    unknown = DocumentPoint(DocumentText("Ces chiffres ne disent rien des autres."))
    facts: dict[str, Any] = {
        "language": "fr",
        "kind": "Enquête",
        "title": DocumentText("Ce que l’IA change"),
        "lead": DocumentText("Qui fait quoi ?"),
        "address": PAGE,
        "notice": "Imprimé le 28 novembre 2026.",
        "sections": (
            DocumentSection("Ce qu’on ne sait pas", (unknown,), PAGE, first=True),
            DocumentSection(
                "Constats", tuple(make_claim(f"Constat {n}.") for n in numbers), f"{PAGE}#findings"
            ),
            DocumentSection("Chiffres", tuple(map(make_figure, numbers)), f"{PAGE}#figures"),
            DocumentSection(
                "Citations", tuple(make_quotation(f"Parole {n}.") for n in numbers), f"{PAGE}#words"
            ),
        ),
    }
    return Document(**(facts | changed))
