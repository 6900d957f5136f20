"""What can be wrong with what is answered through a link."""

from django.utils.translation import gettext as _

from vecu.errors import VecuError


class AnswerLinkGone(VecuError):
    """No recommendation is answered by this link: it was replaced, or what it led to is gone."""

    def __init__(self, message: str = "") -> None:
        gone = _("This link no longer works. Ask the group that gave it to you for a new one.")
        super().__init__(message or gone)


class GroupTakenBack(AnswerLinkGone):
    """The link is right, and the group is not public any more, nor what it recommended."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The group has taken back what it had published, and this recommendation with it."
                " Your link will work again once the group is public again."
            )
        )
