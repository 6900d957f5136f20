"""Cleaning takes bounded time and memory, whatever the file; large files are cleaned in a child."""

import io
import zlib
from dataclasses import replace

import pytest
from pypdf import PdfWriter
from pypdf.generic import NameObject, StreamObject

from tests.file_sanitizer.test_sanitize import JPEG, STARTS, exif
from tests.surveys.full_database import png
from tests.surveys.uploads import film, wav
from vecu.file_sanitizer import cleaner_process, images, sanitize
from vecu.file_sanitizer.binary_reader import Damaged
from vecu.file_sanitizer.sanitize import FileNotAccepted, make_sanitizer, sanitize_file
from vecu.questionnaires import QuestionType


def test_a_run_of_fill_bytes_is_one_step(monkeypatch):
    """Five megabytes of 0xFF before a marker held Python for seconds."""
    steps = []
    read = images.read_uint

    def counted(*what):
        steps.append(what[1])
        assert len(steps) < 100
        return read(*what)

    monkeypatch.setattr(images, "read_uint", counted)
    run = b"\xff" * 1_000_000
    assert images.clean_jpeg(JPEG[:2] + run + JPEG[3:]) == images.clean_jpeg(JPEG)
    with pytest.raises(Damaged):
        images.clean_jpeg(JPEG[:2] + run)


def drawn(operators: bytes, pages: int) -> bytes:
    """Return a PDF whose pages draw the same, packed."""
    writer, packed = PdfWriter(), zlib.compress(operators, 9)
    for _page in range(pages):
        stream = StreamObject()
        stream._data = packed
        stream[NameObject("/Filter")] = NameObject("/FlateDecode")
        writer.add_blank_page(100, 100)[NameObject("/Contents")] = writer._add_object(stream)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_small_pdf_that_draws_without_end_is_given_up(monkeypatch):
    """One of 36 kB took 20 seconds, and all the processor time that there is."""
    limits = replace(cleaner_process.LIMITS, seconds=1)
    monkeypatch.setattr(cleaner_process, "LIMITS", limits)
    content = drawn(b"0 0 m\n" * 1_300_000, pages=3)
    assert len(content) < 40_000
    with pytest.raises(FileNotAccepted, match="takes too much time or room"):
        sanitize_file(content, QuestionType.FILE, "A document")


@pytest.mark.parametrize(
    "content",
    [JPEG[:2] + exif(1) + JPEG[2:], png(), wav(), b"Plain words", film(), *STARTS],
    ids=range(5 + len(STARTS)),
)
def test_a_child_cleans_as_the_process_itself_would(monkeypatch, content):
    def outcome() -> object:
        try:
            return sanitize_file(content, QuestionType.FILE, "A file")
        except FileNotAccepted as error:
            return str(error)

    itself = outcome()
    monkeypatch.setattr(sanitize, "SMALL", 0)
    assert outcome() == itself


def test_a_request_cleans_a_file_once_and_refuses_it_once_for_every_question(monkeypatch):
    seen = []
    clean = sanitize.clean_content

    def counted(type_, content):
        seen.append(type_)
        return clean(type_, content)

    monkeypatch.setattr(sanitize, "clean_content", counted)
    sanitizer = make_sanitizer()
    for question in ("One", "Two"):
        assert sanitizer(png(), QuestionType.IMAGE, question).type == "image/png"
        with pytest.raises(FileNotAccepted, match=question):
            sanitizer(JPEG[:-9], QuestionType.IMAGE, question)
    assert seen == ["image/png", "image/jpeg"]
