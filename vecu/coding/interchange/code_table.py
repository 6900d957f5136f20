"""Read a table of codes from a spreadsheet: names, and the parent of each. Pure."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from uuid import UUID

from vecu.coding.code_tree import CodebookCycle, check_cycles
from vecu.coding.interchange.export_codes import ExportableCode, format_code_paths
from vecu.coding.interchange.id_map import NOBODY
from vecu.coding.interchange.match_codes import fold_name
from vecu.coding.refi import (
    RefiCode,
    RefiProject,
    RefiReadResult,
    derive_guid,
    fit_text,
    read_colour,
)
from vecu.errors import VecuError
from vecu.messages import Message, printable
from vecu.tables import Row, Table, looks_like_formula
from vecu.translation import LANGUAGES, gettext_noop

MAX_CODES = 2_000
"""The most codes imported at once."""
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("code id", "id", "guid", "identifiant"),
    "name": ("name", "code", "code name", "nom", "nom du code", "titre"),
    "parent": ("parent", "below", "parent code", "code parent", "sous", "au dessous de"),
    "definition": ("definition", "description", "meaning", "what it means", "définition", "sens"),
    "use_when": ("use when", "use it when", "utiliser quand", "employer quand"),
    "not_when": ("not when", "do not use when", "ne pas utiliser quand", "ne pas employer quand"),
    "examples": ("examples", "example", "exemples", "exemple"),
    "colour": ("colour", "color", "couleur"),
    "name_fr": ("name fr", "name in french", "nom en français", "nom fr"),
    "name_en": ("name en", "name in english", "nom en anglais", "nom en"),
}
"""Accepted column headings in either language; case, accents and signs do not matter."""
_EXPORT_ONLY_COLUMNS = ("way", "questions", "offered")
"""Columns that exports write and imports ignore without a remark."""
_APOSTROPHE = "'"


class CodesRefused(VecuError):
    """The table is no list of codes; `problems` lists everything wrong, by row."""

    def __init__(self, problems: Sequence[Message]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))

    def say(self, language: str) -> str:
        """Return every problem in `language`, a line each."""
        return "\n".join(problem.say(language) for problem in self.problems)


def read_code_table(table: Table, ours: Sequence[ExportableCode] = ()) -> RefiReadResult:
    """Return the codes of a table; a parent may be in the file or among `ours`.

    A parent is given by its name, or by its path ("Limits / Invents") if the name is ambiguous.
    Raise `CodesRefused` with all problems: columns, rows, parents, cycles.
    """
    return _CodeTableReader(table, ours).read()


@dataclass(frozen=True)
class _CodeTableRow:
    """One row of the table, with its number in the file."""

    number: int
    cells: Mapping[str, str]

    @property
    def parent(self) -> str:
        """The parent that the row names."""
        return self.cells.get("parent", "")

    @cached_property
    def parent_key(self) -> str:
        """The same, normalized for comparison."""
        return fold_name(self.parent)

    def code(self, parent: UUID | None) -> RefiCode:
        """Return the code of the row."""
        return RefiCode(
            self.guid,
            self.cells["name"],
            parent,
            read_colour(self.cells.get("colour", "")),
            definition=self.cells.get("definition", ""),
            use_when=self.cells.get("use_when", ""),
            not_when=self.cells.get("not_when", ""),
            examples=self.cells.get("examples", ""),
            translated_names={
                language: name
                for language in LANGUAGES
                if (name := self.cells.get(f"name_{language}", ""))
            },
        )

    @cached_property
    def guid(self) -> UUID:
        """Its id: the one in the row, else one derived from its name and place."""
        try:
            return UUID(self.cells.get("id", ""))
        except ValueError:
            return derive_guid(NOBODY, f"row {self.parent_key}\n{fold_name(self.cells['name'])}")


@dataclass
class _CodeTableReader:
    table: Table
    ours: Sequence[ExportableCode]
    problems: list[Message] = field(default_factory=list)
    remarks: list[Message] = field(default_factory=list)

    def read(self) -> RefiReadResult:
        columns = self._columns()
        rows = (line for row in self.table.rows() if (line := self._line(row, columns)))
        lines = list(islice(rows, MAX_CODES + 1))
        self._stop()
        codes = tuple(self._codes(lines))
        self._stop()
        return RefiReadResult(RefiProject("", codes=codes), remarks=tuple(self.remarks))

    def _complain(self, msgid: str, **details: object) -> None:
        safe = {name: printable(str(value)) for name, value in details.items()}
        self.problems.append(Message(msgid, **safe))

    def _stop(self) -> None:
        if self.problems:
            raise CodesRefused(self.problems)

    def _columns(self) -> dict[str, int]:
        """Return the index of each known column, and report unknown ones."""
        known = {fold_name(name): field for field, names in _COLUMNS.items() for name in names}
        found: dict[str, int] = {}
        for index, name in enumerate(self.table.columns):
            column = known.get(fold_name(name.replace("_", " ")))
            if column and column not in found:
                found[column] = index
            elif name not in _EXPORT_ONLY_COLUMNS:
                message = gettext_noop("The column “%(name)s” is not read.")
                self.remarks.append(Message(message, name=printable(name)))
        if "name" not in found:
            self._complain(
                gettext_noop(
                    "No column holds the names of codes. Call one “name”; a second one, “parent”, "
                    "may name the code above. Found: %(found)s."
                ),
                found=", ".join(self.table.columns),
            )
            self._stop()
        return found

    def _line(self, row: Row, columns: Mapping[str, int]) -> _CodeTableRow | None:
        if row.problem:
            problem = gettext_noop("Line %(line)s: %(problem)s")
            self.problems.append(Message(problem, line=row.line, problem=row.problem))
            return None
        said = {name: _bare(row.cells[index]) for name, index in columns.items()}
        if not any(said.values()):
            return None
        if not said["name"]:
            self._complain(gettext_noop("Line %(line)s: the code has no name."), line=row.line)
        return _CodeTableRow(row.line, said)

    def _codes(self, lines: Sequence[_CodeTableRow]) -> Iterator[RefiCode]:
        known = {line.guid: line for line in lines}
        if len(known) < len(lines):
            self._tell_twice(lines)
            return
        parents = _Parents(known, self.ours, self._complain).resolve()
        try:
            names = {guid: line.cells["name"] for guid, line in known.items()}
            check_cycles({guid: parents.get(guid) for guid in known}, names)
        except CodebookCycle as circle:
            self._complain(
                gettext_noop(
                    "A code would stand below itself: %(circle)s. Give one of them another parent."
                ),
                circle=str(circle),
            )
            return
        for guid, line in known.items():
            yield line.code(parents.get(guid))

    def _tell_twice(self, lines: Sequence[_CodeTableRow]) -> None:
        places: dict[UUID, list[_CodeTableRow]] = {}
        for line in lines:
            places.setdefault(line.guid, []).append(line)
        for same in places.values():
            if len(same) > 1:
                self._complain(
                    gettext_noop(
                        "Lines %(lines)s are the same code (“%(name)s”). Keep one of them."
                    ),
                    lines=", ".join(str(line.number) for line in same),
                    name=same[0].cells["name"],
                )


class _Parents:
    """Resolves the parent that each row names.

    A full path takes precedence over a name, and a code of the file over one of the codebook.
    """

    def __init__(
        self,
        lines: Mapping[UUID, _CodeTableRow],
        ours: Sequence[ExportableCode],
        complain: Callable[..., None],
    ) -> None:
        self._lines, self._complain = lines, complain
        self._found: dict[UUID, UUID | None] = {}
        self._paths: dict[str, UUID] = {}
        self._named: dict[str, list[UUID]] = {}
        for guid, line in lines.items():
            self._named.setdefault(fold_name(line.cells["name"]), []).append(guid)
        here = [code for code in ours if not code.merged_id]
        self._our_paths = {fold_name(path): code for code, path in format_code_paths(here).items()}
        self._our_names: dict[str, list[UUID]] = {}
        for code in here:
            self._our_names.setdefault(fold_name(code.name), []).append(code.id)

    def resolve(self) -> dict[UUID, UUID | None]:
        """Return the parents, None at the top level; report the ones not found."""
        waiting = {guid: line for guid, line in self._lines.items() if line.parent}
        for guid, line in self._lines.items():
            if not line.parent:
                self._place(guid, None, line.cells["name"])
        while found := self._next(waiting.values()):
            for guid, parent in found.items():
                line = waiting.pop(guid)
                self._place(guid, parent, f"{line.parent} {line.cells['name']}")
        for line in waiting.values():
            self._tell(line)
        return self._found

    def _place(self, guid: UUID, parent: UUID | None, path: str) -> None:
        self._found[guid] = parent
        self._paths.setdefault(fold_name(path), guid)

    def _next(self, waiting: Collection[_CodeTableRow]) -> dict[UUID, UUID]:
        """Return the parents that can be resolved now, by the most reliable method that applies."""
        for find in (self._find_by_path, self._find_by_name, self._find_by_own_code):
            found = {line.guid: parent for line in waiting if (parent := find(line.parent_key))}
            if found:
                return found
        return {}

    def _find_by_path(self, key: str) -> UUID | None:
        return self._paths.get(key)

    def _find_by_name(self, key: str) -> UUID | None:
        named = self._named.get(key, ())
        return named[0] if len(named) == 1 else None

    def _find_by_own_code(self, key: str) -> UUID | None:
        named = self._our_names.get(key, ())
        return self._our_paths.get(key) or (named[0] if len(named) == 1 else None)

    def _tell(self, line: _CodeTableRow) -> None:
        alike = self._named.get(line.parent_key) or self._our_names.get(line.parent_key)
        several = gettext_noop(
            "Line %(line)s: several codes are called “%(name)s”. Write what stands above it too: "
            "a / b."
        )
        none = gettext_noop("Line %(line)s: no code is called “%(name)s”, in the file or here.")
        self._complain(several if alike else none, line=line.number, name=line.parent)


def _bare(cell: str) -> str:
    """Return a cell without the apostrophe that protects spreadsheets from formulas."""
    text = fit_text(cell).strip()
    risky = text.startswith(_APOSTROPHE) and looks_like_formula(text[1:])
    return text[1:] if risky else text
