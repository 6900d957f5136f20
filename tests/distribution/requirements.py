"""What the program stands on: the packages of a list of requirements, and their licences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")


@dataclass(frozen=True, slots=True)
class PinnedPackage:
    """A package as the list pins it, with the SHA-256 of each of its files."""

    name: str
    version: str
    hashes: tuple[str, ...]

    @property
    def installed(self) -> Distribution | None:
        """The package in this environment, None where this system does not need it."""
        try:
            return distribution(self.name)
        except PackageNotFoundError:
            return None

    @property
    def licence(self) -> str:
        """What the package itself says, '' where it is not installed or says nothing."""
        found = self.installed
        if found is None:
            return ""
        fields = {
            name: found.metadata.get_all(name) or [""]
            for name in ("License-Expression", "License", "Classifier")
        }
        classified = [
            each.rpartition(" :: ")[2]
            for each in fields["Classifier"]
            if each.startswith("License ::") and each != "License :: OSI Approved"
        ]
        first_line = fields["License"][0].strip().partition("\n")[0]
        return str(fields["License-Expression"][0] or " and ".join(classified) or first_line)


def iter_packages(file: Path = ROOT / "requirements.txt") -> Iterator[PinnedPackage]:
    """Yield the packages of a list, in its order."""
    for entry in re.split(r"\n(?=\S)", file.read_text("utf-8")):
        if pinned := _PINNED.match(entry):
            name, version = pinned.groups()
            yield PinnedPackage(name, version, tuple(re.findall(r"sha256:([0-9a-f]{64})", entry)))
