"""The wheel is complete: it works in an empty environment."""

import subprocess
import sys
import zipfile
from pathlib import Path

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
