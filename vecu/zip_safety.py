"""Decompress entries of ZIP files, never beyond their declared size. Pure."""

from collections.abc import Iterator
from copy import copy
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

_METHODS = {ZIP_STORED, ZIP_DEFLATED}
"""Methods that office programs use; Python decompresses others without a limit."""
_PIECE = 1 << 16


def iter_entry(archive: ZipFile, entry: ZipInfo) -> Iterator[bytes]:
    """Yield the content of an entry; raise `BadZipFile` if its size is not as declared.

    `ZipFile.read` decompresses everything and only then cuts it at the declared size: an entry
    that declares too little would fill the memory. Here one byte too many is enough to stop.
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
    """Return the content of an entry, checked like `iter_entry`."""
    return b"".join(iter_entry(archive, entry))
