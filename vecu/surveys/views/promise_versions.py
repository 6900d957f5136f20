"""What staff read of the promise that an answer names by its number: the texts of that time."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.surveys.consent.sentences import PROMISE_NAMES
from vecu.surveys.consent.versions import (
    PROMISE_NUMBER,
    PublishedBlock,
    PublishedSentence,
    get_published_promise,
)
from vecu.surveys.views.studies import StudyVisit, study_page
from vecu.translation import gettext_noop, pick_language
from vecu.ui.templatetags.ui import current_language

OPEN = "…"
"""What stands where people read a day, a name or an address."""

MEDIUM_LABELS = {
    "page": gettext_noop("On the first page"),
    "program": gettext_noop("In another program, before the first question"),
    "card": gettext_noop("On a card"),
    "poster": gettext_noop("On a poster"),
    "replies": gettext_noop("Before replies to findings"),
    "interviews": gettext_noop("Read aloud by an interviewer"),
}
CONDITION_LABELS = {
    "link": gettext_noop("by the link"),
    "card": gettext_noop("with a card"),
    "relay": gettext_noop("by a relay’s link"),
    "files": gettext_noop("where files are asked for"),
    "all optional": gettext_noop("where every question may be left blank"),
    "some required": gettext_noop("where some question must be answered"),
    "retention set": gettext_noop("where a day is set until which answers are kept"),
    "retention unset": gettext_noop("where no such day is set"),
    "controller": gettext_noop("where it is said who is responsible"),
    "officer": gettext_noop("where there is a data protection officer"),
    "hosting": gettext_noop("where it is said who hosts the data"),
    "contact": gettext_noop("where there is a contact"),
    "employer server": gettext_noop("where their employer runs the server"),
    "other server": gettext_noop("where somebody else runs the server"),
    "authority set": gettext_noop("where another authority is named"),
    "authority unset": gettext_noop("where no other authority is named"),
    "basis consent": gettext_noop("where the legal basis is consent"),
    "basis public task": gettext_noop("where the legal basis is a task in the public interest"),
    "basis legitimate interest": gettext_noop("where the legal basis is a legitimate interest"),
    "basis legal obligation": gettext_noop("where the legal basis is a legal obligation"),
    "special explicit consent": gettext_noop("where sensitive data rest on explicit consent"),
    "special research": gettext_noop("where sensitive data rest on research or statistics"),
    "special public interest": gettext_noop("where sensitive data rest on a public interest"),
    "special none": gettext_noop("where no sensitive data are asked for"),
}
"""For whom a sentence was, by what `texts.PromiseCondition` calls it; never a person's own case."""


@study_page(allowed.can_read_stories)
def show_promise(visit: StudyVisit, number: int) -> HttpResponse:
    """Show all that was promised under a number, with the condition of each sentence."""
    published = get_published_promise(number)
    if published is None:
        raise Http404
    context = {
        "number": number,
        "in_force": number == PROMISE_NUMBER,
        "media": [
            {"label": _label(medium, MEDIUM_LABELS), "blocks": list(_blocks(blocks))}
            for medium, blocks in published.items()
        ],
    }
    return visit.render("surveys/staff/promise.html", context)


def _blocks(blocks: tuple[PublishedBlock, ...]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        yield {
            "heading": _pick(block.heading),
            "lines": [_line(sentence) for sentence in block.sentences],
        }


def _line(sentence: PublishedSentence) -> dict[str, str]:
    conditions = (_label(condition, CONDITION_LABELS) for condition in sentence.when)
    text = _pick(sentence.text) % dict.fromkeys(PROMISE_NAMES, OPEN)
    return {"text": text, "condition": _(" or ").join(conditions)}


def _pick(texts: Mapping[str, str]) -> str:
    return texts.get(pick_language(texts, current_language()), "")


def _label(value: str, labels: Mapping[str, str]) -> str:
    """Return what a published value is called; one that the code no longer has, by itself."""
    return _(labels[value]) if value in labels else value
