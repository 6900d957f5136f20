"""Write a codebook as nested REFI-QDA elements, or alone (.qdc)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import IO
from uuid import UUID

from vecu import __version__
from vecu.coding.code_tree import check_cycles
from vecu.coding.refi.description import Meaning, format_description
from vecu.coding.refi.errors import cannot_write
from vecu.coding.refi.model import RefiCode, RefiSet
from vecu.coding.refi.values import write_colour
from vecu.coding.refi.writing.markup import attributes, element, references, text_element
from vecu.translation import gettext_noop

MAX_LEVELS = 90
"""Levels of codes; with the elements around them as deep as the reader allows."""

ORIGIN = f"Vécu {__version__}"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"


def root_tag(name: str, kind: str) -> str:
    """Return the beginning of the root's tag: its namespace and schema location."""
    namespace = f"urn:QDA-XML:{kind.lower()}:1.0"
    schema = f"http://schema.qdasoftware.org/versions/{kind}/v1.0/{kind}.xsd"
    return (
        f'<{name} xmlns="{namespace}" xmlns:xsi="{_INSTANCE}"'
        f' xsi:schemaLocation="{namespace} {schema}"'
    )


def write_codebook(
    out: IO[bytes], codes: Sequence[RefiCode], sets: Sequence[RefiSet] = (), *, language: str = "en"
) -> None:
    """Write codes and sets of codes as a .qdc file, headings of descriptions in `language`.

    Equal codes give equal bytes. Raise `CodebookCycle` when a code is its own descendant, and
    `ProjectNotWritten` when two have the same GUID, or when there is none: the standard has no
    empty codebook.
    """
    if not codes:
        raise cannot_write(gettext_noop("There is no code yet, so there is no codebook to write."))
    nested = "".join(nest_codes(codes, {}, language))
    groups = "".join(
        element(
            "Set",
            attributes(guid=each.guid, name=each.name),
            text_element("Description", each.description)
            + references("MemberCode", each.codes, "guid"),
        )
        for each in sets
    )
    text = (
        f"{DECLARATION}{root_tag('CodeBook', 'Codebook')}{attributes(origin=ORIGIN)}>\n"
        f"<Codes>\n{nested}</Codes>{element('Sets', '', groups) if groups else ''}\n</CodeBook>\n"
    )
    out.write(text.encode())


def nest_codes(
    codes: Sequence[RefiCode], notes: Mapping[UUID, Sequence[UUID]], language: str
) -> Iterator[str]:
    """Yield the codes as nested elements, in order; `notes` are the memos about each.

    A code whose parent is missing is at the top level.
    """
    known = {code.guid: code for code in codes}
    if len(known) < len(codes):
        raise cannot_write(gettext_noop("Two codes have the same identifier."))
    check_cycles(
        {code.guid: code.parent for code in codes}, {code.guid: code.name for code in codes}
    )
    below: dict[UUID | None, list[RefiCode]] = {}
    for code in codes:
        below.setdefault(code.parent if code.parent in known else None, []).append(code)
    for code in below.get(None, ()):
        yield from _nested(code, below, notes, language, 1)


def _nested(
    code: RefiCode,
    below: Mapping[UUID | None, Sequence[RefiCode]],
    notes: Mapping[UUID, Sequence[UUID]],
    language: str,
    level: int,
) -> Iterator[str]:
    if level > MAX_LEVELS:
        raise cannot_write(
            gettext_noop("The codebook has more than %(most)s levels (at “%(name)s”)."),
            most=MAX_LEVELS,
            name=code.name,
        )
    meaning = Meaning(code.definition, code.use_when, code.not_when, code.examples)
    yield f"<Code{_code_attributes(code)}>"
    yield text_element("Description", format_description(meaning, language))
    yield references("NoteRef", notes.get(code.guid, ()))
    for child in below.get(code.guid, ()):
        yield from _nested(child, below, notes, language, level + 1)
    yield "</Code>\n"


def _code_attributes(code: RefiCode) -> str:
    return attributes(
        guid=code.guid,
        name=code.name,
        isCodable="true" if code.codable else "false",
        color=write_colour(code.colour) or None,
    )
