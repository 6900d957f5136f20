"""Why nothing can be suggested or clustered. Pure."""

from vecu.errors import VecuError
from vecu.messages import TranslatableError


class NotEnoughToLearn(TranslatableError, VecuError):
    """There is not enough to learn from; `say` gives the reason in the reader's language."""


class TooFewExamples(NotEnoughToLearn):
    """People have not coded enough texts yet."""


class TooFewPassages(NotEnoughToLearn):
    """There is not enough text to cluster."""


class EncoderAbsent(NotEnoughToLearn):
    """The optional sentence encoder is not installed."""
