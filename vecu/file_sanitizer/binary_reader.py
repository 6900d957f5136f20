"""Read the parts of binary files; reading beyond the end means that the file is damaged."""

import zlib
from collections.abc import Iterator


class Damaged(ValueError):
    """A file violates its format, or contains what cannot be sanitized.

    `str()` of it is the reason in one word, '' if there is nothing to add.
    """


def read_bytes(content: bytes | bytearray, start: int, length: int) -> bytes:
    """Return exactly `length` bytes from `start`; raise `Damaged` if there are fewer."""
    found = content[start : start + length]
    if length < 0 or len(found) < length:
        raise Damaged
    return bytes(found)


def read_uint(content: bytes | bytearray, start: int, length: int) -> int:
    """Return the big-endian number in `length` bytes from `start`."""
    return int.from_bytes(read_bytes(content, start, length), "big")


MAX_INFLATED = 60_000_000
"""Maximum bytes of one part once decompressed."""


def inflate(data: bytes) -> bytes:
    """Decompress zlib data; bytes after its end are dropped."""
    unpacking = zlib.decompressobj()
    try:
        found = unpacking.decompress(data, MAX_INFLATED)
    except zlib.error as error:
        raise Damaged from error
    if unpacking.unconsumed_tail:
        raise Damaged("large")
    return found


def deflate(data: bytes) -> bytes:
    """Compress with zlib."""
    return zlib.compress(data, 6)


def iter_riff_chunks(content: bytes, form: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the name and content of each chunk of a RIFF file; anything after it is dropped."""
    if read_bytes(content, 0, 4) != b"RIFF" or read_bytes(content, 8, 4) != form:
        raise Damaged
    end = min(8 + int.from_bytes(read_bytes(content, 4, 4), "little"), len(content))
    at = 12
    while at + 8 <= end:
        length = int.from_bytes(read_bytes(content, at + 4, 4), "little")
        yield read_bytes(content, at, 4), read_bytes(content, at + 8, length)
        at += 8 + length + length % 2


def build_riff(form: bytes, chunks: list[tuple[bytes, bytes]]) -> bytes:
    """Assemble chunks to a RIFF file."""
    body = b"".join(
        name + len(data).to_bytes(4, "little") + data + bytes(len(data) % 2)
        for name, data in chunks
    )
    return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + form + body
