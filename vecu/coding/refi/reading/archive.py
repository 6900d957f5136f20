"""Open a .qdpx file safely: project.qde and texts; nothing is unpacked to disk.

All entries are checked before unpacking: number, size, compression ratio, paths; then no entry is
unpacked beyond its declared size.
"""

import zlib
from pathlib import PurePosixPath
from typing import IO
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile, ZipInfo

from vecu.coding.refi.errors import refuse
from vecu.translation import gettext_noop
from vecu.zip_safety import unpack

MAX_ENTRIES = 150_000
"""Files in the archive."""
MAX_PROJECT = 150_000_000
"""Bytes of project.qde."""
MAX_TEXT = 20_000_000
"""Bytes of one text; a longer one is left out."""
MAX_UNPACKED = 500_000_000
"""Bytes of everything that is read; pictures and recordings are not, and do not count."""
MAX_RATIO = 200
"""Bytes of everything that is read; images and recordings are not, and do not count."""
HARMLESS = 20_000_000
"""Bytes that are harmless whatever the compression ratio."""

_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_READ = (".qde", ".txt", ".json")
_DAMAGED = (BadZipFile, OSError, ValueError, EOFError, RuntimeError, NotImplementedError)
BROKEN = (*_DAMAGED, zlib.error)
"""Errors that unpacking an entry may raise."""


class RefiArchive:
    """The entries of a .qdpx by path; names are compared without regard to case."""

    def __init__(self, file: IO[bytes]) -> None:
        """Open it, or raise `ProjectRefused`: no ZIP, not one project, encrypted, a ZIP bomb."""
        _refuse_many_entries(file)
        try:
            self._zip = ZipFile(file)
        except BROKEN as error:
            raise _no_archive() from error
        self._entries: dict[str, ZipInfo] = {}
        self._by_name: dict[str, list[str]] = {}
        for entry in self._zip.infolist():
            self._add(entry)
        _refuse_bombs(list(self._entries.values()))
        self._project = self._find_project()
        self._beside = PurePosixPath(self._project).parent
        self._unpacked = 0

    def _add(self, entry: ZipInfo) -> None:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or _names_a_drive(path):
            raise refuse(
                gettext_noop(
                    "The archive holds “%(name)s”, which would leave it. No project needs that."
                ),
                name=entry.filename,
            )
        if entry.filename.endswith("/") or _is_of_a_mac(path):  # `is_dir` fails on an empty name
            return
        if entry.flag_bits & _ENCRYPTED:
            raise refuse(
                gettext_noop("The file is protected by a password. Export it without one.")
            )
        known = str(path).casefold()
        self._entries[known] = entry
        self._by_name.setdefault(path.name.casefold(), []).append(known)

    def _find_project(self) -> str:
        found = [name for name in self._entries if name.endswith(".qde")]
        if not found:
            raise refuse(
                gettext_noop(
                    "The archive holds no project (no file that ends in .qde). Choose a file that"
                    " a program for qualitative analysis exported as REFI-QDA project (.qdpx)."
                )
            )
        if len(found) > 1:
            raise refuse(
                gettext_noop(
                    "The archive holds %(count)s projects (%(names)s). Upload a file with one."
                ),
                count=len(found),
                names=", ".join(sorted(found)[:3]),
            )
        if self._entries[found[0]].file_size > MAX_PROJECT:
            raise refuse(
                gettext_noop("The project is too large: %(found)s MB; the limit is %(most)s MB."),
                found=self._entries[found[0]].file_size // 1_000_000,
                most=MAX_PROJECT // 1_000_000,
            )
        return found[0]

    def open_project(self) -> IO[bytes]:
        """Return project.qde as a stream."""
        try:
            return self._zip.open(self._entries[self._project])
        except BROKEN as error:
            raise refuse_damaged() from error

    def find(self, reference: str) -> str | None:
        """Return the entry that a path in the project means, None if there is none.

        Programs write internal://name, relative:///name or a plain path, and name the folder
        Sources or sources; if there is no such entry, the only file of that name is used.
        """
        path = PurePosixPath(reference.replace("\\", "/").rpartition("://")[2].strip("/"))
        for name in (str(path), unquote(str(path))):
            for candidate in (self._beside / "sources" / name, self._beside / name):
                if (known := str(candidate).casefold()) in self._entries:
                    return known
            alike = self._by_name.get(PurePosixPath(name).name.casefold(), ())
            if len(alike) == 1:
                return alike[0]
        return None

    def size_of(self, entry: str) -> int:
        """Return the uncompressed size of an entry."""
        return self._entries[entry].file_size

    def read(self, entry: str) -> bytes:
        """Return the content of an entry; raise one of `BROKEN` if it is damaged.

        Repeated reads count repeatedly: ten thousand sources may name one and the same text.
        """
        self._unpacked += self.size_of(entry)
        if self._unpacked > MAX_UNPACKED:
            raise _too_much(self._unpacked)
        return unpack(self._zip, self._entries[entry])


def _names_a_drive(path: PurePosixPath) -> bool:
    return any(len(part) == 2 and part.endswith(":") for part in path.parts[:1])


def _is_of_a_mac(path: PurePosixPath) -> bool:
    """Return whether an entry holds only macOS metadata of another."""
    return path.parts[:1] == ("__MACOSX",) or path.name.startswith("._")


def _refuse_many_entries(file: IO[bytes]) -> None:
    """Check the number of entries before they are listed, as each takes memory."""
    file.seek(0)
    beginning = file.read(5)
    if beginning.startswith((b"<?xml", b"<", b"\xef\xbb\xbf<")):
        raise refuse(
            gettext_noop(
                "This is not the archive of a project but XML. Import a codebook (.qdc) "
                "as a codebook; a project is a file that ends in .qdpx."
            )
        )
    found, tail = 0, beginning
    while tail and (block := file.read(1 << 20)):
        window = tail + block
        found += window.count(_ENTRY)
        tail = window[-(len(_ENTRY) - 1) :]
    file.seek(0)
    if found > MAX_ENTRIES:
        raise refuse(
            gettext_noop("The archive holds more than %(most)s files, too many to read."),
            most=f"{MAX_ENTRIES:,}",
        )


def _refuse_bombs(entries: list[ZipInfo]) -> None:
    """Refuse entries of the kinds we unpack that would unpack to too much."""
    read = [entry for entry in entries if entry.filename.casefold().endswith(_READ)]
    unpacked = sum(entry.file_size for entry in read)
    packed = sum(entry.compress_size for entry in read)
    if unpacked > MAX_UNPACKED:
        raise _too_much(unpacked)
    if unpacked > HARMLESS and unpacked > MAX_RATIO * packed:
        raise refuse(
            gettext_noop(
                "Unpacked, the archive is far larger than any project. Export the project again."
            )
        )


def _too_much(unpacked: int) -> Exception:
    return refuse(
        gettext_noop("Unpacked, the archive holds %(found)s MB of text; the limit is %(most)s MB."),
        found=unpacked // 1_000_000,
        most=MAX_UNPACKED // 1_000_000,
    )


def _no_archive() -> Exception:
    return refuse(
        gettext_noop(
            "This is not a REFI-QDA project: the file is damaged or not a ZIP "
            "archive. Choose a file that ends in .qdpx."
        )
    )


def refuse_damaged() -> Exception:
    """Return the error for a project that cannot be unpacked or parsed."""
    return refuse(gettext_noop("The project is damaged. Export it again and upload that file."))
