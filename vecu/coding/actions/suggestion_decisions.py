"""What people made of suggestions: kept with each, open again when that is undone."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from vecu.coding.models import Coder, Event, Suggestion
from vecu.coding.queries.suggestions import find_suggestion
from vecu.coding.rules import SuggestionVerdict
from vecu.errors import VecuError


class SuggestionGone(VecuError):
    """What the machine suggested is not there any more, or somebody has decided on it."""


def lock_suggestion(coder: Coder, text: UUID, suggestion: UUID) -> Suggestion:
    """Return a suggestion on which a coder may decide; raise `SuggestionGone`.

    The text is held already, so that nobody else decides meanwhile.
    """
    found = find_suggestion(coder, text, suggestion)
    if found is None:
        raise SuggestionGone(
            _("This suggestion is not there any more: somebody decided on it, or it was renewed.")
        )
    return found


def record_verdict(suggestion: Suggestion, verdict: SuggestionVerdict, by: str) -> None:
    """Keep what a person decided on a suggestion."""
    suggestion.verdict, suggestion.by = verdict, by
    suggestion.save(update_fields=["verdict", "by"])


def reopen_suggestion(decided: Event) -> None:
    """Leave the suggestion open again on which an act had decided, if it did and it is there."""
    if named := decided.detail.get("suggestion"):
        Suggestion.objects.filter(pk=named).update(verdict="", by="")


def get_event_suggestion(event: Event) -> Suggestion | None:
    """Return the suggestion that an act was about, None when it was about none or it is gone."""
    named = event.detail.get("suggestion")
    return Suggestion.objects.select_related("run").filter(pk=named).first() if named else None


def suggestion_details(suggestion: Suggestion) -> dict[str, Any]:
    """Return what the history says of a suggestion: which, and which machine made it."""
    return {
        "suggestion": str(suggestion.id),
        "version": suggestion.run.version,
        "score": round(suggestion.score, 3),
    }
