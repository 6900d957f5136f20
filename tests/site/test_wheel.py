"""The wheel is complete: it works in an empty environment."""

import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
import requests

from tests.postgres import free_port

ROOT = Path(__file__).resolve().parents[2]


def test_every_file_of_the_package_its_catalogues_and_what_it_serves_are_in_the_wheel(tmp_path):
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(tmp_path)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True)
    held = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())

    files = [path for path in (ROOT / "vecu").rglob("*") if path.is_file()]
    wanted = {str(path.relative_to(ROOT)) for path in files if "__pycache__" not in path.parts}
    wanted |= {
        "vecu/locale/fr/LC_MESSAGES/django.mo",
        "vecu/vendor/htmx/htmx.min.js",
        "vecu/vendor/atkinson-hyperlegible-next/LICENSE",
    }
    assert wanted - held == set()
    assert not [name for name in held if "axe.min.js" in name]


@pytest.mark.slow
def test_the_demonstration_runs_from_the_wheel_in_an_empty_environment(tmp_path):
    """With the packages that are pinned, in a folder that knows nothing of the clone."""
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(tmp_path)]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True)
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "env")], check=True)
    python = tmp_path / "env/bin/python"
    install = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    pinned = ["--require-hashes", "--only-binary", ":all:", "-r", ROOT / "requirements.txt"]
    subprocess.run([*install, *pinned], check=True)
    subprocess.run([*install, "--no-deps", next(tmp_path.glob("*.whl"))], check=True)

    place, port = tmp_path / "elsewhere", free_port()
    place.mkdir()
    environment = {"PATH": os.defpath, "HOME": str(place), "VECU_HOME": str(place / "home")}
    with (place / "log").open("wb") as log:
        server = subprocess.Popen(
            [tmp_path / "env/bin/vecu", "demo", "--address", f"127.0.0.1:{port}"],
            cwd=place, env=environment, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            pages = [wait_for(f"http://localhost:{port}/{path}", server) for path in PATHS]
        finally:
            server.terminate()
            server.wait(60)
    assert ["<h1>" in page or "<h1 " in page for page in pages] == [True] * len(PATHS), (
        place / "log"
    ).read_text()


PATHS = ("fr/", "fr/take/testimonies/", "en/sign-in/", "fr/accessibility/", "en/your-data/")


def wait_for(address: str, server: subprocess.Popen, seconds: int = 300) -> str:
    """Return a page once it is served; the server has first to invent its answers."""
    end = time.monotonic() + seconds
    while True:
        try:
            return requests.get(address, timeout=60).text
        except requests.ConnectionError:
            assert server.poll() is None, "the demonstration ended"
            assert time.monotonic() < end, "the demonstration did not start"
            time.sleep(1)
