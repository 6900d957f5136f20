"""A study with stories to code, and coders."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.surveys.factories import NOON, answer, make_member, make_study
from vecu.accounts.models import User
from vecu.accounts.rules import Role
from vecu.coding.actions.annotate import CodeSpan, apply_code, finish, propose_quote
from vecu.coding.actions.codebook import CodeText, make_code, open_codebook
from vecu.coding.actions.coders import get_or_create_coder
from vecu.coding.actions.history import ActionContext
from vecu.coding.actions.ingest_texts import ingest_verbatims
from vecu.coding.actions.release_quotation import Edit, release, withhold
from vecu.coding.models import Assignment, Code, Codebook, Coder, Quotation, Verbatim
from vecu.coding.queries.codebook import list_codes
from vecu.coding.queries.quotation_review import find_quotation_review
from vecu.surveys.actions import withdraw_answer
from vecu.surveys.models import Answer, Study
from vecu.surveys.queries import get_fingerprint

FORM = """
| settings | | | |
| | form_title | form_id | default_language |
| | Stories | stories | English (en) |

| survey | | | | |
| | type | name | label::English (en) | label::Français (fr) |
| | begin repeat | story | A task | Une tâche |
| | text | task | Which task? | Quelle tâche ? |
| | text | limit | What was wrong? | Qu’est-ce qui n’allait pas ? |
| | text | strategy | What did you do? | Qu’avez-vous fait ? |
| | select_one kind | kind | Which kind? | Quel genre ? |
| | end repeat | | | |
| | begin group | work | Work | Travail |
| | text | occupation | Your occupation? | Votre métier ? |
| | end group | | | |
| | begin group | permission | Words | Mots |
| | select_one yes | quote | May we quote? | Pouvons-nous citer ? |
| | end group | | | |

| choices | | | | |
| | list_name | name | label::English (en) | label::Français (fr) |
| | kind | creative | Creative | Créatif |
| | kind | repetitive | Repetitive | Répétitif |
| | yes | yes | Yes | Oui |
| | yes | no | No | Non |
"""
LIMIT, STRATEGY = "/data/story/limit", "/data/story/strategy"
ACT = ActionContext("ana", NOON)
LONG_AGO = datetime(2026, 3, 1, 12, tzinfo=UTC)
"""A time before anything that cites words in the tests of other rooms."""
RECEIPT = "BBBB-CCCC-DDDD"


@dataclass
class Room:
    """A study that is coded, its codebook, and the accounts of its coders."""

    study: Study
    codebook: Codebook
    users: dict[str, User]
    released: datetime = NOON

    def coder(self, name: str) -> Coder:
        """Return the coder of an account."""
        return get_or_create_coder(self.codebook, self.users[name])

    def code(self, name: str, **says: Any) -> Code:
        """Make a code."""
        parent = says.pop("parent", None)
        return make_code(self.codebook, CodeText(name, **says), ACT, parent=parent)

    def text(self, words: str) -> Verbatim:
        """Return the text with these words."""
        for verbatim in Verbatim.objects.filter(codebook=self.codebook).select_related("answer"):
            story = verbatim.answer.values["story"]
            if any(words in instance.values() for instance in story):
                place = int(verbatim.story[6:-1]) - 1
                if story[place].get(verbatim.question.rpartition("/")[2]) == words:
                    return verbatim
        raise LookupError(words)

    def give(self, words: str, *names: str) -> Verbatim:
        """Assign a text to coders."""
        text = self.text(words)
        for name in names:
            Assignment.objects.create(verbatim=text, coder=self.coder(name))
        return text

    def codes(self, name: str, words: str, *codes: Code, done: bool = True) -> Verbatim:
        """Let a coder apply codes to a text and finish it."""
        text, coder = self.text(words), self.coder(name)
        for code in codes:
            apply_code(coder, text.id, CodeSpan(code.id), ActionContext(name, NOON))
        if done:
            finish(coder, text.id, ActionContext(name, NOON))
        return text

    def release(self, words: str, by: str = "ana", code: Code | None = None) -> Quotation:
        """Propose a text that `by` has finished, and release it unchanged, whatever is flagged."""
        text, act = self.text(words), ActionContext(by, NOON)
        propose_quote(self.coder(by), text.id, None, act)
        return self.release_again(text.quotations.get(), code=code)

    def release_again(
        self, quotation: Quotation, text: str | None = None, code: Code | None = None
    ) -> Quotation:
        """Release a quotation that is proposed or withheld, in these words."""
        quotation.refresh_from_db()
        review = find_quotation_review(quotation, list_codes(self.codebook), text)
        assert review is not None
        kept = frozenset(review.concerns)
        edit = Edit(review.edited, quotation.revision, code.id if code else None, kept)
        return release(self.codebook, quotation.id, edit, ActionContext("lea", self.released))

    def withhold(self, quotation: Quotation) -> Quotation:
        """Withhold a quotation."""
        quotation.refresh_from_db()
        return withhold(self.codebook, quotation.id, quotation.revision, ACT)

    def withdraw(self, words: str) -> None:
        """Withdraw the answer with these words."""
        said = Answer.objects.filter(pk=self.text(words).answer_id)
        said.update(receipt=get_fingerprint(RECEIPT))
        withdraw_answer(RECEIPT, self.study.slug)


def make_room(
    *stories: dict[str, str] | list[dict[str, str]],
    members: tuple[str, ...] = ("ana", "bea"),
    promise: int | None = None,
    released: datetime = NOON,
) -> Room:
    """Make a study with one story per person, or several stories where a list is given."""
    study = make_study("stories", FORM)
    for told in stories or ({"limit": "It invents laws."}, {"limit": "Too long."}):
        several = told if isinstance(told, list) else [told]
        answer(study, {"story": several, "permission": {"quote": "yes"}}, promise=promise)
    users = {name: make_member(name, study, Role.CODER) for name in members}
    codebook = open_codebook(study, "en")
    ingest_verbatims(codebook)
    return Room(study, codebook, users, released)
