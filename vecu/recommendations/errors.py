"""What can be wrong with what is answered through a link."""

from django.utils.translation import gettext as _

from vecu.errors import VecuError


class AnswerLinkGone(VecuError):
    """No recommendation is answered by this link: it was replaced, or what it led to is gone."""

    def __init__(self) -> None:
        super().__init__(
            _("This link no longer works. Ask the group that gave it to you for a new one.")
        )
