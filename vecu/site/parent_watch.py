"""Processes of a server that end with it, also if it is killed."""

import os
import signal
import time
from threading import Thread

PATIENCE = 15
"""Seconds given to what is in progress when a server stops."""
SERVER = "VECU_SERVER"
"""The variable in which a server tells its processes its number."""
_LOOK = 1


def end_with(parent: int) -> None:
    """End this process soon after the process `parent`, whose child it is, has ended.

    It is told to stop first, and ended if it has not after `PATIENCE`.
    """
    Thread(target=_watch, args=(parent,), daemon=True).start()


def end_with_server() -> None:
    """End this process soon after its server, also if that ended while this one began."""
    server = int(os.environ.get(SERVER, os.getpid()))
    if server != os.getpid():
        end_with(server)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    os._exit(1)
