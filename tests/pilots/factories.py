"""A system of the register that is the checker of job offers, with a log and diary codes."""

from tests.fieldlog.factories import make_log
from tests.register.factories import (
    CONTACT,
    NOW,
    make_confirmed,
    make_public_system,
    make_system,
)
from vecu.fieldlog.models import FieldLog
from vecu.pilots.models import PilotUse
from vecu.register.actions import set_contact
from vecu.register.models import System

CHECK = "/en/at-work/job-offers/check/"
NURSE = (
    "Infirmier ou infirmière à domicile, SSIAD de la Haute-Sève. Tournées de quinze patients."
    " Véhicule exigé, aucun bus ne dessert les hameaux. Résider à proximité exigé."
)
"""Two alerts of version 1: `vehicle`, then `residence`, which the law names."""


def make_pilot_system(*, published: bool = True, pilot: str = "job-offers") -> System:
    """A pilot at work, the checker unless another is named; a log may begin in it."""
    system = make_public_system() if published else make_system()
    if not published:
        set_contact(system, CONTACT, revision=1, by="lea", now=NOW)
    make_confirmed(system)
    PilotUse.objects.create(system=system.pk, pilot=pilot)
    return system


def make_pilot_log(system: System) -> FieldLog:
    return make_log(system)
