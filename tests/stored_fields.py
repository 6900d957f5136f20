"""Make the page of stored fields from their words: `python -m tests.stored_fields`.

The words are in stored_fields.toml, one line for a column or for several that belong together. A
test holds docs/reference/stored-fields.md to what this makes, and the words to the models.
"""

import tomllib
from pathlib import Path

WORDS = Path(__file__).with_suffix(".toml")
PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "stored-fields.md"

Tables = dict[str, dict[str, str]]  # of each model the words by column, or by columns

HEAD = """\
# Stored fields

<!-- Written by `python -m tests.stored_fields` from tests/stored_fields.toml. -->

What each column of each table holds, so that you can judge what it could tell of a person. What
follows from it, and what it does not protect from, is in [privacy](../explanation/privacy.md). A
test compares this page with the models.

Django's own tables beside these hold staff sessions (12 hours from signing in), background tasks
(each names a run of the machine, nothing else), and names of permissions and migrations.
"""


def read_parts() -> dict[str, Tables]:
    """Return what is stored by part of the page."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def list_columns() -> dict[str, list[str]]:
    """Return the columns that have words, by model."""
    return {
        model: ", ".join(rows).split(", ")
        for tables in read_parts().values()
        for model, rows in tables.items()
    }


def build_page() -> str:
    return "\n".join([HEAD, *(write_part(*part) for part in read_parts().items())])


def write_part(title: str, tables: Tables) -> str:
    rows = [
        f"| {'' if number else f'`{model}`'} | `{columns.replace(', ', '`, `')}` | {words} |"
        for model, fields in tables.items()
        for number, (columns, words) in enumerate(fields.items())
    ]
    head = [f"## {title}\n", "| Table | Field | What it holds |", "| --- | --- | --- |"]
    return "\n".join([*head, *rows, ""])


if __name__ == "__main__":
    PAGE.write_text(build_page(), encoding="utf-8")
