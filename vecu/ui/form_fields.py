"""What fields of forms have in common, whichever room they are of."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from vecu.labelled_enum import LabelledEnum


def make_choices(
    vocabulary: type[LabelledEnum], blank: str = ""
) -> Callable[[], list[tuple[str, str]]]:
    """Return what lists the words of a vocabulary for a field, translated when shown.

    `blank` is the msgid of an empty first choice; '' for none.
    """
    return lambda: [
        *([("", _(blank))] if blank else []),
        *((each.value, _(each.label)) for each in vocabulary),
    ]
