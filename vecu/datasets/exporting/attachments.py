"""Write respondents' files into a folder of the export, one at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vecu.questionnaires import is_pending_attachment

Content = Callable[[str], bytes | None]
"""Returns the content of a respondent's file by name, None if it no longer exists."""


def no_content(_name: str) -> bytes | None:
    """Return None: there are no files."""
    return None


@dataclass(frozen=True, slots=True)
class AttachmentWriter:
    """Writes files into a folder; without a folder only their names are exported."""

    folder: Path | None = None

    def write(self, name: str, called: str, content: Content) -> str | None:
        """Write a file under its name in the data, and return that name.

        None if there is no file: it was withdrawn a moment ago, or the program that named
        it never sent it.
        """
        if is_pending_attachment(name):
            return None
        given = f"{called}.{name.rpartition('.')[2]}"
        if self.folder is None:
            return given
        found = content(name)
        if found is None:
            return None
        self.folder.mkdir(exist_ok=True)
        (self.folder / given).write_bytes(found)
        return given
