"""Codecs of samples that are accepted, and blanking of metadata in coded video."""

from __future__ import annotations

from typing import NamedTuple

from vecu.file_sanitizer.binary_reader import Damaged, read_uint

_SEI = {"avc": {6}, "hevc": {39, 40}}
"""Types of SEI units in H.264 and H.265, tables 7-1: times, places, encoders."""
_FILLER = 3
"""The SEI payload type of filler data (H.264 and H.265, annex D)."""


class Codec(NamedTuple):
    """How samples of a codec are sanitized: `notes` names the format of SEI units, '' for none."""

    film: bool
    notes: str = ""

    def fixed(self, content: bytes | bytearray, at: int) -> int:
        """Return the length of the sample description at `at`, before its boxes."""
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
"""The codecs that phones and browsers record with."""


def read_length_size(content: bytes | bytearray, codec: bytes, box: tuple[int, int]) -> int:
    """Return the number of bytes of unit lengths, from the avcC or hvcC at `box`."""
    first, _last = box
    at = first + (4 if CODECS[codec].notes == "avc" else 21)
    return (read_uint(content, at, 1) & 3) + 1


def blank_sei_messages(content: bytearray, start: int, end: int, width: int, notes: str) -> None:
    """Blank the SEI messages in one sample; it keeps its length."""
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
    """Blank the SEI messages in an hvcC (ISO 14496-15, 8.3.3)."""
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
    """Write filler messages, and the end of the unit."""
    room = last - first - 1
    content[first:last] = _filling(room) + b"\x80" if room >= 0 else b""


def _filling(room: int) -> bytes:
    """Return filler messages of this total length: type, length in bytes of 255, filler."""
    if room < 2:
        return b"\x80" * room  # no message is so short
    size = (room - 2) * 255 // 256
    while size + size // 255 + 2 < room:
        size += 1
    if size + size // 255 + 2 > room:  # no message has exactly this length
        return bytes([_FILLER, 0]) + _filling(room - 2)
    return bytes([_FILLER]) + b"\xff" * (size // 255) + bytes([size % 255]) + b"\xff" * size
