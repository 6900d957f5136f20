"""Coded pictures and sounds: which are known, and what encoders write between pictures blanked."""

from __future__ import annotations

from typing import NamedTuple

from vecu.file_sanitizer.binary_reader import (
    Damaged,
    read_uint,
)

_SEI = {"avc": {6}, "hevc": {39, 40}}
"""Units of supplemental information, by H.264 and H.265, tables 7-1: hours, places, encoders."""
_FILLER = 3
"""The kind of supplemental information that says nothing (H.264 and H.265, annex D)."""


class Codec(NamedTuple):
    """How one kind of samples is cleaned: `notes` names how units stand in them, '' for others."""

    film: bool
    notes: str = ""

    def fixed(self, content: bytes | bytearray, at: int) -> int:
        """Return how long a description at `at` is before the boxes in it."""
        if self.film:
            return 78
        return {0: 28, 1: 44, 2: 64}.get(read_uint(content, at + 8, 2), 28)


CODECS = {
    **dict.fromkeys((b"avc1", b"avc3"), Codec(film=True, notes="avc")),
    **dict.fromkeys((b"hvc1", b"hev1", b"dvh1", b"dvhe"), Codec(film=True, notes="hevc")),
    **dict.fromkeys((b"av01", b"vp08", b"vp09", b"mp4v", b"s263"), Codec(film=True)),
    **dict.fromkeys((b"mp4a", b"alac", b"Opus", b"ac-3", b"ec-3", b"samr", b"sawb", b"fLaC"),
                    Codec(film=False)),
}  # fmt: skip
"""The codings that telephones and browsers record in."""


def read_length_size(content: bytes | bytearray, codec: bytes, box: tuple[int, int]) -> int:
    """Return in how many bytes the length of a unit is told, by the avcC or hvcC at `box`."""
    first, _last = box
    at = first + (4 if CODECS[codec].notes == "avc" else 21)
    return (read_uint(content, at, 1) & 3) + 1


def blank_sei_messages(content: bytearray, start: int, end: int, width: int, notes: str) -> None:
    """Blank the supplemental information in one sample; it keeps its length."""
    at = start
    while at < end:
        length = read_uint(content, at, width)
        first, at = at + width, at + width + length
        if not length or at > end:
            raise Damaged
        kind = content[first] & 31 if notes == "avc" else content[first] >> 1 & 63
        if kind in _SEI[notes]:
            _blank(content, first + (1 if notes == "avc" else 2), at)


def blank_sei_in_header(content: bytearray, first: int, last: int) -> None:
    """Blank the supplemental information in an hvcC (ISO 14496-15, 8.3.3)."""
    at = first + 23
    for _array in range(read_uint(content, first + 22, 1)):
        kind, units = content[at] & 63, read_uint(content, at + 1, 2)
        at += 3
        for _unit in range(units):
            length = read_uint(content, at, 2)
            at += 2 + length
            if at > last:
                raise Damaged
            if kind in _SEI["hevc"]:
                _blank(content, at - length + 2, at)


def _blank(content: bytearray, first: int, last: int) -> None:
    """Write messages of filling, and the end of the unit."""
    room = last - first - 1
    content[first:last] = _filling(room) + b"\x80" if room >= 0 else b""


def _filling(room: int) -> bytes:
    """Return messages of filling that take so many bytes: kind, length in bytes of 255, filling."""
    if room < 2:
        return b"\x80" * room  # no message is so short
    size = (room - 2) * 255 // 256
    while size + size // 255 + 2 < room:
        size += 1
    if size + size // 255 + 2 > room:  # no message is exactly so long
        return bytes([_FILLER, 0]) + _filling(room - 2)
    return bytes([_FILLER]) + b"\xff" * (size // 255) + bytes([size % 255]) + b"\xff" * size
