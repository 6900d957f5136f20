"""Figures by the modes in which people answered, where interviewers typed for some of them.

Somebody may say another thing to a person than to a page, or through an interpreter. So in such a
study each mode stands apart in every figure, and no figure adds them up.
"""

from collections.abc import Iterable, Sequence

from vecu.datasets.releases.extract_counts import BY_MODE, Breakdown, Category, Labels
from vecu.surveys.queries import Fielding, VersionAnswers
from vecu.surveys.rules import INTERVIEW_MODES, FieldingState, Mode
from vecu.translation import LANGUAGES, gettext_noop, translate

_LABEL = gettext_noop("How people answered")


def has_interviews(fieldings: Iterable[Fielding]) -> bool:
    """Return whether some of these have opened for answers that an interviewer types."""
    return any(
        each.mode in INTERVIEW_MODES and each.state != FieldingState.DRAFT for each in fieldings
    )


def make_mode_breakdown(
    answered: Sequence[VersionAnswers], came: Iterable[Mode]
) -> Breakdown | None:
    """Return the modes in which people `came`, as columns; None where nobody was interviewed."""
    if not has_interviews(each for part in answered for each in part.fieldings):
        return None
    found = set(came)
    columns = [Category(mode.value, _translate(mode.label)) for mode in Mode if mode in found]
    return Breakdown(BY_MODE, _translate(_LABEL), tuple(columns))


def _translate(label: str) -> Labels:
    return {language: translate(label, language) for language in LANGUAGES}
