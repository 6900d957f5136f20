"""The reasons for which people decide otherwise than a system proposes, as the log names them.

This room does not know the log. The room that has it registers its reasons in a module of this
name, which is imported when the laboratory starts.
"""

from collections.abc import Mapping

from vecu.translation import gettext_noop

_registered: dict[str, str] = {}

NO_REASON = gettext_noop("None of these, or not known")


def register_override_reasons(labels: Mapping[str, str]) -> None:
    """Let situations name these reasons, by code; labels are msgids."""
    _registered.update(labels)


def map_override_reasons() -> Mapping[str, str]:
    """Return the msgid of each reason, by code."""
    return dict(_registered)
