"""Why nothing can be suggested, and no leads found. Pure."""

from vecu.errors import VecuError
from vecu.messages import TranslatableError


class NotEnoughToLearn(TranslatableError, VecuError):
    """Nothing can be learned from what there is; `say` tells why in the person's language."""


class TooFewExamples(NotEnoughToLearn):
    """People have not coded enough yet."""


class TooFewPassages(NotEnoughToLearn):
    """There is not enough text to group what people said."""


class EncoderAbsent(NotEnoughToLearn):
    """The optional sentence encoder is not installed."""
