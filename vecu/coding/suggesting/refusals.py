"""Why nothing can be suggested, and no leads found. Pure."""

from vecu.errors import VecuError
from vecu.questionnaires import Message


class NothingLearned(VecuError):
    """Nothing can be learned from what there is; `say` tells why in the person's language."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(str(message))

    def say(self, language: str) -> str:
        """Return the reason in `language`."""
        return self.message.say(language)


class TooFewExamples(NothingLearned):
    """People have not coded enough yet."""


class TooFewPassages(NothingLearned):
    """There is not enough text to group what people said."""


class EncoderAbsent(NothingLearned):
    """The optional sentence encoder is not installed."""
