"""What texts carry in the end: each code on each text settled, ready to be counted. Pure.

Only texts that were revealed come in; a disagreement that nobody settled counts on neither side.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass, field, replace
from uuid import UUID

from vecu.coding.rules import (
    ConsensusResult,
    resolve_consensus,
)


@dataclass(slots=True)
class TextRatings:
    """One text: its answer and story, who finished it, who put which code on it, what was ruled.

    Some of `coders` may have coded it `openly`: they could see what others put.
    """

    text: UUID
    answer: UUID
    story: str
    question: str
    coders: Set[UUID] = frozenset()
    votes: dict[UUID, Set[UUID]] = field(default_factory=dict)
    rulings: dict[UUID, bool] = field(default_factory=dict)
    openly: Set[UUID] = frozenset()

    def settled(self, code: UUID) -> ConsensusResult:
        """Return whether a code is on the text in the end."""
        votes = [code in self.votes.get(coder, ()) for coder in self.coders]
        return resolve_consensus(votes, ruling=self.rulings.get(code))

    def codes(self) -> set[UUID]:
        """Return the codes that anybody put on it or ruled on."""
        return set(self.rulings).union(*self.votes.values())

    @property
    def uncontested(self) -> bool:
        """Whether nobody could have differed: one coder finished it and nothing was ruled."""
        return len(self.coders) == 1 and not self.rulings


@dataclass(frozen=True, slots=True)
class TextCodes:
    """The codes that one text carries in the end, and those that are open.

    Where nobody has finished a text these may be codes that the machine alone put: `machine`.
    """

    text: UUID
    answer: UUID
    story: str
    question: str
    codes: frozenset[UUID]
    open: frozenset[UUID]
    machine: frozenset[UUID] = frozenset()


_NONE: frozenset[UUID] = frozenset()


def only_blind_ratings(judged: Iterable[TextRatings]) -> list[TextRatings]:
    """Return texts with those coders alone who finished them blindly: what agreement is told of."""
    return [
        replace(text, coders=text.coders - text.openly) if text.openly else text for text in judged
    ]


def resolve_text_codes(judged: Iterable[TextRatings]) -> list[TextCodes]:
    """Return what each text carries, whichever coder or ruling said so."""
    found, same = [], dict[frozenset[UUID], frozenset[UUID]]()
    for each in judged:
        if each.uncontested:
            codes, open_ = frozenset(each.codes()), _NONE
        else:
            settled = {code: each.settled(code) for code in each.codes()}
            codes = frozenset(code for code, one in settled.items() if one.present)
            open_ = frozenset(code for code, one in settled.items() if one.present is None)
        codes = same.setdefault(codes, codes)
        found.append(TextCodes(each.text, each.answer, each.story, each.question, codes, open_))
    return found
