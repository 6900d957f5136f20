"""Where the laboratory's keys come from, and the form in which a ring of several is written.

One key alone is written as it is, and has the number 1. A ring is the word `vecu-keys`, then each
key after its number and a colon, the newest first; spaces or line breaks stand between them.
"""

import os
import re
import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from vecu.site.secret_key import check_key, make_missing_key, write_key_file

KeyRing = Mapping[int, str]
"""Keys by number; the highest is the newest."""

_HEAD = re.compile(r"vecu-keys\s+(?=\d)")
_BETWEEN = re.compile(r"\s+(?=\d+:)")
_ENTRY = re.compile(r"([1-9][0-9]{0,3}):(.*)", re.DOTALL)
_PATIENCE = 30
"""Seconds for a command that fetches the key."""


@dataclass(frozen=True, slots=True)
class KeySource:
    """Where the keys are: `text` itself, a `file`, or what a `command` writes; `name` says it."""

    name: str
    text: str = ""
    file: Path | None = None
    command: str = ""
    makes_key: bool = False

    def read_ring(self) -> KeyRing:
        """Return the keys; raise `ImproperlyConfigured` if they cannot be read, or meant."""
        return parse_ring(self._read_text(), self.name)

    def _read_text(self) -> str:
        if self.command:
            return _run_command(self.command, self.name)
        if self.file is None:
            return self.text
        if self.makes_key:
            make_missing_key(self.file)
        try:
            return self.file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            raise ImproperlyConfigured(f"{self.name}: this is no text, so it is no key.") from None
        except OSError as error:
            raise ImproperlyConfigured(
                f"{self.name}: the file cannot be read ({error.strerror}). Name the file that "
                "holds the key, and let the account that runs Vécu read it."
            ) from None


def find_source(text: str, file: str, command: str, home: Path) -> KeySource:
    """Return the one source that the settings name, by default the file in the home."""
    named = {
        "VECU_SECRET_KEY": text, "VECU_SECRET_KEY_FILE": file, "VECU_SECRET_KEY_COMMAND": command,
    }  # fmt: skip
    given = [name for name, value in named.items() if value]
    if len(given) > 1:
        raise ImproperlyConfigured(
            f"{given[0]} and {given[1]}: both are set, and only one can hold the key. Remove one."
        )
    if text:
        return KeySource(given[0], text=text)
    if file:
        return KeySource(f"VECU_SECRET_KEY_FILE, {file}", file=Path(file).expanduser())
    if command:
        return KeySource(given[0], command=command)
    path = home / "secret_key"
    return KeySource(str(path), file=path, makes_key=True)


def parse_ring(text: str, source: str) -> KeyRing:
    """Return the keys that a text holds; raise `ImproperlyConfigured` if they cannot be meant."""
    head = _HEAD.match(text)
    if head is None:
        return {1: check_key(text, source)}
    ring: dict[int, str] = {}
    for entry in _BETWEEN.split(text[head.end() :].strip()):
        found = _ENTRY.fullmatch(entry)
        if found is None:
            raise ImproperlyConfigured(
                f"{source}: the ring of keys is damaged. Write “vecu-keys”, then each key after "
                "its number and a colon, as “vecu key rotate --print” does; or bring the ring back "
                "from where it was backed up."
            )
        number, key = int(found[1]), check_key(found[2], f"{source}, key {found[1]}")
        if number in ring or key in ring.values():
            raise ImproperlyConfigured(
                f"{source}: key {number} stands in the ring twice, or is another one again. Each "
                "number has one key."
            )
        ring[number] = key
    return ring


def format_ring(ring: KeyRing) -> str:
    """Return the text of a ring, which `parse_ring` reads; of the key number 1 alone, the key."""
    if set(ring) == {1}:
        return ring[1]
    lines = [f"{number}:{ring[number]}" for number in sorted(ring, reverse=True)]
    return "\n".join(["vecu-keys", *lines, ""])


def write_ring(path: Path, ring: KeyRing) -> None:
    """Put a ring in place of a file of keys: whole, or not at all, and readable by its owner."""
    write_key_file(path, format_ring(ring), os.replace)


def _run_command(command: str, name: str) -> str:
    """Return what a command writes, without a line break at its end; no shell reads it."""
    try:
        done = subprocess.run(  # noqa: S603 - the command is whoever installs Vécu's own
            shlex.split(command), capture_output=True, check=True, timeout=_PATIENCE, text=True
        )
    except subprocess.CalledProcessError as error:
        # Not what it wrote: that may hold a part of the key.
        why = f"it ended with {error.returncode}"
    except subprocess.TimeoutExpired:
        why = f"it took more than {_PATIENCE} seconds"
    except (OSError, ValueError) as error:
        why = f"it could not be run ({error})"
    else:
        return done.stdout.removesuffix("\n")
    raise ImproperlyConfigured(
        f"{name}: the command did not give the key, {why}. Run it by hand, as the account that "
        "runs Vécu."
    )
