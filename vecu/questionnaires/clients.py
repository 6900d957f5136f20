"""The XForm as other programs may have it: ODK Collect, Enketo, ODK Web Forms.

It is the published one, with four changes: its version is the study's own number, it says where to
send what was filled, it asks a device for nothing that could tell who answered or when, and lists
that came in files are left in these, as ODK Collect looks them up there only.
"""

from __future__ import annotations

from xml.dom.minidom import Document, Element

from defusedxml.minidom import parseString

from vecu.questionnaires.itext import JAVAROSA

_XFORMS = "http://www.w3.org/2002/xforms"
_RECORDING = "recordaudio"
"""What a device would do by itself while a person answers; other actions are never read."""


def xform_for_clients(xform: str, *, version: str, submit_to: str) -> bytes:
    """Return the published `xform` as UTF-8, the same bytes for the same arguments.

    An address or a key for encryption that the author's workbook named is replaced: answers come
    here, where they are checked.
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
    served: bytes = document.toxml(encoding="UTF-8")
    return served


def _without_declaration(xml: str) -> str:
    """Return XML text without a declaration, which may name an encoding that it no longer has."""
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
    """Remove the nodes of a path below `parent`, in a repeat's template and its instances."""
    for child in [node for node in parent.childNodes if isinstance(node, Element)]:
        if steps and child.localName == steps[0]:
            if len(steps) == 1:
                parent.removeChild(child)
            else:
                _remove_node(child, steps[1:])


def _first(parent: Element) -> Element:
    return next(node for node in parent.childNodes if isinstance(node, Element))
