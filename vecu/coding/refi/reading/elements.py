"""Turn the XML elements of a project, one by one, into raw records."""

from collections.abc import Callable, Container, Iterator
from uuid import UUID
from xml.etree.ElementTree import Element

from vecu.coding.refi.description import parse_description
from vecu.coding.refi.errors import refuse
from vecu.coding.refi.model import (
    RefiCase,
    RefiCode,
    RefiSet,
    RefiUser,
    RefiVariable,
    RefiVariableKind,
    Value,
)
from vecu.coding.refi.offsets import fit_text
from vecu.coding.refi.reading.records import (
    RawCoding,
    RawLink,
    RawProject,
    RawSelection,
    RawText,
    RefiMedia,
)
from vecu.coding.refi.values import read_colour, read_moment, read_value
from vecu.coding.rules import CoderKind
from vecu.messages import Message
from vecu.translation import gettext_noop


def collect_elements(elements: Iterator[tuple[str, Element]]) -> RawProject:
    """Collect every element of a stream."""
    all_of_it = RawProject()
    for container, element in elements:
        take = _TAKE.get((container, element.tag))
        if take is not None:
            take(all_of_it, element)
        else:
            all_of_it.unknown[container or "Project", element.tag] += 1
    return all_of_it


def _root(to: RawProject, element: Element) -> None:
    to.name = fit_text(element.get("name", ""))
    to.origin = fit_text(element.get("origin", ""))
    to.at = read_moment(element.get("creationDateTime") or element.get("modifiedDateTime"))


def _user(to: RawProject, element: Element) -> None:
    guid = to.guid_of(element)
    name = fit_text(element.get("name") or element.get("id") or "")
    to.users.setdefault(guid, RefiUser(guid, name, CoderKind.IMPORTED))


def _codebook(to: RawProject, element: Element) -> None:
    """Collect a project's codebook, or the root of a codebook file."""
    to.origin = fit_text(element.get("origin", to.origin))
    for child in element:
        if child.tag == "Codes":
            _codes(to, child)
        elif child.tag == "Sets":
            for each in child:
                _set(to, each)
        else:
            to.leave(element, child)


def _codes(to: RawProject, element: Element) -> None:
    for child in element:
        if child.tag == "Code":
            _code(to, child, None)
        else:
            to.leave(element, child)


def _code(to: RawProject, element: Element, parent: UUID | None) -> None:
    guid, name = to.guid_of(element), fit_text(element.get("name", ""))
    _refuse_twice(to.codes, guid, gettext_noop("codes"), name)
    meaning = parse_description(text_of(element, "Description"))
    to.codes[guid] = RefiCode(
        guid,
        name,
        parent,
        colour=read_colour(element.get("color", "")),
        codable=element.get("isCodable", "true").strip().casefold() not in {"false", "0"},
        definition=meaning.definition,
        use_when=meaning.use_when,
        not_when=meaning.not_when,
        examples=meaning.examples,
    )
    for child in element:
        if child.tag == "Code":
            _code(to, child, guid)
        elif child.tag == "NoteRef":
            _point(to, child, to.code_notes.setdefault(guid, []))
        elif child.tag != "Description":
            to.leave(element, child)


def _variable(to: RawProject, element: Element) -> None:
    guid, name = to.guid_of(element), fit_text(element.get("name", ""))
    _refuse_twice(to.variables, guid, gettext_noop("variables"), name)
    kinds = {kind.value.casefold(): kind for kind in RefiVariableKind}
    kind = kinds.get(element.get("typeOfVariable", "").strip().casefold(), RefiVariableKind.TEXT)
    to.variables[guid] = RefiVariable(guid, name, kind, text_of(element, "Description"))


def _case(to: RawProject, element: Element) -> None:
    guid, name = to.guid_of(element), fit_text(element.get("name", ""))
    _refuse_twice(to.cases, guid, gettext_noop("cases"), name)
    sources: list[UUID] = []
    values: dict[UUID, Value] = {}
    for child in element:
        if child.tag == "SourceRef":
            _point(to, child, sources)
        elif child.tag == "VariableValue":
            _value(to, child, values)
        elif child.tag != "Description":
            to.leave(element, child)
    to.cases[guid] = RefiCase(guid, name, tuple(sources), values, text_of(element, "Description"))


def _value(to: RawProject, element: Element, into: dict[UUID, Value]) -> None:
    variable = None
    value: Value | None = None
    for child in element:
        if child.tag == "VariableRef":
            variable = to.reference(child)
        elif child.tag.endswith("Value"):
            value = read_value(child.tag, fit_text(child.text or ""))
    if variable is not None and value is not None:
        into[variable] = value


def _text_source(to: RawProject, element: Element) -> None:
    text = _text(to, element)
    _refuse_twice(to.sources, text.guid, gettext_noop("sources"), text.name)
    to.sources[text.guid] = text


def _note(to: RawProject, element: Element) -> None:
    text = _text(to, element)
    _refuse_twice(to.notes, text.guid, gettext_noop("notes"), text.name)
    to.notes[text.guid] = text


def _text(to: RawProject, element: Element) -> RawText:
    text = RawText(
        to.guid_of(element),
        fit_text(element.get("name", "")),
        element.get("plainTextPath", ""),
        to.reference(element, "creatingUser") or to.reference(element, "modifyingUser"),
        read_moment(element.get("creationDateTime") or element.get("modifiedDateTime")),
    )
    for child in element:
        if child.tag == "PlainTextContent":
            text.content = child.text or ""
        elif child.tag == "PlainTextSelection":
            text.selections.append(_selection(to, child))
        elif child.tag == "Coding":
            text.codings.append(_coding(to, child))
        elif child.tag == "NoteRef":
            _point(to, child, text.notes)
        elif child.tag == "VariableValue":
            _value(to, child, text.values)
        elif child.tag != "Description":
            to.leave(element, child)
    text.description = text_of(element, "Description")
    return text


def _selection(to: RawProject, element: Element) -> RawSelection:
    selection = RawSelection(
        to.guid_of(element),
        element.get("name", ""),
        element.get("startPosition", ""),
        element.get("endPosition", ""),
        to.reference(element, "creatingUser") or to.reference(element, "modifyingUser"),
        read_moment(element.get("creationDateTime") or element.get("modifiedDateTime")),
    )
    for child in element:
        if child.tag == "Coding":
            selection.codings.append(_coding(to, child))
        elif child.tag == "NoteRef":
            _point(to, child, selection.notes)
        elif child.tag == "Description":
            selection.description = fit_text(child.text or "")
        else:
            to.leave(element, child)
    return selection


def _coding(to: RawProject, element: Element) -> RawCoding:
    code = None
    notes: list[UUID] = []
    for child in element:
        if child.tag == "CodeRef":
            code = to.reference(child)
        elif child.tag == "NoteRef":
            _point(to, child, notes)
        else:
            to.leave(element, child)
    user, at = to.reference(element, "creatingUser"), read_moment(element.get("creationDateTime"))
    return RawCoding(to.guid_of(element), code, user, at, notes)


def _set(to: RawProject, element: Element) -> None:
    guid, name = to.guid_of(element), fit_text(element.get("name", ""))
    _refuse_twice(to.sets, guid, gettext_noop("sets"), name)
    members: dict[str, list[UUID]] = {"MemberCode": [], "MemberSource": [], "MemberNote": []}
    for child in element:
        if child.tag in members:
            _point(to, child, members[child.tag])
        elif child.tag != "Description":
            to.leave(element, child)
    codes, sources, notes = map(tuple, members.values())
    to.sets[guid] = RefiSet(guid, name, text_of(element, "Description"), codes, sources, notes)


def _media(to: RawProject, element: Element) -> None:
    codings = sum(1 for _coding_of in element.iter("Coding"))
    name = fit_text(element.get("name", ""))
    to.media.append(RefiMedia(element.tag, name, to.guid_of(element), codings))


def _link(to: RawProject, element: Element) -> None:
    origin, target = to.reference(element, "originGUID"), to.reference(element, "targetGUID")
    to.links.append(RawLink(origin, target))


def _describe(to: RawProject, element: Element) -> None:
    to.description = fit_text(element.text or "")


def _project_note(to: RawProject, element: Element) -> None:
    _point(to, element, to.project_notes)


_TAKE: dict[tuple[str, str], Callable[[RawProject, Element], None]] = {
    ("", "Project"): _root,
    ("", "CodeBook"): _codebook,
    ("", "Codes"): _codes,
    ("", "Description"): _describe,
    ("", "NoteRef"): _project_note,
    ("Users", "User"): _user,
    ("Variables", "Variable"): _variable,
    ("Cases", "Case"): _case,
    ("Sources", "TextSource"): _text_source,
    **{("Sources", f"{kind}Source"): _media for kind in ("Picture", "PDF", "Audio", "Video")},
    ("Notes", "Note"): _note,
    ("Links", "Link"): _link,
    ("Sets", "Set"): _set,
    ("Graphs", "Graph"): _media,
}


def text_of(element: Element, name: str) -> str:
    """Return the text of the first child of that name, '' without one."""
    return fit_text(element.findtext(name) or "")


def _point(to: RawProject, element: Element, into: list[UUID]) -> None:
    """Collect the targets of an element's references; a codebook's sets use `guid`."""
    found = to.reference(element) or to.reference(element, "guid")
    if found is not None and found not in into:
        into.append(found)


def _refuse_twice(known: Container[UUID], guid: UUID, kind: str, name: str) -> None:
    if guid in known:
        raise refuse(
            gettext_noop(
                "Two %(kind)s of the project have the same identifier (%(guid)s, the "
                "second is “%(name)s”), so it is unclear which is meant. Export the "
                "project again."
            ),
            kind=Message(kind),
            guid=guid,
            name=name,
        )
