"""A dialogue in a sentence or two: what happened last, what was shared, what is open."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.dialogue.avis_clock import AvisState
from vecu.dialogue.entry_descriptions import DialogueDescription, get_title
from vecu.dialogue.presenters.overview import DialogueInWords
from vecu.dialogue.queries import DialogueDetail, DialogueSummary
from vecu.ui.templatetags.ui import day as format_day
from vecu.ui.wording import lower_first, pick_text


def describe_news(detail: DialogueDetail, words: DialogueInWords) -> str:
    """Return what happened last in a dialogue, in a sentence; '' while nothing is noted."""
    events = list(_iter_events(detail, words))
    if not events:
        return ""
    day, kind, entry = max(events, key=lambda event: event[0])
    return _("Latest, %(day)s: %(kind)s “%(title)s” (%(state)s).") % {
        "day": format_day(day),
        "kind": kind,
        "title": pick_text(entry.title),
        "state": lower_first(entry.state),
    }


def describe_summary(summary: DialogueSummary) -> list[str]:
    """Return in sentences which point was shared last, and what is open on the agenda."""
    sentences = [_("No point has been shared yet.")]
    if summary.shared:
        words = {
            "day": format_day(summary.shared.workshop.day),
            "point": pick_text(summary.shared.statement),
        }
        sentences = [_("Shared last, at the workshop of %(day)s: “%(point)s”.") % words]
    if items := summary.open_items:
        subject = pick_text(get_title(items[-1]))
        sentences.append(_("Open on the agenda: “%(subject)s”.") % {"subject": subject})
        if more := len(items) - 1:
            text = ngettext(
                "%(number)s other item is open.", "%(number)s other items are open.", more
            )
            sentences.append(text % {"number": more})
    return sentences


def _iter_events(
    detail: DialogueDetail, words: DialogueInWords
) -> Iterator[tuple[date, str, DialogueDescription]]:
    """Yield the last day on which something happened to each entry, and what kind it is."""
    silent = {
        each.consultation.pk: each.standing.last_day + timedelta(days=1)
        for each in detail.consultations
        if each.standing.last_day and each.standing.state in {AvisState.SILENT, AvisState.OVERDUE}
    }
    for label, entries in (
        (_("agenda item"), words.agenda),
        (_("agreement"), words.agreements),
        (_("consultation"), words.consultations),
        (_("workshop"), [each.workshop for each in words.workshops]),
        (_("commitment"), words.commitments),
        (_("review clause"), words.clauses),
    ):
        for each in entries:
            days = [getattr(each.row, name, None) for name in ("day", "avis_day", "ended_day")]
            noted = [*filter(None, days), *filter(None, [silent.get(each.row.pk)])]
            yield max(noted), label, each
