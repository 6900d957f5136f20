"""The shell blocks of a guide, which tests follow to the letter."""

import re
from collections.abc import Mapping
from pathlib import Path

GUIDES = Path(__file__).parents[1] / "docs/how-to"


def list_shell_blocks(guide: str) -> list[str]:
    """Return the blocks of a guide that a shell runs, in order."""
    text = (GUIDES / f"{guide}.md").read_text(encoding="utf-8")
    return re.findall(r"^```sh\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)


def replace_words(blocks: list[str], changes: Mapping[str, str]) -> list[str]:
    """Return blocks with what differs where a test follows them; each change must apply."""
    joined = "\0".join(blocks)
    for before, after in changes.items():
        if before not in joined:
            raise ValueError(f"The guide does not say {before!r} any more.")
        joined = joined.replace(before, after)
    return joined.split("\0")
