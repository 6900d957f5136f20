"""Give the promise a number: `python -m tests.promise_numbers --publish`.

Without `--publish` it says whether the texts in force are those of the number in force.
"""

import json
import sys
from hashlib import sha256
from pathlib import Path

from vecu.surveys.consent.versions import PROMISE_NUMBER, PUBLISHED, build_snapshot, read_snapshot

HOW_TO_MEND = (
    "The texts of the promise are no longer those of number {number}: answers keep that number, so "
    "its texts must stay as people read them. Give the promise a new number and keep the old text: "
    "run `python -m tests.promise_numbers --publish` and add the line that it prints to "
    "PROMISE_NUMBERS in vecu/surveys/consent/versions.py."
)


def digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


def publish(number: int, folder: Path = PUBLISHED) -> str:
    """Write the texts in force under a new number; return the line for `PROMISE_NUMBERS`."""
    file = folder / f"{number}.json"
    with file.open("x", encoding="utf-8") as out:  # an old number keeps its texts
        out.write(json.dumps(build_snapshot(), ensure_ascii=False, indent=1) + "\n")
    return f'        {number}: "{digest(file)}",'


def main() -> int:
    if read_snapshot(PROMISE_NUMBER) == build_snapshot():
        print(f"The texts in force are those of number {PROMISE_NUMBER}.")
        return 0
    if "--publish" not in sys.argv:
        print(HOW_TO_MEND.format(number=PROMISE_NUMBER))
        return 1
    print(publish(PROMISE_NUMBER + 1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
