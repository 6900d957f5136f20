"""A few requests are processed at a time, in order of arrival."""

from queue import SimpleQueue
from threading import Event, Thread

import pytest

from vecu.bounded_process import RELEASE_TURN, ChildrenBusy
from vecu.site.concurrency import ConcurrencyLimit, FairSemaphore, waiting_threads_per_process


def test_one_that_works_lets_nobody_else_work():
    working, go_on, order = Event(), Event(), []

    def application(environ, _start):
        order.append(environ["name"])
        if environ["name"] == "first":
            working.set()
            assert go_on.wait(10)
        order.append(environ["name"])
        return []

    limited = ConcurrencyLimit(application, at_once=1, waiting=1)
    first = Thread(target=limited, args=({"name": "first"}, None))
    first.start()
    assert working.wait(10)
    second = Thread(target=limited, args=({"name": "second"}, None))
    second.start()
    while not limited._turns._waiters:
        pass
    go_on.set()
    for thread in (first, second):
        thread.join(10)

    assert order == ["first", "first", "second", "second"]


def test_one_that_waits_for_a_child_process_lets_another_work():
    begun, ended, got = Event(), Event(), SimpleQueue()

    def wait_for_child(environ, _start):
        if environ["PATH_INFO"] == "/waits":
            with RELEASE_TURN.get()():
                begun.set()
                assert ended.wait(10)
        return [environ["PATH_INFO"].encode()]

    application = ConcurrencyLimit(wait_for_child, at_once=1, waiting=1)
    waiting = Thread(target=lambda: got.put(application({"PATH_INFO": "/waits"}, None)))
    waiting.start()
    assert begun.wait(10)
    assert application({"PATH_INFO": "/other"}, None) == [b"/other"]

    ended.set()
    assert got.get(timeout=10) == [b"/waits"]
    with RELEASE_TURN.get()():  # outside of requests there is none
        pass


def test_those_that_wait_for_child_processes_leave_threads_to_work():
    """With eight server processes, each had fewer threads than files may wait in it."""
    begun, ended, got = Event(), Event(), SimpleQueue()

    def wait_for_child(environ, _start):
        try:
            with RELEASE_TURN.get()():
                begun.set()
                assert environ["first"]
                assert ended.wait(10)
        except ChildrenBusy:
            return [b"busy"]
        return [b"done"]

    application = ConcurrencyLimit(wait_for_child, at_once=2, waiting=1)
    waiting = Thread(target=lambda: got.put(application({"first": True}, None)))
    waiting.start()
    assert begun.wait(10)
    assert application({"first": False}, None) == [b"busy"]

    ended.set()
    assert got.get(timeout=10) == [b"done"]
    assert application({"first": True}, None) == [b"done"]


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


def test_a_turn_ends_with_a_request_that_fails():
    def application(environ, _start):
        return [b"%d" % (1 // environ["by"])]

    limited = ConcurrencyLimit(application, at_once=1, waiting=1)
    with pytest.raises(ZeroDivisionError):
        limited({"by": 0}, None)

    got = SimpleQueue()
    Thread(target=lambda: got.put(limited({"by": 1}, None)), daemon=True).start()
    assert got.get(timeout=10) == [b"1"]


def test_the_threads_that_may_wait_are_shared_among_processes():
    assert [waiting_threads_per_process(processes) for processes in (1, 2, 8, 64)] == [32, 16, 4, 2]
