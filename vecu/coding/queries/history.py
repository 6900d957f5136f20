"""The history of codes and texts: what was done, by whom and why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vecu.coding.deidentification.patterns import FlagKind
from vecu.coding.models import Code, Codebook, Coder, Coding, CodingEvent, Quotation
from vecu.coding.rules import OPPOSITE, Verb

CONFIRMED_TEXTS = {
    FlagKind.NAME: gettext_noop("a name may stay"),
    FlagKind.PLACE: gettext_noop("a place may stay"),
    FlagKind.EMPLOYER: gettext_noop("an employer may stay"),
    FlagKind.CONTACT: gettext_noop("a way to reach somebody may stay"),
    FlagKind.NUMBER: gettext_noop("a number may stay"),
    FlagKind.DATE: gettext_noop("a date may stay"),
    FlagKind.ONLY: gettext_noop("“the only one” may stay"),
}
"""The concerns that a releaser confirmed for a quotation."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of the history: the action in words, with what it was about."""

    event: CodingEvent
    text: str
    about: str
    detail: str


def list_events(codebook: Codebook, *, code: Code | None = None) -> QuerySet[CodingEvent]:
    """Return the history of a codebook, or of one code, the latest action first.

    Coding of single texts is left out: in blind coding it would reveal codes.
    """
    shown = [verb for verb in Verb if verb not in _ON_TEXTS]
    events = codebook.events.filter(verb__in=shown).select_related("code")
    events = events.exclude(verb__in=_ON_MEMOS, verbatim__isnull=False)
    return events.filter(code=code) if code else events


_ON_TEXTS = frozenset({Verb.BROUGHT, *OPPOSITE})
_ON_MEMOS = (Verb.NOTED, Verb.RENOTED, Verb.UNNOTED)


def list_own_events(codebook: Codebook, by: str) -> QuerySet[CodingEvent]:
    """Return a member's own actions, those on texts included, the latest first."""
    return codebook.events.filter(by=by).select_related("code", "undone_by")


def list_events_about(quotation: Quotation) -> QuerySet[CodingEvent]:
    """Return who proposed, released and withheld a quotation; for those who decide on it."""
    events = CodingEvent.objects.filter(
        verbatim=quotation.verbatim, detail__quotation=str(quotation.id)
    )
    return events.select_related("code", "undone_by")


def iter_rendered_events(events: Iterable[CodingEvent]) -> Iterator[HistoryLine]:
    """Render actions in words."""
    for event in events:
        about = event.code.name if event.code else ""
        yield HistoryLine(event, _(Verb(event.verb).label), about, _detail(event.detail))


def _detail(detail: Mapping[str, Any]) -> str:
    """Return what an action changed: from what, to what; of which guide."""
    if "practice" in detail and "mapped" in detail:
        stands = _("matches “%(practice)s”")
        no_longer = _("no longer matches “%(practice)s”")
        return (stands if detail["mapped"] else no_longer) % {"practice": detail["practice"]}
    if "guide" in detail:
        return " – ".join(str(detail[each]) for each in ("guide", "practice") if each in detail)
    if "into" in detail:
        into = detail["into"]
        return f"{detail['name']} → {', '.join(into) if isinstance(into, list) else into}"
    if "kept" in detail:
        return ", ".join(_(CONFIRMED_TEXTS[kind]) for kind in detail["kept"])
    if "from" in detail:
        return f"{detail['from'] or '–'} → {detail.get('to') or '–'}"
    changed = [
        f"{value[0]} → {value[1]}"
        for name, value in detail.items()
        if name == "name" and isinstance(value, list)
    ]
    return "; ".join(changed)


def count_own_uses(coder: Coder) -> dict[UUID, int]:
    """Return on how many texts a coder applied each code."""
    used = Coding.objects.filter(coder=coder).values_list("code")
    return dict(used.annotate(texts=Count("verbatim", distinct=True)))


def list_own_codings(coder: Coder, code: Code) -> QuerySet[Coding]:
    """Return a coder's codings with one code, without codes merged into it."""
    return coder.codings.filter(code=code).select_related("verbatim").order_by("id")
