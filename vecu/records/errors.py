"""Why an entry is not stored."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from vecu.errors import VecuError


class RecordRefused(VecuError):
    """An entry cannot be as it is; `problems` says of each field what to change, '' of all."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


class RecordChanged(VecuError):
    """Somebody else changed this meanwhile; `theirs` is what it is now, None if it was removed."""

    def __init__(self, theirs: Any) -> None:
        super().__init__(
            _("Somebody else has changed this in the meantime. Compare, then save again.")
            if theirs
            else _("Somebody else has removed this in the meantime.")
        )
        self.theirs = theirs
