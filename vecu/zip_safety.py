"""Entries of ZIP files, unpacked no further than they say. Pure."""

from collections.abc import Iterator
from copy import copy
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

_METHODS = {ZIP_STORED, ZIP_DEFLATED}
"""How office programs pack; Python unpacks the others without a bound."""
_PIECE = 1 << 16


def iter_entry(archive: ZipFile, entry: ZipInfo) -> Iterator[bytes]:
    """Yield what an entry holds; raise `BadZipFile` where that is not as much as it says.

    `ZipFile.read` inflates all that there is and only then cuts it at the size that is told: an
    entry that tells too little would fill the memory. Here one byte more than told is enough to
    know.
    """
    if entry.compress_type not in _METHODS:
        raise BadZipFile(f"An entry is packed by method {entry.compress_type}.")
    size, with_one_more = 0, copy(entry)
    with_one_more.file_size += 1
    with archive.open(with_one_more) as stream:
        while piece := stream.read(_PIECE):
            size += len(piece)
            yield piece
    if size != entry.file_size:
        raise BadZipFile("An entry is not as large as it says.")


def unpack(archive: ZipFile, entry: ZipInfo) -> bytes:
    """Return what an entry holds, as `pieces` does."""
    return b"".join(iter_entry(archive, entry))
