"""Films, sounds, moving pictures as programs write them: what they show and tell stays as it is.

What the files are and how they were made stands in `given/README.md`.
"""

import re
import struct
from pathlib import Path

import pytest

from vecu.file_sanitizer.binary_reader import Damaged
from vecu.file_sanitizer.mp4_samples import Fragments
from vecu.file_sanitizer.sanitize import FileNotAccepted, detect_type, sanitize_file
from vecu.questionnaires import QuestionType

GIVEN = Path(__file__).parent / "sample_files"
PLANTED = (b"Anna-Martin", b"Secret-title", b"Secret-phone", b"48.8566", b"2026-01-02",
           b"VideoHandler", b"SoundHandler", b"TimeCodeHandler", b"Lavf")  # fmt: skip
RECORDINGS = ["film.mov", "film-hevc.mov", "fragments.mp4", "voice.m4a", "voice.opus", "voice.ogg",
              "voice.aac", "moving.gif"]  # fmt: skip


def given(name: str) -> bytes:
    return (GIVEN / name).read_bytes()


def cleaned(content: bytes, kind: QuestionType = QuestionType.FILE) -> bytes:
    return sanitize_file(content, kind, "A file?").content


@pytest.mark.parametrize("name", RECORDINGS)
def test_what_was_planted_is_gone(name):
    content = given(name)
    assert any(word in content for word in PLANTED)
    assert [word for word in PLANTED if word in cleaned(content)] == []


@pytest.mark.parametrize("name", RECORDINGS)
def test_cleaning_twice_is_cleaning_once(name):
    once = cleaned(given(name))
    assert cleaned(once) == once


@pytest.mark.parametrize(
    ("film", "pictures", "encoder"),
    [
        ("film.mov", "film.h264", b"x264"),
        ("fragments.mp4", "film.h264", b"x264"),
        ("film-hevc.mov", "film-hevc.hevc", b"x265"),
    ],
)
def test_every_coded_picture_stays_and_the_notes_between_them_go(film, pictures, encoder):
    kept = cleaned(given(film), QuestionType.VIDEO)
    units = [unit for unit in re.split(rb"\x00\x00\x00?\x01", given(pictures)) if unit]
    assert len(units) > 3
    assert all(unit.rstrip(b"\0") in kept for unit in units)
    assert encoder in given(film)
    assert encoder not in kept


def frames_of_aac(content: bytes) -> list[bytes]:
    """Return what the frames of an ADTS stream hold, without their headers (ISO 13818-7, 6.2)."""
    at, found = content.index(b"\xff\xf1"), []
    while at < len(content):
        length = int.from_bytes(content[at + 3 : at + 6], "big") >> 5 & 0x1FFF
        found.append(content[at + 7 : at + length])
        at += length
    return found


@pytest.mark.parametrize("name", ["voice.aac", "voice.m4a", "film.mov", "fragments.mp4"])
def test_every_frame_of_sound_stays(name):
    kept = cleaned(given(name))
    frames = frames_of_aac(given("voice.aac"))
    assert len(frames) > 5
    assert all(frame in kept for frame in frames)


@pytest.mark.parametrize("name", ["film.mov", "film-hevc.mov", "fragments.mp4", "voice.m4a"])
def test_a_film_keeps_its_length_and_its_hours_are_nothing(name):
    """Its tables count its bytes; 2 January 2026, 03:04:05, is 3,850,167,845 s after 1904."""
    kept, told = cleaned(given(name)), given(name)
    assert len(kept) == len(told)
    made = struct.pack(">I", 3_850_167_845)
    assert made in told
    assert made not in kept


def test_a_track_of_hours_goes_with_what_it_recorded():
    """The time code 01:02:03:04 at 5 pictures a second is picture 18,619."""
    told, kept = given("film.mov"), cleaned(given("film.mov"))
    assert b"tmcd" in told
    assert b"tmcd" not in kept
    sample = struct.pack(">I", (3600 + 2 * 60 + 3) * 5 + 4)
    assert sample in told
    assert sample not in kept


# ── films put together by hand ──


def box(name: bytes, *inside: bytes) -> bytes:
    """A box of an MP4 (ISO 14496-12, 4.2)."""
    data = b"".join(inside)
    return struct.pack(">I", len(data) + 8) + name + data


def numbers(*each: int) -> bytes:
    return struct.pack(f">{len(each)}I", *each)


def description(codec: bytes, *inside: bytes) -> bytes:
    """What samples are: 78 bytes of pictures or 28 of sound, then boxes (12.1, 12.2).

    Both have the maker of the encoder at 12; pictures have its name at 42.
    """
    sound = bytes(12) + b"appl" + bytes(12)
    picture = bytes(12) + b"appl" + bytes(26) + b"\x05Maker".ljust(32, b"\0") + bytes(4)
    return box(codec, picture if codec in {b"avc1", b"jpeg"} else sound, *inside)


AVCC = box(b"avcC", b"\x01\x42\x00\x0a\xff\xe0\x00")
"""Lengths of units in four bytes: the last two bits of its fifth byte, and one."""


def track(number: int, handler: bytes, entry: bytes, offset: int, sizes: list[int]) -> bytes:
    tables = box(
        b"stbl",
        box(b"stsd", numbers(0, 1), entry),
        box(b"stsc", numbers(0, 1, 1, len(sizes), 1)),
        box(b"stsz", numbers(0, 0, len(sizes), *sizes)),
        box(b"stco", numbers(0, 1, offset)),
    )
    source = box(b"dinf", box(b"dref", numbers(0, 1), box(b"alis", numbers(0), b"Macintosh HD")))
    media = box(
        b"mdia",
        box(b"mdhd", numbers(0, 3_850_167_845, 3_850_167_845, 1, 1, 0)),
        box(b"hdlr", numbers(0), b"mhlr", handler, b"appl" + bytes(8) + b"Core Media"),
        box(b"minf", source, tables),
    )
    return box(b"trak", box(b"tkhd", numbers(0, 3_850_167_845, 0, number), bytes(72)), media)


def film(tracks: list[tuple[bytes, bytes, list[bytes]]], hidden: bytes = b"") -> bytes:
    """An MP4 of these tracks (handler, description, samples), something hidden between them."""
    head = box(b"ftyp", b"qt  " + bytes(4) + b"qt  ")
    media, places = hidden, []
    for _handler, _entry, samples in tracks:
        places.append(len(media))
        media += b"".join(samples) + hidden
    start = len(head) + 8
    made = [
        track(number, handler, entry, start + place, [len(one) for one in samples])
        for number, ((handler, entry, samples), place) in enumerate(
            zip(tracks, places, strict=True), 1
        )
    ]
    dated = box(b"mvhd", numbers(0, 3_850_167_845, 3_850_167_845), bytes(88))
    return head + box(b"mdat", media) + box(b"moov", dated, *made)


def unit(kind: int, data: bytes) -> bytes:
    """A unit of H.264 behind its length; kind 5 is a picture, 6 a note (table 7-1)."""
    return struct.pack(">I", len(data) + 1) + bytes([kind]) + data


NOTE = unit(6, b"\x05\x30GPS 48.8566 2.3522 03:04:05 Anna-Martin\x80")
PICTURE = unit(5, b"a coded picture")
SOUND = (b"soun", description(b"mp4a", box(b"esds", b"how to decode")), [b"a coded sound"])


def test_how_the_telephone_was_moved_goes_and_pictures_and_sound_stay():
    moved = (
        b"meta",
        box(b"mebx", bytes(8), b"face detected"),
        [b"moved: 48.8566", b"moved: again"],
    )
    told = film([(b"vide", description(b"avc1", AVCC), [NOTE + PICTURE, PICTURE]), moved, SOUND])
    kept = cleaned(told)
    assert [word for word in (b"moved", b"face", b"mebx", b"48.8566", b"Maker", b"Macintosh",
                              b"Core Media", b"appl") if word in kept] == []  # fmt: skip
    assert kept.count(b"a coded picture") == 2
    assert b"a coded sound" in kept
    assert len(kept) == len(told)


def test_what_hides_between_the_samples_goes():
    told = film([(b"vide", description(b"avc1", AVCC), [PICTURE]), SOUND], hidden=b"hidden words")
    kept = cleaned(told)
    assert told.count(b"hidden words") == 3
    assert b"hidden" not in kept
    assert b"a coded picture" in kept


@pytest.mark.parametrize("length", [*range(12), 253, 254, 255, 256, 257, 258, 300, 511, 512, 600])
def test_a_note_of_any_length_becomes_one_that_says_nothing(length):
    """A message of filling (H.264, annex D: kind 3), its length in bytes of 255, then the end."""
    told = film([(b"vide", description(b"avc1", AVCC), [unit(6, b"N" * length) + PICTURE])])
    kept = cleaned(told)
    at = kept.index(b"mdat") + 4
    said = kept[at + 5 : at + 5 + length]
    assert kept[at : at + 4] == struct.pack(">I", length + 1)
    assert b"N" not in said
    assert kept[at + 5 + length :].startswith(PICTURE)
    while len(said) > 2:
        told_length = re.match(rb"\x03(\xff*)([^\xff])", said, re.DOTALL)
        assert told_length is not None
        size = 255 * len(told_length[1]) + told_length[2][0]
        filling, said = said[told_length.end() :][:size], said[told_length.end() + size :]
        assert filling == b"\xff" * size
    assert set(said) <= {0x80}


@pytest.mark.parametrize(
    ("tracks", "words"),
    [
        ([(b"vide", description(b"jpeg"), [b"\xff\xd8"])], "coded in a way"),
        ([(b"soun", description(b"sowt"), [b"\0"])], "coded in a way"),
        ([(b"meta", box(b"mebx", bytes(8)), [b"x"])], "coded in a way"),
        ([(b"vide", description(b"avc1"), [PICTURE])], "damaged"),
        ([(b"vide", description(b"avc1", AVCC), [b"\xff\xff\xff\xff"])], "damaged"),
    ],
)
def test_a_film_that_cannot_be_cleaned_says_why(tracks, words):
    with pytest.raises(FileNotAccepted, match=words):
        cleaned(film(tracks))


def test_a_second_sound_of_an_unknown_kind_goes_where_another_is_heard():
    unknown = (b"soun", description(b"apac"), [b"spatial sound"])
    kept = cleaned(film([(b"vide", description(b"avc1", AVCC), [PICTURE]), SOUND, unknown]))
    assert b"spatial" not in kept
    assert b"a coded sound" in kept


def test_a_run_without_sizes_and_without_a_place_is_read_by_the_usual_ones():
    """ISO 14496-12, 8.8.7 and 8.8.8: the size of the track, right behind the run before."""
    fragments = Fragments()
    fragments.note(numbers(0, 1, 1, 0, 10, 0), 0)
    header, run = numbers(0, 1), numbers(0, 3)
    content = header + run + bytes(100)
    track_number, spans = fragments.spans(content, 20, 0, [len(header)])
    assert track_number == 1
    assert [(span.start, span.end) for span in spans] == [(20, 30), (30, 40), (40, 50)]
    with pytest.raises(Damaged):
        fragments.spans(content[:40], 20, 0, [len(header)])


# ── sounds, moving pictures ──


def test_a_sound_in_ogg_keeps_its_pages_but_for_the_comments():
    told, kept = given("voice.opus"), cleaned(given("voice.opus"), QuestionType.AUDIO)
    assert len(kept) == len(told)
    last = told.rindex(b"OggS")
    assert kept[last:] == told[last:]
    assert b"OpusTags" + bytes(8) in kept


def test_a_film_in_ogg_is_refused():
    page = b"OggS\0\x02" + bytes(16) + b"\x01\x0afishead\0\0\0"
    with pytest.raises(FileNotAccepted, match="damaged"):
        cleaned(page + bytes(100))


def test_a_moving_picture_keeps_its_pictures_their_time_and_how_often_it_starts_again():
    told, kept = given("moving.gif"), cleaned(given("moving.gif"), QuestionType.IMAGE)
    assert b"NETSCAPE2.0" in kept
    assert told.count(b"\x21\xf9\x04") == kept.count(b"\x21\xf9\x04") == 3
    comment = told.index(b"\x21\xfe")
    end = told.index(b"\0", comment + 3) + 1
    assert kept == told[:comment] + told[end:]


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("film.mov", "video/quicktime"), ("fragments.mp4", "video/mp4"), ("voice.m4a", "audio/mp4"),
        ("voice.opus", "audio/ogg"), ("voice.ogg", "audio/ogg"), ("voice.aac", "audio/aac"),
        ("moving.gif", "image/gif"),
    ],
)  # fmt: skip
def test_a_type_is_detected_by_its_content(name, type_):
    assert detect_type(given(name)) == type_
