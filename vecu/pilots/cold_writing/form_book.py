"""The forms and their fields, read from `forms.toml`: what each may hold, from what, by which rule.

A field without a closed type, a source and a rule is not cold, whatever a position says of it.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from vecu.pilots.interface import Words
from vecu.writings import ClosedType, WritingSort

DATA = Path(__file__).with_name("data")
PAPERS = "papers"


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form: `part` is that of the kind of writing on which positions are taken.

    `source` is the kind of paper on which it rests, `rule` the name of a pure function, both ""
    where no rule fills it. `word` is the one of the list that the field is made of.
    """

    key: str
    part: str
    sort: WritingSort
    name: Words
    section: str = ""
    type: ClosedType | None = None
    source: str = ""
    rule: str = ""
    word: str = ""
    options: Mapping[str, Words] = field(default_factory=dict)
    least: int = 0
    most: int = 9_999
    unit: str = ""
    outline: Words = field(default_factory=dict)

    @property
    def may_be_cold(self) -> bool:
        """Whether a rule fills it, so that it can be cold at all."""
        return self.type is not None and bool(self.rule)

    @property
    def may_be_corrected(self) -> bool:
        """Whether a person writes another value: what is computed follows from its lines."""
        return self.may_be_cold and self.type is not ClosedType.COMPUTED


@dataclass(frozen=True, slots=True)
class FormSection:
    """Fields that stand under one title."""

    key: str
    title: Words


@dataclass(frozen=True, slots=True)
class FormDescription:
    """A form: the kind of writing that it is, its sections, and its fields in their order."""

    key: str
    writing: str
    title: Words
    edition: Words
    sections: Sequence[FormSection]
    fields: Sequence[FormField]

    @property
    def file(self) -> Path:
        """The form as a PDF, to be filled."""
        return DATA / f"{self.key}.pdf"


@dataclass(frozen=True, slots=True)
class FormBook:
    """All forms, and the words of rules, papers and lists."""

    forms: Sequence[FormDescription]
    rules: Mapping[str, Words]
    papers: Mapping[str, Words]

    def get_form(self, key: str) -> FormDescription:
        """Return a form; raise `LookupError`."""
        return next(iter(each for each in self.forms if each.key == key))


@lru_cache
def load_form_book(folder: Path = DATA) -> FormBook:
    """Return the forms of a folder; raise `KeyError` for a name that the file does not explain."""
    stored = tomllib.loads((folder / "forms.toml").read_text("utf-8"))
    forms = tuple(_read_form(table, stored) for table in stored["forms"])
    return FormBook(forms, stored["rules"], stored[PAPERS])


def _read_form(table: Mapping[str, Any], stored: Mapping[str, Any]) -> FormDescription:
    fields = tuple(each for one in table["fields"] for each in _iter_fields(one, stored))
    sections = tuple(FormSection(one["key"], _pick_names(one)) for one in table["sections"])
    named = {one.key for one in sections}
    if unknown := {each.section for each in fields if each.section} - named:
        raise KeyError(f"forms.toml, {table['key']}: no section {sorted(unknown)}")
    return FormDescription(
        table["key"], table["writing"], table["title"], table["edition"], sections, fields
    )


def _iter_fields(table: Mapping[str, Any], stored: Mapping[str, Any]) -> Iterator[FormField]:
    """Yield the field of a table, or with `each` one for every word of the list."""
    if "each" not in table:
        yield _read_field(table, stored, table["key"], _pick_names(table))
        return
    for word, names in stored["lists"][table["each"]].items():
        key = f"{table['each']}_{word}"
        yield _read_field({"source": word, **table, "word": word}, stored, key, names)


def _read_field(
    table: Mapping[str, Any], stored: Mapping[str, Any], key: str, names: Words
) -> FormField:
    closed = ClosedType(table["type"]) if "type" in table else None
    source = table.get("source", "")
    if source == PAPERS:
        source = table["word"]
    for name, known in ((source, PAPERS), (table.get("rule", ""), "rules")):
        if name and name not in stored[known]:
            raise KeyError(f"forms.toml, {key}: “{name}” is not among its {known}")
    return FormField(
        key=key,
        part=table["part"],
        sort=WritingSort(table.get("sort", WritingSort.COLD)),
        name=names,
        section=table.get("section", ""),
        type=closed,
        source=source,
        rule=table.get("rule", ""),
        word=table.get("word", ""),
        options=stored["lists"][table["list"]] if "list" in table else {},
        least=table.get("least", 0),
        most=table.get("most", 9_999),
        unit=table.get("unit", "€" if closed is ClosedType.AMOUNT else ""),
        outline=table.get("outline", {}),
    )


def _pick_names(table: Mapping[str, Any]) -> Words:
    return {code: table[code] for code in ("fr", "en")}
