"""The processes of `vecu serve`: a dead one is replaced, and none outlives the server."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from bench._laboratory import Laboratory, laboratory
from bench._respondent import Wire


def children(lab: Laboratory) -> dict[int, str]:
    """Return the processes of a server by number, each with its command."""
    found = {}
    for thread in Path(f"/proc/{lab.pid}/task").glob("*/children"):
        for child in thread.read_text().split():
            command = Path(f"/proc/{child}/cmdline").read_text()  # empty once it has ended
            if command:
                found[int(child)] = command.replace("\0", " ")
    return found


def is_worker(command: str) -> bool:
    return " work --beside " in command


def wait_until(claim: Callable[[], object], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < end
        time.sleep(0.1)


def is_gone(process: int) -> bool:
    """Return whether a process has ended, if only its parent has not looked yet."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def health(lab: Laboratory, address: str = "/health/") -> tuple[int, bytes]:
    wire = Wire(lab.port)
    with wire.socket:
        response = wire.request("GET", address, {})
    return response.status, response.body


def test_dead_processes_are_replaced_and_a_dead_server_takes_all_along():
    with laboratory() as lab:
        wait_until(lambda: len(children(lab)) == 3)
        wait_until(lambda: health(lab) == (200, b"ok\n"))
        assert health(lab, "/alive/") == (200, b"ok\n")
        for kind in (True, False):
            before = children(lab)
            (victim, *_others) = [pid for pid, name in before.items() if is_worker(name) is kind]
            os.kill(victim, signal.SIGKILL)
            wait_until(
                lambda before=before, victim=victim: (
                    victim not in children(lab) and len(children(lab)) == len(before)
                )
            )
        assert health(lab) == (200, b"ok\n")

        left = [*children(lab)]
        os.kill(lab.pid, signal.SIGKILL)
        wait_until(lambda: all(is_gone(pid) for pid in left))
