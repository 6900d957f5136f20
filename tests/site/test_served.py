"""A laboratory as `vecu serve` serves it: a real server of two processes."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from secrets import token_bytes
from urllib.parse import urlencode

import pytest

from bench._laboratory import Laboratory, laboratory
from bench._respondent import Wire
from tests.surveys.test_openrosa import WORKBOOK
from tests.surveys.test_openrosa_at_once import OPEN
from vecu.credentials import draw_code

URLENCODED = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def lab() -> Iterator[Laboratory]:
    with laboratory() as lab:
        lab.python(OPEN, typed=json.dumps({"hours": WORKBOOK}))
        yield lab


def post(lab: Laboratory, address: str, typed: dict[str, str]) -> int:
    """Send what was typed by a connection of its own, which may reach either process."""
    wire = Wire(lab.port)
    with wire.socket:
        return wire.request("POST", address, URLENCODED, urlencode(typed).encode()).status


def wrong_code(lab: Laboratory) -> int:
    return post(lab, "/en/take/hours/mine/", {"code": draw_code(token_bytes)})


def wrong_password(lab: Laboratory) -> int:
    return post(lab, "/en/sign-in/", {"account": "lea", "password": draw_code(token_bytes)})


@pytest.mark.parametrize(
    ("guess", "answered", "a_minute"), [(wrong_code, 403, 20), (wrong_password, 422, 10)]
)
def test_all_processes_together_answer_the_promised_number_of_guesses(
    lab, guess: Callable[[Laboratory], int], answered: int, a_minute: int
):
    """As many as promised come back with the passing of time, and not one in advance."""
    started = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        statuses = Counter(pool.map(guess, [lab] * 100))
    come_back = (time.monotonic() - started) * a_minute / 60

    assert set(statuses) == {answered, 429}
    assert a_minute <= statuses[answered] <= a_minute + come_back
