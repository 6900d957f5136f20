"""People's decisions on suggestions; undoing a decision reopens the suggestion."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from vecu.coding.models import Coder, CodingEvent, Suggestion
from vecu.coding.queries.suggestions import find_suggestion
from vecu.coding.rules import SuggestionVerdict
from vecu.errors import VecuError


class SuggestionGone(VecuError):
    """The suggestion no longer exists, or somebody has decided on it."""


def lock_suggestion(coder: Coder, text: UUID, suggestion: UUID) -> Suggestion:
    """Lock and return a suggestion that a coder may decide on; raise `SuggestionGone`.

    The text is locked already, so nobody else can decide meanwhile.
    """
    found = find_suggestion(coder, text, suggestion)
    if found is None:
        raise SuggestionGone(
            _("This suggestion no longer exists: somebody decided on it, or it was computed again.")
        )
    return found


def record_verdict(suggestion: Suggestion, verdict: SuggestionVerdict, by: str) -> None:
    """Record a person's decision on a suggestion."""
    suggestion.verdict, suggestion.by = verdict, by
    suggestion.save(update_fields=["verdict", "by"])


def reopen_suggestion(decided: CodingEvent) -> None:
    """Reopen the suggestion that an action decided, if it did and the suggestion exists."""
    if named := decided.detail.get("suggestion"):
        Suggestion.objects.filter(pk=named).update(verdict="", by="")


def get_event_suggestion(event: CodingEvent) -> Suggestion | None:
    """Return the suggestion that an action was about, None if none or deleted."""
    named = event.detail.get("suggestion")
    return Suggestion.objects.select_related("run").filter(pk=named).first() if named else None


def suggestion_details(suggestion: Suggestion) -> dict[str, Any]:
    """Return the history details of a suggestion: its id and the run that made it."""
    return {
        "suggestion": str(suggestion.id),
        "version": suggestion.run.version,
        "score": round(suggestion.score, 3),
    }
