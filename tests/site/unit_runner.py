"""What stands in for systemd in a root without it: `systemctl` and `systemd-run` of the guide.

Where systemd runs nothing, a unit's ExecStart is run as its User, with its EnvironmentFile and its
WorkingDirectory: nothing else of it. What its drop-in forbids is tested in test_units.py. It is
copied into the root, and run there by its Python.
"""

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

UNITS = Path("/etc/systemd/system")
RUNNING = Path("/run/units")
DEBIAN = ("nginx", "postgresql")
"""Services of Debian's, which their packages can also start without systemd."""


def read_unit(path: Path) -> dict[str, list[str]]:
    """Return what a unit says by its keys, each of which may come several times."""
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition("=")
        if value and not line.startswith("#"):
            found.setdefault(key, []).append(value)
    return found


def read_environment(path: str) -> dict[str, str]:
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {key: "".join(shlex.split(value)) for key, _, value in pairs}


def begin(command: list[str], user: str, environment: str, folder: str) -> subprocess.Popen[bytes]:
    values = read_environment(environment) if environment else {}
    values |= {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}
    if not user:
        return subprocess.Popen(command, cwd=folder, env=values)
    return subprocess.Popen(
        command, cwd=folder, env=values, user=user, group=user, extra_groups=[], umask=0o077
    )


def start(name: str) -> None:
    unit = read_unit(UNITS / name)
    user, environment = (unit.get(key, [""])[0] for key in ("User", "EnvironmentFile"))
    folder = unit.get("WorkingDirectory", ["/"])[0]
    for command in unit["ExecStart"]:
        process = begin(shlex.split(command), user, environment, folder)
        if unit.get("Type") != ["oneshot"]:
            RUNNING.mkdir(exist_ok=True)
            (RUNNING / name).write_text(str(process.pid), encoding="ascii")
        elif process.wait():
            sys.exit(f"{name} has failed: {command}")


def stop(name: str) -> None:
    pid = int((RUNNING / name).read_text(encoding="ascii"))
    os.kill(pid, signal.SIGTERM)
    status = Path(f"/proc/{pid}/status")
    while status.exists() and "State:\tZ" not in status.read_text(encoding="utf-8"):
        time.sleep(0.1)


def control(verb: str, names: list[str]) -> None:
    """Do what `systemctl` is asked to; a timer is only looked for."""
    for name in names:
        service = name.removesuffix(".service")
        if service in DEBIAN:
            subprocess.run(["/usr/sbin/service", service, verb], check=True)
        elif name.endswith(".timer"):
            read_unit(UNITS / name)
        else:
            {"enable": start, "start": start, "stop": stop}[verb](name)


def run_once(arguments: list[str]) -> int:
    """Do what `systemd-run` is asked to."""
    options = [each for each in arguments if each.startswith("--")]
    named = dict(each.split("=", 1) for each in options if "=" in each)
    environment = named["--property"].removeprefix("EnvironmentFile=")
    command = arguments[len(options) :]
    return begin(command, named["--uid"], environment, named["--working-directory"]).wait()


if __name__ == "__main__":
    if Path(sys.argv[0]).name == "systemd-run":
        sys.exit(run_once(sys.argv[1:]))
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    control(words[0], words[1:])
