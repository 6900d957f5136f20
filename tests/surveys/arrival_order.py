"""Sixty people who come one after the other, and what they leave in every table."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Model
from scipy.stats import spearmanr

from tests.surveys.factories import DAY, fielding_of, make_study
from vecu.coding.actions.ingest_texts import ingest_verbatims
from vecu.coding.models import Codebook, Verbatim
from vecu.surveys import actions, openrosa
from vecu.surveys.models import (
    AccessCode,
    Answer,
    AnswerFile,
    BreakoffCount,
    Draft,
    OutreachPartner,
    SearchEntry,
    Study,
    SubmissionReceipt,
)
from vecu.surveys.queries import (
    RespondentContext,
    get_fingerprint,
    get_instance_fingerprint,
    get_questionnaire,
)
from vecu.surveys.rules import Mode

PEOPLE = 60
OWN_PAGES = "\n".join(
    f"| | text | own{number:02} | Anything else? | ${{who}} = {number} |"
    for number in range(PEOPLE)
)
FORM = f"""
| settings | | | |
| | form_title | form_id | default_language |
| | Order | order | English (en) |

| survey | | | | |
| | type | name | label::English (en) | relevant |
| | integer | who | Who are you? | |
{OWN_PAGES}
| | text | words | What do you say? | |
| | file | paper | A file? | |
"""
"""Each person comes to a page that is theirs alone."""


class Crowd:
    """People who answer, leave, or are still at it, each by an own link, card and program."""

    def __init__(self, today: date = DAY) -> None:
        self.study = make_study("order", FORM)
        self.visit = RespondentContext(slug="order", token="", language="en", today=today)
        self.fielding = fielding_of(self.study)
        self.form_id = get_questionnaire(self.study.versions.get()).form_id
        self.codebook = Codebook.objects.create(study=self.study, language="en")
        self.cards = draw_cards(self.study, today)
        self.relays = [actions.add_relay(self.study, f"Relay {who}") for who in range(PEOPLE)]

    def come(self) -> None:
        """Let all come, one after the other."""
        for who in range(PEOPLE):
            self.leave(who)
            self.send(who)
            self.send_form(who)
            self.stay(who)
            ingest_verbatims(self.codebook)

    def leave(self, who: int) -> None:
        visit = self.begin(who)
        actions.save_page(visit, "who", {"who": [str(who)]})
        actions.discard_drafts([visit.token])

    def send(self, who: int) -> None:
        token, _draft = actions.enter_with_card(self.visit, self.cards[who])
        visit = replace(self.visit, token=token)
        self.write(visit, who, "answer")
        actions.submit_draft(visit)

    def stay(self, who: int) -> None:
        self.write(self.begin(who), who, "draft")

    def send_form(self, who: int) -> None:
        identity = f"<meta><instanceID>{instance(who)}</instanceID></meta>"
        xml = (
            f'<data id="{self.form_id}" version="1"><who>{who}</who>'
            f"<words>{text(who, 'answer')}</words><paper>a.txt</paper>{identity}</data>"
        )
        openrosa.store_submission(
            self.study.slug,
            xml.encode(),
            {"a.txt": paper(who)},
            today=self.visit.today,
            language="en",
        )

    def begin(self, who: int) -> RespondentContext:
        token, _draft = actions.start_draft(self.fielding, self.visit, relay=self.relays[who])
        return replace(self.visit, token=token)

    def write(self, visit: RespondentContext, who: int, kind: str) -> None:
        actions.save_page(visit, "who", {"who": [str(who)]})
        actions.save_page(visit, "words", {"words": [text(who, kind)]})
        actions.save_page(visit, "paper", {}, {"paper": paper(who)})

    def arrivals(self) -> Mapping[type[Model], dict[Any, int]]:
        """Return, for each table, who left each row, by its key."""
        answers = {each.pk: int(each.values["who"]) for each in Answer.objects.all()}
        drafts = {each.pk: int(each.values["who"]) for each in Draft.objects.all()}
        people = range(PEOPLE)
        return {
            Answer: answers,
            Draft: drafts,
            AnswerFile: {
                each.pk: answers[each.answer_id] if each.answer_id else drafts[str(each.draft_id)]
                for each in AnswerFile.objects.all()
            },
            SearchEntry: {each.pk: answers[each.answer_id] for each in SearchEntry.objects.all()},
            Verbatim: {each.pk: answers[each.answer_id] for each in Verbatim.objects.all()},
            AccessCode: {get_fingerprint(self.cards[who]): who for who in people},
            SubmissionReceipt: {
                get_instance_fingerprint(self.study, instance(who)): who for who in people
            },
            OutreachPartner: {self.relays[who].pk: who for who in people},
            BreakoffCount: {each.pk: int(each.page[-2:]) for each in BreakoffCount.objects.all()},
        }


def draw_cards(study: Study, today: date) -> list[str]:
    """Return the codes of as many cards as there are people, as they are printed."""
    codes: list[str] = []

    def print_nothing(_batch: object, printed: Sequence[str]) -> bytes:
        codes.extend(printed)
        return b""

    actions.draw_batch(study, PEOPLE, print_nothing, relay=None, random_bytes=secrets.token_bytes)
    actions.open_fielding(study.fieldings.get(mode=Mode.CARDS), today=today)
    return codes


def instance(who: int) -> str:
    return f"uuid:form-{who:02}"


def text(who: int, kind: str) -> str:
    """Return what a person writes: nobody else writes the same."""
    return f"{kind}{who:02} says this"


def paper(who: int) -> bytes:
    """Return a file too long for a row of PostgreSQL, which stores it apart."""
    return f"paper{who:02} {secrets.token_hex(3000)}".encode()


def correlate(people: Sequence[int]) -> float:
    """Return how far people stand in the order in which they came: -1 to 1."""
    return float(spearmanr(range(len(people)), people).statistic)
