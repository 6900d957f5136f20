"""Members' form for the name and origin of an imported file, which everybody reads."""

from collections.abc import Mapping as Sent
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vecu.datasets.rules import MAX_ORIGIN, ImportSource
from vecu.ui.fields import Field


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A form of the Data page: a file with its name and origin, or with no id one to add.

    `open`: its fields are in view, because something is missing or wrong.
    """

    id: str
    source: ImportSource
    fields: tuple[Field, ...]
    open: bool


def build_source_fields(
    source: ImportSource, problems: Sent[str, str], suffix: str = ""
) -> list[Field]:
    """Return the fields for a file's name and origin; `suffix` sets those of several apart."""
    return [
        Field(
            f"origin{suffix}",
            "origin",
            _("Where do these answers come from?"),
            value=source.origin,
            hint=_(
                "Who asked whom, when and how. Everybody will read it beside each figure that is "
                "published from these answers. Name organisations, not people."
            ),
            problem=problems.get("origin", ""),
            multiline=True,
            limit=MAX_ORIGIN,
        ),
        Field(
            f"source{suffix}",
            "source",
            _("Name of the file"),
            value=source.name,
            hint=_(
                "Everybody will read it too. Change it if it names a person, or means nothing to "
                "others."
            ),
            problem=problems.get("source", ""),
        ),
    ]


def build_source_rows(
    files: Sent[str, ImportSource], typed: ImportSource, at: str | None, problems: Sent[str, str]
) -> list[SourceRow]:
    """Return the forms for files by id, the last one for a file that was not noted.

    `typed` was refused for the file `at`, with `problems`; None if nothing was typed.
    """
    rows = []
    for position, (file, stored) in enumerate(
        [*files.items(), ("", ImportSource("", ""))], start=1
    ):
        source = typed if file == at else stored
        fields = build_source_fields(source, problems if file == at else {}, f"-{position}")
        is_open = file == at or (not stored.origin if file else not files)
        rows.append(SourceRow(file, stored, tuple(fields), is_open))
    return rows


def read_source(sent: Sent[str, str]) -> ImportSource:
    """Return the submitted name and origin of a file, which may have `problems`."""
    return ImportSource.read(sent.get("source", ""), sent.get("origin", ""))


def say_source_problems(source: ImportSource, language: str) -> dict[str, str]:
    """Return what is wrong with a name and origin, by field, in a language."""
    return {field: problem.say(language) for field, problem in source.problems.items()}
