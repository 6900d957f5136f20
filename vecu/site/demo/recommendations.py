"""What the demonstration's learning group recommends, is answered, and has no answer to yet.

`recommendations.json` names days as `system.json` does. The group reads the inquiry again after the
answer: version 2 of the recommendation adds what it shows, and the card observes it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from django.utils import timezone

from vecu.evidence.rules import Confidence, ConfidenceReason
from vecu.fieldlog.months import LogMonth
from vecu.groups.queries import LearningGroup
from vecu.groups.vocabulary import GroupCollege
from vecu.recommendations.actions import (
    amend_recommendation,
    draft_recommendation,
    merge_recommendations,
    open_recommendation,
    publish_recommendation,
)
from vecu.recommendations.answers import (
    address_recommendation,
    answer_recommendation,
    follow_answer,
    make_answer_link,
)
from vecu.recommendations.content import (
    VERSION_CONTENTS,
    AddressContent,
    AmendmentContent,
    AnswerContent,
    BackingContent,
    CardContent,
    Claim,
    CostPart,
    FollowUpContent,
    ThreadContent,
    Voice,
)
from vecu.recommendations.positions import take_position
from vecu.recommendations.queries import Recommendation
from vecu.recommendations.rules import (
    ActorKind,
    Alternative,
    AnswerDecision,
    Backing,
    FollowUpOutcome,
    RecommendationKind,
)
from vecu.records.actions import add_record, change_record
from vecu.register.queries import System
from vecu.site.demo.days import Place, act_in_order, find_first_month, get_day, get_moment
from vecu.site.demo.group_claims import EvidenceForGroup, list_citable_evidence
from vecu.surveys.queries import Study

Entry = Mapping[str, Any]
_TEXTS = ("statement", "decider", "cost", "not_known", "divides", "needed")


def make_recommendations(
    group: LearningGroup, study: Study, system: System, now: datetime, *, by: str
) -> None:
    """Write all that the group recommends as the account `by`, who facilitates."""
    data, first = read_recommendations(), find_first_month(timezone.localtime(now).date())
    voices = {each.name: Voice(GroupCollege(each.college), each) for each in group.members.all()}
    citable = list_citable_evidence(study, system, group)
    writer = RecommendationWriter(group, system, first, by, voices, citable)
    act_in_order(
        writer.note_card(data["card"]),
        writer.recommend(data["recommendation"], list(data["drafts"].values())),
        *(writer.write_other(each) for each in data["others"]),
    )


def read_recommendations() -> dict[str, Any]:
    """Return what the group recommends from the file."""
    path = Path(__file__).parent / "recommendations.json"
    return cast("dict[str, Any]", json.loads(path.read_text()))


@dataclass(frozen=True, slots=True)
class RecommendationWriter:
    """Writes what the file holds, each on its day."""

    group: LearningGroup
    system: System
    first: LogMonth
    by: str
    voices: Mapping[str, Voice]
    citable: EvidenceForGroup

    def note_card(self, entry: Entry) -> Iterator[Place]:
        """Add the supplier's card on its day; what was observed stands on it later."""
        names = ("supplier", "product", "promised", "promised_source", "not_known", "cost")
        written = {name: entry[name] for name in (*names, "without_it")}
        day, claims = get_day(self.first, entry["day"]), self._read_claims(entry["observed"])
        content = CardContent(**written, day=day, system=self.system.pk)
        yield entry["day"]
        card = add_record(self.group, content, **self._act(entry["day"]))
        yield entry["observed_day"]
        observed = CardContent(**written, day=day, system=self.system.pk, observed=claims)
        change_record(card, observed, revision=card.revision, **self._act(entry["observed_day"]))

    def draft(self, entry: Entry) -> Recommendation:
        """Begin what an entry holds."""
        content = self._read_content(entry, entry.get("claims", []))
        amendment, act = self._read_amendment(entry), self._act(entry["day"])
        return draft_recommendation(self.group.scope, content, amendment, **act)

    def open(self, row: Recommendation, entry: Entry) -> Recommendation:
        """Let members take a position from the day on that an entry names."""
        return open_recommendation(row, revision=row.revision, **self._act(entry["opened"]))

    def publish(
        self, row: Recommendation, positions: Sequence[Entry], now: datetime
    ) -> Recommendation:
        """Take positions on the latest version, then let everybody read it."""
        for each in positions:
            content = BackingContent(
                Backing(each["backing"]), each["reason"], each.get("name_public", False)
            )
            take_position(row, row.latest, self.voices[each["member"]], content)
        return publish_recommendation(row, revision=row.revision, by=self.by, now=now)

    def write_other(self, entry: Entry) -> Iterator[Place]:
        """Write what is no recommendation, and publish it."""
        yield entry["day"]
        row = self.draft(entry)
        yield entry["opened"]
        row = self.open(row, entry)
        yield entry["published"]
        self.publish(row, entry["positions"], get_moment(self.first, entry["published"]))

    def recommend(self, entry: Entry, begun: Sequence[Entry]) -> Iterator[Place]:
        """Merge drafts into a recommendation, which is answered, then published again."""
        entry, drafts = {**entry, "kind": "recommendation"}, []
        for each in begun:
            yield each["day"]
            drafts.append(self.draft({**each, "kind": "recommendation"}))
        yield entry["day"]
        content = self._read_content(entry, entry["claims"])
        revisions = {each.pk: each.revision for each in drafts}
        amendment, act = self._read_amendment(entry), self._act(entry["day"])
        row = merge_recommendations(drafts, None, content, amendment, revisions=revisions, **act)
        yield entry["opened"]
        row = self.open(row, entry)
        yield entry["published"]
        published = get_moment(self.first, entry["published"])
        row = self.publish(row, entry["positions"], published)
        yield from self._have_answered(row, entry)
        first, *others = entry["claims"]
        content = self._read_content(entry, [first, *entry["later_claims"], *others])
        amended = entry["amended"]
        yield amended["day"]
        amendment, act = self._read_amendment(amended), self._act(amended["day"])
        row = amend_recommendation(row, content, amendment, revision=row.revision, **act)
        self.publish(row, entry["positions"], act["now"])

    def _have_answered(self, row: Recommendation, entry: Entry) -> Iterator[Place]:
        sent, answered, followed = entry["address"], entry["answer"], entry["follow_up"]
        content = AddressContent(sent["addressee"], get_day(self.first, sent["due"]))
        act = self._act(sent["day"])
        yield sent["day"]
        address = address_recommendation(row, content, revision=row.revision, **act)
        token = make_answer_link(address, revision=address.revision, **act)
        answer = AnswerContent(
            AnswerDecision(answered["decision"]),
            answered["reasons"],
            answered["signed_by"],
            get_day(self.first, answered["done_by"]),
        )
        now = get_moment(self.first, answered["day"])
        yield answered["day"]
        answer_recommendation(token, answer, answers_read=0, now=now)
        seen = FollowUpContent(FollowUpOutcome(followed["outcome"]), followed["observed"])
        yield followed["day"]
        follow_answer(address, seen, follow_ups_read=0, **self._act(followed["day"]))

    def _act(self, place: list[int]) -> dict[str, Any]:
        return {"by": self.by, "now": get_moment(self.first, place)}

    def _read_amendment(self, entry: Entry) -> AmendmentContent:
        return AmendmentContent(self.voices[entry["by"]], entry["reason"])

    def _read_claims(self, entries: Sequence[Entry]) -> list[Claim]:
        return self.citable.read_claims(entries)

    def _read_content(self, entry: Entry, claims: Sequence[Entry]) -> ThreadContent:
        written: dict[str, Any] = {name: entry[name] for name in _TEXTS if name in entry}
        if "confidence" in entry:
            reasons = entry["confidence_reasons"].items()
            written["confidence"] = Confidence(entry["confidence"])
            written["confidence_reasons"] = {ConfidenceReason(key): text for key, text in reasons}
        if "alternatives" in entry:
            alternatives = entry["alternatives"].items()
            parts = entry.get("cost_parts", ())
            written["cost_parts"] = [CostPart.from_json(each) for each in parts]
            written["alternatives"] = {Alternative(key): text for key, text in alternatives}
        if "actor" in entry:
            written["actor"] = ActorKind(entry["actor"])
        kind = VERSION_CONTENTS[RecommendationKind(entry["kind"])]
        return kind(**written, claims=self._read_claims(claims))
