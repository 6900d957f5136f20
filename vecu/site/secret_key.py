"""The laboratory's key: made once, and refused if something about it cannot be meant."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

SHORTEST = 32
"""Characters of a key; those that are made here have 50."""


def make_missing_key(path: Path) -> None:
    """Make a key where there is no file of keys; of processes that start at once one makes it."""
    if not path.exists():
        with suppress(FileExistsError):  # another process was first
            write_key_file(path, draw_key(), os.link)


def draw_key() -> str:
    """Return a new key."""
    return get_random_secret_key()


def check_key(key: str, source: str) -> str:
    """Return a key; raise `ImproperlyConfigured` if it is empty, short, or has space around it.

    Nothing is removed from it: every fingerprint would be another one.
    """
    if not key.strip():
        raise ImproperlyConfigured(
            f"{source}: the key is empty. Bring the laboratory's key back from where it was backed "
            "up. Only a laboratory without answers may do with a new one: delete the file or "
            "the setting, and start again."
        )
    if key != key.strip():
        raise ImproperlyConfigured(
            f"{source}: the key begins or ends with a space or a line break. Editors and “echo” "
            "add one; nothing was removed, as codes would then open nothing if the laboratory "
            "has been used with it. Write the key without: printf %s 'the key' > file"
        )
    if len(key) < SHORTEST:
        raise ImproperlyConfigured(
            f"{source}: the key has {len(key)} characters and needs {SHORTEST}. If it was cut, "
            "bring it back from where it was backed up. For a laboratory without answers, draw "
            "one: python3 -c 'import secrets; print(secrets.token_hex(32), end=\"\")'"
        )
    return key


def write_key_file(path: Path, text: str, give_name: Callable[[Path, Path], None]) -> None:
    """Write a file that only its owner reads; `give_name` names it once it is on the disk."""
    new = path.with_name(f".{path.name}-{token_hex(8)}")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        give_name(new, path)
        _sync_folder(path.parent)
    finally:
        new.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
