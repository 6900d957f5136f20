"""A published system with all that a page can show, in both languages, and released months."""

from datetime import date
from typing import Any

from tests.fieldlog.factories import make_log
from tests.register.factories import CONTACT, NOW, make_confirmed, make_entry, make_system
from vecu.datasets.models import Extract, Released
from vecu.datasets.release_actions import release
from vecu.datasets.releases.planning import FigureRequest
from vecu.evidence.sources import Reference
from vecu.fieldlog.vocabulary import Outcome, OverrideReason
from vecu.register.actions import publish_system, set_contact
from vecu.register.content import (
    ConsultationContent,
    GapContent,
    InvolvementContent,
    SettingContent,
    StageContent,
    VersionContent,
)
from vecu.register.models import System, SystemEntry
from vecu.register.rules import (
    ConsultationKind,
    ConsultationOutcome,
    InvolvementEffect,
    InvolvementStep,
    SettingLean,
    Stage,
)

TEXTS: dict[str, Any] = {
    "name": {"fr": "Le vérificateur d’offres d’emploi", "en": "Job-offers checker"},
    "problem": {
        "fr": "Des offres d’emploi contiennent des mots qui peuvent discriminer.",
        "en": "Some job offers contain words that may discriminate.",
    },
    "without_tool": {
        "fr": "Une relecture à deux prenait douze minutes par offre ; personne ne relisait le"
        " vendredi.",
        "en": "Two people took twelve minutes over each offer, and nobody read any on Fridays.",
    },
    "purpose": {
        "fr": "Signaler à l’agent les mots à revoir avec l’employeur, avant la publication.",
        "en": "Show the agent which words to discuss with the employer, before publication.",
    },
    "promise": {
        "fr": "Neuf offres illicites sur dix repérées, deux heures gagnées par semaine.",
        "en": "Nine unlawful offers found in ten, two hours saved each week.",
    },
    "users": {
        "fr": "Douze agents des cinq bureaux de l’emploi du Val-de-Sève.",
        "en": "Twelve agents of the five employment offices of the Val-de-Sève.",
    },
    "touched": {
        "fr": "Les employeurs, et les personnes qui cherchent du travail à la campagne.",
        "en": "Employers, and people who look for work in the country.",
    },
}
REFUSAL = {
    "fr": "Noter leurs décisions : il suffit de le dire à la responsable du service.",
    "en": "To note their decisions: by telling the head of the service.",
}
SITUATION = GapContent(
    rule={
        "fr": "« Véhicule exigé » peut être une discrimination indirecte, sauf si le poste le"
        " justifie.",
        "en": "“Car required” may be indirect discrimination, unless the job justifies it.",
    },
    source="Code du travail, L1132-1",
    situation={
        "fr": "Contrôle de fossés en montagne : premier bus à 9 h 40, prise de poste à 6 h.",
        "en": "Checking ditches in the mountains: the first bus comes at 9:40, work starts at 6.",
    },
    day=date(2026, 10, 2),
    group="Six agents du bureau de Sèvremont",
    practice={"fr": "L’offre reste telle quelle.", "en": "The offer stays as it is."},
    reason=OverrideReason.NOT_APPLICABLE,
)


def make_whole_system(*words: Reference) -> System:
    """Publish a system of which everything is noted; `words` stand beside its real situation."""
    system = make_system(**TEXTS)
    set_contact(system, CONTACT, revision=1, by="lea", now=NOW)
    both = {"fr": "Pour la voir au travail.", "en": "To see it at work."}
    make_entry(system, StageContent(Stage.IDEA, date(2025, 11, 3)))
    make_entry(system, StageContent(Stage.EXPERIMENT, date(2026, 3, 9), both))
    held = ConsultationContent(
        ConsultationKind.HELD,
        date(2026, 2, 4),
        "CST",
        "PV 2026-02, point 4",
        outcome=ConsultationOutcome.DIVIDED,
    )
    make_confirmed(system, held)
    threshold = _choose_threshold_twice(system)
    make_entry(system, VersionContent("1", date(2026, 3, 9)))
    make_entry(
        system,
        VersionContent(
            "2",
            date(2026, 10, 20),
            {
                "fr": "Demande d’abord si le lieu est desservi.",
                "en": "First asks whether a bus goes there.",
            },
            [Reference("system-setting", threshold.pk, 1)],
        ),
    )
    make_entry(
        system,
        InvolvementContent(
            group="Six agents de Sèvremont",
            step=InvolvementStep.SETTINGS,
            day=date(2026, 10, 2),
            refusal=REFUSAL,
            effect=InvolvementEffect.CHANGED,
            outcome={"fr": "Le seuil a été relevé.", "en": "The threshold was raised."},
        ),
    )
    described = date(2026, 11, 24) if words else SITUATION.day  # of room.release, not before
    make_entry(system, SITUATION, day=described, references=list(words))
    make_log(system)
    publish_system(system, by="lea", now=NOW)
    system.refresh_from_db()
    return system


def _choose_threshold_twice(system: System) -> SystemEntry:
    """Note a threshold and the one that replaced it; return the latter."""
    first = make_entry(
        system,
        SettingContent(
            name={"fr": "Seuil d’alerte", "en": "Alert threshold"},
            value="0,35",
            group="Direction du service",
            day=date(2026, 3, 9),
            reason={
                "fr": "Une offre illicite manquée coûte plus qu’une minute.",
                "en": "An unlawful offer that is missed costs more than a minute.",
            },
            lean=SettingLean.MISSES_LITTLE,
        ),
    )
    return make_entry(
        system,
        SettingContent(
            name={"fr": "Seuil d’alerte", "en": "Alert threshold"},
            value="0,50",
            group="Direction et agents",
            day=date(2026, 10, 20),
            reason={"fr": "Trop d’alertes pour rien.", "en": "Too many alerts for nothing."},
            heard={"fr": "Les douze agents.", "en": "The twelve agents."},
            lean=SettingLean.ALERTS_LITTLE,
            replaces=first.pk,
        ),
    )


def make_month(accepted: int = 140, version: str = "1") -> dict[str, Any]:
    """What a closed month holds: what became of proposals and why, how often right, minutes."""
    head: dict[str, Any] = {"names": [version], "decisions": 295}
    outcome = {
        "groups": [[[Outcome.ACCEPTED], accepted], [[Outcome.OVERRIDDEN], 110], [_REST, 45]],
        "reasons": [[[OverrideReason.NOT_APPLICABLE], 70], [[OverrideReason.NO_TIME], 40]],
        "shares": {"overridden": [37, 29, 46]},
    }
    truth = {"groups": [[["right"], 150], [["wrong"], 90]], "shares": {"right": [62, 50, 74]}}
    minutes = {
        "means": {
            "told_minutes": {"all": 4.0, "wrong": 6.5},
            "active_minutes": {"all": 5.5},
            "told_saved_minutes": {"all": 7.0},
        }
    }
    parts: dict[str, Any] = {"outcome": outcome, "truth": truth, "minutes": minutes}
    return {key: {"versions": [head | part]} for key, part in parts.items()}


_REST = [Outcome.MODIFIED, Outcome.IGNORED, Outcome.DEFERRED, Outcome.ESCALATED]


def make_released_months(system: System, *months: str, **content: Any) -> list[Released]:
    """Release the figures of some months, as both sides would have agreed."""
    return release_months(system, {month: make_month(**content) for month in months})


def release_months(system: System, contents: dict[str, dict[str, Any]]) -> list[Released]:
    """Release contents by month."""
    Extract.objects.create(
        scope_kind=system.scope.kind,
        scope_uuid=system.pk,
        number=1,
        day=date(2026, 11, 28),
        people=0,
        population="x",
        counts={"months": contents},
    )
    requests = [FigureRequest(f"{month}/{key}") for month in contents for key in contents[month]]
    return release(system.scope, requests, group="CST", by="lea", now=NOW)
