"""Films and sounds in MP4 (ISO 14496-12) without place, date, device or title.

Boxes are overwritten where they stand, since tables inside the file count its bytes.
"""

from collections.abc import Iterator

from vecu.surveys.cleaning.reading import Damaged, number, part

_ABOVE = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf", b"mvex", b"moof", b"traf"}
"""Boxes that hold boxes."""
_KEPT = {
    b"ftyp", b"mdat", b"mvhd", b"tkhd", b"mdhd", b"hdlr", b"vmhd", b"smhd", b"stsd", b"stts",
    b"stss", b"ctts", b"cslg", b"stsc", b"stsz", b"stz2", b"stco", b"co64", b"sdtp", b"sbgp",
    b"sgpd", b"elst", b"dref", b"trex", b"mehd", b"mfhd", b"tfhd", b"tfdt", b"trun", b"mfra",
    b"sidx", b"tref",
}  # fmt: skip
"""Boxes that are needed to play; all others are emptied."""
_DATED = {b"mvhd", b"tkhd", b"mdhd"}
_PLAYED = {b"vide", b"soun"}


def clean_mp4(content: bytes) -> bytes:
    """Return an MP4 of the same length in which nothing is left but what is needed to play it.

    A file with a track of anything but pictures and sound is refused: such tracks hold where and
    how the telephone was moved.
    """
    cleaned = bytearray(content)
    names = {name for name, _start, _end in _boxes(content, 0, len(content))}
    if not {b"ftyp", b"moov", b"mdat"} <= names:
        raise Damaged
    _clean(cleaned, 0, len(cleaned))
    return bytes(cleaned)


def _clean(content: bytearray, start: int, end: int, depth: int = 0) -> None:
    if depth > 10:
        raise Damaged
    for name, inner, after in list(_boxes(bytes(content[start:end]), 0, end - start)):
        first, last = start + inner, start + after
        if name in _ABOVE:
            _clean(content, first, last, depth + 1)
        elif name in _DATED:
            _undate(content, first, last)
        elif name == b"hdlr":
            _check_handler(content, first, last)
        elif name not in _KEPT:
            content[first:last] = bytes(last - first)
            content[first - 4 : first] = b"free"


def _boxes(content: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield the name of each box, where what it holds begins, and where it ends."""
    while at < end:
        length, name, header = number(content, at, 4), part(content, at + 4, 4), 8
        if length == 1:
            # The long form is for films of gigabytes.
            raise Damaged
        length = length or end - at
        if length < header or at + length > end:
            raise Damaged
        yield name, at + header, at + length
        at += length


def _undate(content: bytearray, start: int, end: int) -> None:
    """Set when a film or track was made and changed to nothing."""
    width = {0: 8, 1: 16}.get(number(bytes(content[start:end]), 0, 1))
    if width is None or start + 4 + width > end:
        raise Damaged
    content[start + 4 : start + 4 + width] = bytes(width)


def _check_handler(content: bytearray, start: int, end: int) -> None:
    """Refuse a track that is neither pictures nor sound; the name of its maker goes."""
    if part(bytes(content[start:end]), 8, 4) not in _PLAYED | {b"url ", b"alis"}:
        raise Damaged
    content[start + 24 : end] = bytes(max(0, end - start - 24))
