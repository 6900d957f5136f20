"""Files cut into their parts; whoever runs past the end says that the file is damaged."""

import zlib
from collections.abc import Iterator


class Damaged(ValueError):
    """A file is not made as its type wants, or holds what cannot be cleaned.

    As a text it is the reason in one word, '' where there is nothing more to say.
    """


def part(content: bytes | bytearray, start: int, length: int) -> bytes:
    """Return exactly `length` bytes from `start`; raise `Damaged` when there are fewer."""
    found = content[start : start + length]
    if length < 0 or len(found) < length:
        raise Damaged
    return bytes(found)


def number(content: bytes | bytearray, start: int, length: int) -> int:
    """Return the number, most significant byte first, in `length` bytes from `start`."""
    return int.from_bytes(part(content, start, length), "big")


MAX_INFLATED = 60_000_000
"""Bytes of one part once unpacked."""


def inflated(data: bytes) -> bytes:
    """Unpack what zlib packed; what follows its end is left behind."""
    unpacking = zlib.decompressobj()
    try:
        found = unpacking.decompress(data, MAX_INFLATED)
    except zlib.error as error:
        raise Damaged from error
    if unpacking.unconsumed_tail:
        raise Damaged("large")
    return found


def deflated(data: bytes) -> bytes:
    """Pack with zlib."""
    return zlib.compress(data, 6)


def riff_chunks(content: bytes, form: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the name and the bytes of each chunk of a RIFF file; what comes after it is left."""
    if part(content, 0, 4) != b"RIFF" or part(content, 8, 4) != form:
        raise Damaged
    end = min(8 + int.from_bytes(part(content, 4, 4), "little"), len(content))
    at = 12
    while at + 8 <= end:
        length = int.from_bytes(part(content, at + 4, 4), "little")
        yield part(content, at, 4), part(content, at + 8, length)
        at += 8 + length + length % 2


def riff(form: bytes, chunks: list[tuple[bytes, bytes]]) -> bytes:
    """Put chunks together as a RIFF file."""
    body = b"".join(
        name + len(data).to_bytes(4, "little") + data + bytes(len(data) % 2)
        for name, data in chunks
    )
    return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + form + body
