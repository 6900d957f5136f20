"""A few requests are processed at a time, and release their slot while their body arrives."""

import io
from queue import SimpleQueue
from threading import Event, Thread

import pytest

from vecu.bounded_process import RELEASE_TURN
from vecu.site.concurrency import ConcurrencyLimit, FairSemaphore, waiting_threads_per_process

LONG = 200_000
"""Bytes, more than are read ahead."""


class Slow:
    """A body of which a first part has arrived; the test releases the rest."""

    def __init__(self) -> None:
        self.rest = Event()
        self.waits = Event()
        self.first = io.BytesIO(bytes(LONG // 2))

    def read(self, size: int) -> bytes:
        """Return as many bytes as requested, like granian, however long it takes."""
        got = self.first.read(size)
        if len(got) < size:
            self.waits.set()
            assert self.rest.wait(10)
            self.first = io.BytesIO(bytes(LONG - LONG // 2))
            got += self.first.read(size - len(got))
        return got


def lengths(environ, _start):
    """Respond with the number of bytes received."""
    return [str(len(environ["wsgi.input"].read(LONG))).encode()]


def test_one_that_waits_for_its_body_lets_another_work():
    application, slow, got = ConcurrencyLimit(lengths, at_once=1), Slow(), SimpleQueue()
    post = {"CONTENT_LENGTH": str(LONG), "wsgi.input": slow}
    waiting = Thread(target=lambda: got.put(application(post, None)))
    waiting.start()
    assert slow.waits.wait(10)

    short = {"CONTENT_LENGTH": "3", "wsgi.input": io.BytesIO(b"abc")}
    assert application(short, None) == [b"3"]
    assert application({"wsgi.input": io.BytesIO()}, None) == [b"0"]

    slow.rest.set()
    assert got.get(timeout=10) == [b"200000"]


def test_one_that_waits_for_a_child_process_lets_another_work():
    begun, ended, got = Event(), Event(), SimpleQueue()

    def wait_for_child(environ, _start):
        if environ["PATH_INFO"] == "/waits":
            with RELEASE_TURN.get()():
                begun.set()
                assert ended.wait(10)
        return [environ["PATH_INFO"].encode()]

    application = ConcurrencyLimit(wait_for_child, at_once=1)
    waiting = Thread(target=lambda: got.put(application({"PATH_INFO": "/waits"}, None)))
    waiting.start()
    assert begun.wait(10)
    assert application({"PATH_INFO": "/other"}, None) == [b"/other"]

    ended.set()
    assert got.get(timeout=10) == [b"/waits"]
    with RELEASE_TURN.get()():  # outside of requests there is none
        pass


def test_whoever_asks_first_has_the_next_turn():
    turns, order = FairSemaphore(1), []

    def work(name):
        with turns:
            order.append(name)

    with turns:
        asking = []
        for name in "abcdef":
            thread = Thread(target=work, args=(name,))
            thread.start()
            asking.append(thread)
            while len(turns._waiters) < len(asking):
                pass
    for thread in asking:
        thread.join(10)

    assert order == [*"abcdef"]


class Cut:
    """A body that breaks off."""

    def __init__(self, after: int) -> None:
        self.left = after

    def read(self, size: int) -> bytes:
        if not self.left:
            raise OSError("cut")
        got, self.left = min(size, self.left), self.left - min(size, self.left)
        return bytes(got)


@pytest.mark.parametrize("after", [0, LONG // 2])
def test_a_turn_ends_with_a_request_that_fails(after):
    application = ConcurrencyLimit(lengths, at_once=1)
    with pytest.raises(OSError, match="cut"):
        application({"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": Cut(after)}, None)

    got = SimpleQueue()
    short = {"CONTENT_LENGTH": "3", "wsgi.input": io.BytesIO(b"abc")}
    Thread(target=lambda: got.put(application(short, None)), daemon=True).start()
    assert got.get(timeout=10) == [b"3"]


def test_the_threads_that_may_wait_are_shared_among_processes():
    assert [waiting_threads_per_process(processes) for processes in (1, 2, 8, 64)] == [32, 16, 4, 2]
