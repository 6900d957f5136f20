"""From evidence to a decision on each code: thresholds, and codes without suggestions. Pure.

A threshold is set so that a code is suggested as often as people apply it to randomly drawn texts,
both counted on held-out texts; but never where its score would be negligible.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit

from vecu.coding.classifier.logistic_regression import Presence
from vecu.coding.classifier.tfidf import Floats
from vecu.coding.classifier.training_data import TokenizedText
from vecu.messages import Message
from vecu.translation import gettext_noop

LEAST_WITH = 3
"""A code needs this many different texts that have it, and as many that do not."""
LEAST_SCORE = 0.15
"""Below this probability no code is suggested, however rare: nearly all such suggestions are wrong.

Measured on reviews (`bench/coding.py`) it costs at most .001 of macro-F1; .2 costs .023 with fifty.
"""

_Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class DecisionThreshold:
    """The threshold of one code; `silent` says why the code is never suggested.

    `share` is how often people apply it to randomly drawn texts. A score estimates the probability
    that people would apply it: `slope` and `shift` map evidence to it.
    """

    enough: float
    slope: float
    shift: float
    share: float
    silent: Message | None = None

    def score(self, evidence: float) -> float:
        """Return the score of evidence, from 0 to 1; for a silent code its share."""
        if self.silent is not None:
            return self.share
        return float(expit(self.slope * evidence + self.shift))


def fit_thresholds(
    evidence: Floats, presence: Presence, drawn: _Flags, words: Sequence[TokenizedText]
) -> list[DecisionThreshold]:
    """Return the threshold of each code, fitted to held-out evidence.

    `drawn` says of each text whether it was drawn at random.
    """
    return [
        _standard(evidence[:, code], presence[:, code], drawn, words)
        for code in range(presence.shape[1])
    ]


def _standard(
    evidence: Floats, present: _Flags, drawn: _Flags, words: Sequence[TokenizedText]
) -> DecisionThreshold:
    share = (int(present[drawn].sum()) + 0.5) / (int(drawn.sum()) + 1)
    enough = matching_threshold(evidence[drawn], int(present[drawn].sum()))
    silent = _too_few(present, words) or _no_better_than_chance(evidence, present)
    if silent:
        return DecisionThreshold(np.inf, 0.0, 0.0, share, silent)
    slope, shift = fit_platt_scaling(evidence[drawn], present[drawn])
    least = (float(logit(LEAST_SCORE)) - shift) / slope
    return DecisionThreshold(max(enough, least), slope, shift, share)


def matching_threshold(evidence: Floats, times: int) -> float:
    """Return the threshold that exactly `times` of these texts exceed.

    Halfway between the two texts that it separates; if `times` is 0, the highest evidence itself.
    Infinite when there are no texts.
    """
    if not len(evidence):
        return np.inf
    if times >= len(evidence):
        return -np.inf
    falling = np.sort(evidence)[::-1]
    if times == 0:
        return float(falling[0])
    return float((falling[times - 1] + falling[times]) / 2)


def fit_platt_scaling(evidence: Floats, present: _Flags) -> tuple[float, float]:
    """Return slope and shift of the logistic curve from evidence to probability (Platt 1999).

    Targets are strictly between 0 and 1, so that few texts give no certainty; the slope is never
    negative.
    """
    with_code, without = int(present.sum()), int((~present).sum())
    target = np.where(present, (with_code + 1) / (with_code + 2), 1 / (without + 2))

    from scipy.optimize import minimize  # noqa: PLC0415 - as slow to import as what learns

    def loss(curve: Floats) -> tuple[float, Floats]:
        slope, shift = curve
        at = slope * evidence + shift
        wrong = expit(at) - target
        return float((np.logaddexp(0, at) - target * at).sum()), np.array(
            [wrong @ evidence, wrong.sum()]
        )

    found = minimize(
        loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B", bounds=[(1e-3, None), (None, None)]
    )
    return float(found.x[0]), float(found.x[1])


def _too_few(present: _Flags, words: Sequence[TokenizedText]) -> Message | None:
    having = {each.folded for each, has in zip(words, present, strict=True) if has}
    lacking = {each.folded for each, has in zip(words, present, strict=True) if not has}
    if len(having) < LEAST_WITH:
        return Message(
            gettext_noop(
                "Different texts that have this code: %(found)s. It is suggested from %(least)s on."
            ),
            found=len(having),
            least=LEAST_WITH,
        )
    if len(lacking) < LEAST_WITH:
        return Message(
            gettext_noop(
                "Different texts without this code: %(found)s. Nothing tells them from those that "
                "have it."
            ),
            found=len(lacking),
        )
    return None


def _no_better_than_chance(evidence: Floats, present: _Flags) -> Message | None:
    if roc_auc(evidence, present) > 0.5:
        return None
    return Message(
        gettext_noop(
            "On texts that it had never seen, the machine recognised this code no "
            "better than chance."
        )
    )


def roc_auc(evidence: Floats, present: _Flags) -> float:
    """Return the probability that a text with the code has more evidence than one without (AUC).

    Ties count half.
    """
    without = np.sort(evidence[~present])
    below = np.searchsorted(without, evidence[present], side="left")
    not_above = np.searchsorted(without, evidence[present], side="right")
    return float((below + not_above).mean() / (2 * len(without)))
