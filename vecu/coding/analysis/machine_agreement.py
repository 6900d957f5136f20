"""The machine as a coder: its agreement with people on each code. Pure.

It is compared with the consensus and with each coder, and shown beside the agreement of blind
coders among themselves. Only held-out predictions count, and only texts that people coded without
seeing suggestions.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from vecu.coding.analysis.agreement import IsFor, build_presence_array
from vecu.coding.analysis.consensus import TextRatings, only_blind_ratings
from vecu.stats import NOT_JUDGED, Agreement, NoAgreementReason, coder_agreement

MACHINE = UUID(int=0)
"""The machine's id among the coders."""


@dataclass(frozen=True, slots=True)
class MachineAgreement:
    """The machine's agreement on one code, with the team and each coder; that of coders.

    `used`: on how many of these texts it predicts the code; `carried`: on how many the team has it.
    """

    code: UUID
    with_team: Agreement
    with_each: Mapping[UUID, Agreement]
    among_people: Agreement
    used: int
    carried: int

    @property
    def surely(self) -> float | None:
        """Lower end of the 95 % interval of the machine's agreement with the team.

        Without any disagreement there is no interval. Then at most 3 of n texts would differ (the
        rule of three: Hanley and Lippman-Hand 1983), and alpha would be no less than 1 − (3/n) /
        (2p(1 − p) · 2n/(2n − 1)), p being the share of texts with the code.
        """
        alpha = self.with_team
        if alpha.why is not NoAgreementReason.NO_DISAGREEMENT:
            return alpha.conf_low
        texts, share = alpha.pairable, self.used / alpha.pairable
        by_chance = 2 * share * (1 - share) * 2 * texts / (2 * texts - 1)
        return 1 - 3 / texts / by_chance

    def count_missing_texts(self, floor: float) -> int | None:
        """Return how many more texts would bring `surely` to the floor if agreement stays as it is.

        An interval narrows with the square root of the number of texts, the rule of three with the
        number itself. None where more texts alone would not do, or nobody can tell.
        """
        alpha, low = self.with_team, self.surely
        if alpha.estimate is None or low is None or alpha.estimate <= floor:
            return None
        wider = (alpha.estimate - low) / (alpha.estimate - floor)
        needed = alpha.pairable * (wider if alpha.conf_low is None else wider**2)
        return max(math.ceil(needed) - alpha.pairable, 0)


def measure_machine_agreement(
    judged: Sequence[TextRatings],
    said: Mapping[UUID, frozenset[UUID]],
    codes: Sequence[UUID],
    is_for: IsFor,
    *,
    chance: int,
) -> list[MachineAgreement]:
    """Return the machine's agreement on each code; `said` are its predictions, by text."""
    texts = [text for text in judged if text.text in said]
    if not texts or not codes:
        return []
    coders = sorted({coder for text in texts for coder in text.coders})
    people = build_presence_array(texts, codes, coders, is_for)
    machine = build_presence_array(
        [_by_machine(text, said) for text in texts], codes, [MACHINE], is_for
    )
    team = _of_team(texts, codes, is_for)
    with_team = coder_agreement(np.concatenate([team, machine]), 1, chance=chance)
    every = coder_agreement(np.concatenate([people, machine]), len(coders), chance=chance)
    among = every
    if any(text.openly for text in texts):
        blind = build_presence_array(only_blind_ratings(texts), codes, coders, is_for)
        among = coder_agreement(np.concatenate([blind, machine]), len(coders), chance=chance)
    return [
        MachineAgreement(
            code=code,
            with_team=with_team[index].with_each[0],
            with_each={coder: every[index].with_each[row] for row, coder in enumerate(coders)},
            among_people=among[index].among_others,
            used=int((machine[0, :, index] == 1).sum()),
            carried=int((team[0, :, index] == 1).sum()),
        )
        for index, code in enumerate(codes)
    ]


def _by_machine(text: TextRatings, said: Mapping[UUID, frozenset[UUID]]) -> TextRatings:
    votes = {MACHINE: said[text.text]}
    return TextRatings(
        text.text, text.answer, text.story, text.question, frozenset(votes), {**votes}
    )


def _of_team(
    texts: Sequence[TextRatings], codes: Sequence[UUID], is_for: IsFor
) -> np.ndarray[tuple[int, int, int], np.dtype[np.int8]]:
    """Return the team's consensus as one coder; open disagreements count as not judged."""
    team = np.full((1, len(texts), len(codes)), NOT_JUDGED, np.int8)
    for row, text in enumerate(texts):
        for column, code in enumerate(codes):
            present = text.settled(code).present
            if present is not None and is_for(code, text.question):
                team[0, row, column] = present
    return team
