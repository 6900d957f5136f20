"""Expressions that two reference engines have answered, and ours beside them.

The files are in `../shared/data/questionnaires`: what ODK's web engine (openrosa-xpath-evaluator
2.0.13) and the engine of ODK Collect (JavaRosa 5.1.0) say to each expression over one instance.
"""

import json
import math
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml import ElementTree

from vecu.questionnaires.expressions import EvaluationScope, ExpressionError, compile_expression
from vecu.questionnaires.expressions.nodes import XPathNode

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "questionnaires"
CENTIMETRES = ("area(", "distance(")
"""JavaRosa leaves these unrounded; the web engine rounds to two decimals, as we do."""

Answer = dict[str, Any]


def read(name: str) -> str:
    return (FOLDER / f"expressions_{name}").read_text(encoding="utf-8")


def corpus() -> list[str]:
    """Return the expressions, none where the files are not here."""
    if not FOLDER.is_dir():
        return []
    lines = map(str.strip, read("corpus.txt").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def answers(name: str) -> dict[str, Answer]:
    return json.loads(read(name)) if FOLDER.is_dir() else {}


def instance() -> XPathNode:
    element = ElementTree.fromstring(read("instance.xml"))
    return _tree(element, XPathNode(element.tag))


def _tree(element: Element, node: XPathNode) -> XPathNode:
    for name, text in element.attrib.items():
        node.set(name, text)
    for child in element:
        _tree(child, node.add(child.tag, (child.text or "") if len(child) == 0 else ""))
    return node


def actual_answer(source: str, root: XPathNode) -> Answer:
    """Answer in the shape of the reference files."""
    scope = EvaluationScope(root=root, today=date(2026, 11, 24))
    try:
        value = compile_expression(source).value(root, scope)
    except ExpressionError:
        return {"type": "error"}
    if isinstance(value, bool):
        return {"type": "boolean", "value": value}
    if isinstance(value, float):
        return {"type": "number", "value": value}
    if isinstance(value, str):
        return {"type": "string", "value": value}
    return {"type": "nodeset", "value": [_text(node) for node in value]}


def _text(node: XPathNode) -> str:
    return "".join(below.text for below in node.walk())


def same(source: str, one: Answer, other: Answer) -> bool:
    """Tell whether two answers are one: type and value, lengths and areas to two decimals."""
    if one["type"] != other["type"] or one["type"] == "error":
        return bool(one["type"] == other["type"])
    if one["type"] == "number":
        first, second = float(one["value"]), float(other["value"])
        if source.startswith(CENTIMETRES):
            return math.isclose(first, second, abs_tol=0.011)
        return first == second or (math.isnan(first) and math.isnan(second))
    return bool(one["value"] == other["value"])
