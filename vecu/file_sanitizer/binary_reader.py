"""Files cut into their parts; whoever runs past the end says that the file is damaged."""

import zlib
from collections.abc import Iterator


class Damaged(ValueError):
    """A file is not made as its type wants, or holds what cannot be cleaned.

    As a text it is the reason in one word, '' where there is nothing more to say.
    """


def read_bytes(content: bytes | bytearray, start: int, length: int) -> bytes:
    """Return exactly `length` bytes from `start`; raise `Damaged` when there are fewer."""
    found = content[start : start + length]
    if length < 0 or len(found) < length:
        raise Damaged
    return bytes(found)


def read_uint(content: bytes | bytearray, start: int, length: int) -> int:
    """Return the number, most significant byte first, in `length` bytes from `start`."""
    return int.from_bytes(read_bytes(content, start, length), "big")


MAX_INFLATED = 60_000_000
"""Bytes of one part once unpacked."""


def inflate(data: bytes) -> bytes:
    """Unpack what zlib packed; what follows its end is left behind."""
    unpacking = zlib.decompressobj()
    try:
        found = unpacking.decompress(data, MAX_INFLATED)
    except zlib.error as error:
        raise Damaged from error
    if unpacking.unconsumed_tail:
        raise Damaged("large")
    return found


def deflate(data: bytes) -> bytes:
    """Pack with zlib."""
    return zlib.compress(data, 6)


def iter_riff_chunks(content: bytes, form: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the name and the bytes of each chunk of a RIFF file; what comes after it is left."""
    if read_bytes(content, 0, 4) != b"RIFF" or read_bytes(content, 8, 4) != form:
        raise Damaged
    end = min(8 + int.from_bytes(read_bytes(content, 4, 4), "little"), len(content))
    at = 12
    while at + 8 <= end:
        length = int.from_bytes(read_bytes(content, at + 4, 4), "little")
        yield read_bytes(content, at, 4), read_bytes(content, at + 8, length)
        at += 8 + length + length % 2


def build_riff(form: bytes, chunks: list[tuple[bytes, bytes]]) -> bytes:
    """Put chunks together as a RIFF file."""
    body = b"".join(
        name + len(data).to_bytes(4, "little") + data + bytes(len(data) % 2)
        for name, data in chunks
    )
    return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + form + body
