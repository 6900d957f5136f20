"""The start of the image, where it was built and Podman may run it."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.site.namespaces import hold_namespace

IMAGE, NAME = "localhost/vecu:0.3.0", "vecu-bench"
PREPARATION = "umount /sys/fs/cgroup/unified 2>/dev/null || true"


def has_image() -> bool:
    """Return whether the image of deploy/compose.yaml is on this machine."""
    exists = ["podman", "image", "exists", IMAGE]
    return shutil.which("podman") is not None and not subprocess.run(exists, check=False).returncode


@contextmanager
def running_image() -> Iterator[list[float]]:
    """Yield the seconds from start to `ok`: of the first one, which migrates, and of the next."""
    with (
        hold_namespace(["mount"], PREPARATION) as inside,
        tempfile.NamedTemporaryFile("w", suffix=".conf") as settings,
    ):
        settings.write('[containers]\ncgroups="disabled"\ndefault_ulimits=["nofile=20000:20000"]\n')
        settings.flush()
        podman = [*inside, "env", f"CONTAINERS_CONF={settings.name}", "podman"]

        def run(*command: str, check: bool = True) -> int:
            done = subprocess.run([*podman, *command], check=check, capture_output=True)
            return done.returncode

        def wait(began: float) -> float:
            while run("exec", NAME, "vecu-health", check=False):
                time.sleep(0.1)
            return time.perf_counter() - began

        options = ["--detach", "--name", NAME, "--read-only", "--network=none"]
        try:
            began = time.perf_counter()
            run("run", *options, f"--volume={NAME}:/var/lib/vecu", IMAGE)
            first = wait(began)
            run("stop", NAME)
            began = time.perf_counter()
            run("start", NAME)
            yield [first, wait(began)]
        finally:
            run("rm", "--force", "--volumes", NAME, check=False)
            run("volume", "rm", "--force", NAME, check=False)
