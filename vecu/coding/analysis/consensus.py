"""The consensus on each text: which codes it carries, ready to be counted. Pure.

Only complete texts are included; a disagreement without an adjudication counts on neither side.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass, field, replace
from uuid import UUID

from vecu.coding.rules import ConsensusResult, resolve_consensus


@dataclass(slots=True)
class TextRatings:
    """One text: its answer and story, who finished it, who applied which code, the adjudications.

    Those of `coders` who are in `openly` could see others' codes.
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
        """Return the consensus on one code."""
        votes = [code in self.votes.get(coder, ()) for coder in self.coders]
        return resolve_consensus(votes, ruling=self.rulings.get(code))

    def codes(self) -> set[UUID]:
        """Return the codes that anybody applied or adjudicated."""
        return set(self.rulings).union(*self.votes.values())

    @property
    def uncontested(self) -> bool:
        """Whether nobody could disagree: a single coder and no adjudication."""
        return len(self.coders) == 1 and not self.rulings


@dataclass(frozen=True, slots=True)
class TextCodes:
    """The codes that one text carries in the consensus, and those that are open.

    `machine`: nobody has finished the text, and the machine alone applied these codes.
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
    """Keep only coders who worked blindly, and their texts: the data for agreement."""
    return [
        replace(text, coders=text.coders - text.openly) if text.openly else text for text in judged
    ]


def resolve_text_codes(judged: Iterable[TextRatings]) -> list[TextCodes]:
    """Return the codes of each text, by coders' consensus or adjudication."""
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
