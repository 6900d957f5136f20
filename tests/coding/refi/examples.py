"""A small coded study, and hand-made files as other programs write them."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from vecu.coding.refi import (
    RefiAdjudication,
    RefiCase,
    RefiCode,
    RefiCoding,
    RefiNote,
    RefiProject,
    RefiReadResult,
    RefiSet,
    RefiSource,
    RefiUser,
    RefiVariable,
    RefiVariableKind,
    read_project,
    write_project,
)
from vecu.coding.rules import CoderKind
from vecu.coding.spans import TextSpan

SCHEMAS = Path(__file__).resolve().parents[3] / "vendor" / "refi-qda"
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def guid(number: int) -> UUID:
    """Return a GUID that is easy to recognise."""
    return UUID(int=number)


ADA, MACHINE, EVE = guid(1), guid(2), guid(3)
PRACTICES, EXAMPLES, CHECKS = guid(11), guid(12), guid(13)
STORY, TASK = guid(21), guid(22)
LIMIT = guid(31)
TEXT = "Je lui donne un exemple 🙂\nPuis je relis tout."
EXAMPLE = TextSpan(13, 23)
"""“un exemple”"""


def study() -> RefiProject:
    """Return one story of two answers, coded by a person and a machine, with everything else."""
    first = RefiCoding(guid(41), EXAMPLES, ADA, EXAMPLE, NOON)
    second = RefiCoding(guid(42), CHECKS, ADA, None)
    machine = RefiCoding(guid(43), EXAMPLES, MACHINE, EXAMPLE)
    return RefiProject(
        "Témoignages <2026>",
        users=(RefiUser(ADA, "Ada"), RefiUser(MACHINE, "Suggester 1.2", CoderKind.MACHINE)),
        codes=(
            RefiCode(PRACTICES, "Practices", codable=False),
            RefiCode(
                EXAMPLES,
                'Give an "example" & more',
                PRACTICES,
                "#2a6f4e",
                definition="Shows the AI what is wanted.",
                use_when="The example is the person’s own.",
                not_when="It is only described.",
                examples="« Voici un courrier type. »\n« Comme l’an dernier. »",
            ),
            RefiCode(CHECKS, "Check", PRACTICES, "#B00020", definition="Reads it again."),
        ),
        sets=(RefiSet(guid(51), "Give a text", "A practice.", (EXAMPLES,), (STORY,), (guid(61),)),),
        variables=(
            RefiVariable(guid(71), "How repetitive?", RefiVariableKind.TEXT, "Of the task."),
            RefiVariable(guid(72), "Goes on?", RefiVariableKind.BOOLEAN),
            RefiVariable(guid(73), "Hours", RefiVariableKind.INTEGER),
            RefiVariable(guid(74), "Share", RefiVariableKind.FLOAT),
            RefiVariable(guid(75), "Since", RefiVariableKind.DATE),
            RefiVariable(guid(76), "Told at", RefiVariableKind.DATETIME),
        ),
        cases=(
            RefiCase(
                guid(81),
                "Story 1",
                (STORY, TASK),
                {
                    guid(71): "rather <creative>",
                    guid(72): True,
                    guid(73): -3,
                    guid(74): Decimal("0.25"),
                    guid(75): date(2023, 1, 31),
                    guid(76): NOON,
                },
                "One person, one task.",
            ),
        ),
        sources=(
            RefiSource(STORY, "Story 1, strategies", TEXT, (first, second, machine)),
            RefiSource(
                TASK, "Story 1, task", "Écrire des courriers", description="In their words."
            ),
        ),
        notes=(
            RefiNote(guid(61), "An example?\nAsk Eve.", "Doubt", ADA, NOON, frozenset({guid(41)})),
            RefiNote(
                guid(62), "Too broad.", "On checks", ADA, NOON, frozenset({CHECKS, PRACTICES})
            ),
            RefiNote(guid(63), "Short.", "On the text", ADA, NOON, frozenset({TASK})),
            RefiNote(
                guid(64), "A smile.", "On a place", ADA, NOON, frozenset({STORY}), TextSpan(24, 25)
            ),
            RefiNote(guid(65), "We began in November.", "Diary", ADA, NOON),
        ),
        rulings=(
            RefiAdjudication(STORY, EXAMPLES, True, "Eve", "They do.", NOON),
            RefiAdjudication(STORY, CHECKS, False),
        ),
        description="What people did with ChatGPT.",
        origin="Vécu 0.1.0",
        at=NOON,
    )


def written(project: RefiProject, language: str = "en") -> bytes:
    out = io.BytesIO()
    write_project(out, project, language=language)
    return out.getvalue()


def read(content: bytes) -> RefiReadResult:
    return read_project(io.BytesIO(content))


def entries(content: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(content)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def archive(project: str, name: str = "project.qde", **files: str | bytes) -> bytes:
    """Return a hand-made .qdpx; files are in `sources/` unless their names have a folder."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as zipped:
        zipped.writestr(name, project)
        for file, content in files.items():
            zipped.writestr(file if "/" in file else f"sources/{file}", content)
    return out.getvalue()


def problems(document: bytes, schema: str = "Project.xsd") -> list[str]:
    """Return the schema violations, in lxml's words."""
    validator = etree.XMLSchema(etree.parse(SCHEMAS / schema))
    tree = etree.fromstring(document).getroottree()
    return [] if validator.validate(tree) else [str(error) for error in validator.error_log]


def quotations(found: RefiReadResult) -> dict[UUID, str]:
    """Return the words of each coding."""
    return {
        coding.guid: source.text[coding.span.start : coding.span.end]
        if coding.span
        else source.text
        for source in found.project.sources
        for coding in source.codings
    }
