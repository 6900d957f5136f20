"""Sanitize images: JPEG, PNG, WebP, GIF without place, date, device or comment.

What is kept is listed; everything else is removed, including unknown kinds of metadata.
"""

import re

from vecu.file_sanitizer.binary_reader import (
    Damaged,
    build_riff,
    iter_riff_chunks,
    read_bytes,
    read_uint,
)

_SOI, _EOI, _SOS, _APP1, _APP14 = 0xD8, 0xD9, 0xDA, 0xE1, 0xEE
_WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD8)}
_FILL_BYTES = re.compile(rb"\xff+")
_MARKER_AFTER_SCAN = re.compile(rb"\xff[^\x00\x01\xd0-\xd7]", re.DOTALL)
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_CHUNKS = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD",
}  # fmt: skip
_WEBP_CHUNKS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"}
_WEBP_SAYS_METADATA = 0x20 | 0x08 | 0x04  # colour profile, Exif, XMP


def clean_jpeg(content: bytes) -> bytes:
    """Return a JPEG without application segments and comments, cut at its end.

    The orientation is kept, in an Exif segment with nothing else, as is the colour transform
    (Adobe). A second picture or a film after the first is removed, and so are fill bytes.
    """
    if read_uint(content, 0, 2) != 0xFF00 | _SOI:
        raise Damaged
    kept, at, turn = [read_bytes(content, 0, 2)], 2, 1
    while True:
        at = _skip_fill_bytes(content, at)
        marker = read_uint(content, at + 1, 1)
        if marker == _EOI:
            break
        length = 2 if marker in _WITHOUT_LENGTH else 2 + read_uint(content, at + 2, 2)
        segment = read_bytes(content, at, length)
        at += length
        if marker == _APP1:
            turn = _orientation(segment) or turn
        about = 0xE0 <= marker <= 0xEF or marker == 0xFE
        colours = marker == _APP14 and segment[4:9] == b"Adobe" and length == 16
        if colours or not about:
            kept.append(segment)
        if marker == _SOS:
            end = _end_of_scan(content, at)
            kept.append(content[at:end])
            at = end
    return b"".join([kept[0], _upright(turn), *kept[1:], b"\xff\xd9"])


def _skip_fill_bytes(content: bytes, at: int) -> int:
    """Return the offset of the last 0xFF from `at`, after which the marker's code follows."""
    fill = _FILL_BYTES.match(content, at)
    if fill is None:
        raise Damaged
    return fill.end() - 1


def _end_of_scan(content: bytes, at: int) -> int:
    """Return the offset of the next marker after the coded picture."""
    following = _MARKER_AFTER_SCAN.search(content, at)
    if following is None:
        raise Damaged
    return following.start()


def _orientation(segment: bytes) -> int:
    """Return the orientation in an Exif segment, from 1 to 8; 0 if it has none."""
    if segment[4:10] != b"Exif\0\0" or segment[10:12] not in {b"II", b"MM"}:
        return 0

    def at(start: int, length: int) -> int:
        found = segment[10 + start : 10 + start + length]
        return int.from_bytes(found, "little" if segment[10:12] == b"II" else "big")

    first = at(4, 4)
    entries = (first + 2 + 12 * index for index in range(min(at(first, 2), 100)))
    turns = [at(entry + 8, 2) for entry in entries if at(entry, 2) == 0x0112]
    return turns[0] if turns and 1 <= turns[0] <= 8 else 0


def _upright(turn: int) -> bytes:
    """Return an Exif segment with the orientation only; nothing for the default."""
    if turn == 1:
        return b""
    entry = b"\x01\x12\x00\x03\x00\x00\x00\x01" + bytes([0, turn, 0, 0])
    exif = b"Exif\0\0MM\x00\x2a\x00\x00\x00\x08\x00\x01" + entry + bytes(4)
    return b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif


def clean_png(content: bytes) -> bytes:
    """Return a PNG with the chunks of the picture, cut at its end; animations lose motion."""
    if read_bytes(content, 0, 8) != _PNG:
        raise Damaged
    kept, at, name = [_PNG], 8, b""
    while name != b"IEND":
        length, name = read_uint(content, at, 4), read_bytes(content, at + 4, 4)
        chunk = read_bytes(content, at, 12 + length)
        at += 12 + length
        if name in _PNG_CHUNKS:
            kept.append(chunk)
    return b"".join(kept)


def clean_webp(content: bytes) -> bytes:
    """Return a WebP with the chunks of the picture, and a header without metadata flags."""
    kept = [chunk for chunk in iter_riff_chunks(content, b"WEBP") if chunk[0] in _WEBP_CHUNKS]
    if not kept:
        raise Damaged
    name, header = kept[0]
    if name == b"VP8X":
        kept[0] = (name, bytes([read_bytes(header, 0, 1)[0] & ~_WEBP_SAYS_METADATA]) + header[1:])
    return build_riff(b"WEBP", kept)


_GIF_GRAPHIC_CONTROL = 0xF9
"""The extension with the delay and transparency of a picture."""
_GIF_LOOPED = b"NETSCAPE2.0"
"""The application extension with the number of repetitions."""


def clean_gif(content: bytes) -> bytes:
    """Return a GIF with its pictures and their timing, cut at its end."""
    if read_bytes(content, 0, 6) not in {b"GIF87a", b"GIF89a"}:
        raise Damaged
    at = 13 + _gif_colours(read_uint(content, 10, 1))
    kept = [read_bytes(content, 0, at)]
    has_picture = False
    while (sign := read_uint(content, at, 1)) != 0x3B:
        start = at
        if sign == 0x2C:
            at = _gif_end(content, at + 11 + _gif_colours(read_uint(content, at + 9, 1)))
            kept.append(read_bytes(content, start, at - start))
            has_picture = True
        elif sign == 0x21:
            kind = read_uint(content, at + 1, 1)
            at = _gif_end(content, at + 2)
            if kind == _GIF_GRAPHIC_CONTROL and at - start == 8:
                kept.append(read_bytes(content, start, 8))
            elif kind == 0xFF and at - start == 19 and content[start + 3 :].startswith(_GIF_LOOPED):
                kept.append(read_bytes(content, start, 19))
        else:
            raise Damaged
    if not has_picture:
        raise Damaged
    return b"".join([*kept, b";"])


def _gif_colours(flags: int) -> int:
    """Return the size of a colour table in bytes."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _gif_end(content: bytes, at: int) -> int:
    """Return the end of the blocks that begin at `at`."""
    while length := read_uint(content, at, 1):
        at += 1 + length
    return at + 1
