"""Sanitize MP4 and QuickTime (ISO 14496-12): no place, date, device or title.

Boxes are overwritten in place, since tables inside the file contain offsets. Of the recorded data
only the samples of video and audio are kept; all bytes between them become zeros.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vecu.file_sanitizer.binary_reader import Damaged, read_bytes, read_uint
from vecu.file_sanitizer.codec_metadata import (
    CODECS,
    blank_sei_in_header,
    blank_sei_messages,
    read_length_size,
)
from vecu.file_sanitizer.mp4_samples import (
    Boxes,
    Fragments,
    SampleSpan,
    iter_sample_spans,
    read_track,
)

_ABOVE = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf", b"mvex", b"moof", b"traf"}
"""Boxes that contain boxes."""
_ALLOWED_BOXES = {
    b"ftyp", b"mdat", b"mvhd", b"tkhd", b"mdhd", b"hdlr", b"vmhd", b"smhd", b"stsd", b"stts",
    b"stss", b"ctts", b"cslg", b"stsc", b"stsz", b"stco", b"co64", b"sdtp", b"sbgp", b"sgpd",
    b"elst", b"dref", b"trex", b"mehd", b"mfhd", b"tfhd", b"tfdt", b"trun", b"mfra", b"sidx",
}  # fmt: skip
"""Boxes that are needed to play; all others are emptied."""
_DATED = {b"mvhd", b"tkhd", b"mdhd"}
_DESCRIBED = {
    b"avcC", b"hvcC", b"av1C", b"vpcC", b"dvcC", b"dvvC", b"pasp", b"fiel", b"clap", b"btrt",
    b"esds", b"wave", b"chan", b"alac", b"dOps", b"dac3", b"dec3", b"dfLa", b"d263", b"damr",
    b"colr",
}  # fmt: skip
"""Boxes in sample descriptions that are needed to decode."""
_PROFILES = {b"prof", b"rICC"}
"""Colour types with a profile, which may name a device."""


class Box(NamedTuple):
    """A box: its name, start, and the range of its content."""

    name: bytes
    at: int
    first: int
    last: int


def clean_mp4(content: bytes) -> bytes:
    """Return an MP4 or QuickTime file of the same length, with what is needed to play it.

    Tracks other than video and audio (motion of the phone, time) are removed with their
    samples; so is what encoders write between coded pictures.
    """
    film = _Film(content)
    film.clean()
    return bytes(film.content)


class _Film:
    """A film being sanitized: its bytes, the tracks to keep, and the positions of their samples."""

    def __init__(self, content: bytes) -> None:
        self.content = bytearray(content)
        self.codecs: dict[int, tuple[bytes, int]] = {}
        self.silent = False
        self.spans: list[SampleSpan] = []
        self.fragments = Fragments()

    def clean(self) -> None:
        """Sanitize the film's description, then the recorded data."""
        top = list(self.boxes(0, len(self.content)))
        if not {b"moov", b"mdat"} <= {box.name for box in top}:
            raise Damaged
        for box in sorted(top, key=lambda box: box.name != b"moov"):
            self.box(box)
        if not self.codecs or (self.silent and not self.has_sound()):
            raise Damaged("codec")
        for box in top:
            if box.name == b"mdat":
                self.blank_unused_data(box)

    def has_sound(self) -> bool:
        """Return whether any audio is kept."""
        return any(not CODECS[codec].film for codec, _width in self.codecs.values())

    def boxes(self, start: int, end: int) -> Iterator[Box]:
        """Yield consecutive boxes; QuickTime may end them with zeros."""
        at = start
        while at < end:
            if end - at < 8 and not any(self.content[at:end]):
                return
            length, name, header = (
                read_uint(self.content, at, 4),
                read_bytes(self.content, at + 4, 4),
                8,
            )
            if length == 1:  # 64-bit length
                length, header = read_uint(self.content, at + 8, 8), 16
            length = length or end - at
            if length < header or at + length > end:
                raise Damaged
            yield Box(bytes(name), at, at + header, at + length)
            at += length

    def box(self, box: Box, depth: int = 0, moof: int = 0) -> None:
        """Sanitize a box, or empty it."""
        match box.name:
            case b"trak":
                self.track(box, depth)
            case b"traf":
                self.fragment(box, moof)
            case b"mvhd" | b"tkhd" | b"mdhd":
                self.clear_dates(box)
            case b"hdlr":
                self.zero(box.first + 12, box.last)
            case b"dref":
                self.unlink(box)
            case b"stsd":
                self.descriptions(box)
            case b"trex":
                self.fragments.note(self.content, box.first)
            case name if name in _ABOVE:
                self.inside(box, depth)
            case name if name not in _ALLOWED_BOXES:
                self.empty(box)

    def unlink(self, box: Box) -> None:
        """Mark the recorded data as part of this file, whatever file they refer to."""
        for source in list(self.boxes(box.first + 8, box.last)):
            self.zero(source.first, source.last)
            self.content[source.first + 3] = 1

    def inside(self, box: Box, depth: int) -> None:
        """Sanitize the boxes inside a box."""
        if depth > 10:
            raise Damaged
        for one in list(self.boxes(box.first, box.last)):
            self.box(one, depth + 1, box.at)

    def zero(self, first: int, last: int) -> None:
        self.content[first:last] = bytes(max(0, last - first))

    def empty(self, box: Box) -> None:
        """Turn a box into free space."""
        self.zero(box.first, box.last)
        self.content[box.at + 4 : box.at + 8] = b"free"

    def track(self, box: Box, depth: int) -> None:
        """Keep a video or audio track and record its samples; empty any other."""
        found = self.boxes_by_name(box)
        track = read_track(self.content, found)
        known = CODECS.get(track.codec)
        if track.handler == b"soun" and known is None:
            self.silent = True  # unless another track has audio
        if known is None or track.handler != (b"vide" if known.film else b"soun"):
            if track.handler == b"vide":
                raise Damaged("codec")
            self.empty(box)
            return
        self.codecs[track.number] = (track.codec, self.width(found, track.codec))
        self.spans += iter_sample_spans(self.content, found, track.number)
        self.inside(box, depth)

    def boxes_by_name(self, box: Box) -> Boxes:
        """Return the boxes of a track by name; for equal names the outer one."""
        found: Boxes = {}
        ahead = [box]
        while ahead:
            around = ahead.pop(0)
            for one in self.boxes(around.first, around.last):
                found.setdefault(one.name, (one.first, one.last))
                if one.name in _ABOVE:
                    ahead.append(one)
        return found

    def width(self, found: Boxes, codec: bytes) -> int:
        """Return the number of bytes of unit lengths; 0 if the codec has none."""
        notes = CODECS[codec].notes
        if not notes:
            return 0
        first, last = found[b"stsd"]
        entry = next(self.boxes(first + 8, last))
        wanted = b"avcC" if notes == "avc" else b"hvcC"
        for box in self.boxes(entry.first + CODECS[codec].fixed(self.content, entry.first),
                              entry.last):  # fmt: skip
            if box.name == wanted:
                return read_length_size(self.content, codec, (box.first, box.last))
        raise Damaged

    def fragment(self, box: Box, moof: int) -> None:
        """Record the samples of one fragment of a kept track; empty any other."""
        inside = list(self.boxes(box.first, box.last))
        header = next((one.first for one in inside if one.name == b"tfhd"), None)
        if header is None:
            raise Damaged
        runs = [one.first for one in inside if one.name == b"trun"]
        track, spans = self.fragments.spans(self.content, moof, header, runs)
        if track not in self.codecs:
            self.empty(box)
            return
        self.spans += spans
        for one in inside:
            self.box(one, 3)

    def clear_dates(self, box: Box) -> None:
        """Set the creation and modification dates of a film or track to zero."""
        width = {0: 8, 1: 16}.get(read_uint(self.content, box.first, 1))
        if width is None or box.first + 4 + width > box.last:
            raise Damaged
        self.zero(box.first + 4, box.first + 4 + width)

    def descriptions(self, box: Box) -> None:
        """Sanitize the sample descriptions: names of encoders and profiles are removed."""
        for entry in list(self.boxes(box.first + 8, box.last)):
            known = CODECS.get(entry.name)
            if known is None:
                raise Damaged("codec")
            self.zero(entry.first + 12, entry.first + 16)  # the encoder's vendor
            if known.film:
                self.zero(entry.first + 42, entry.first + 74)  # the compressor's name
            fixed = known.fixed(self.content, entry.first)
            for one in list(self.boxes(entry.first + fixed, entry.last)):
                kind = bytes(self.content[one.first : one.first + 4])
                if one.name not in _DESCRIBED or (one.name == b"colr" and kind in _PROFILES):
                    self.empty(one)
                elif one.name == b"hvcC":
                    blank_sei_in_header(self.content, one.first, one.last)

    def blank_unused_data(self, box: Box) -> None:
        """Blank all recorded data except the samples, and the metadata between their pictures."""
        at = box.first
        for start, end, track in sorted(self.spans):
            if box.first <= start and end <= box.last:
                self.zero(at, start)
                at = max(at, end)
                codec, width = self.codecs[track]
                if CODECS[codec].notes:
                    blank_sei_messages(self.content, start, end, width, CODECS[codec].notes)
        self.zero(at, box.last)
