"""Entries of ZIP files: as large as they say, or refused."""

import io
import zlib
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, BadZipFile, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.zip_safety import unpack

METHODS = st.sampled_from([ZIP_STORED, ZIP_DEFLATED])


def packed(content: bytes, method: int) -> ZipFile:
    file = io.BytesIO()
    with ZipFile(file, "w", method) as archive:
        archive.writestr("entry", content)
    return ZipFile(file)


@given(st.binary(max_size=10_000), METHODS)
def test_an_entry_as_large_as_it_says_is_what_was_packed(content, method):
    archive = packed(content, method)
    assert unpack(archive, archive.getinfo("entry")) == content


@given(st.binary(min_size=1, max_size=10_000), METHODS, st.data())
def test_an_entry_that_tells_less_is_refused_even_if_what_it_tells_sums_up(content, method, data):
    archive = packed(content, method)
    entry = archive.getinfo("entry")
    entry.file_size = data.draw(st.integers(0, len(content) - 1))
    told = data.draw(st.sampled_from([content[: entry.file_size], content[: entry.file_size + 1]]))
    entry.CRC = zlib.crc32(told)

    with pytest.raises(BadZipFile):
        unpack(archive, entry)


@given(st.binary(max_size=10_000), METHODS, st.integers(1, 1_000))
def test_an_entry_that_tells_more_is_refused(content, method, more):
    archive = packed(content, method)
    entry = archive.getinfo("entry")
    entry.file_size += more

    with pytest.raises((BadZipFile, EOFError)):
        unpack(archive, entry)


@pytest.mark.parametrize("method", [ZIP_BZIP2, ZIP_LZMA])
def test_what_python_unpacks_without_a_bound_is_refused(method):
    archive = packed(b"a" * 1_000, method)
    with pytest.raises(BadZipFile):
        unpack(archive, archive.getinfo("entry"))
