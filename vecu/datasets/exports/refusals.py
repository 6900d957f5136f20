"""Why an export is not given."""

from vecu.errors import VecuError
from vecu.questionnaires import Message, shown
from vecu.text import _


class ExportRefused(VecuError):
    """Data cannot be taken out as asked; `say` tells why in the person's language."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(str(message))

    def say(self, language: str) -> str:
        """Return the reason in `language`."""
        return self.message.say(language)


def refuse_difference(where: str, found: object, expected: object) -> ExportRefused:
    """Return the refusal of a file that, read again, does not say what was to be written."""
    return ExportRefused(
        Message(
            _(
                "The file was written, read again, and differs (%(where)s: %(found)s instead of "
                "%(expected)s). It was not kept. Take another format, and tell whoever maintains "
                "this program."
            ),
            where=where,
            found=shown(str(found)),
            expected=shown(str(expected)),
        )
    )
