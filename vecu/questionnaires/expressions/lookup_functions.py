"""Functions that look something up: in repeats, in lists, in the form's texts."""

from __future__ import annotations

import base64
import binascii
import hashlib
import math
from collections.abc import Sequence

from vecu.questionnaires.expressions.coercion import EvaluationScope, XPathType, string_value
from vecu.questionnaires.expressions.nodes import XPathNode
from vecu.questionnaires.expressions.registry import register_function

ALGORITHMS = {
    "MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512",
}  # fmt: skip
ENCODINGS = ("base64", "hex")


@register_function("pulldata", "string string string string", XPathType.STRING, scoped=True)
def _pulldata(
    node: XPathNode, scope: EvaluationScope, name: str, wanted: str, column: str, text: str
) -> str:
    """Return a cell of the first row of a list in which `column` equals `text`."""
    top = scope.instances.get(name)
    row = None if top is None else top.row(column, text)
    cells = () if row is None else row.named(wanted)
    return string_value(cells[0]) if cells else ""


@register_function(
    "indexed-repeat", "nodes nodes number nodes? number? nodes? number?", XPathType.NODES
)
def _indexed_repeat(
    nodes: Sequence[XPathNode], *pairs: Sequence[XPathNode] | float
) -> Sequence[XPathNode]:
    """Return those of `nodes` that are, or are inside, the instances at these positions.

    Up to three repeats deep.
    """
    repeats = [pair for pair in pairs if not isinstance(pair, float)]
    places = [pair for pair in pairs if isinstance(pair, float)]
    chosen: XPathNode | None = None
    for instances, position in sorted(zip(repeats, places, strict=True), key=_depth):
        within = [one for one in instances if chosen is None or chosen in one.ancestors()]
        if math.isnan(position) or not 1 <= position <= len(within) or not position.is_integer():
            return ()
        chosen = within[int(position) - 1]
    return [node for node in nodes if node is chosen or chosen in node.ancestors()]


def _depth(pair: tuple[Sequence[XPathNode], float]) -> int:
    return len(pair[0][0].ancestors()) if pair[0] else 0


@register_function("digest", "string string string?", XPathType.STRING)
def _digest(text: str, algorithm: str, encoding: str = "base64") -> str:
    """Return a hash of the text in UTF-8, '' for an unknown algorithm or encoding."""
    if algorithm not in ALGORITHMS or encoding not in ENCODINGS:
        return ""
    data = text.encode("utf-8", "surrogatepass")
    made = hashlib.new(ALGORITHMS[algorithm], data, usedforsecurity=False).digest()
    return made.hex() if encoding == "hex" else base64.b64encode(made).decode()


@register_function("base64-decode", "string", XPathType.STRING)
def _base64_decode(text: str) -> str:
    """Return the UTF-8 text encoded in base64, '' if it is invalid.

    White space in it is ignored, and the = at its end may be missing, as in browsers.
    """
    bare = "".join(text.split())
    padded = bare + "=" * (-len(bare) % 4 if "=" not in bare else 0)
    try:
        return base64.b64decode(padded, validate=True).decode() if len(padded) % 4 == 0 else ""
    except (binascii.Error, UnicodeError, ValueError):
        return ""


# Functions of XPath 1.0 that need a schema, which answers do not have

register_function("id", "value", XPathType.NODES)(lambda value: ())
register_function("namespace-uri", "nodes.", XPathType.STRING)(lambda nodes: "")


@register_function("lang", "string", XPathType.BOOLEAN, scoped=True)
def _lang(node: XPathNode, scope: EvaluationScope, wanted: str) -> bool:
    """Return whether the nearest xml:lang is this language or a variety of it."""
    for step in (node, *node.ancestors()):
        for attribute in step.attributes:
            if attribute.name == "xml:lang":
                code = attribute.text.lower()
                return code == wanted.lower() or code.startswith(f"{wanted.lower()}-")
    return False
