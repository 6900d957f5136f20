"""Why there can be no suggester. Pure."""

from vecu.errors import VecuError
from vecu.questionnaires import Message


class NoSuggester(VecuError):
    """Nothing can be suggested; `say` tells why, and what to do, in the person's language."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(str(message))

    def say(self, language: str) -> str:
        """Return the reason in `language`."""
        return self.message.say(language)


class TooFewExamples(NoSuggester):
    """People have not coded enough yet."""


class EncoderAbsent(NoSuggester):
    """The optional sentence encoder is not installed."""
