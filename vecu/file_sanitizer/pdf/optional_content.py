"""Layers of a PDF: pages written without layers would show the content of hidden ones."""

from __future__ import annotations

from pypdf.generic import ArrayObject, DictionaryObject, PdfObject

from vecu.file_sanitizer.binary_reader import Damaged

_USUAL = {"/AllOn", "/AnyOn"}


def refuse_hidden(root: DictionaryObject) -> None:
    """Reject a document with a layer that is hidden when it is opened."""
    layers = _at(root, "/OCProperties")
    if not isinstance(layers, DictionaryObject):
        return
    usual = _at(layers, "/D")
    if isinstance(usual, DictionaryObject) and (
        _at(usual, "/OFF") or usual.get("/BaseState", "/ON") != "/ON"
    ):
        raise Damaged("layers")
    each = _at(layers, "/OCGs")
    for layer in each if isinstance(each, ArrayObject) else []:
        view = _at(_at(layer.get_object(), "/Usage"), "/View")
        if isinstance(view, DictionaryObject) and view.get("/ViewState") == "/OFF":
            raise Damaged("layers")


def refuse_hiding(resources: DictionaryObject) -> None:
    """Reject content that is visible only while a layer is not (ISO 32000-1, 8.11.2.2)."""
    named = _at(resources, "/Properties")
    for value in named.values() if isinstance(named, DictionaryObject) else []:
        refuse_complex_visibility(value.get_object())


def refuse_complex_visibility(when: PdfObject | None) -> None:
    """Reject a condition on more than the visibility of its layers."""
    if isinstance(when, DictionaryObject) and (
        "/VE" in when or when.get("/P", "/AnyOn") not in _USUAL
    ):
        raise Damaged("layers")


def _at(holder: PdfObject | None, name: str) -> PdfObject | None:
    found = holder.get(name) if isinstance(holder, DictionaryObject) else None
    return None if found is None else found.get_object()
