"""What is new in a dialogue: what waits for somebody, the most urgent first, and the next step."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vecu.accounts.rules import Role, can_note_avis, can_respond
from vecu.dialogue.entry_descriptions import DialogueDescription, DialogueTone
from vecu.dialogue.presenters.overview import DialogueInWords
from vecu.dialogue.rules import DialogueKind, can_write_kind
from vecu.records.rules import Side

WAITING = frozenset({DialogueTone.WAITING, DialogueTone.DUE})


@dataclass(frozen=True, slots=True)
class DialogueNews:
    """An entry that waits for somebody: why, in a few words, and `step`, what can be done.

    `page` is the name of the page on which it can be done. A claim waits for the side that reads
    it.
    """

    entry: DialogueDescription
    label: str
    detail: str
    step: str
    page: str
    is_claim: bool = False


def list_news(words: DialogueInWords, side: Side | None = None) -> list[DialogueNews]:
    """Return what waits, first what the other side says of this one, which alone can confirm it.

    Then open items, first those of clauses; late commitments; avis; positions.
    """
    items = [each for each in words.agenda if each.tone is DialogueTone.DUE]
    fired = [each for each in items if not each.row.side]
    put = [each for each in items if each.row.side]
    return [
        *(
            DialogueNews(
                each,
                _("To confirm or to contest"),
                each.state,
                _("Read it, then confirm or contest"),
                "entry",
                is_claim=True,
            )
            for each in words.iter_all()
            if side in each.awaits
        ),
        *(_make_news(each, _("A review clause was triggered"), "entry") for each in fired),
        *(_make_news(each, _("On the agenda"), "entry") for each in put),
        *(
            _make_news(each, _("A commitment is late"), "end")
            for each in words.commitments
            if each.tone is DialogueTone.DUE
        ),
        *(
            _make_news(each, each.state, "avis")
            for each in words.consultations
            if each.tone in WAITING
        ),
        *(_make_news(each, _("A position is pending"), "change") for each in _iter_pending(words)),
    ]


def find_step(news: list[DialogueNews], role: Role) -> DialogueNews | None:
    """Return the first thing that a role can do something about, None if there is none."""
    return next((each for each in news if _can_act(role, each)), None)


def _iter_pending(words: DialogueInWords) -> Iterator[DialogueDescription]:
    for workshop in words.workshops:
        yield from (each for each in workshop.points if each.tone is DialogueTone.WAITING)


def _make_news(entry: DialogueDescription, label: str, page: str) -> DialogueNews:
    steps = {
        DialogueKind.AGENDA_ITEM: _("See this item"),
        DialogueKind.COMMITMENT: _("Say what became of it"),
        DialogueKind.CONSULTATION: _("Note the opinion"),
        DialogueKind.POINT: _("Complete the position"),
    }
    if entry.kind is DialogueKind.COMMITMENT:
        detail = _("To be done by %(day)s.") % {"day": entry.day}
    else:
        detail = entry.sentence
    return DialogueNews(entry, label, detail, steps[entry.kind], page)


def _can_act(role: Role, news: DialogueNews) -> bool:
    if news.is_claim:
        return can_respond(role)
    if news.entry.kind is DialogueKind.CONSULTATION:
        return can_note_avis(role)
    return can_write_kind(role, news.entry.kind)
