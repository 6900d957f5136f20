"""kill -9 of what serves, of what works and of the database, while people answer."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

import pytest

from tests.site.commands.test_processes import children, health, is_gone, is_worker, wait_until
from tests.site.faults.load import answering

pytestmark = pytest.mark.slow
CRASH_LOOP = 6
"""Seconds after which granian no longer takes the end of a new process for a crash loop."""


def list_victims(lab, *, worker: bool) -> list[int]:
    return [pid for pid, command in children(lab).items() if is_worker(command) is worker]


def test_processes_that_serve_are_replaced_one_and_then_all_of_them(site):
    with answering(site.lab) as load:
        for number in (1, 2):
            wait_until(lambda: len(list_victims(site.lab, worker=False)) == 2)
            time.sleep(CRASH_LOOP)
            for victim in list_victims(site.lab, worker=False)[:number]:
                os.kill(victim, signal.SIGKILL)
            load.wait_for(20)


def kill_server(lab) -> None:
    os.kill(lab.pid, signal.SIGKILL)


def kill_what_serves_again_and_again(lab) -> None:
    """Let the server take it for a program that cannot run, and end."""

    def kill() -> bool:
        for victim in list_victims(lab, worker=False):
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
        return is_gone(lab.pid)

    wait_until(kill)


@contextmanager
def served_again(lab):
    """Start the server again, as the service manager does with one that failed."""
    address = f"127.0.0.1:{lab.port}"
    command = [sys.executable, "-m", "vecu.site.cli", "serve", "--address", address]
    server = subprocess.Popen(command, env=lab.environment, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        server.terminate()
        server.wait(60)


@pytest.mark.parametrize("kill", [kill_server, kill_what_serves_again_and_again])
def test_a_server_that_ended_is_started_again_and_goes_on(site, kill):
    left = [site.lab.pid, *children(site.lab)]
    with answering(site.lab) as load:
        kill(site.lab)
        wait_until(lambda: all(is_gone(pid) for pid in left))
        with served_again(site.lab):
            load.wait_for(30)
            load.stop()


def test_a_worker_killed_while_it_learns_is_replaced_and_the_work_done_once(site):
    run = site.lab.call("_faults.request_training", 1_000)
    with answering(site.lab):
        wait_until(lambda: site.lab.call("_faults.read_run", run)["state"] == "running")
        (worker,) = list_victims(site.lab, worker=True)
        os.kill(worker, signal.SIGKILL)
        assert site.lab.call("_faults.read_run", run)["state"] == "running"

        wait_until(lambda: site.lab.call("_faults.read_run", run)["state"] == "done", 400)
    learned = site.lab.call("_faults.read_run", run)
    assert learned == {"state": "done", "attempt": 2, "judged": 1_000}


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
def test_a_process_of_postgresql_is_killed_and_the_server_recovers_by_itself(site):
    with answering(site.lab) as load:
        site.postgres.kill_a_backend()
        load.wait_for(20)
    assert health(site.lab) == (200, b"ok\n")


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
def test_all_of_postgresql_is_killed_and_started_again(site):
    with answering(site.lab) as load:
        site.postgres.signal(signal.SIGKILL)
        wait_until(lambda: health(site.lab) == (503, b"database\n"))
        site.postgres.start()
        load.wait_for(20)
        wait_until(lambda: len(list_victims(site.lab, worker=True)) == 1)
    assert health(site.lab) == (200, b"ok\n")
