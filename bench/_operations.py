"""What `bench.operations` runs inside its laboratory."""

import time

from django.contrib.auth.hashers import check_password, make_password

from vecu.accounts.actions import create_member


def add_members(count: int, password: str) -> None:
    for number in range(count):
        create_member(f"agent{number}", password)


def time_hash(password: str) -> float:
    """Return the seconds in which one password is checked, without a page."""
    encoded = make_password(password)
    before = time.perf_counter()
    assert check_password(password, encoded)
    return time.perf_counter() - before
