"""`./run release KEY`: build the release into dist/, list its materials, sign and verify it.

KEY is a private key of OpenSSH. The same commit gives the same files, whoever builds it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from tests.distribution.requirements import ROOT, iter_packages
from tests.distribution.sbom import build_sbom
from tests.distribution.signature import sign, verify, write_sums
from vecu import __version__

USAGE = "Give the private key that signs: ./run release KEY (ssh-keygen -t ed25519 makes one)."


class ReleaseObstacle(Exception):
    """The tree is not what a release is made of; the message says why and what to do."""


def find_obstacle(version: str, address: str, changes: str) -> str:
    """Return what stands against a release, '' if nothing does."""
    if changes:
        return "There are changes that are not committed: commit them, or build in a fresh clone."
    if not version.replace(".", "").isdigit():
        return f"{version} is no version of a release: set it in vecu/__init__.py."
    if ".example" in address:
        return "publiccode.yml names no public address of the code yet: write it there."
    return ""


def build(source: Path, folder: Path) -> None:
    """Build wheel and sdist of the commit; their times are those of the commit."""
    stamp = _run_git(source, "log", "-1", "--format=%ct")
    command = [sys.executable, "-m", "build", "--no-isolation", "-o", str(folder), str(source)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": stamp, "PYTHONHASHSEED": "0"}
    subprocess.run(command, check=True, capture_output=True, env=environment)
    name = folder / f"vecu-{__version__}.cdx.json"
    name.write_text(build_sbom(__version__, iter_packages()), "utf-8")


def _run_git(source: Path, *arguments: str) -> str:
    git = subprocess.run(
        ["git", "-C", str(source), *arguments], check=True, capture_output=True, text=True
    )
    return git.stdout.strip()


def main(arguments: list[str]) -> int:
    """Make the release of this commit in dist/."""
    if len(arguments) != 1:
        print(USAGE, file=sys.stderr)
        return 2
    address = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))["url"]
    changes = _run_git(ROOT, "status", "--porcelain")
    if obstacle := find_obstacle(__version__, address, changes):
        print(obstacle, file=sys.stderr)
        return 2
    folder = ROOT / "dist"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    build(ROOT, folder)
    write_sums(folder)
    sign(folder, Path(arguments[0]).expanduser().resolve())
    if not verify(folder, folder / "allowed_signers"):
        print("The signature does not hold: nothing may be published from dist/.", file=sys.stderr)
        return 1
    print(f"Version {__version__} is in dist/, signed. Publish all files of this folder.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
