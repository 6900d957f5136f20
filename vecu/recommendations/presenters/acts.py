"""The history of recommendations in words: who did what to what, and what can be undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from vecu.recommendations.queries import RecommendationEvent
from vecu.recommendations.rules import RecommendationSubject, RecommendationVerb
from vecu.translation import gettext_noop
from vecu.ui.wording import pick_text

VERB_LABELS: Mapping[RecommendationVerb, str] = {
    RecommendationVerb.DRAFT: gettext_noop("Drafted"),
    RecommendationVerb.AMEND: gettext_noop("Amended"),
    RecommendationVerb.MERGE: gettext_noop("Merged"),
    RecommendationVerb.OPEN: gettext_noop("Opened to positions"),
    RecommendationVerb.PUBLISH: gettext_noop("Published"),
    RecommendationVerb.SET_ASIDE: gettext_noop("Set aside"),
    RecommendationVerb.TAKE_BACK: gettext_noop("Taken back"),
    RecommendationVerb.ADDRESS: gettext_noop("Addressed"),
    RecommendationVerb.HAND_OVER: gettext_noop("Made a link for the answer"),
    RecommendationVerb.FOLLOW: gettext_noop("Noted what came of the answer"),
    RecommendationVerb.ADD_CARD: gettext_noop("Added a supplier’s card"),
    RecommendationVerb.CHANGE_CARD: gettext_noop("Changed a supplier’s card"),
    RecommendationVerb.REMOVE_CARD: gettext_noop("Removed a supplier’s card"),
}


@dataclass(frozen=True, slots=True)
class RecommendationActLine:
    """One act on one entry: its day, the account that did it, what it was, and on what."""

    act: UUID
    day: date
    by: str
    label: str
    title: str


def describe_recommendation_events(
    events: Sequence[RecommendationEvent], statements: Mapping[UUID, Mapping[str, str]]
) -> list[RecommendationActLine]:
    """Return events in words; `statements` are those of the recommendations of the group."""
    return [
        RecommendationActLine(
            each.act, each.day, each.by, _name_act(each), _name_entry(each, statements)
        )
        for each in events
    ]


def _name_act(event: RecommendationEvent) -> str:
    label = _(VERB_LABELS[RecommendationVerb(event.verb)])
    return _("Undone: %(act)s") % {"act": label} if event.undoes else label


def _name_entry(event: RecommendationEvent, statements: Mapping[UUID, Mapping[str, str]]) -> str:
    state = event.after or event.before or {}
    match RecommendationSubject(event.subject):
        case RecommendationSubject.RECOMMENDATION:
            return pick_text(statements.get(event.entry, {}))
        case RecommendationSubject.CARD:
            return str(state.get("product", ""))
        case RecommendationSubject.ADDRESS:
            return str(state.get("addressee", ""))
