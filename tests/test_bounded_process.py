"""A child process answers within its limits, or its parent says why it does not."""

import os
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import sleep

import pytest

from vecu.bounded_process import (
    RELEASE_TURN,
    ChildCrashed,
    ChildExceededLimits,
    ChildLimits,
    ChildrenBusy,
    ChildSlots,
    run_bounded,
)

MEMORY = 300_000_000


def run(task: str, content: bytes = b"", *arguments: str, seconds=5, answer=1_000, slots=None):
    limits = ChildLimits(seconds, MEMORY, answer)
    slots = slots or ChildSlots(1, waiting=0, patience=0)
    name = f"tests.test_bounded_process:{task}"
    with run_bounded(name, content, *arguments, limits=limits, slots=slots) as found:
        return found.read()


# ── what children do ──


def reverse(content: bytes, mark: str) -> Iterator[bytes]:
    sys.stdout.write("a library that talks")
    sys.stdout.flush()
    yield content[::-1]
    yield mark.encode()


def describe(_content: bytes) -> list[bytes]:
    limits = [resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, resource.RLIMIT_AS]
    return [repr([sorted({*os.environ} - {"LC_CTYPE"}), *map(resource.getrlimit, limits)]).encode()]


def die(_content: bytes, signal: str) -> None:
    os.kill(os.getpid(), int(signal))


def fail(_content: bytes) -> None:
    raise KeyError("anything")


def fill_memory(_content: bytes) -> list[bytes]:
    return [bytes(2 * MEMORY)]


def turn_round(_content: bytes) -> None:
    while True:
        pass


def talk_on(_content: bytes) -> Iterator[bytes]:
    while True:
        yield bytes(100)


def write(_content: bytes, path: str) -> None:
    Path(path).write_text("x" * 10_000, encoding="ascii")


def answer_half(_content: bytes) -> Iterator[bytes]:
    yield b"half"
    raise KeyError


def do_nothing(_content: bytes) -> tuple[()]:
    return ()


# ── what their parent makes of it ──


def test_a_child_gets_bytes_and_texts_and_answers_with_bytes():
    large = os.urandom(300_000)  # more than a pipe holds
    assert run("reverse", large, "Œ", answer=400_000) == large[::-1] + "Œ".encode()


def test_a_child_that_reads_nothing_is_no_error():
    large = bytes(1_000_000)
    limits, slots = ChildLimits(5, MEMORY, 10), ChildSlots(1, waiting=0, patience=0)
    with pytest.raises(ChildCrashed):
        run_bounded("tests.no_such_module:f", large, limits=limits, slots=slots)


def test_a_child_knows_no_secret_and_writes_no_file(monkeypatch, tmp_path):
    monkeypatch.setenv("VECU_SECRET", "hidden")
    known = ["OPENBLAS_NUM_THREADS"], (0, 0), (0, 0), (MEMORY, MEMORY)
    assert run("describe").decode() == repr([*known])
    with pytest.raises(ChildCrashed):
        run("write", b"", str(tmp_path / "file"))
    assert not (tmp_path / "file").read_bytes()


@pytest.mark.parametrize("signal", [6, 7, 11])
def test_a_child_that_is_ended_by_a_signal_has_crashed(signal):
    with pytest.raises(ChildCrashed):
        run("die", b"", str(signal))


@pytest.mark.parametrize("task", ["fail", "answer_half"])
def test_a_child_that_raises_has_crashed(task):
    with pytest.raises(ChildCrashed):
        run(task)


@pytest.mark.parametrize("task", ["fill_memory", "turn_round", "talk_on"])
def test_a_child_that_takes_too_much_exceeds_its_limits(task):
    with pytest.raises(ChildExceededLimits):
        run(task, seconds=1)


def test_only_so_many_run_at_once_and_only_so_many_wait():
    slots = ChildSlots(1, waiting=1, patience=20)
    order: list[str] = []

    def wait_for_turn() -> None:
        with slots:
            order.append("second")

    with slots:
        second = Thread(target=wait_for_turn)
        second.start()
        while slots._may_wait:
            sleep(0.001)
        with pytest.raises(ChildrenBusy), slots:
            pass
        order.append("first")
    second.join(10)
    assert order == ["first", "second"]
    with slots:
        pass


def test_a_wait_has_an_end():
    slots = ChildSlots(1, waiting=1, patience=0.01)
    with slots, pytest.raises(ChildrenBusy), slots:
        pass


def test_the_turn_is_given_up_until_the_child_has_answered():
    order: list[str] = []

    @contextmanager
    def released() -> Iterator[None]:
        order.append("released")
        yield
        order.append("taken again")

    token = RELEASE_TURN.set(released)
    try:
        run("do_nothing")
        with pytest.raises(ChildCrashed):
            run("fail")
    finally:
        RELEASE_TURN.reset(token)
    assert order[:2] == ["released", "taken again"]
