"""The units in deploy/systemd: valid, little exposed, and charts and children work in them.

Needs systemd-analyze, which runs without systemd as the first process, and libseccomp.
"""

import ctypes
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
UNITS = Path(__file__).parents[2] / "deploy/systemd"
SERVICES = sorted(path.name for path in UNITS.glob("*.service"))
MOST_EXPOSURE = 30
"""What `systemd-analyze security` calls OK, in tenths. Without the drop-in it is 80 and more."""
REFUSE_WITH_EPERM, ALLOW = 0x0005_0001, 0x7FFF_0000
WORK = """
import vl_convert
from tests.test_bounded_process import run
bar = {"data": {"values": [{"a": 1}]}, "mark": "bar", "encoding": {"x": {"field": "a"}}}
assert vl_convert.vegalite_to_svg(bar).startswith("<svg")
assert run("reverse", b"abc", "!") == b"cba!"
print("drawn and bounded")
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a root with the units where install.md puts them, and the programs they name."""
    root = tmp_path_factory.mktemp("root")
    folder = root / "etc/systemd/system"
    shutil.copytree(UNITS, folder)
    for name in ("vecu.service.d", "vecu-.service.d"):
        (folder / name).mkdir()
        shutil.copy(folder / "hardening.conf", folder / name)
    for program in ("opt/vecu/.venv/bin/python", "usr/bin/find", "usr/bin/curl", "usr/bin/logger"):
        (root / program).parent.mkdir(parents=True, exist_ok=True)
        (root / program).write_text("#!/bin/sh\n")
        (root / program).chmod(0o755)
    for path in Path("/usr/lib/systemd/system").glob("*.target"):
        target = root / "usr/lib/systemd/system" / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    return root


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["/usr/bin/systemd-analyze", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_systemd_finds_no_fault_in_the_units(installed):
    names = [
        path.name for path in (installed / "etc/systemd/system").glob("vecu*.*r*") if path.is_file()
    ]
    done = analyze("verify", "--recursive-errors=yes", "--man=no", f"--root={installed}", *names)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_exposes_little_and_would_expose_much_without_the_drop_in(name, installed):
    command = ("security", "--offline=true", f"--threshold={MOST_EXPOSURE}")
    done = analyze(*command, str(installed / "etc/systemd/system" / name))
    assert done.returncode == 0, done.stdout
    assert analyze(*command, str(UNITS / name)).returncode == 1


def list_calls(group: str) -> set[str]:
    """Return the system calls of a group, with those of the groups that it names."""
    lines = analyze("syscall-filter", group).stdout.splitlines()
    words = {line.strip() for line in lines[1:] if line.startswith(" ") and "#" not in line}
    inner = {word for word in words if word.startswith("@")}
    return (words - inner).union(*map(list_calls, inner))


def filter_calls(allowed: set[str]) -> None:
    """Refuse all other system calls of this process and its children, as systemd does."""
    seccomp = ctypes.CDLL("libseccomp.so.2")
    seccomp.seccomp_init.restype = ctypes.c_void_p
    rules = ctypes.c_void_p(seccomp.seccomp_init(ctypes.c_uint32(REFUSE_WITH_EPERM)))
    for name in allowed:
        number = seccomp.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:
            seccomp.seccomp_rule_add(rules, ctypes.c_uint32(ALLOW), number, 0)
    if seccomp.seccomp_load(rules):
        raise OSError("the filter could not be loaded")


def test_charts_are_drawn_and_children_bounded_under_the_filter_of_the_units():
    """The filter is loaded without systemd, of the groups that the drop-in names."""
    drop_in = (UNITS / "hardening.conf").read_text()
    assert "SystemCallFilter=@system-service\nSystemCallFilter=~@privileged\n" in drop_in
    allowed = list_calls("@system-service") - list_calls("@privileged")
    assert "setrlimit" in allowed
    assert "mount" not in allowed
    done = subprocess.run(
        [sys.executable, "-c", WORK],
        cwd=UNITS.parents[1],
        preexec_fn=lambda: filter_calls(allowed),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "drawn and bounded\n"), done.stderr
