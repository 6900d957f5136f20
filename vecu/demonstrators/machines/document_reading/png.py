"""Read and write grey pictures as PNG (ISO/IEC 15948), as little of it as is needed here. Pure."""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float64]
"""Rows of pixels, 0 black to 1 white."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {0: 1, 2: 3, 4: 2, 6: 4}


def read_png(data: bytes) -> Picture:
    """Return the grey of a picture of 8 bits a channel, not interlaced, on white paper."""
    at, packed, header = len(_SIGNATURE), b"", b""
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        content = data[at + 8 : at + 8 + size]
        header, packed = (
            (content if kind == b"IHDR" else header),
            packed + content * (kind == b"IDAT"),
        )
        at += size + 12
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    if depth != 8 or interlaced or colour not in _CHANNELS:
        raise ValueError("Only pictures of 8 bits a channel, not interlaced, are read.")
    channels = _CHANNELS[colour]
    rows = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(height, 1 + width * channels)
    pixels = _unfilter(rows, channels).reshape(height, width, channels) / 255
    grey = pixels[:, :, 0] if channels < 3 else pixels[:, :, :3] @ [0.299, 0.587, 0.114]
    return grey if channels in {1, 3} else grey * pixels[:, :, -1] + 1 - pixels[:, :, -1]


def write_png(picture: Picture, bits: int) -> bytes:
    """Return a picture in 2 ** `bits` greys, of 1, 2 or 4 bits a pixel."""
    greys = np.rint(np.clip(picture, 0, 1) * (2**bits - 1)).astype(np.uint8)
    height, width = greys.shape
    each = np.unpackbits(greys[:, :, None], axis=2)[:, :, 8 - bits :].reshape(height, -1)
    rows = np.packbits(each, axis=1)
    packed = zlib.compress(np.insert(rows, 0, 0, axis=1).tobytes(), 9)
    header = struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b""))
    return _SIGNATURE + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def _unfilter(rows: NDArray[np.uint8], channels: int) -> NDArray[np.uint8]:
    """Undo the five filters of the standard (9.2), a row after another."""
    width = rows.shape[1] - 1
    above, made = bytes(width), bytearray()
    for row in rows:
        above = bytes(_unfilter_row(int(row[0]), bytearray(row[1:].tobytes()), above, channels))
        made += above
    return np.frombuffer(bytes(made), np.uint8).reshape(-1, width)


def _unfilter_row(kind: int, line: bytearray, above: bytes, channels: int) -> bytearray:
    if not kind:
        return line
    for x, up in enumerate(above):
        left = line[x - channels] if x >= channels else 0
        corner = above[x - channels] if x >= channels else 0
        guess = (left, up, (left + up) // 2, _paeth(left, up, corner))[kind - 1]
        line[x] = (line[x] + guess) & 255
    return line


def _paeth(left: int, up: int, corner: int) -> int:
    if left == up == corner:
        return left
    near = left + up - corner
    return min((left, up, corner), key=lambda each: abs(near - each))
