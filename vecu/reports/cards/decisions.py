"""What was decided about a claim, in a few words: from what cites it, and the answers to that."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from vecu.evidence.card_rules import count_words
from vecu.recommendations.citing_recommendations import AddressedDecision, CitingRecommendation
from vecu.recommendations.rules import AnswerDecision, RecommendationKind
from vecu.reports.cards.card import CardDecision, DecisionState
from vecu.translation import gettext_noop
from vecu.ui.wording import lower_first

_MOST_WORDS = 7
"""The longest name of an addressee on a card; one that is longer is read one link away."""

_WITHOUT_ANSWER: Mapping[RecommendationKind, str] = {
    RecommendationKind.RECOMMENDATION: gettext_noop(
        "nothing decided yet: recommended, without an answer"
    ),
    RecommendationKind.LANDMARK: gettext_noop("nothing decided yet: it stands in a checklist"),
    RecommendationKind.NONE_YET: gettext_noop(
        "nothing decided yet: a group discussed it and recommends nothing so far"
    ),
}
"""What is said of a claim that groups took up and nobody answered; the first that fits."""


def describe_decision(citing: Sequence[CitingRecommendation]) -> CardDecision:
    """Return what was decided of all that cites a claim, and where that is read."""
    if not citing:
        return CardDecision(DecisionState.NOTHING, _("nothing decided yet"))
    kinds = list(_WITHOUT_ANSWER)
    first = min(citing, key=lambda each: (not each.decisions, kinds.index(each.kind)))
    address = reverse("reports:recommendation", args=[first.id])
    if sent := [one for each in citing for one in each.decisions]:
        return describe_answers(sent, f"{address}#answers")
    return CardDecision(DecisionState.NOTHING, _(_WITHOUT_ANSWER[first.kind]), address)


def describe_answers(sent: Sequence[AddressedDecision], address: str) -> CardDecision:
    """Return what those to whom a recommendation is addressed decided."""
    answered = [each for each in sent if each.decision]
    if not answered:
        text = _(_WITHOUT_ANSWER[RecommendationKind.RECOMMENDATION])
        return CardDecision(DecisionState.NOTHING, text, address)
    decisions = {each.decision for each in answered}
    whole = len(answered) == len(sent) and len(decisions) == 1
    state = DecisionState.DECIDED
    if not whole or AnswerDecision.PARTLY in decisions:
        state = DecisionState.IN_PART
    if len(sent) == 1:
        return CardDecision(state, _name_answer(answered[0]), address)
    return CardDecision(state, count_answers(sent), address)


def count_answers(sent: Sequence[AddressedDecision]) -> str:
    """Return how many of those addressed have answered."""
    words = {"answered": sum(bool(each.decision) for each in sent), "sent": len(sent)}
    return _("%(answered)s of %(sent)s have answered") % words


def _name_answer(answer: AddressedDecision) -> str:
    decision = lower_first(_(answer.decision.label)) if answer.decision else ""
    if count_words(answer.addressee) > _MOST_WORDS:
        return decision
    words = {"decision": decision, "addressee": answer.addressee}
    return _("%(decision)s (%(addressee)s)") % words
