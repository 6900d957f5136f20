"""Labels of findings in the page's language."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from django import template
from django.utils.translation import gettext as _

from vecu.evidence.queries import Finding
from vecu.evidence.rules import CONFIDENCE_QUESTIONS, Confidence, FindingTheme
from vecu.ui.templatetags.ui import day
from vecu.ui.wording import make_label_filter

register = template.Library()
register.filter("theme_label", make_label_filter(FindingTheme))
register.filter("confidence_label", make_label_filter(Confidence))


class Argued(Protocol):
    """What a group is more or less sure of, and says why: a finding, a recommendation."""

    @property
    def confidence_reasons(self) -> Mapping[str, Any]:
        """Its answers by question, each by language."""


@register.filter
def reasons(argued: Argued) -> list[tuple[str, Mapping[str, str]]]:
    """Return the questions that a group answered about its confidence, each with its answer."""
    return [
        (_(question), texts)
        for reason, question in CONFIDENCE_QUESTIONS.items()
        if (texts := argued.confidence_reasons.get(reason))
    ]


@register.filter
def repeated_words(repetitions: Mapping[UUID, str], finding: Finding) -> str:
    """Return the words of a quotation that a finding repeats, '' if there are none."""
    return repetitions.get(finding.pk, "")


@register.filter
def field_anchor(name: str) -> str:
    """Return the id of a field of the form of findings."""
    return {"confidence": "id_confidence", "evidence": "evidence"}.get(name, f"id_{name}")


@register.filter
def answering_days(days: tuple[date | None, date | None]) -> str:
    """Return from when until when people could answer; None is a day that is not known."""
    first, last = days
    if first and last:
        return _("from %(first)s to %(last)s") % {"first": day(first), "last": day(last)}
    if first:
        return _("since %(first)s") % {"first": day(first)}
    return _("until %(last)s") % {"last": day(last)} if last else ""
