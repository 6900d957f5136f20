"""Sanitize audio in Ogg (RFC 3533): Opus (RFC 7845) and Vorbis without comments.

Comments are blanked in place, so that the following pages of audio stay unchanged.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from vecu.file_sanitizer.binary_reader import Damaged, read_bytes

_CONTINUED, _FIRST = 1, 2
_LEAST = 9
"""Minimum size of empty comments in bytes, with their framing bit."""
_POLYNOMIAL = 0x04C11DB7
_TABLE = []
for _byte in range(256):
    _value = _byte << 24
    for _bit in range(8):
        _value = (_value << 1) ^ (_POLYNOMIAL if _value & 0x80000000 else 0)
    _TABLE.append(_value & 0xFFFFFFFF)


class OggPage(NamedTuple):
    """A page: its position, its stream, and the lengths of its segments."""

    at: int
    flags: int
    serial: bytes
    lacing: bytes
    first: int
    last: int


def clean_ogg(content: bytes) -> bytes:
    """Return the pages of the single audio stream in a file, with empty comments.

    Other streams, such as video or lyrics, are removed; a second audio stream is rejected.
    """
    pages = _pages(content)
    own = [page for page in pages if page.serial == pages[0].serial]
    if any(page.flags & _FIRST for page in own[1:]):
        raise Damaged  # several audio streams, one after the other
    head = read_bytes(content, own[0].first, 8)
    if head == b"OpusHead":
        mark, blank = b"OpusTags", _no_opus_comments
    elif head[:7] == b"\x01vorbis":
        mark, blank = b"\x03vorbis", _no_vorbis_comments
    else:
        raise Damaged
    made = [bytearray(content[page.at : page.last]) for page in own]
    _write_comments(own, made, mark, blank)
    return b"".join(made)


def _no_opus_comments(room: int) -> bytes:
    """Return empty Opus comments of this length, followed by padding (5.2)."""
    return bytes(room)


def _no_vorbis_comments(room: int) -> bytes:
    """Return empty Vorbis comments of this length: the vendor is blanks."""
    return (room - 9).to_bytes(4, "little") + b" " * (room - 9) + bytes(4) + b"\x01"


def _pages(content: bytes) -> list[OggPage]:
    """Return the pages of a file; anything between them is dropped."""
    pages = []
    at = content.find(b"OggS")
    while at >= 0 and at + 27 <= len(content):
        lacing = read_bytes(content, at + 27, content[at + 26])
        first = at + 27 + len(lacing)
        last = first + sum(lacing)
        if content[at + 4] or last > len(content):
            break
        pages.append(OggPage(at, content[at + 5], content[at + 14 : at + 18], lacing, first, last))
        at = content.find(b"OggS", last)
    if not pages or not pages[0].flags & _FIRST:
        raise Damaged
    return pages


def _write_comments(
    pages: list[OggPage], made: list[bytearray], mark: bytes, no_comments: Callable[[int], bytes]
) -> None:
    """Overwrite the comment packet, the second packet of a stream, with an empty one."""
    places: list[tuple[int, int, int]] = []
    ended = False
    for number, page in enumerate(pages[1:], 1):
        if places and not page.flags & _CONTINUED:
            raise Damaged
        at = page.first - page.at
        for length in page.lacing:
            places.append((number, at, length))
            at += length
            if length < 255:
                ended = True
                break
        if ended:
            break
    size = sum(length for _place, _at, length in places)
    room = size - len(mark)
    start = b"".join(made[number][at : at + length] for number, at, length in places)[: len(mark)]
    if not ended or start != mark or room < _LEAST:
        raise Damaged
    blank = mark + no_comments(room)
    for number, at, length in places:
        made[number][at : at + length], blank = blank[:length], blank[length:]
    for number in {number for number, _at, _length in places}:
        _sign(made[number])


def _sign(page: bytearray) -> None:
    """Set the checksum of a page."""
    page[22:26] = bytes(4)
    value = 0
    for byte in page:
        value = (value << 8 & 0xFFFFFFFF) ^ _TABLE[value >> 24 ^ byte]
    page[22:26] = value.to_bytes(4, "little")
