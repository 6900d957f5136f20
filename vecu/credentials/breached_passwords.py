"""Find a password in a file of breached ones, of tens of gigabytes, without reading it whole.

Each line is a SHA-1 hash in hexadecimal, a colon and a count, and lines are in the order of their
hashes: the format of Have I Been Pwned's download. A binary search reads some forty lines.
"""

import re
from hashlib import sha1
from pathlib import Path
from typing import BinaryIO

from vecu.errors import VecuError

_LONGEST_LINE, _SAMPLES = 80, 50
"""Bytes of a line with its count; how many lines are compared before a file is trusted."""
_LINE = re.compile(rb"([0-9A-Fa-f]{40}):\d{1,12}\r?\n?")
_OTHER_HASH = re.compile(rb"[0-9A-Fa-f]{32}(:\d+)?\r?\n?")


class BreachedPasswordsRefused(VecuError):
    """The file is not what it must be; the message says what to do."""


def is_breached(password: str, path: Path) -> bool:
    """Return whether the file lists this password. Raise `OSError` if it cannot be read."""
    wanted = sha1(password.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()
    with path.open("rb") as lines:
        return has_hash(lines, wanted.upper().encode())


def has_hash(lines: BinaryIO, wanted: bytes) -> bool:
    """Return whether a line of the sorted file begins with this hash, in capitals."""
    low, high = 0, lines.seek(0, 2)
    while low < high:  # the line looked for begins at `low` or later, and before `high`
        middle = (low + high) // 2
        begin, line = _read_line(lines, middle)
        if begin >= high or not line:
            high = middle
        elif (found := line[:40].upper()) == wanted:
            return True
        elif found < wanted:
            low = begin + len(line)
        else:
            high = middle
    return False


def check_breached_passwords(path: Path) -> None:
    """Raise `BreachedPasswordsRefused` unless this is a file that can be searched.

    It compares some lines, evenly spread: a file in another order is out of order in nearly all.
    """
    try:
        with path.open("rb") as lines:
            _check_lines(lines, path)
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror})."
        raise BreachedPasswordsRefused(f"{message} Name a file that Vécu may read.") from error


def _check_lines(lines: BinaryIO, path: Path) -> None:
    size = lines.seek(0, 2)
    before = b""
    for sample in range(_SAMPLES):
        begin, line = _read_line(lines, size * sample // _SAMPLES)
        if sample and not line:
            break  # fewer lines than samples
        if not (form := _LINE.fullmatch(line)):
            raise BreachedPasswordsRefused(_explain_line(line, begin, path))
        if (found := form[1].upper()) < before:
            message = f"{path} is not in the order of its hashes (near byte {begin})."
            raise BreachedPasswordsRefused(
                f"{message} Take the download that is ordered by hash, not by number."
            )
        before = found


def _explain_line(line: bytes, begin: int, path: Path) -> str:
    if not line:
        return f"{path} is empty. Download it again."
    if _OTHER_HASH.fullmatch(line):
        return f"{path} holds NTLM hashes. Take the download with SHA-1 hashes."
    message = f"{path} holds something else than lines such as 21BD1…A2C:5 (at byte {begin})."
    return f"{message} Unpack it if it is an archive; its first 40 characters are a SHA-1 hash."


def _read_line(lines: BinaryIO, offset: int) -> tuple[int, bytes]:
    """Return the first line that begins at `offset` or later, with where it begins."""
    if offset:
        lines.seek(offset - 1)
        offset += len(lines.readline(_LONGEST_LINE)) - 1
    else:
        lines.seek(0)
    return offset, lines.readline(_LONGEST_LINE)
