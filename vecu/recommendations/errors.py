"""What can be wrong with what a group writes, or is answered."""

from collections.abc import Mapping

from django.db.models import Model
from django.utils.translation import gettext as _

from vecu.errors import VecuError


class RecommendationRefused(VecuError):
    """Something cannot be so; `problems` says of each field what to change, '' of all."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


class RecommendationChanged(VecuError):
    """Somebody else changed this meanwhile; `theirs` is what it is now, None if it is gone."""

    def __init__(self, theirs: Model | None) -> None:
        super().__init__(
            _("Somebody else has changed this in the meantime. Compare, then save again.")
            if theirs
            else _("Somebody else has removed this in the meantime.")
        )
        self.theirs = theirs


class AnswerLinkGone(VecuError):
    """No recommendation is answered by this link: it was replaced, or what it led to is gone."""

    def __init__(self) -> None:
        super().__init__(
            _("This link no longer works. Ask the group that gave it to you for a new one.")
        )
