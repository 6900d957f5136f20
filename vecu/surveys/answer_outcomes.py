"""What became of an answer: each room above says what it made of it, when its author asks.

Nothing of it is stored. Each of these rooms registers an `AnswerOutcomeSource` in a module of this
name, which is imported when the laboratory starts.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils.functional import Promise

from vecu.surveys.models import Answer, Study


@dataclass(frozen=True, slots=True)
class OutcomeItem:
    """One thing that an answer led to: its text by language, and the page that shows it.

    `words` says that these are the person's own. `note` is what must be said of it, such as
    "perhaps"; `id` is that by which rooms above may cite it.
    """

    text: Mapping[str, str]
    address: str = ""
    note: str = ""
    words: bool = False
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerOutcome:
    """One step of what became of an answer: it is to come while it has no items.

    `pending` says so. `withdrawn` says what a withdrawal does to it, once there is something.
    `implies_reading`: whoever did this has read the answer.
    """

    label: str | Promise
    pending: str | Promise
    withdrawn: str | Promise
    items: Sequence[OutcomeItem] = ()
    note: str = ""
    implies_reading: bool = False

    @property
    def cited(self) -> set[UUID]:
        """What rooms above may cite of it."""
        return {each.id for each in self.items if each.id}


@dataclass(frozen=True, slots=True)
class OutcomeQuestion:
    """Of which answer something is to be said, and today; `cited` is what earlier steps may be."""

    answer: Answer
    cited: Collection[UUID]
    today: date

    @property
    def study(self) -> Study:
        """The study that it answers."""
        return self.answer.fielding.study


FindOutcome = Callable[[OutcomeQuestion], AnswerOutcome]
"""Finds one step of an answer."""


@dataclass(frozen=True, slots=True)
class AnswerOutcomeSource:
    """What one room says of an answer; the lowest `order` is read first."""

    order: int
    find: FindOutcome


@dataclass(frozen=True, slots=True)
class AnswerHistory:
    """All that became of an answer, with whether somebody of the team has read it."""

    answer: Answer
    is_read: bool
    outcomes: Sequence[AnswerOutcome] = field(default_factory=list)


_registered: dict[int, AnswerOutcomeSource] = {}


def register_answer_outcomes(*sources: AnswerOutcomeSource) -> None:
    """Add what rooms say of an answer; refuse a source whose place is taken."""
    for source in sources:
        if _registered.setdefault(source.order, source) != source:
            raise ValueError(f"Place {source.order} of what became of an answer is taken.")


def list_outcomes(answer: Answer, today: date) -> list[AnswerOutcome]:
    """Return every step, in order; each room knows what those before it may be cited by."""
    found: list[AnswerOutcome] = []
    for _order, source in sorted(_registered.items()):
        cited = {each for outcome in found for each in outcome.cited}
        found.append(source.find(OutcomeQuestion(answer, cited, today)))
    return found
