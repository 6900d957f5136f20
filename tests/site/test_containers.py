"""docs/how-to/install-containers.md, followed on this machine with Podman and no registry.

Images are built on a Debian that mmdebstrap makes, with the certificates of this machine. Needs
root, buildah, podman, podman-compose and mmdebstrap, which `./run test --slow` installs.
"""

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from resource import RLIMIT_NPROC, getrlimit
from threading import Event, Thread

import pytest

from bench._respondent import Wire
from tests.postgres import free_port
from tests.shell_blocks import list_shell_blocks, replace_words
from tests.site.namespaces import hold_namespace
from tests.site.visitor import OPEN_STUDY, PASSWORD, answer, connect

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
HOST = "enquete.exemple.fr"
COPIED = ("deploy", "locale", "vendor", "vecu")
HEALTHY = ("vecu_database_1", "vecu_web_1")
ONE_KIND_OF_CONTROL_GROUPS = "umount /sys/fs/cgroup/unified 2>/dev/null || true"
"""Where a machine mounts both kinds, podman refuses to run beside the second."""
DOCKER = """#!/bin/sh
[ "$1" = compose ] && shift && exec podman-compose --in-pod=false "$@"
exec podman "$@"
"""
WAIT = "for try in $(seq 90); do "
CERTIFICATE = (
    "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={host} "
    "-addext subjectAltName=DNS:{host} -keyout {folder}/key.pem -out {folder}/certificate.pem"
)
ACCOUNT = f"vecu member add anna --name Anna --password '{PASSWORD}'"
QUEUE = """
from uuid import uuid4
from vecu.coding.tasks import execute_run
print("task", execute_run.enqueue(str(uuid4())).id)
"""
DONE = (
    "from django_tasks_db.models import DBTaskResult as D; print(D.objects.get(id='{id}').status)"
)


@dataclass(frozen=True)
class ContainerMachine:
    """A folder with Podman's storage, a copy of `deploy/` and the certificate of the host."""

    inside: list[str]
    """How a command of the machine begins: networks of containers are mounts of a namespace."""
    folder: Path
    environment: dict[str, str]
    https: int
    http: int

    def run(self, script: str, *, status: int = 0) -> str:
        """Run a script in `deploy/` as the guide's reader; return what it wrote."""
        there = f"cd {self.folder}/clone/deploy\n"
        done = subprocess.run(
            [*self.inside, "sh", "-euc", there + script],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=900,
        )
        assert done.returncode == status, f"{script}\n{done.stdout}"
        return done.stdout

    def start(self, script: str) -> None:
        """Run what waits for health, which Podman asks for by a timer of systemd, here by us."""
        ready = Event()

        def ask() -> None:
            while not ready.wait(1):
                for name in HEALTHY:
                    self.run(f"podman healthcheck run {name} || true")

        asking = Thread(target=ask)
        asking.start()
        try:
            self.run(script)
            self.run(f"{WAIT}docker compose exec -T web vecu-health && exit; sleep 1; done; exit 1")
        finally:
            ready.set()
            asking.join()

    def wire(self) -> Wire:
        return connect(self.https, HOST, str(self.folder / "certificate.pem"))


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ContainerMachine]:
    """Yield a machine with the three images."""
    folder = tmp_path_factory.mktemp("containers")
    (folder / "bin").mkdir()
    (folder / "bin/docker").write_text(DOCKER)
    (folder / "bin/docker").chmod(0o755)
    processes = getrlimit(RLIMIT_NPROC)[1]
    (folder / "containers.conf").write_text(
        f'[containers]\ncgroups="disabled"\n'
        f'default_ulimits=["nofile=20000:20000", "nproc={processes}:{processes}"]\n'
    )
    (folder / "storage.conf").write_text(
        f'[storage]\ndriver="overlay"\ngraphroot="{folder}/storage"\nrunroot="{folder}/running"\n'
    )
    left = shutil.ignore_patterns("__pycache__", "vecu.env", "secrets", ".env")
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / "clone" / name, ignore=left)
    for name in (".dockerignore", "requirements.txt"):
        shutil.copy(ROOT / name, folder / "clone")
    https, http = free_port(), free_port()
    environment = {
        "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
        "HOME": str(folder),
        "CONTAINERS_CONF": str(folder / "containers.conf"),
        "CONTAINERS_STORAGE_CONF": str(folder / "storage.conf"),
        "BUILDAH_ISOLATION": "chroot",
        "PODMAN_IGNORE_CGROUPSV1_WARNING": "1",
        "BASE": "localhost/base:trixie",
        "HTTPS_PORT": str(https),
        "HTTP_PORT": str(http),
    }
    with hold_namespace(["mount"], ONE_KIND_OF_CONTROL_GROUPS) as inside:
        yield from build(ContainerMachine(inside, folder, environment, https, http))


def build(machine: ContainerMachine) -> Iterator[ContainerMachine]:
    """Make a Debian, build the images of it as the guide says, and remove all afterwards."""
    folder = machine.folder
    machine.run(CERTIFICATE.format(host=HOST, folder=folder))
    machine.run(
        "mmdebstrap --quiet --variant=minbase --include=ca-certificates,python3 "
        "--customize-hook='upload /etc/ssl/certs/ca-certificates.crt "
        f"/etc/ssl/certs/ca-certificates.crt' trixie {folder}/base.tar && "
        f"podman import {folder}/base.tar localhost/base:trixie && rm {folder}/base.tar"
    )
    try:
        machine.run("cd .. && " + list_shell_blocks("install-containers")[0])
        yield machine
    finally:
        machine.run("docker compose down --volumes || true; podman system reset --force || true")


@pytest.fixture(scope="module")
def guide(machine: ContainerMachine) -> list[str]:
    """Return the blocks after the first, with the certificate of this test."""
    changes = {
        "/etc/ssl/enquete.pem": str(machine.folder / "certificate.pem"),
        "/etc/ssl/enquete.key": str(machine.folder / "key.pem"),
        "vecu member add anna --name Anna": ACCOUNT,
        "docker compose exec web": "docker compose exec -T web",
        "lab-2026-11-24.dump": "$(docker compose exec -T web ls /var/backups/vecu | head -n 1)",
    }
    return replace_words(list_shell_blocks("install-containers")[1:], changes)


@pytest.fixture(scope="module")
def laboratory(machine: ContainerMachine, guide: list[str]) -> ContainerMachine:
    """Return the machine with a laboratory that runs, and an open study."""
    settings, certificate, start, health, account, *_rest = guide
    machine.run(settings + certificate)
    machine.start(start)
    assert machine.run(health).strip() == "ok"
    machine.run(account)
    machine.run(f"docker compose exec -T web sh -euc '{OPEN_STUDY}'")
    return machine


def count_answers(machine: ContainerMachine) -> str:
    return machine.run(
        "docker compose exec -T web vecu study list | grep -o '[0-9]* answer'"
    ).split()[0]


def test_without_a_volume_nothing_starts_and_the_message_says_what_to_mount(machine):
    run = "podman run --rm --network none"
    assert "--volume vecu-home:/var/lib/vecu" in machine.run(
        f"{run} localhost/vecu:0.3.0", status=2
    )
    in_memory = f"{run} --read-only --tmpfs /var/lib/vecu localhost/vecu:0.3.0"
    assert "Nothing was started" in machine.run(in_memory, status=2)
    (machine.folder / "others").mkdir()
    others = f"{run} --volume {machine.folder}/others:/var/lib/vecu localhost/vecu:0.3.0"
    assert "chown 10001:10001" in machine.run(others, status=2)
    assert "not on a volume" in machine.run(f"{run} localhost/vecu-database:0.3.0", status=2)
    assert "version" in machine.run(f"{run} localhost/vecu:0.3.0 --version")


def test_each_container_runs_without_root_without_a_capability_on_a_root_it_cannot_write(
    laboratory,
):
    users = {"web": 10001, "worker": 10001, "nightly": 10001, "database": 10002, "proxy": 33}
    for service, user in users.items():
        status = laboratory.run(f"docker compose exec -T {service} cat /proc/1/status")
        assert f"Uid:\t{user}\t{user}\t{user}\t{user}" in status
        assert "CapEff:\t0000000000000000" in status
        assert "NoNewPrivs:\t1" in status
        refused = f"docker compose exec -T {service} touch /usr/x /etc/x 2>&1 || true"
        assert laboratory.run(refused).count("Read-only file system") == 2
    tools = "command -v gcc cc make pip pip3 curl || true"
    assert not laboratory.run(f'docker compose exec -T web sh -c "{tools}"')


def test_only_the_laboratory_reaches_the_database_and_not_as_its_superuser(laboratory):
    ask = "docker compose exec -T web psql --host=/run/postgresql --dbname=vecu --username"
    assert "1 row" in laboratory.run(f"{ask}=vecu --command='select 1'")
    assert "Peer authentication failed" in laboratory.run(f"{ask}=postgres 2>&1", status=2)
    assert laboratory.run("docker compose exec -T database ls /sys/class/net").split() == ["lo"]


def test_answers_come_through_the_proxy_and_outlive_the_containers(laboratory, guide):
    """A backup of one answer is restored over two: the guide's last blocks."""
    plain = Wire(laboratory.http, HOST).request("GET", "/fr/", {})
    assert (plain.status, plain.header("Location")) == (301, f"https://{HOST}/fr/")
    answer(laboratory.wire(), "small")
    assert count_answers(laboratory) == "1"
    laboratory.run("podman kill --all")
    laboratory.start("docker compose up --detach")
    assert count_answers(laboratory) == "1"
    backup, restore = guide[5:]
    laboratory.run(f"{backup}test $(wc -c <secret_key) = 50")
    answer(laboratory.wire(), "small")
    assert count_answers(laboratory) == "2"
    laboratory.start(restore)
    assert count_answers(laboratory) == "1"


def test_the_worker_does_what_is_queued(laboratory):
    queued = laboratory.run(f"docker compose exec -T web vecu manage shell -c '{QUEUE}'")
    task = queued.rpartition("task ")[2].split()[0]
    ask = f'docker compose exec -T web vecu manage shell -v 0 -c "{DONE.format(id=task)}"'
    laboratory.run(f"{WAIT}{ask} | grep SUCCESSFUL && exit; sleep 1; done; exit 1")


def test_each_night_is_purged_before_it_is_backed_up_for_its_owner_alone(laboratory):
    """The clock of the loop is moved: it waits no time, and ends after one night."""
    night = "sed -e 's/tomorrow 00:30/now/' -e '/-delete/a exit' /usr/local/bin/vecu-nightly | sh"
    lines = laboratory.run(f'docker compose exec -T nightly sh -c "{night}"')
    assert lines.index("Deleted 0 answers") < lines.index("Wrote /var/backups/vecu/lab-")
    listed = laboratory.run("docker compose exec -T nightly stat -c %f /var/backups/vecu/lab-*")
    modes = {stat.S_IMODE(int(mode, 16)) for mode in listed.split()}
    assert modes == {0o600}


def test_staff_who_sign_in_are_limited_at_the_proxy_and_nobody_who_answers(laboratory):
    wire = laboratory.wire()
    statuses = [wire.request("GET", "/fr/sign-in/", {}).status for _try in range(40)]
    assert statuses[:20] == [200] * 20
    assert 429 in statuses
    assert {wire.request("GET", "/fr/take/small/", {}).status for _try in range(40)} == {200}


def test_no_container_logs_who_came_where_or_when(laboratory):
    laboratory.wire().request("GET", "/fr/take/small/?mark=remembered", {})
    laboratory.wire().request("GET", "/fr/no-such-page/", {})
    logs = laboratory.run(
        "for one in $(podman ps --format '{{.Names}}'); do podman logs $one 2>&1; done"
    )
    assert "Preparing the pages" in logs
    assert not [line for line in logs.splitlines() if "/fr/" in line or "10.89." in line]
