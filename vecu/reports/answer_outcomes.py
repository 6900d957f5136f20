"""Which findings cite what counts or quotes an answer, and what was decided on them."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.accounts.rules import ScopeKind
from vecu.evidence.public_findings import list_findings_citing
from vecu.recommendations.details import RecommendationDetail
from vecu.recommendations.queries import list_public_recommendations
from vecu.recommendations.rules import AnswerDecision
from vecu.surveys.answer_outcomes import (
    AnswerOutcome,
    AnswerOutcomeSource,
    OutcomeItem,
    OutcomeQuestion,
    register_answer_outcomes,
)
from vecu.ui.templatetags.ui import day
from vecu.ui.wording import join_phrases, lower_first


def find_findings(question: OutcomeQuestion) -> AnswerOutcome:
    """Return the published findings of the study that cite its figures or its words."""
    study = question.study
    items = [
        OutcomeItem(
            each.finding.sentence,
            reverse("reports:finding", args=[study.slug, each.finding.pk]),
            id=each.finding.pk,
        )
        for each in list_findings_citing(question.cited, ScopeKind.STUDY)
        if each.finding.scope_uuid == study.id
    ]
    return AnswerOutcome(
        gettext_lazy("In what was found"),
        gettext_lazy("No finding rests on it yet."),
        gettext_lazy("Findings that cited your words say that this evidence is no longer there."),
        items,
    )


def find_decisions(question: OutcomeQuestion) -> AnswerOutcome:
    """Return what groups recommend from these findings, figures or words, and what is answered."""
    items = [
        OutcomeItem(
            each.version.statement,
            reverse("reports:recommendation", args=[each.recommendation.pk]),
            join_phrases(_iter_answers(each)) or _("no answer yet"),
            id=each.recommendation.pk,
        )
        for each in list_public_recommendations(question.today)
        if any(
            one.reference.id in question.cited for claim in each.claims for one in claim.evidence
        )
    ]
    return AnswerOutcome(
        gettext_lazy("What was decided"),
        gettext_lazy("Nothing is decided yet."),
        gettext_lazy("What a group recommends stays, and says which evidence is gone."),
        items,
    )


def _iter_answers(detail: RecommendationDetail) -> Iterator[str]:
    for address in detail.addresses:
        if answer := address.answer:
            yield _("%(addressee)s, %(day)s: %(decision)s") % {
                "addressee": address.address.addressee,
                "day": day(answer.day),
                "decision": lower_first(_(AnswerDecision(answer.decision).label)),
            }


register_answer_outcomes(
    AnswerOutcomeSource(40, find_findings), AnswerOutcomeSource(50, find_decisions)
)
