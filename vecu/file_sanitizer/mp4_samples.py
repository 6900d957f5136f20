"""The positions of a track's samples in a film, from its tables (ISO 14496-12, 8.7 and 8.8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vecu.file_sanitizer.binary_reader import Damaged, read_bytes, read_uint

Boxes = dict[bytes, tuple[int, int]]
"""Boxes by name, each with the start and end of its content."""


class SampleSpan(NamedTuple):
    """The byte range of one sample, and its track."""

    start: int
    end: int
    track: int


class Track(NamedTuple):
    """A track: its number, its handler type (`vide`, `soun`, …) and codec."""

    number: int
    handler: bytes
    codec: bytes


def read_track(content: bytes | bytearray, boxes: Boxes) -> Track:
    """Return the track that a `trak` describes."""
    try:
        header, handler, described = boxes[b"tkhd"], boxes[b"hdlr"], boxes[b"stsd"]
    except KeyError as error:
        raise Damaged from error
    long = read_uint(content, header[0], 1) == 1
    return Track(
        read_uint(content, header[0] + (20 if long else 12), 4),
        bytes(read_bytes(content, handler[0] + 8, 4)),
        bytes(read_bytes(content, described[0] + 12, 4)),
    )


def iter_sample_spans(content: bytes | bytearray, boxes: Boxes, track: int) -> Iterator[SampleSpan]:
    """Yield the position of each sample of a track, from its tables of sizes and chunks."""
    if not {b"stsz", b"stsc"} <= boxes.keys() or not {b"stco", b"co64"} & boxes.keys():
        raise Damaged
    sizes = _sizes(content, *boxes[b"stsz"])
    width = 4 if b"stco" in boxes else 8
    first, last = boxes[b"stco"] if width == 4 else boxes[b"co64"]
    chunks = _numbers(content, first + 8, last, width, read_uint(content, first + 4, 4))
    per_chunk = _per_chunk(content, *boxes[b"stsc"], len(chunks))
    sample = iter(sizes)
    for start, count in zip(chunks, per_chunk, strict=True):
        at = start
        for _sample in range(count):
            size = next(sample, None)
            if size is None:
                return
            if at + size > len(content):
                raise Damaged
            yield SampleSpan(at, at + size, track)
            at += size


def _sizes(content: bytes | bytearray, first: int, last: int) -> list[int]:
    same, count = read_uint(content, first + 4, 4), read_uint(content, first + 8, 4)
    if same:
        if same * count > len(content):
            raise Damaged
        return [same] * count
    return _numbers(content, first + 12, last, 4, count)


def _numbers(content: bytes | bytearray, at: int, last: int, width: int, count: int) -> list[int]:
    if at + count * width > last:
        raise Damaged
    return [read_uint(content, at + width * index, width) for index in range(count)]


def _per_chunk(content: bytes | bytearray, first: int, last: int, chunks: int) -> list[int]:
    """Return the number of samples in each chunk; the table lists only changes."""
    entries = read_uint(content, first + 4, 4)
    rows = _numbers(content, first + 8, last, 4, entries * 3)
    starts, counts = rows[::3], rows[1::3]
    if not starts or starts[0] != 1:
        return [0] * chunks if not chunks else _damaged()
    per_chunk: list[int] = []
    for index, count in enumerate(counts):
        until = starts[index + 1] if index + 1 < len(starts) else chunks + 1
        per_chunk += [count] * max(0, min(until, chunks + 1) - starts[index])
    return per_chunk if len(per_chunk) == chunks else _damaged()


def _damaged() -> list[int]:
    raise Damaged


class Fragments:
    """Samples of movie fragments, as browsers record them (ISO 14496-12, 8.8)."""

    def __init__(self) -> None:
        self.usual: dict[int, int] = {}
        self.end = 0

    def note(self, content: bytes | bytearray, first: int) -> None:
        """Record the default sample size of a track, from its `trex`."""
        self.usual[read_uint(content, first + 4, 4)] = read_uint(content, first + 16, 4)

    def spans(
        self, content: bytes | bytearray, start: int, header: int, runs: list[int]
    ) -> tuple[int, list[SampleSpan]]:
        """Return the track of a `traf` and the positions of its samples.

        `start` is where its `moof` begins, `header` its `tfhd`, `runs` its `trun`.
        """
        flags, track = read_uint(content, header + 1, 3), read_uint(content, header + 4, 4)
        at = header + 8
        base = start if flags & 0x20000 or not self.end else self.end
        if flags & 1:
            base = read_uint(content, at, 8)
            at += 8
        at += 4 * bool(flags & 2) + 4 * bool(flags & 8)
        usual = read_uint(content, at, 4) if flags & 0x10 else self.usual.get(track, 0)
        found: list[SampleSpan] = []
        self.end = base
        for run in runs:
            found += self._run(content, run, base, usual, track)
        return track, found

    def _run(
        self, content: bytes | bytearray, run: int, base: int, usual: int, track: int
    ) -> Iterator[SampleSpan]:
        flags, count = read_uint(content, run + 1, 3), read_uint(content, run + 4, 4)
        at, start = run + 8, self.end
        if flags & 1:
            offset = read_uint(content, at, 4)
            start = base + (offset - 2**32 if offset >= 2**31 else offset)
            at += 4
        at += 4 * bool(flags & 4)
        for _sample in range(count):
            at += 4 * bool(flags & 0x100)
            size = read_uint(content, at, 4) if flags & 0x200 else usual
            at += 4 * sum(bool(flags & flag) for flag in (0x200, 0x400, 0x800))
            if not size or start < 0 or start + size > len(content):
                raise Damaged
            yield SampleSpan(start, start + size, track)
            start += size
        self.end = start
