"""From a finding to an answer: a group takes position twice, recommends, and is answered.

Two of its six members sit at a screen, one of them without scripts; the others are the same in
both rounds, so that somebody moves and totals can be public.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from pypdf import PdfReader

from tests.groups.factories import MANDATE, PEOPLE, WORKERS
from tests.journeys.conftest import Person
from vecu.groups.actions import begin_group, publish_group
from vecu.groups.content import PositionContent
from vecu.groups.member_actions import add_group_member, agree_public_totals
from vecu.groups.models import PositionRound
from vecu.groups.queries import GroupMember, LearningGroup
from vecu.groups.round_actions import take_position
from vecu.groups.vocabulary import HypothesisStance

STATEMENTS = {
    "fr": "Payer le temps que prend la vérification",
    "en": "Pay for the time that checking takes",
}
CLAIMS = [
    "Chacun contrôle à sa façon, sur un temps que personne ne compte.",
    "Un outil dont on écarte les propositions prend lui aussi du temps.",
]
DECIDER = "Vice-présidence du conseil départemental"
ANSWER = "Oui pour deux bureaux ; le budget est voté en mars."
GROUP, PAGES = "Groupe du Val-de-Sève", "groups/val-de-seve/"
AGREE, DISAGREE = HypothesisStance.AGREE, HypothesisStance.DISAGREE
OTHERS = [AGREE, DISAGREE, DISAGREE, DISAGREE], [DISAGREE, AGREE, DISAGREE, DISAGREE]
"""What the four members who sit at no screen think in each round."""


@dataclass(frozen=True)
class SeatedGroup:
    """A group with the tokens of its first two members, and all that it has."""

    group: LearningGroup
    members: list[GroupMember]
    tokens: list[str]


def seat_group() -> SeatedGroup:
    """Create a group of six and publish its mandate; each agrees that totals may be public."""
    act: dict[str, Any] = {"by": "lea", "now": timezone.now()}
    group = begin_group("val-de-seve", MANDATE, fictional=True, **act)
    added = [
        add_group_member(group, name, college, **act)
        for name, college in zip("ABCDEF", [*[WORKERS] * 3, *[PEOPLE] * 3], strict=True)
    ]
    members = [agree_public_totals(member, agreed=True) for member, _token in added]
    return SeatedGroup(publish_group(group, **act), members, [token for _, token in added[:2]])


def hold_round(
    lead: Person, seated: SeatedGroup, people: Sequence[Person], stances: tuple[str, str]
) -> None:
    """Open a round on the first hypothesis, let all take position, and close it."""
    hypothesis = seated.group.hypotheses.first()
    assert hypothesis is not None
    lead.go(f"{PAGES}rounds/new/")
    for box in lead.page.locator("input[name=hypotheses]").all():
        box.set_checked(box.get_attribute("value") == str(hypothesis.pk))
    lead.press("Open the round")
    sealed = PositionRound.objects.get(group=seated.group, closed=None)
    for person, stance in zip(people, stances, strict=True):
        person.go("my-group/positions/")
        person.press("Take position")
        person.choose(stance)
        person.page.locator("[name=reason]").fill("On le voit chaque jour.")
        person.press("Save my position")
    for member, stance in zip(seated.members[2:], OTHERS[sealed.number - 1], strict=True):
        known: dict[str, Any] = {"revision": 0, "device": "", "now": timezone.now()}
        take_position(member, sealed, hypothesis.pk, PositionContent(stance), **known)
    lead.go(f"{PAGES}rounds/{sealed.number}/close/")
    lead.press("Close and count")


def enter(person: Person, token: str) -> None:
    """Open one's place in the group with the link that was handed over."""
    person.go(f"my-group/enter/{token}/")
    person.press("Open my place")


def release_totals(lead: Person) -> None:
    """Let everybody read how many held which position, in both rounds."""
    lead.go(f"{PAGES}rounds/totals/")
    lead.page.locator("input[name=hypotheses]").first.check()
    lead.page.locator("input[name=name]").fill(GROUP)
    lead.press("Let everybody read these totals")


def write_recommendation(lead: Person, evidence: list[list[str]]) -> None:
    """Draft a recommendation, each claim with what it stands on, and open it."""
    lead.go(f"{PAGES}recommendations/new/")
    fields = {
        "statement_fr": STATEMENTS["fr"],
        "statement_en": STATEMENTS["en"],
        "decider": DECIDER,
        "cost_fr": "Une demi-heure par semaine et par agent.",
        "alternatives_posts_fr": "Un dixième de poste.",
        "adequacy_fr": "Trois récits, un journal.",
        "not_known_fr": "Ce que font les autres services.",
        "reason_fr": "Premier texte du groupe.",
    }
    for name, text in fields.items():
        lead.page.locator(f"[name={name}]").fill(text)
    lead.page.locator("[name=confidence]").select_option("low")
    lead.page.locator("select[name=voice]").select_option(f"college:{WORKERS}")
    for number, (claim, pieces) in enumerate(zip(CLAIMS, evidence, strict=True), 1):
        if number > 1:
            lead.press("Add another claim")
        lead.page.locator(f"[name=claim_{number}_fr]").fill(claim)
        cite(lead, number, pieces)
    lead.press("Save the draft")
    lead.press("Open it to positions")
    lead.press("Open it to positions")


def cite(lead: Person, number: int, pieces: list[str]) -> None:
    """Tick evidence below a claim."""
    claim = lead.page.locator(f"#claim_{number}")
    claim.get_by_role("button", name=lead.translated("Choose its evidence")).click()
    lead.page.wait_for_load_state()
    for box in claim.locator("details:not([open]) > summary").all():
        box.click()
    for words in pieces:
        claim.locator("label", has_text=words).first.click()


def support(person: Person) -> None:
    """Support the recommendation, with a reason that everybody reads."""
    person.go("my-group/recommendations/")
    person.page.get_by_role("link", name=STATEMENTS[person.language]).first.click()
    person.look()
    person.choose("supports")
    person.page.locator("[name=reason]").fill("Personne ne compte ce temps.")
    person.press("Save my position")


def publish_recommendation(lead: Person) -> None:
    """Let everybody read it."""
    lead.go(f"{PAGES}recommendations/")
    lead.page.get_by_role("link", name=STATEMENTS[lead.language]).first.click()
    lead.look()
    lead.press("Publish")
    lead.press("Publish it")


def hand_over_link(lead: Person) -> str:
    """Address what is published to who decides; return the link that is handed over."""
    lead.page.goto(f"{lead.page.url}answers/")
    lead.press("Address it")
    lead.page.locator("[name=addressee]").fill(DECIDER)
    lead.page.locator("[name=due]").fill("2099-01-31")
    lead.press("Address it")
    (address,) = set(re.findall(r"recommended/answer/[\w-]+/", lead.page.content()))
    return str(address)


def answer(addressee: Person, link: str) -> None:
    """Accept it in part, with reasons and a day, after reading the answer as others will."""
    addressee.go(link)
    addressee.choose("partly")
    addressee.page.locator("[name=reasons]").fill(ANSWER)
    addressee.page.locator("[name=done_by]").fill("2099-06-30")
    addressee.page.locator("[name=signed_by]").fill(DECIDER)
    addressee.page.locator("main form button.btn").click()
    addressee.look()
    addressee.page.locator("main form button[name=publish]").click()
    addressee.look()


def read_brief(visitor: Person) -> str:
    """Return the text of the brief that a page leads to, as printed."""
    address = visitor.page.get_by_role("link", name=visitor.translated("In brief, two pages (PDF)"))
    printed = visitor.page.request.get(f"{visitor.site}{address.get_attribute('href')}")
    reader = PdfReader(io.BytesIO(printed.body()))
    assert len(reader.pages) <= 2
    return " ".join("\n".join(page.extract_text() for page in reader.pages).split())


def list_evidence_addresses(visitor: Person) -> list[str]:
    """Return where the evidence of all claims leads."""
    links = visitor.page.locator("#claims li").get_by_role("link").all()
    return [link.get_attribute("href") or "" for link in links]
