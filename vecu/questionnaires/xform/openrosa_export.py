"""The XForm for other clients: ODK Collect, Enketo, ODK Web Forms.

It is the published one, with five changes: its version is the study's own number; it has our
submission URL; it requests no metadata from the device that could identify a respondent or a time;
external lists are files again, since ODK Collect looks them up there only; and it may begin with a
note. `submission` removes the note from answers, and reads its number, which stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.dom.minidom import Document, Element

from defusedxml.minidom import parseString

from vecu.questionnaires.xform.itext import JAVAROSA, PROMISE, PROMISE_NUMBER, language_code

_XFORMS = "http://www.w3.org/2002/xforms"
_XHTML = "http://www.w3.org/1999/xhtml"
_RECORDING = "recordaudio"
"""What a device would record while a person answers; other actions are rejected when reading."""


@dataclass(frozen=True, slots=True)
class FormNote:
    """What a form begins with, in each language, and the number under which it is remembered."""

    texts: Mapping[str, str]
    number: int


def export_xform(
    xform: str, *, version: str, submit_to: str, note: FormNote | None = None
) -> bytes:
    """Return the published `xform` as UTF-8, the same bytes for the same arguments.

    `note` is the initial note; it is omitted if a question has its name.

    A submission URL or an encryption key of the author's workbook is replaced: answers come here,
    where they are validated.
    """
    document = parseString(_without_declaration(xform), forbid_dtd=True)
    model = document.getElementsByTagNameNS(_XFORMS, "model")[0]
    instance = _first(model.getElementsByTagNameNS(_XFORMS, "instance")[0])
    instance.setAttribute("version", version)
    _drop_metadata(document, instance)
    for listed in model.getElementsByTagNameNS(_XFORMS, "instance"):
        if listed.getAttribute("src"):
            for child in list(listed.childNodes):
                listed.removeChild(child)
    for old in document.getElementsByTagNameNS(_XFORMS, "submission"):
        _remove(old)
    submission = document.createElementNS(_XFORMS, "submission")
    submission.setAttribute("action", submit_to)
    submission.setAttribute("method", "post")
    model.insertBefore(submission, model.firstChild)
    if note:
        _begin_with(document, model, instance, note)
    served: bytes = document.toxml(encoding="UTF-8")
    return served


def _begin_with(document: Document, model: Element, instance: Element, note: FormNote) -> None:
    """Insert a read-only text before everything else, in each language of the form.

    If a translation is missing, or the form's language has no name, all languages are shown
    together.
    """
    if {PROMISE, PROMISE_NUMBER} & {node.localName for node in _elements(instance)}:
        return
    path, every = f"/{instance.localName}/{PROMISE}", "\n\n".join(note.texts.values())
    number = document.createElement(PROMISE_NUMBER)
    number.appendChild(document.createTextNode(str(note.number)))
    instance.insertBefore(number, instance.firstChild)
    instance.insertBefore(document.createElement(PROMISE), instance.firstChild)
    bind = _element(document, "bind", nodeset=path, type="string", readonly="true()")
    model.appendChild(bind)
    label = _element(document, "label")
    languages = model.getElementsByTagNameNS(_XFORMS, "translation")
    for language in languages:
        text = _element(document, "text", id=f"{path}:label")
        name = language.getAttribute("lang")
        wording = every if name in {"", "default"} else note.texts.get(language_code(name), every)
        text.appendChild(_element(document, "value")).appendChild(document.createTextNode(wording))
        language.appendChild(text)
    if languages:
        label.setAttribute("ref", f"jr:itext('{path}:label')")
    else:
        label.appendChild(document.createTextNode(every))
    control = _element(document, "input", ref=path)
    control.appendChild(label)
    body = document.getElementsByTagNameNS(_XHTML, "body")[0]
    body.insertBefore(control, body.firstChild)


def _element(document: Document, name: str, **attributes: str) -> Element:
    element = document.createElementNS(_XFORMS, name)
    for key, value in attributes.items():
        element.setAttribute(key, value)
    return element


def _without_declaration(xml: str) -> str:
    """Remove the XML declaration, which may name an encoding that no longer applies."""
    text = xml.lstrip("\ufeff \t\r\n")
    return text.partition("?>")[2] if text.startswith("<?xml") else text


def _drop_metadata(document: Document, instance: Element) -> None:
    for bind in document.getElementsByTagNameNS(_XFORMS, "bind"):
        preload = bind.getAttributeNS(JAVAROSA, "preload")
        path = bind.getAttribute("nodeset")
        if (preload and preload != "uid") or path.endswith("/meta/audit"):
            _remove_node(instance, path.strip("/").split("/")[1:])
            _remove(bind)
    for node in document.getElementsByTagNameNS("*", _RECORDING):
        _remove(node)


def _remove(element: Element) -> None:
    if element.parentNode is not None:
        element.parentNode.removeChild(element)


def _remove_node(parent: Element, steps: list[str]) -> None:
    """Remove the nodes at a path below `parent`, in a repeat's template and its instances."""
    for child in _elements(parent):
        if steps and child.localName == steps[0]:
            if len(steps) == 1:
                parent.removeChild(child)
            else:
                _remove_node(child, steps[1:])


def _first(parent: Element) -> Element:
    return _elements(parent)[0]


def _elements(parent: Element) -> list[Element]:
    return [node for node in parent.childNodes if isinstance(node, Element)]
