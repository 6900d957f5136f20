"""A password is found in a file of any size by a few reads; a file that cannot serve is refused."""

from hashlib import sha1
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.credentials import BreachedPasswordsRefused, check_breached_passwords, is_breached
from vecu.credentials.breached_passwords import has_hash

EXAMPLE = "21BD12DC183F740EE76F27B78EB39C8AD972A757"
"""SHA-1 of “P@ssw0rd”, which Have I Been Pwned gives as its example."""


def write_list(path: Path, hashes, *, ending="\r\n") -> Path:
    lines = [f"{each}:{number % 9_999 + 1}" for number, each in enumerate(sorted(hashes))]
    path.write_bytes(ending.join(lines).encode())
    return path


def hash_password(password: str) -> str:
    return sha1(password.encode()).hexdigest().upper()  # noqa: S324 - the format of the list


def test_the_published_example_is_found_and_its_neighbours_are_not(tmp_path):
    path = write_list(tmp_path / "list", [EXAMPLE, "0" * 40, "F" * 40])

    assert is_breached("P@ssw0rd", path)
    assert not any(is_breached(each, path) for each in ("p@ssw0rd", "P@ssw0rd ", ""))


@given(st.sets(st.integers(0, 400), max_size=60), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_what_is_in_a_list_is_found_and_nothing_else(tmp_path_factory, listed, ending, lower):
    hashes = [hash_password(str(each)) for each in listed]
    path = tmp_path_factory.mktemp("lists") / "list"
    write_list(path, [each.lower() for each in hashes] if lower else hashes, ending=ending)

    assert {each for each in range(401) if is_breached(str(each), path)} == listed


class FortyGigabytes:
    """A file of 900 million lines, computed where it is read; it counts the reads."""

    lines, length, reads, at = 900_000_000, 48, 0, 0
    step = 16**40 // lines

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = offset + (self.lines * self.length if whence == 2 else 0)
        return self.at

    def readline(self, limit: int) -> bytes:
        self.reads += 1
        number, inside = divmod(self.at, self.length)
        if number >= self.lines:
            return b""
        line = b"%040X:00042\r\n" % (number * self.step)
        self.at += self.length - inside
        return line[inside:]


@pytest.mark.parametrize("number", [0, 1, 123_456_789, 899_999_999])
def test_in_forty_gigabytes_some_forty_lines_are_read(number):
    file = FortyGigabytes()

    assert has_hash(file, b"%040X" % (number * file.step))
    assert not has_hash(file, b"%040X" % (number * file.step + 1))
    assert file.reads <= 2 * 2 * 37, "two reads a step; 2^36 bytes are halved 36 times"


ORDERED = [hash_password(str(each)) for each in range(300)]


@pytest.mark.parametrize(
    ("content", "what_to_do"),
    [
        (b"", "is empty. Download it again"),
        ("\n".join(f"{each}:1" for each in ORDERED).encode(), "ordered by hash, not by number"),
        (b"8846F7EAEE8FB117AD06BDD830B7586C:5\n", "Take the download with SHA-1 hashes"),
        (b"7z\xbc\xaf'\x1c" + bytes(500), "Unpack it if it is an archive"),
        (b"password\n123456\n", "Unpack it if it is an archive"),
        (f"{EXAMPLE}\n".encode(), "lines such as 21BD1"),
    ],
    ids=["empty", "another order", "NTLM", "archive", "words", "no counts"],
)
def test_a_file_that_cannot_be_searched_is_refused_with_what_to_do(tmp_path, content, what_to_do):
    path = tmp_path / "list"
    path.write_bytes(content)

    with pytest.raises(BreachedPasswordsRefused, match=what_to_do):
        check_breached_passwords(path)


def test_a_missing_file_and_a_folder_are_refused_and_a_right_file_is_not(tmp_path):
    for path in (tmp_path / "missing", tmp_path):
        with pytest.raises(BreachedPasswordsRefused, match="Name a file that Vécu may read"):
            check_breached_passwords(path)
    check_breached_passwords(write_list(tmp_path / "one", [EXAMPLE]))
    check_breached_passwords(write_list(tmp_path / "many", ORDERED, ending="\n"))
