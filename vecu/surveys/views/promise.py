"""The promise on the pages of those who answer, and the number that comes back with their start."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest

from vecu.surveys.consent.render import RenderedBlock, render_promise
from vecu.surveys.consent.sentences import PromiseMedium
from vecu.surveys.consent.versions import PROMISE_NUMBER, parse_promise_number
from vecu.surveys.models import OutreachPartner, Study, StudyStatement
from vecu.surveys.queries import RespondentBurden
from vecu.surveys.queries.data_protection import get_promise_facts
from vecu.surveys.queries.statements import get_statement
from vecu.surveys.rules import draft_expiry
from vecu.translation import LANGUAGES
from vecu.ui.templatetags.ui import current_language, day, typeset

PROMISE_FIELD = "promise"
"""The input that sends back the number of the promise that a page showed."""


@dataclass(frozen=True, slots=True)
class PagePromise:
    """What `take/promise.html` shows, by the keys of its blocks, its number, and a contact.

    `statement` is what the study says beside its description.
    """

    number: int
    blocks: Mapping[str, RenderedBlock]
    contact: str
    statement: StudyStatement


def build_page_promise(
    study: Study,
    burden: RespondentBurden,
    *,
    today: date,
    card: bool = False,
    relay: OutreachPartner | None = None,
) -> PagePromise:
    """Return the promise in the page's language, to who comes by a link or with a card."""
    facts = replace(
        get_promise_facts(study),
        card=card,
        relay=typeset(relay.name) if relay else "",
        must_answer=burden.must_answer,
        takes_files=burden.takes_files,
        draft_retained_until=day(draft_expiry(today)),
    )
    blocks = render_promise(PromiseMedium.PAGE, facts, current_language())
    return PagePromise(PROMISE_NUMBER, blocks, facts.contact, get_statement(study))


def build_spoken_promise(study: Study, language: str) -> PagePromise:
    """Return what an interviewer reads aloud in a language, maybe one without an interface."""
    facts = get_promise_facts(study)
    if study.retained_until and language not in LANGUAGES:
        facts = replace(facts, retained_until=f"{study.retained_until:%d/%m/%Y}")
    blocks = render_promise(PromiseMedium.INTERVIEWS, facts, language)
    return PagePromise(PROMISE_NUMBER, blocks, facts.contact, get_statement(study))


def read_promise_number(request: HttpRequest) -> int:
    """Return the number of the promise on the page that a start was sent from.

    It may be an earlier one, where the laboratory was upgraded while somebody read. A form without
    it, or with a number that the promise never had, counts as that of now.
    """
    return parse_promise_number(request.POST.get(PROMISE_FIELD, "")) or PROMISE_NUMBER
