"""A namespace of Linux that lasts as long as a test, and in which commands are run."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def hold_namespace(kinds: list[str], preparation: str) -> Iterator[list[str]]:
    """Yield the beginning of a command that runs in namespaces of these kinds, such as `mount`.

    The preparation is a script that runs there first. With `pid` among them, what was started
    there ends with it.
    """
    options = [f"--{kind}" for kind in kinds]
    if "pid" in kinds:
        options += ["--fork", "--kill-child"]
    waiting = ["sh", "-euc", f"{preparation}\necho ready; exec sleep infinity"]
    holder = subprocess.Popen(
        ["/usr/bin/unshare", *options, *waiting], stdout=subprocess.PIPE, text=True
    )
    try:
        if not holder.stdout or not holder.stdout.readline():
            raise RuntimeError("Namespaces need root, and a machine that allows them.")
        enter = [f"--{kind}" for kind in kinds]
        yield ["nsenter", *enter, "--target", str(find_inside(holder.pid, kinds))]
    finally:
        holder.kill()
        holder.communicate()


def find_inside(pid: int, kinds: list[str]) -> int:
    """Return the process that is in the namespaces: `unshare` itself stays outside of `pid`."""
    if "pid" not in kinds:
        return pid
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()[0])
