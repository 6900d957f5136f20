"""Write a project as REFI-QDA 1.0: a .qdpx archive, equal bytes for equal projects.

    sources/<guid>.txt   each text and each memo, UTF-8, LF, no byte order mark
    vecu.json            what the standard has no element for
    project.qde          everything else

Sources stream: one at a time is in memory, and what project.qde says of it waits in a temporary
file, since an archive is written entry after entry.
"""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedWriter
from tempfile import SpooledTemporaryFile
from typing import IO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from vecu.coding.refi.errors import cannot_write
from vecu.coding.refi.model import RefiCase, RefiNote, RefiProject, RefiSource, RefiVariable, Value
from vecu.coding.refi.offsets import fit_text
from vecu.coding.refi.sidecar import NAME, write_sidecar
from vecu.coding.refi.values import write_moment, write_value
from vecu.coding.refi.writing.codebook import DECLARATION, ORIGIN, nest_codes, root_tag
from vecu.coding.refi.writing.markup import attributes, element, references, text_element
from vecu.coding.refi.writing.texts import AttachedMemos, text_source
from vecu.translation import gettext_noop

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The date of every entry, the earliest in ZIP, so that equal projects give equal bytes."""
_READABLE = 0o644 << 16
_UNIX = 3
_IN_MEMORY = 8_000_000
_BUFFER = 1 << 16
_MOST_REMEMBERED = 10_000


def write_project(out: IO[bytes], project: RefiProject, *, language: str = "en") -> None:
    """Write the project as a .qdpx file; headings of descriptions are in `language`.

    A code on a whole text is written as a selection of all of it: programs display selections, and
    some nothing else. Raise `CodebookCycle` when a code is its own descendant, and
    `ProjectNotWritten` when the project contradicts itself; discard what was written by then.
    """
    _Writer(out, project, language).write()


@dataclass
class _Writer:
    out: IO[bytes]
    project: RefiProject
    language: str
    written: set[UUID] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.pinned = AttachedMemos(self.project.notes)
        self.codes = {code.guid for code in self.project.codes}
        self.users = {None, *(user.guid for user in self.project.users)}

    def write(self) -> None:
        nested = "".join(nest_codes(self.project.codes, self.pinned.about, self.language))
        with (
            ZipFile(self.out, "w", ZIP_DEFLATED) as archive,
            SpooledTemporaryFile(_IN_MEMORY) as sources,
        ):
            for source in self.project.sources:
                sources.write(self._source(archive, source).encode())
            for note in self.project.notes:
                self._check_new(note.guid)
                self._check_known(note.by in self.users, note.name)
                _write_entry(archive, f"sources/{note.guid}.txt", fit_text(note.text))
            with _entry(archive, NAME) as entry:
                for piece in write_sidecar(self.project):
                    entry.write(piece.encode())
            with _entry(archive, "project.qde") as entry:
                for piece in self._before_sources(nested):
                    entry.write(piece.encode())
                self._copy(sources, entry)
                for piece in self._after_sources():
                    entry.write(piece.encode())

    def _source(self, archive: ZipFile, source: RefiSource) -> str:
        self._check_new(source.guid)
        for coding in source.codings:
            known = coding.code in self.codes and coding.coder in self.users
            self._check_known(known, source.name)
        _write_entry(archive, f"sources/{source.guid}.txt", fit_text(source.text))
        return text_source(source, self.pinned)

    def _check_known(self, known: bool, name: str) -> None:  # noqa: FBT001 - a finding
        if not known:
            raise cannot_write(
                gettext_noop(
                    "“%(name)s” is coded or written by somebody, or with a code, not in the"
                    " project."
                ),
                name=name,
            )

    def _check_new(self, guid: UUID) -> None:
        if guid in self.written:
            raise cannot_write(
                gettext_noop("Two texts or memos have the same identifier (%(guid)s)."), guid=guid
            )
        self.written.add(guid)

    def _before_sources(self, codes: str) -> Iterator[str]:
        project = self.project
        yield DECLARATION + root_tag("Project", "Project")
        yield attributes(
            name=project.name,
            origin=project.origin or ORIGIN,
            creationDateTime=write_moment(project.at) if project.at else None,
        )
        yield ">\n"
        users = (element("User", attributes(guid=u.guid, name=u.name)) for u in project.users)
        yield from _within("Users", users)
        yield f"<CodeBook><Codes>\n{codes}</Codes></CodeBook>\n" if codes else ""
        variables = (
            element(
                "Variable",
                attributes(guid=each.guid, name=each.name, typeOfVariable=each.kind.value),
                text_element("Description", each.description),
            )
            for each in project.variables
        )
        yield from _within("Variables", variables)
        values = _Values(project.variables)
        yield from _within("Cases", (_case(case, values) for case in project.cases))

    def _copy(self, sources: IO[bytes], entry: IO[bytes]) -> None:
        if sources.tell():
            sources.seek(0)
            entry.write(b"<Sources>\n")
            shutil.copyfileobj(sources, entry, _BUFFER)
            entry.write(b"</Sources>\n")

    def _after_sources(self) -> Iterator[str]:
        project = self.project
        yield from _within("Notes", (self._note(note) for note in project.notes))
        groups = (
            element(
                "Set",
                attributes(guid=each.guid, name=each.name),
                text_element("Description", each.description)
                + references("MemberCode", each.codes)
                + references("MemberSource", each.sources)
                + references("MemberNote", each.notes),
            )
            for each in project.sets
        )
        yield from _within("Sets", groups)
        yield text_element("Description", project.description)
        yield references("NoteRef", self.pinned.left(self.codes))
        yield "</Project>\n"

    def _note(self, note: RefiNote) -> str:
        at = note.at or self.project.at
        return element(
            "Note",
            attributes(
                guid=note.guid,
                name=note.name or None,
                plainTextPath=f"internal://{note.guid}.txt",
                creatingUser=note.by,
                creationDateTime=write_moment(at) if at else None,
            ),
        )


def _within(name: str, pieces: Iterable[str]) -> Iterator[str]:
    """Yield the pieces inside an element, nothing if there are none: it may not be empty."""
    empty = True
    for piece in pieces:
        yield f"<{name}>\n{piece}\n" if empty else f"{piece}\n"
        empty = False
    if not empty:
        yield f"</{name}>\n"


class _Values(dict[tuple[UUID, Value, type], str]):
    """Cache of value elements: many cases have the same few.

    Keys include the type, as 1 and True are equal in Python.
    """

    def __init__(self, variables: Iterable[RefiVariable]) -> None:
        self._kinds = {variable.guid: variable.kind for variable in variables}

    def __missing__(self, key: tuple[UUID, Value, type]) -> str:
        variable, value, _type = key
        name, text = write_value(self._kinds[variable], value)
        inside = references("VariableRef", [variable]) + (text_element(name, text) or f"<{name}/>")
        made = element("VariableValue", "", inside)
        if len(self) < _MOST_REMEMBERED:
            self[key] = made
        return made

    def of(self, case: RefiCase) -> str:
        """Return the elements of all values of a case."""
        try:
            return "".join(
                [self[variable, each, type(each)] for variable, each in case.values.items()]
            )
        except KeyError as error:
            raise cannot_write(
                gettext_noop("Case “%(name)s” has a value of a variable not in the project."),
                name=case.name,
            ) from error


def _case(case: RefiCase, values: _Values) -> str:
    return element(
        "Case",
        attributes(guid=case.guid, name=case.name),
        text_element("Description", case.description)
        + values.of(case)
        + references("SourceRef", case.sources),
    )


def _info(name: str) -> ZipInfo:
    info = ZipInfo(name, _EARLIEST)
    info.compress_type, info.external_attr, info.create_system = ZIP_DEFLATED, _READABLE, _UNIX
    return info


def _write_entry(archive: ZipFile, name: str, text: str) -> None:
    archive.writestr(_info(name), text.encode())


@contextmanager
def _entry(archive: ZipFile, name: str) -> Iterator[IO[bytes]]:
    """Open an entry for writing in small pieces."""
    with archive.open(_info(name), "w") as entry, BufferedWriter(entry, _BUFFER) as buffered:
        yield buffered
