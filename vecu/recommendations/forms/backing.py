"""What members fill in of how they stand to a recommendation, in their own language."""

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vecu.recommendations.content import BackingContent
from vecu.recommendations.presenters.member_recommendations import OWN_BACKINGS
from vecu.recommendations.queries import RecommendationPosition
from vecu.recommendations.rules import Backing
from vecu.register.checks import TEXT_LENGTH
from vecu.translation import pick_language
from vecu.ui.fields import Field
from vecu.ui.question_forms import (
    YES,
    QuestionForm,
    Values,
    make_choice,
    make_long_text,
    make_tick,
    read_revision,
    read_values,
)

BACKING_NAMES = ("backing", "reason", "name_public")


def show_backing_form(own: RecommendationPosition | None) -> QuestionForm:
    """Return the form with one’s own position on a recommendation as it is saved."""
    if own is None:
        return QuestionForm(_ask_backing({}))
    values = {
        "backing": own.backing,
        "reason": own.reason.get(pick_language(own.reason, get_language() or "en"), ""),
        "name_public": YES if own.name_public else "",
    }
    return QuestionForm(_ask_backing(values), revision=own.revision)


def read_backing_form(post: QueryDict) -> QuestionForm:
    """Return the form with what was typed, unchecked."""
    return QuestionForm(_ask_backing(read_values(post, BACKING_NAMES)), (), read_revision(post))


def read_backing(post: QueryDict, language: str) -> BackingContent | None:
    """Return the position that was sent, None while no answer is chosen."""
    values = read_values(post, BACKING_NAMES)
    if values["backing"] not in set(Backing):
        return None
    return BackingContent(
        Backing(values["backing"]),
        {language: values["reason"]},
        name_public=values["name_public"] == YES,
    )


def _ask_backing(values: Values) -> dict[str, Field]:
    backings = [(each.value, _(label)) for each, label in OWN_BACKINGS.items()]
    why = _("Why? Reasons for and against have the same space. Name nobody.")
    fields = [
        make_choice("backing", _("Your position"), backings, values, beside=True),
        make_long_text("reason", _("Your reason"), values, why, limit=TEXT_LENGTH, is_first=True),
        make_tick(
            "name_public",
            _("Your name"),
            _("Show my name and my side beside my reason"),
            values,
        ),
    ]
    return {each.name: each for each in fields}
