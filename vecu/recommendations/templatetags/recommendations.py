"""What recommendations and cards stand on, in the page's language."""

from django import template

from vecu.evidence.chips import list_evidence_chips

register = template.Library()
register.filter("evidence_chips", list_evidence_chips)
