"""`./run bench mutate_files [FOLDER [SECONDS [SEED]]]`: look for files that crash their reader.

Small .sav and .dta files are changed at random, each by its own seed, and read in processes of 200
files. What ends such a process by a signal is written to the folder, named by its seed. `read` are
all files, `crashed` those. On 2026-11-27 ReadStat, in pyreadstat 1.3.7, was ended by 28 of 10,317
files, all of them .sav.
"""

import gzip
import os
import resource
import tempfile
import time
from pathlib import Path
from random import Random

import pyreadstat
from pandas import DataFrame

from bench._benchmark import ARGUMENTS, report, size

BATCH = size(200, 5)
USUAL = size(("crashed_files", "600", "0"), (tempfile.gettempdir(), "0", "0"))
NUMBERS = (-1, 0, 1, 2, 3, 4, 7, 8, 11, 13, 14, 16, 20, 21, 255, 256, 999, 65535, 10**6, 2**31 - 1)
DTA = (8, 10, 12, 13, 14, 15)
MEMORY = 2_000_000_000


def write_samples(folder: Path) -> dict[str, bytes]:
    """Return a small file of each kind: numbers, texts, labels, missing values, notes."""
    columns = {f"q{i}": [float(i * row % 7) for row in range(20)] for i in range(8)}
    columns |= {"name": ["Anna", "Bo"] * 10, "a_name_of_some_length": ["y" * 100, "z"] * 10}
    rows, labels = DataFrame(columns), [f"Label of {name}" for name in columns]
    kinds = ({}, {"compress": True}, {"row_compress": True})
    values = {f"q{i}": {float(code): f"value {code}" for code in range(7)} for i in range(8)}
    values |= {"name": {"Anna": "Anna of the works"}, "a_name_of_some_length": {"z": "zed"}}
    missing = {f"q{i}": [{"lo": -9, "hi": -1}, 6.0] for i in range(4)} | {"name": ["Bo"]}
    for number, kind in enumerate(kinds):
        pyreadstat.write_sav(
            rows, folder / f"{number}.sav", column_labels=labels, variable_value_labels=values,
            missing_ranges=missing, note=["a note", "more"], **kind,
        )  # fmt: skip
    values = {f"q{i}": {code: f"value {code}" for code in range(7)} for i in range(8)}
    for version in DTA:
        pyreadstat.write_dta(
            rows, folder / f"{version}.dta", version=version, column_labels=labels,
            variable_value_labels=values, missing_user_values={"q1": ["a"]},
        )  # fmt: skip
    made = {file.name: bytearray(file.read_bytes()) for file in sorted(folder.iterdir())}
    for name, content in made.items():
        if name.endswith(".sav"):
            content[92:109] = b"27 Nov 2600:00:00"  # it holds when it was written
    return {name: bytes(content) for name, content in made.items()}


def mutate(samples: dict[str, bytes], seed: int) -> tuple[str, bytes]:
    """Return a sample, and its bytes after one to five changes."""
    random = Random(seed)
    name = random.choice([*samples])
    content = bytearray(samples[name])
    for _change in range(random.choice((1, 1, 1, 2, 2, 3, 5))):
        at = random.randrange(len(content))
        match random.randrange(6):
            case 0:
                content[at] = random.randrange(256)
            case 1 | 2 | 3:
                at &= ~3
                number = random.choice(NUMBERS) & 0xFFFFFFFF
                content[at : at + 4] = number.to_bytes(4, "little")
            case 4:
                del content[at : at + random.choice((1, 4, 8, 16, 50))]
            case 5:
                source, length = random.randrange(len(content)), random.choice((4, 8, 16, 200))
                content[at:at] = content[source : source + length]
    return name, bytes(content)


def read(path: Path, name: str) -> None:
    """Read a file as an import does; what is only refused is of no interest."""
    reader = pyreadstat.read_sav if name.endswith(".sav") else pyreadstat.read_dta
    try:
        for options in ({"metadataonly": True}, {"row_limit": 10_000}):
            reader(
                path, user_missing=True, output_format="dict",
                disable_datetime_conversion=True, **options,
            )  # fmt: skip
    except Exception:  # noqa: S110 - see above
        pass


def read_batch(samples: dict[str, bytes], first: int, path: Path) -> tuple[int, int]:
    """Read files in a process of its own; return the last seed, and the signal that ended it."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        for seed in range(first, first + BATCH):
            os.write(writer, seed.to_bytes(8, "little"))
            name, content = mutate(samples, seed)
            path.write_bytes(content)
            read(path, name)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as seeds:
        last = int.from_bytes(seeds.read()[-8:], "little")
    _child, status = os.waitpid(child, 0)
    return last, os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def search(folder: Path, seed: int, seconds: float) -> dict[str, int]:
    """Write each file that ends its reader to a folder; return how many were read, and crashed."""
    with tempfile.TemporaryDirectory() as temporary:
        samples, path = write_samples(Path(temporary)), Path(temporary) / "mutated"
        first, until, crashed = seed, time.monotonic() + seconds, 0
        while seed == first or time.monotonic() < until:
            last, signal = read_batch(samples, seed, path)
            if signal:
                crashed += 1
                name, content = mutate(samples, last)
                print(f"{last}: {name} ends its reader by signal {signal}.")
                to = folder / f"{last}.{name.rpartition('.')[2]}.gz"
                folder.mkdir(exist_ok=True)
                to.write_bytes(gzip.compress(content, mtime=0))
            seed = last + 1
    return {"read": seed - first, "crashed": crashed}


def main() -> None:
    folder, seconds, seed = (*ARGUMENTS, *USUAL[len(ARGUMENTS) :])
    report(search(Path(folder), int(seed), int(seconds)))


if __name__ == "__main__":
    main()
