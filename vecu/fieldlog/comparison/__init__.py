"""The comparing file: a draft and a signed text compared, in one file that cannot send. Pure.

It is never a page of the laboratory: it is handed over as a file, for an intranet or the disk of a
computer, with the SHA-256 by which everybody checks that it is this one. Scripts are inside, and
its own policy lets nothing else run and nothing leave; both languages are inside too.
"""

import base64
import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from vecu.typography import apply_typography

FILE_NAME = "vecu-comparer-compare.html"
_HERE = Path(__file__).parent


@cache
def build_file() -> bytes:
    """Return the file, the same bytes wherever this version runs."""
    words = {
        key: {language: apply_typography(text, language) for language, text in each.items()}
        for key, each in json.loads(_read("words.json")).items()
    }
    written = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    script = f'"use strict";const WORDS={written};\n{_read("diff.js")}{_read("page.js")}'
    style = _read("page.css")
    policy = (
        "default-src 'none'; connect-src 'none'; form-action 'none'; base-uri 'none';"
        f" script-src '{_hash_source(script)}'; style-src '{_hash_source(style)}'"
    )
    noscript = f"{words['script']['fr']} / {words['script']['en']}"
    page = _read("page.html")
    for name, text in (
        ("policy", policy), ("noscript", noscript), ("style", style), ("script", script),
    ):  # fmt: skip
        page = page.replace(f"{{{name}}}", text, 1)
    return page.encode()


@cache
def get_file_hash() -> str:
    """Return the SHA-256 of the file, as `sha256sum` and `certutil` print it."""
    return sha256(build_file()).hexdigest()


def _read(name: str) -> str:
    return (_HERE / name).read_text("utf-8")


def _hash_source(text: str) -> str:
    return f"sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}"
