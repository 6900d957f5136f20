"""A dialogue is noted from a phone: a workshop, a point on mandate, a consultation and its avis.

What an owner notes of both sides is claimed until the other side signs.
"""

import pytest
from django.utils.timezone import now

from tests.dialogue.factories import CLAUSE, CONSULTATION, note
from tests.journeys.test_reading import sign_in
from tests.register.factories import make_public_system, make_system
from tests.surveys.factories import make_member
from vecu.accounts.actions import give_role
from vecu.accounts.rules import Role
from vecu.dialogue.models import StaffAgreement, StaffConsultation, WorkshopPoint
from vecu.dialogue.rules import PointState
from vecu.register.models import Consultation

DIALOGUE = "systems/job-offers/dialogue/"


def fill(who, **texts: str) -> None:
    for name, text in texts.items():
        who.page.locator(f"#id_{name}").fill(text)


@pytest.mark.parametrize(
    "seat", [{"language": "fr", "phone": True}, {"language": "en", "phone": False}]
)
def test_what_was_shared_and_what_was_answered_is_noted(person, seat):
    system = make_system()
    note(system, CONSULTATION)
    note(system, CLAUSE)
    lea = sign_in(person, seat, "lea")
    lea.go(DIALOGUE)
    lea.press("Add a workshop")
    fill(lea, day="2026-10-06", subject_fr="Les véhicules", college_users="Six agents")
    lea.press("Add")
    lea.press("Add a point")
    fill(lea, statement_fr="Demander d’abord si un bus arrive")
    lea.press("Add")
    lea.reads("Choose their position; if they must consult first, choose “on mandate”.")
    lea.choose("on mandate")
    fill(lea, reason_users_fr="Réunion en décembre.")
    lea.press("Add")
    assert WorkshopPoint.objects.get().state is PointState.PENDING
    lea.press("Complete the position")
    lea.choose("shared")
    lea.press("Save")

    consultation = StaffConsultation.objects.get()
    lea.go(f"{DIALOGUE}consultations/{consultation.pk}/")
    lea.press("Note the opinion")
    lea.choose("unfavourable")
    fill(lea, avis_day="2026-02-20", avis_reference="PV 2026-02")
    lea.press("Save")
    lea.press("Open the form of the register")
    assert not Consultation.objects.exists()
    lea.press("Add")
    assert Consultation.objects.get().reference == "PV 2026-02"

    lea.go(f"{DIALOGUE}history/")
    lea.press("Undo it")
    assert StaffConsultation.objects.get().avis == ""


@pytest.mark.parametrize(
    "seat", [{"language": "fr", "phone": True}, {"language": "en", "phone": False}]
)
def test_an_owners_agreement_reads_claimed_until_the_other_side_signs(person, seat):
    system = make_public_system()
    give_role(make_member("rosa"), system.scope, Role.REPRESENTATIVE, by="lea", now=now())
    lea, rosa = sign_in(person, seat, "lea"), sign_in(person, seat, "rosa")
    lea.go(DIALOGUE)
    lea.press("Add an agreement")
    fill(lea, day="2026-09-15", subject_fr="Les alertes", terms_fr="Aucun objectif.")
    fill(lea, employer="Direction", unions="CFDT\nCGT")
    lea.press("Add")
    visitor = person(**seat)
    visitor.go("at-work/job-offers/dialogue/")
    visitor.reads("Claimed by management")

    rosa.go("systems/job-offers/")
    rosa.press("Read it, then confirm or contest")
    rosa.press("Contest")
    fill(rosa, reason_fr="Le délai n’est pas celui-là.")
    rosa.press("Contest")
    visitor.go("at-work/job-offers/dialogue/")
    visitor.reads("Contested by staff representatives")
    visitor.reads("Le délai n’est pas celui-là.")
    rosa.press("Confirm")
    assert StaffAgreement.objects.get().is_signed
    rosa.go("systems/job-offers/")
    rosa.press("Name its document")
    fill(rosa, body="CST", paper="PV n° 3", paper_day="2026-09-01")
    rosa.press("Save")
    visitor.go("at-work/job-offers/dialogue/")
    visitor.reads("Signed")
    assert "PV n° 3" in visitor.page.locator("main").inner_text().replace("\u00a0", " ")
