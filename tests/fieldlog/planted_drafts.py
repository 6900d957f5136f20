"""Invented notes of visits, and what a draft does to them: invents, omits, assumes, softens."""

import random
from dataclasses import dataclass

PLAIN = {
    "fr": [
        "La visite a eu lieu le mardi 3 mars à 14 h.",
        "Mme Aubry reçoit à son domicile, avec ses deux enfants.",
        "M. Delmas, le gardien, a ouvert la porte du hall.",
        "Le loyer est de 412 €, l’électricité de 96 €.",
        "Le chauffage fonctionne dans la cuisine seulement.",
        "Une demande a été déposée auprès du fonds de solidarité.",
        "Le dossier sera complet quand la facture arrivera.",
        "L’aînée va à l’école tous les jours.",
        "Le plus jeune attend une place à la crèche.",
        "Elle a téléphoné au fournisseur lundi.",
        "La banque n’a pas encore répondu.",
        "Prochain rendez-vous le 12 décembre.",
    ],
    "en": [
        "The visit took place on Tuesday 3 March at 2 p.m.",
        "Mrs Aubry receives at home, with her two children.",
        "Mr Delmas, the caretaker, opened the door of the hall.",
        "The rent is 412 euros, electricity 96.",
        "The heating works in the kitchen only.",
        "A request was sent to the solidarity fund.",
        "The file will be complete once the bill arrives.",
        "The eldest goes to school every day.",
        "The youngest waits for a place in day care.",
        "She called the supplier on Monday.",
        "The bank hasn’t replied yet.",
        "Next meeting on 12 December.",
    ],
}
SENTENCES = {
    "fr": [
        "Son ancien conjoint ne verse plus la pension.",
        "M. Roussel, son voisin, est sous curatelle.",
        "Un signalement avait été fait en 2019.",
        "Des traces d’humidité couvrent le plafond de la chambre.",
    ],
    "en": [
        "Her former husband no longer pays maintenance.",
        "Mr Roussel, a neighbour, is under guardianship.",
        "Some report had been made in 2019.",
        "Traces of damp cover that bedroom ceiling.",
    ],
}
CLAUSES = {
    "fr": [", malgré plusieurs relances", ", puis a payé 40 € comptant", " en pleurant beaucoup"],
    "en": [", despite several reminders", ", then paid 40 euros cash", " while crying quietly"],
}
PHRASES = {
    "fr": [
        ("Elle {} face à la coupure.", "paraît peu engagée", "garde ses forces"),
        ("Son fils aîné {} chez son oncle.", "souhaiterait partir", "dort parfois"),
        ("L’entretien {} au bout d’une heure.", "se termine sereinement", "fut interrompu"),
        ("Madame {} de revenir.", "exprime une certaine réticence", "demande qu’on promette"),
    ],
    "en": [
        ("She {} before the power cut.", "seems barely committed", "saves her strength"),
        ("Her eldest son {} at his uncle’s.", "would rather live", "sometimes sleeps"),
        ("The talk {} after an hour.", "ended peacefully", "was interrupted"),
        ("Madam {} about coming back.", "voices some reluctance", "wants promises"),
    ],
}


@dataclass(frozen=True)
class PlantedDraft:
    """A draft, the signed text, and each difference as each of them has it, in order."""

    draft: str
    final: str
    differences: list[tuple[str, str]]


def plant_draft(number: int, language: str) -> PlantedDraft:
    """Return one of many pairs; between two differences stands what both say alike."""
    chance = random.Random(number)  # noqa: S311 the same pairs each time
    draft, final, differences = [], [], []
    extra = chance.sample(SENTENCES[language], 4)
    clauses, phrases = chance.sample(CLAUSES[language], 3), chance.sample(PHRASES[language], 4)
    plain = PLAIN[language][chance.randrange(3) :]
    for place, sentence in enumerate(plain):
        kind = chance.choice(["", "sentence", "clause", "phrase"]) if place % 2 else ""
        in_draft = chance.random() < 0.5  # invented; else left out
        one = other = sentence
        if kind == "sentence" and extra:
            planted = extra.pop()
            differences.append((planted, "") if in_draft else ("", planted))
            one, other = (
                f"{sentence} {planted}" if has else sentence for has in (in_draft, not in_draft)
            )
        elif kind == "clause" and clauses:
            planted = clauses.pop()
            differences.append((planted, "") if in_draft else ("", planted))
            longer = f"{sentence.rstrip('.')}{planted}."
            one, other = (longer, sentence) if in_draft else (sentence, longer)
        elif kind == "phrase" and phrases:
            frame, assumed, true = phrases.pop()
            differences.append((assumed, true))
            one, other = f"{sentence} {frame.format(assumed)}", f"{sentence} {frame.format(true)}"
        draft.append(one)
        final.append(other)
    # An editor's apostrophes and line breaks are no differences.
    return PlantedDraft("\n".join(draft).replace("’", "'"), "\n".join(final), differences)
