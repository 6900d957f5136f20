"""Files that people gave, on their way into a folder of the export, one at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vecu.questionnaires import is_pending_attachment

Content = Callable[[str], bytes | None]
"""From the name of a person's file to its content, None when it is no longer there."""


def no_content(_name: str) -> bytes | None:
    """Return nothing: there are no files."""
    return None


@dataclass(frozen=True, slots=True)
class AttachmentWriter:
    """Where the files go; without a folder only their names do."""

    folder: Path | None = None

    def write(self, name: str, called: str, content: Content) -> str | None:
        """Write a file under the name that the data hold, and return that name.

        None when there is no file: it was withdrawn a moment ago, or the program that named it
        never sent it.
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
