"""Find a respondent's drafts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict

from django.db.models import QuerySet

from vecu.accounts.key_ring import list_fingerprints
from vecu.surveys.models import Draft
from vecu.ui.reading import ReadingPreferences


@dataclass(frozen=True, slots=True)
class RespondentContext:
    """All that is known of a respondent during a request; nothing of it is stored.

    `token` comes from the browser's cookie ('' without one), `language` of the page from the URL,
    `reading` from its parameters.
    """

    slug: str
    token: str
    language: str
    today: date
    reading: ReadingPreferences = field(default_factory=ReadingPreferences)


class EvaluationContext(TypedDict):
    """What pages and calculations depend on besides the answers; constant until these are sent.

    Other programs generate their own random numbers: there is no `seed` then.
    """

    today: date
    seed: int | None
    language: str


def get_evaluation_context(draft: Draft, visit: RespondentContext) -> EvaluationContext:
    """Return the evaluation context of this draft, as keyword arguments."""
    return EvaluationContext(today=visit.today, seed=draft.seed, language=visit.language)


def list_live_drafts(visit: RespondentContext) -> QuerySet[Draft]:
    """Return the drafts of the visited study that have not expired, with fielding and study."""
    drafts = Draft.objects.filter(expires__gte=visit.today, fielding__study__slug=visit.slug)
    return drafts.select_related("fielding__study")


def find_draft(visit: RespondentContext, *, lock: bool = False) -> Draft | None:
    """Return the live draft of this browser's token, in one query.

    `lock` locks it until the transaction ends.
    """
    if not visit.token:
        return None
    drafts = list_live_drafts(visit).filter(token__in=list_fingerprints(visit.token))
    return (drafts.select_for_update(of=("self",)) if lock else drafts).first()


def find_drafts(tokens: Sequence[str], today: date) -> dict[str, Draft]:
    """Return the live drafts of these tokens in all studies, by token, in the same order.

    Their answers are not loaded.
    """
    if not tokens:  # the common case: composing a query takes longer than running it
        return {}
    tokens_by = {mark: token for token in tokens for mark in list_fingerprints(token)}
    drafts = Draft.objects.filter(token__in=tokens_by, expires__gte=today).defer("values")
    found = {draft.token: draft for draft in drafts.select_related("fielding__study")}
    return {token: found[mark] for mark, token in tokens_by.items() if mark in found}


def find_token(tokens: Sequence[str], slug: str, today: date) -> str:
    """Return which of a browser's tokens belongs to its draft of a study, '' if none does.

    A single token is not looked up: callers do that when they load the draft.
    """
    if len(tokens) < 2:
        return "".join(tokens)
    drafts = find_drafts(tokens, today).items()
    return next((token for token, draft in drafts if draft.fielding.study.slug == slug), "")
