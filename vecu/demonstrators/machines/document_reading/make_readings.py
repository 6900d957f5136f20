"""Draw the sheets, wear them, and have tesseract read each once; needs `tesseract` with `fra`.

    python -m vecu.demonstrators.machines.document_reading.make_readings --date 2026-11-28

writes the pictures and `readings.json`. With `--check` nothing is written: the sheets are drawn
and read again, and what differs from the frozen readings is named. With `--seeds 1 2 3` the sheets
are worn anew, read, and counted in `other_seeds.json`.
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from vecu.demonstrators.machines.document_reading.fields import (
    FIELDS,
    ReadWord,
    find_fields,
    is_right,
)
from vecu.demonstrators.machines.document_reading.png import Picture, read_png, write_png
from vecu.demonstrators.machines.document_reading.sheets import (
    FONTS,
    draw,
    list_payslips,
    list_places,
)
from vecu.demonstrators.machines.document_reading.wear import WEAR

SEED = 2026
READ = ("tesseract", "-", "-", "-l", "fra", "--dpi", "150", "--psm", "6", "tsv")
"""A sheet is one block of text (`--psm 6`): chosen on seed 1."""
READINGS, OTHER_SEEDS = (
    Path(__file__).with_name(f"{each}.json") for each in ("readings", "other_seeds")
)
PICTURES = Path(__file__).parents[2] / "static" / "demonstrators" / "document_reading"
_SHORT_LIST = re.compile(r"\[\s+([^\[\]{}]+?|\d+,\s+\[[^\[\]]+\][^\[\]{}]+?)\s+\](?=[,\s])")
_WORD = 5
"""The level of words among the lines of tesseract's TSV."""


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks for; return its exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--date", help="of the reading, as 2026-11-28")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--seeds", type=int, nargs="+", default=[])
    options = parser.parse_args(arguments)
    if options.seeds:
        counts = [count_right(seed) for seed in options.seeds]
        OTHER_SEEDS.write_text(json.dumps(counts, indent=1) + "\n", "utf-8")
    if options.check:
        return check_frozen()
    if options.date:
        freeze(options.date)
    return 0


def freeze(date: str) -> None:
    """Write the pictures and what was read in them."""
    PICTURES.mkdir(exist_ok=True)
    sheets, pictures = read_all(SEED)
    for sheet, picture in zip(sheets, pictures, strict=True):
        (PICTURES / sheet["picture"]).write_bytes(picture)
    version = subprocess.run((*READ[:1], "--version"), capture_output=True, check=True, text=True)  # noqa: S603 - no shell
    frozen = {
        "tool": version.stdout.splitlines()[0],
        "command": " ".join(READ),
        "date": date,
        "seed": SEED,
        "sheets": sheets,
    }
    READINGS.write_text(_write_json(frozen), "utf-8")


def _write_json(frozen: Mapping[str, Any]) -> str:
    """Write what is frozen with one word a line."""
    text = json.dumps(frozen, ensure_ascii=False, indent=1)
    for _ in range(2):
        text = _SHORT_LIST.sub(lambda found: "[" + re.sub(r"\s*\n\s*", " ", found[1]) + "]", text)
    return text + "\n"


def check_frozen() -> int:
    """Draw and read again; name each sheet that is not as it was frozen."""
    frozen = json.loads(READINGS.read_text("utf-8"))["sheets"]
    again = json.loads(json.dumps(read_all(SEED)[0]))
    differing = [a["key"] for a, b in zip(frozen, again, strict=True) if a != b]
    print(f"{len(frozen) - len(differing)} of {len(frozen)} sheets as frozen", *differing)  # noqa: T201 - a command's answer
    return bool(differing)


def count_right(seed: int) -> dict[str, int]:
    """Count over the sheets of another seed what is right."""
    right = [sum(_is_right(sheet, key) for key in FIELDS) for sheet in read_all(seed)[0]]
    faultless = sum(each == len(FIELDS) for each in right)
    return {"seed": seed, "right": sum(right), "sheets_without_error": faultless}


def _is_right(sheet: Mapping[str, Any], key: str) -> bool:
    words = [ReadWord(line, tuple(box), sure, text) for line, box, sure, text in sheet["words"]]
    found = find_fields(words).get(key)
    return found is not None and is_right(sheet["truth"][key], found.text)


def read_all(seed: int) -> tuple[list[dict[str, Any]], list[bytes]]:
    """Return for each sheet what was written, what was read and where; and the pictures."""
    sheets, pictures = [], []
    for number, (drawn, (key, (wear, bits))) in enumerate(
        zip(_draw_all(), WEAR.items(), strict=True)
    ):
        worn = wear(drawn, np.random.default_rng([seed, number]))
        picture = write_png(worn.picture, bits)
        payslip = list_payslips()[number]
        texts, places = payslip.list_texts(), list_places(payslip)
        sheets.append(
            {
                "key": key,
                "picture": f"{key}.png",
                "sha256": hashlib.sha256(picture).hexdigest(),
                "size": worn.picture.shape[::-1],
                "truth": {field: texts[field] for field in FIELDS},
                "places": {field: worn.place(places[field]) for field in FIELDS},
                "words": _read(picture),
            }
        )
        pictures.append(picture)
    return sheets, pictures


@lru_cache
def _draw_all() -> Sequence[Picture]:
    return [
        read_png(draw(payslip, FONTS[number % len(FONTS)]))
        for number, payslip in enumerate(list_payslips())
    ]


def _read(picture: bytes) -> list[tuple[int, tuple[int, ...], float, str]]:
    """Return the words of a picture: line, box, confidence and text of each."""
    read = subprocess.run(READ, input=picture, capture_output=True, check=True)  # noqa: S603 - no shell
    lines: dict[tuple[str, ...], int] = {}
    words = []
    for row in read.stdout.decode().splitlines()[1:]:
        cells = row.split("\t")
        if int(cells[0]) == _WORD and cells[11].strip():
            line = lines.setdefault(tuple(cells[2:5]), len(lines))
            box = tuple(int(cell) for cell in cells[6:10])
            words.append((line, box, round(float(cells[10]), 1), cells[11]))
    return words


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
