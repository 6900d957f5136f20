"""Labels of recommendations in the page's language."""

from django import template
from django.utils.translation import gettext as _

from vecu.deliberation.group_vocabulary import GROUP_COLLEGE_LABELS
from vecu.deliberation.recommendation_rules import DECISION_LABELS, AnswerDecision
from vecu.deliberation.recommendations.details import PositionDetail

register = template.Library()


@register.filter
def decision_label(decision: str) -> str:
    """Return the label of what an addressee decided."""
    return _(DECISION_LABELS[AnswerDecision(decision)])


@register.filter
def speaker(position: PositionDetail) -> str:
    """Return whose reason it is, '' where they do not show their name."""
    college = _(GROUP_COLLEGE_LABELS[position.college]) if position.college else ""
    return ", ".join(filter(None, (position.name, college)))
