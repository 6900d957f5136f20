"""Files are known by their content and lose what they say of the person; the picture stays."""

import struct
from base64 import b64decode
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.surveys.full_database import chunk, png
from vecu.file_sanitizer.sanitize import FileNotAccepted, format_accept_attribute, sanitize_file
from vecu.questionnaires import QuestionType
from vecu.questionnaires.answer_formats import FILE_NAME

JPEG = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AAB"
    "AAEAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFla"
    "AAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAA"
    "AChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1"
    "AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBh"
    "cmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAc"
    "AEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADb/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVl"
    "ZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSk"
    "pKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAIAAwDASIAAhEBAxEB/8QAFgABAQEA"
    "AAAAAAAAAAAAAAAAAAMF/8QAFxABAQEBAAAAAAAAAAAAAAAAAAIBIf/EABUBAQEAAAAAAAAAAAAAAAAAAAQF/8QA"
    "GBEAAgMAAAAAAAAAAAAAAAAAAAECBBH/2gAMAwEAAhEDEQA/AMq6S2ugp1YLBNmb0//Z"
)
"""A gradient of 12 × 8 points, written by Chromium."""
WEBP = b64decode(
    "UklGRh4CAABXRUJQVlA4WAoAAAAgAAAACwAABwAASUNDUMgBAAAAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AAB"
    "AAEAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFla"
    "AAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAA"
    "AChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1"
    "AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBh"
    "cmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAc"
    "AEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADZWUDggMAAAAHABAJ0BKgwACAAPwGglsAJ0AYhAAP7vhHL7"
    "n2kifav4cTD4DZ83T/xeyC7evIKIAA=="
)
"""The same."""
SECRET = b"GPS 48.8566 2.3522 Somebody's telephone"


def cleaned(content: bytes, kind: QuestionType = QuestionType.FILE) -> bytes:
    return sanitize_file(content, kind, "A file?").content


def segment(marker: int, data: bytes) -> bytes:
    """A segment of a JPEG: marker, length with itself, data (ISO 10918-1, B.1.1.4)."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def exif(orientation: int, order: str = ">") -> bytes:
    """An Exif segment with an orientation and, behind it, a secret (Exif 2.3, 4.6)."""
    mark = b"MM" if order == ">" else b"II"
    head = mark + struct.pack(f"{order}HI", 42, 8) + struct.pack(f"{order}H", 1)
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    return segment(0xE1, b"Exif\0\0" + head + entry + bytes(4) + SECRET)


# ── pictures ──


@pytest.mark.parametrize(
    "more",
    [
        exif(1),
        segment(0xFE, SECRET),
        segment(0xE2, b"ICC_PROFILE\0" + SECRET),
        segment(0xED, b"Photoshop 3.0\0" + SECRET),
    ],
    ids=["Exif", "comment", "colour profile", "IPTC"],
)
def test_a_photograph_loses_place_date_device_and_comment_and_no_point(more):
    kept = cleaned(JPEG[:2] + more + JPEG[2:], QuestionType.IMAGE)
    assert SECRET not in kept
    assert kept == cleaned(JPEG)
    start = JPEG.index(b"\xff\xdb")
    assert kept == JPEG[:2] + JPEG[start:]


@pytest.mark.parametrize("order", [">", "<"])
def test_a_photograph_stays_the_right_way_up(order):
    kept = cleaned(JPEG[:2] + exif(6, order) + JPEG[2:])
    assert SECRET not in kept
    only = segment(0xE1, exif(6)[4 : -len(SECRET)])
    assert kept == JPEG[:2] + only + cleaned(JPEG)[2:]


def test_what_hides_behind_the_end_of_a_picture_goes():
    assert cleaned(JPEG + SECRET) == cleaned(JPEG)
    assert cleaned(png() + SECRET) == png()


@pytest.mark.parametrize("name", [b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME", b"prVt"])
def test_a_png_keeps_only_what_makes_the_picture(name):
    assert cleaned(png(chunk(name, SECRET))) == png()


def test_a_webp_keeps_only_what_makes_the_picture():
    exif_chunk = b"EXIF" + struct.pack("<I", len(SECRET)) + SECRET + bytes(len(SECRET) % 2)
    body = WEBP[12:] + exif_chunk
    told = b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body
    kept = cleaned(told, QuestionType.IMAGE)
    picture = WEBP[WEBP.index(b"VP8 ") :]
    # The header (WebP container, "Extended File Format"): no flag left, then width and height.
    header = b"VP8X" + struct.pack("<I", 10) + bytes(4) + bytes([11, 0, 0, 7, 0, 0])
    size = struct.pack("<I", 4 + len(header) + len(picture))
    assert kept == b"RIFF" + size + b"WEBP" + header + picture


# ── sounds and films ──


def test_a_wav_keeps_its_format_and_its_samples():
    form = b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
    data = b"data" + struct.pack("<I", 4) + b"\x80\x81\x82\x83"
    info = b"LIST" + struct.pack("<I", len(SECRET)) + SECRET + bytes(len(SECRET) % 2)

    def wav(*parts: bytes) -> bytes:
        body = b"WAVE" + b"".join(parts)
        return b"RIFF" + struct.pack("<I", len(body)) + body

    assert cleaned(wav(form, info, data), QuestionType.AUDIO) == wav(form, data)


def test_an_mp3_keeps_its_frames():
    # 128 kbit/s at 44.1 kHz: a frame is 144 × 128000 / 44100 = 417 bytes.
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    head = b"ID3\x03\x00\x00" + bytes([0, 0, 0, len(SECRET)]) + SECRET
    tail = b"TAG" + SECRET.ljust(125, b"\0")
    assert cleaned(head + frame * 3 + tail, QuestionType.AUDIO) == frame * 3


# ── what is not taken ──


@pytest.mark.parametrize(
    ("content", "kind", "said"),
    [
        (b"", QuestionType.IMAGE, "is empty"),
        (b"%PDF-1.7\n", QuestionType.FILE, "damaged"),
        (b"GIF89a" + bytes(20), QuestionType.IMAGE, "damaged"),
        (JPEG, QuestionType.AUDIO, r"a picture \(JPEG\), which is not what is asked"),
        (b"<svg onload='x'/>", QuestionType.IMAGE, "a plain text, which is not what is asked"),
        (
            b"BM" + bytes(60),
            QuestionType.IMAGE,
            "a picture in another format, which we cannot clean",
        ),
        (
            b"\x00\x00\x00\x18ftypheic" + bytes(4) + b"mif1heic" + bytes(99),
            QuestionType.IMAGE,
            "HEIC",
        ),
        (b"{\\rtf1\\ansi {\\author Anna}}", QuestionType.FILE, "office document.*Save it as a PDF"),
        (JPEG[:60], QuestionType.IMAGE, "damaged"),
        (png()[:40], QuestionType.IMAGE, "damaged"),
        (b"\x00\x01\x02", QuestionType.FILE, "damaged"),
    ],
)
def test_what_cannot_be_cleaned_is_refused_with_its_reason(content, kind, said):
    with pytest.raises(FileNotAccepted, match=said):
        cleaned(content, kind)


def test_plain_text_is_taken_as_it_is():
    assert (
        cleaned("Une règle, écrite à la main.\n".encode())
        == "Une règle, écrite à la main.\n".encode()
    )


@pytest.mark.parametrize(
    "content",
    [
        b"<?xml version='1.0'?><office:document><dc:creator>Anna</dc:creator></office:document>",
        b"  <!DOCTYPE html><html><head><meta name='author' content='Anna'></head></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"BEGIN:VCARD\nFN:Anna Martin\nEND:VCARD\n",
        b"Received: from a\nFrom: anna@exemple.fr\nX-Mailer: Secret\nSubject: x\n\nBonjour\n",
    ],
)
def test_the_source_of_a_page_a_document_or_a_letter_is_no_plain_text(content):
    with pytest.raises(FileNotAccepted, match="source of a page"):
        cleaned(content)


def test_text_that_speaks_of_letters_is_plain_text():
    words = b"From: here to there.\n<- an arrow\nA < B > C\n"
    assert cleaned(words) == words


def test_a_telephone_is_invited_to_send_what_it_can_turn_its_pictures_into():
    """Safari on iOS and macOS hands over HEIC only where the list has it, or image/*.

    macOS takes the first type of the list that it can write; see WebKit, pull request 25443.
    """
    for kind in (QuestionType.IMAGE, QuestionType.FILE):
        offered = format_accept_attribute(kind).split(",")
        assert offered[0] == "image/jpeg"
        assert not {"image/*", "image/heic", "image/heif", "*/*"} & {*offered}


GIVEN = Path(__file__).parent / "sample_files"
STARTS = [
    JPEG,
    png(),
    WEBP,
    *(path.read_bytes() for path in sorted(GIVEN.iterdir()) if path.suffix not in {".md", ".pdf"}),
    b"ID3\x03\x00",
    b"\xff\xfb\x90\x00",
    b"RIFF\x10\0\0\0WAVE",
    b"",
]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("film.mov", QuestionType.VIDEO),
        ("fragments.mp4", QuestionType.VIDEO),
        ("moving.gif", QuestionType.IMAGE),
        ("voice.aac", QuestionType.AUDIO),
        ("voice.m4a", QuestionType.AUDIO),
        ("voice.ogg", QuestionType.AUDIO),
        ("letter.pdf", QuestionType.FILE),
    ],
)
def test_a_file_is_stored_under_a_name_that_answers_may_hold(name, kind):
    kept = sanitize_file((GIVEN / name).read_bytes(), kind, "A file?")
    assert FILE_NAME.fullmatch(f"{UUID(int=1)}.{kept.ending}")
    assert kept.ending == name.rpartition(".")[2]


@given(st.sampled_from(STARTS), st.integers(0, 4_000), st.binary(max_size=60), st.integers(0, 60))
def test_whatever_the_bytes_a_file_is_cleaned_or_refused_and_cleaning_twice_changes_nothing(
    start, at, more, skipped
):
    content = start[:at] + more + start[at + skipped :]
    try:
        kept = cleaned(content)
    except FileNotAccepted:
        return
    assert cleaned(kept) == kept
