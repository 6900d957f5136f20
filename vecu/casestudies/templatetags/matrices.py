"""What a cell of a matrix says in the page's language, and where it stands."""

from django import template
from django.utils.translation import gettext as _

from vecu.casestudies.matrix.case_rows import get_theme_key, get_theme_label
from vecu.casestudies.matrix.presenters import describe_answer, get_anchor
from vecu.casestudies.matrix.queries import CellDetail

register = template.Library()
register.filter("theme_label", get_theme_label)
register.filter("theme_key", get_theme_key)
register.filter("answer", describe_answer)
register.filter("anchor", get_anchor)


@register.filter
def status_label(cell: CellDetail) -> str:
    """Return what is known of a cell that has no sentence."""
    return _(cell.status.label)
