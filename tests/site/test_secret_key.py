"""The laboratory's key is made once, and never guessed at."""

import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from django.core.exceptions import ImproperlyConfigured

from vecu.site.key_sources import find_source
from vecu.site.secret_key import check_key

GOOD = "k" * 50


def read_or_make_key(path):
    """Return the key of a home that names no other source."""
    assert path.name == "secret_key"
    return find_source("", "", "", path.parent).read_ring()[1]


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "secret_key"
    key = read_or_make_key(path)

    assert len(key) == 50
    assert read_or_make_key(path) == key
    assert path.stat().st_mode & 0o777 == 0o600
    assert [*tmp_path.iterdir()] == [path]


def test_processes_that_start_at_once_agree(tmp_path):
    with ProcessPoolExecutor(8, mp_context=get_context("fork")) as pool:
        keys = set(pool.map(read_or_make_key, [tmp_path / "secret_key"] * 64))

    assert len(keys) == 1


def test_a_key_that_could_not_be_written_leaves_no_file(tmp_path, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("vecu.site.secret_key.os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        read_or_make_key(tmp_path / "secret_key")

    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize(
    ("key", "says"),
    [
        (b"", "is empty"),
        (b"\n", "is empty"),
        (GOOD.encode() + b"\n", "printf %s"),
        (b" " + GOOD.encode(), "printf %s"),
        (b"k" * 31, "has 31 characters and needs 32"),
        (b"\xff" * 50, "no text"),
    ],
)
def test_a_key_that_cannot_be_meant_is_refused_and_left_as_it_is(tmp_path, key, says):
    path = tmp_path / "secret_key"
    path.write_bytes(key)
    with pytest.raises(ImproperlyConfigured, match=says) as refused:
        read_or_make_key(path)

    assert str(path) in str(refused.value)
    assert path.read_bytes() == key


def test_a_key_with_a_line_break_in_the_environment_stops_every_command(tmp_path):
    environment = {"VECU_HOME": str(tmp_path), "VECU_SECRET_KEY": f"{GOOD}\n", "PATH": ""}
    command = [sys.executable, "-m", "vecu.site.cli", "purge"]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert ended.returncode == 2
    assert ended.stderr.startswith("VECU_SECRET_KEY: ")
    assert "Traceback" not in ended.stderr


def test_a_good_key_is_returned_as_it_is():
    assert check_key(GOOD, "VECU_SECRET_KEY") == GOOD
