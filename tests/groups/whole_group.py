"""The group of the Val-de-Sève with all that everybody reads of it, in both languages."""

from dataclasses import replace
from datetime import date

from tests.groups.factories import (
    ACT,
    AGREE,
    DISAGREE,
    FOURTEEN,
    LATER,
    MANDATE,
    NONE,
    NOW,
    UNSURE,
    get_hypothesis,
    make_members,
    run_round,
)
from tests.surveys.factories import make_member
from vecu.groups.actions import agree_notes, begin_group, publish_group
from vecu.groups.content import NotesAgreement, StepContent
from vecu.groups.models import GroupStep, LearningGroup
from vecu.groups.round_actions import release_totals
from vecu.groups.vocabulary import StepKind
from vecu.records.actions import add_record

BEFORE = [*[AGREE] * 5, *[DISAGREE] * 4, *[UNSURE] * 4, NONE]
AFTER = [*[AGREE] * 8, *[DISAGREE] * 3, *[UNSURE] * 2, NONE]
SHEET = replace(
    MANDATE,
    commissioner={"fr": "Le conseil départemental", "en": "The department’s council"},
    question={
        "fr": "À quoi l’IA doit-elle servir dans le travail social, et à quoi non ?",
        "en": "What should AI be used for in social work, and what not?",
    },
    responder={
        "fr": "La vice-présidente chargée des solidarités",
        "en": "The vice-president for solidarity",
    },
    facilitator={"fr": "Une formatrice en travail social", "en": "A teacher of social work"},
    paid_hours={
        "fr": "Toutes, y compris la lecture : trois heures par mois",
        "en": "All of them, reading included: three hours a month",
    },
    indemnity={
        "fr": "60 € par séance pour les personnes accompagnées",
        "en": "€60 a session for accompanied people",
    },
    childcare={"fr": "Payée sur facture", "en": "Paid on a bill"},
    heard={
        "fr": "La direction du numérique, deux fournisseurs",
        "en": "The digital department, two suppliers",
    },
)
TRAINING = StepContent(
    StepKind.TRAINING,
    date(2026, 10, 6),
    {"fr": "Ce que fait un modèle de langue", "en": "What a language model does"},
    material={"fr": "ELIZA, 1966, essayée par chacun", "en": "ELIZA, 1966, tried by all"},
    notes={"fr": "Nous avons ri, puis moins.", "en": "We laughed, then we did not."},
    effect={
        "fr": "Nous distinguons écrit froid et écrit chaud.",
        "en": "We now tell cold writing from warm.",
    },
)
SUPPLIER = StepContent(
    StepKind.SUPPLIER,
    date(2026, 10, 20),
    {"fr": "Scribe & fils nous montre son outil", "en": "Scribe & fils show us their tool"},
    notes={"fr": "Notes pas encore relues.", "en": "Notes not read back yet."},
    effect={"fr": "Effet pas encore relu.", "en": "Effect not read back yet."},
)
WRITING = StepContent(
    StepKind.WRITING,
    date(2026, 12, 8),
    {"fr": "Ce que nous pouvons recommander", "en": "What we can recommend"},
)
READ_BACK = NotesAgreement(
    12, 11, {"fr": "Certains n’ont pas ri.", "en": "Some of us never laughed."}
)


def make_whole_group(
    account: str = "lea", *, totals: bool = True, fictional: bool = False
) -> LearningGroup:
    """A published group of fourteen with steps; with public `totals` of its first hypothesis.

    The second was asked with the first, and nobody reads it.
    """
    make_member(account)
    group = begin_group("val-de-seve", SHEET, by=account, now=NOW, fictional=fictional)
    members = make_members(group, FOURTEEN, public=totals)
    group = publish_group(group, **ACT)
    training = add_record(group, TRAINING, **ACT)
    assert isinstance(training, GroupStep)
    agree_notes(training, READ_BACK, revision=1, **ACT)
    for step in (SUPPLIER, WRITING):
        add_record(group, step, **ACT)
    if totals:
        run_round(group, members, BEFORE, 1, 2)
        run_round(group, members, AFTER, 1, 2)
        chosen = [get_hypothesis(group).pk]
        release_totals(group, chosen, name="The group", by="lea", now=LATER)
    return group
