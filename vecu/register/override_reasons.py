"""The reasons for which people decide otherwise than a system proposes, as the log names them.

This room does not know the log. The room that has it registers its reasons in a module of this
name, which is imported when the laboratory starts.
"""

from collections.abc import Mapping

from django.utils.functional import Promise

from vecu.translation import gettext_noop

_registered: dict[str, str | Promise] = {}

NO_REASON = gettext_noop("None of these, or not known")


def register_override_reasons(labels: Mapping[str, str | Promise]) -> None:
    """Let situations name these reasons, by code."""
    _registered.update(labels)


def map_override_reasons() -> Mapping[str, str]:
    """Return what each reason is called in the language at hand, by code."""
    return {code: str(label) for code, label in _registered.items()}
