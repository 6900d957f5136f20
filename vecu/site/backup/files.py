"""Write files that are whole, readable by their owner only, and never in place of another."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

Writer = Callable[[Path], None]
"""Fills an empty file."""


def write_new_file(folder: Path, stem: str, suffix: str, write: Writer) -> Path:
    """Write `folder/stem.suffix`, or `stem-2.suffix` where that exists, and return its path.

    It bears its name only once it is on the disk as a whole.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _reserve(folder, stem, suffix) as (path, part):
        write(part)
        _sync(part)
        part.rename(path)
        _sync(folder)
    return path


@contextmanager
def _reserve(folder: Path, stem: str, suffix: str) -> Iterator[tuple[Path, Path]]:
    """Yield a free path, and an empty file beside it whose existence reserves that path."""
    for number in count(1):
        path = folder / (f"{stem}.{suffix}" if number == 1 else f"{stem}-{number}.{suffix}")
        part = path.with_name(f"{path.name}.part")
        try:
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:  # another backup is being written at this moment
            continue
        try:
            if not path.exists():
                yield path, part
                return
        finally:
            part.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
