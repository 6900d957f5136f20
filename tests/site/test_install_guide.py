"""docs/how-to/install.md, followed to the letter in an empty Debian that mmdebstrap makes.

It ends with a laboratory on PostgreSQL behind TLS of its own authority, a backup restored
elsewhere, and an upgrade. Steps that only systemd can do are done by unit_runner.py: it says how.
Needs root, mmdebstrap, openssl, and Debian's packages; `./run test --slow` installs what it can.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from socket import gethostname

import pytest

from tests.shell_blocks import list_shell_blocks, replace_words
from tests.site import unit_runner
from tests.site.namespaces import hold_namespace
from tests.site.visitor import OPEN_STUDY, PASSWORD

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
HOST = "enquete.exemple.fr"
ISOLATION = """
mount -t proc proc {root}/proc
mount --rbind /dev {root}/dev
ip link set lo up
"""
AUTHORITY = """
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=Ville' \
  -keyout authority.key -out authority.pem
openssl req -newkey rsa:2048 -nodes -subj /CN={host} -keyout enquete.key -out request.pem
printf 'subjectAltName=DNS:{host}' >names
openssl x509 -req -days 2 -in request.pem -CA authority.pem -CAkey authority.key \
  -CAcreateserial -extfile names -out enquete.pem
"""
READER = "%sudo ALL=(ALL) NOPASSWD: ALL\nvecu ALL=(ALL) NOPASSWD: ALL\n"
"""Who follows the guides may become others, also while being the user of the service."""
PATHS = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
PATIENTLY = "--retry 60 --retry-connrefused --retry-delay 1"
"""Systemd says when a service has started; its stand-in does not wait."""
COUNT = """
vecu manage shell -v 0 -c "from vecu.surveys.models import Answer; print(Answer.objects.count())"
"""
VECU = 'vecu() { /opt/vecu/.venv/bin/python -m vecu.site.cli "$@"; }\n'


@dataclass(frozen=True)
class EmptyMachine:
    """The root of a Debian, with processes and a network of its own."""

    root: Path
    inside: list[str]

    def run(self, script: str, *, network: bool = False) -> str:
        """Run a script in /opt/vecu, or with the network of this machine in /root."""
        enter = [each for each in self.inside if not (network and each == "--net")]
        first = "" if network else "cd /opt/vecu\n"
        clean = ["env", "-i", "HOME=/root", "LANG=C.UTF-8", f"PATH={PATHS}"]
        done = subprocess.run(
            [*enter, "chroot", str(self.root), *clean, "sh", "-euc", first + script],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            check=False,
            timeout=900,
        )
        assert done.returncode == 0, f"{script}\n{done.stdout}"
        return done.stdout

    def run_as_service(self, script: str) -> str:
        """Run a script as the user of the service, with its settings."""
        (self.root / "tmp/script").write_text(VECU + script)
        service = "systemd-run --uid=vecu --property=EnvironmentFile=/etc/vecu.env"
        return self.run(f"{service} --working-directory=/opt/vecu sh -eu /tmp/script")

    def answer(self) -> str:
        """Answer the study through the proxy; return the receipt code."""
        network = [each for each in self.inside if each not in {"--mount", "--pid"}]
        certificate = str(self.root / "etc/ssl/authority.pem")
        visit = [sys.executable, "-m", "tests.site.visitor", "443", HOST, certificate, "small"]
        done = subprocess.run(
            [*network, *visit], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmptyMachine]:
    """Yield an empty Debian with sudo, a name for its host, and where it gets the program."""
    root = tmp_path_factory.mktemp("machine") / "root"
    certificates = "/etc/ssl/certs/ca-certificates.crt"
    make = ["mmdebstrap", "--quiet", "--variant=minbase", "--include=sudo,ca-certificates"]
    upload = f"--customize-hook=upload {certificates} {certificates}"
    subprocess.run([*make, upload, "trixie", str(root)], check=True, capture_output=True)
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    (root / "etc/hosts").write_text(f"127.0.0.1 localhost {HOST} {gethostname()}\n")
    (root / "etc/sudoers.d/reader").write_text(READER)
    source = root / "srv/vecu.git"
    clone = ["/usr/bin/git", "clone", "--quiet", "--depth=1", f"file://{ROOT}", str(source)]
    subprocess.run(clone, check=True)
    subprocess.run(
        ["/bin/sh", "-euc", AUTHORITY.format(host=HOST)], cwd=root / "etc/ssl", check=True
    )
    for program in ("systemctl", "systemd-run"):
        shutil.copy(unit_runner.__file__, root / "usr/local/bin" / program)
        text = (root / "usr/local/bin" / program).read_text()
        (root / "usr/local/bin" / program).write_text(f"#!/usr/bin/python3\n{text}")
        (root / "usr/local/bin" / program).chmod(0o755)
    with hold_namespace(["mount", "pid", "net"], ISOLATION.format(root=root)) as inside:
        yield EmptyMachine(root, inside)


@pytest.fixture(scope="module")
def laboratory(machine: EmptyMachine) -> EmptyMachine:
    """Return the machine once the guide has been followed, with an open study."""
    changes = {
        "https://forge.exemple.fr/vecu.git": "file:///srv/vecu.git",
        "member add anna --name Anna": f"member add anna --name Anna --password '{PASSWORD}'",
    }
    program, *others = replace_words(list_shell_blocks("install"), changes)
    machine.run(f"export DEBIAN_FRONTEND=noninteractive\n{program}", network=True)
    machine.run("systemctl start postgresql")  # as its package does where systemd runs
    trust = "install -D -m 644 /etc/ssl/authority.pem /usr/local/share/ca-certificates/ville.crt"
    machine.run(f"{trust}\nupdate-ca-certificates")
    for block in others:
        machine.run(block.replace("curl --fail", f"curl {PATIENTLY} --fail"))
    machine.run_as_service(OPEN_STUDY)
    return machine


def test_the_laboratory_answers_behind_tls_and_people_answer_it(laboratory):
    assert laboratory.run(f"curl --fail --silent https://{HOST}/health/") == "ok\n"
    assert re.fullmatch(r"[A-Z0-9]{4}(-[A-Z0-9]{4}){2}", laboratory.answer())


def test_nothing_is_logged_of_who_came_and_nothing_is_readable_by_others(laboratory):
    laboratory.run(f"curl --silent https://{HOST}/fr/take/small/?mark=remembered")
    found = laboratory.run("grep -rl -e remembered -e 127.0.0.1 /var/log || true")
    assert not found
    files = laboratory.run("find /var/lib/vecu /var/backups/vecu /etc/vecu.env -perm /077")
    assert not files


def test_a_backup_is_restored_elsewhere_as_the_guide_says(laboratory):
    laboratory.answer()
    laboratory.run("systemctl start vecu-purge.service vecu-backup.service")
    laboratory.run("install -d -o vecu /somewhere/else && chown vecu /srv")
    copy_key, *rehearsal = list_shell_blocks("back-up")[1:5]
    restored = laboratory.run_as_service("\n".join([copy_key, *rehearsal, COUNT]))
    here = laboratory.run_as_service(COUNT)
    assert int(here) >= 1
    assert restored.splitlines()[-1] == here.strip()


def test_an_upgrade_keeps_what_was_answered(laboratory):
    before = laboratory.run_as_service(COUNT)
    source = laboratory.root / "srv/vecu.git"
    version = source / "vecu/__init__.py"
    version.write_text(re.sub(r'"0\.[^"]+"', '"0.3.0"', version.read_text()))
    commit = "git -c user.name=T -c user.email=t@example.org commit -qam 0.3.0 && git tag v0.3.0"
    subprocess.run(["/bin/sh", "-euc", commit], cwd=source, check=True)
    for block in list_shell_blocks("upgrade")[:3]:
        laboratory.run(block)
    assert "0.3.0" in laboratory.run_as_service("vecu --version")
    assert laboratory.run_as_service(COUNT) == before
    assert laboratory.run(f"curl --fail --silent https://{HOST}/health/") == "ok\n"
