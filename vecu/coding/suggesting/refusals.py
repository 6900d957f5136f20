"""Why nothing can be suggested, and no leads found. Pure."""

from vecu.errors import VecuError
from vecu.messages import Spoken


class NothingLearned(Spoken, VecuError):
    """Nothing can be learned from what there is; `say` tells why in the person's language."""


class TooFewExamples(NothingLearned):
    """People have not coded enough yet."""


class TooFewPassages(NothingLearned):
    """There is not enough text to group what people said."""


class EncoderAbsent(NothingLearned):
    """The optional sentence encoder is not installed."""
