"""Room set aside on the disk, given up when the disk is full."""

import shutil
from types import SimpleNamespace

import pytest

from vecu.site.disk_reserve import DiskReserve

SIZE = 1000


class Disk:
    """A disk of which others leave `rest` bytes, with the reserve or without it."""

    def __init__(self, reserve: DiskReserve, rest: int) -> None:
        self.reserve, self.rest = reserve, rest

    def usage(self, folder) -> SimpleNamespace:
        assert folder == self.reserve.path.parent
        held = self.reserve.path.stat().st_size if self.reserve.path.exists() else 0
        return SimpleNamespace(free=max(0, self.rest - held))


@pytest.fixture
def reserve(tmp_path) -> DiskReserve:
    return DiskReserve(tmp_path / "reserve", SIZE)


@pytest.fixture
def disk(reserve, monkeypatch) -> Disk:
    disk = Disk(reserve, rest=10 * SIZE)
    monkeypatch.setattr(shutil, "disk_usage", disk.usage)
    return disk


def test_the_reserve_is_written_for_its_owner_alone(reserve, disk):
    reserve.restore()

    assert reserve.path.stat().st_size == SIZE
    assert reserve.path.stat().st_mode & 0o777 == 0o600


def test_room_is_what_is_free_beside_the_reserve(reserve, disk):
    reserve.restore()
    disk.rest = 2 * SIZE
    assert reserve.has_room()
    disk.rest -= 1
    assert not reserve.has_room()


def test_on_a_full_disk_the_reserve_is_given_up_and_nothing_new_may_use_it(reserve, disk):
    reserve.restore()
    disk.rest = SIZE
    reserve.make_room()

    assert not reserve.path.exists()
    assert not reserve.has_room()
    reserve.make_room()  # another process does the same


def test_on_a_disk_with_room_the_reserve_stays(reserve, disk):
    reserve.restore()
    reserve.make_room()

    assert reserve.path.exists()


def test_the_reserve_is_set_aside_again_once_there_is_room(reserve, disk):
    disk.rest = 2 * SIZE - 1
    reserve.restore()
    assert not reserve.path.exists()
    disk.rest = 2 * SIZE
    reserve.restore()
    assert reserve.path.stat().st_size == SIZE


def test_a_laboratory_may_do_without_a_reserve(tmp_path):
    none = DiskReserve(tmp_path / "reserve", 0)
    none.restore()

    assert none.has_room()
    assert not none.path.exists()
