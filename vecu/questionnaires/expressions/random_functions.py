"""Random functions. None draws anything: all derive from the seed in the scope.

The same seed, question and call give the same draw, on every page and evaluation: a person sees one
order, and values can be reproduced. Without a seed there is no randomness: numbers are NaN,
identifiers are blank and lists keep document order.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from uuid import UUID

from vecu.questionnaires.expressions.coercion import (
    EvaluationScope,
    Value,
    XPathType,
    to_number,
    to_string,
)
from vecu.questionnaires.expressions.nodes import XPathNode
from vecu.questionnaires.expressions.registry import register_function

MODULUS = 2**31 - 1
MULTIPLIER = 16_807
"""Park and Miller's minimal standard generator (Communications of the ACM 31, 1988, 1192)."""
MAX_IDENTIFIER = 1_000
"""Characters of `uuid(n)`."""
_BITS = 53
"""Bits of randomness in a number between 0 and 1."""


def shuffle_nodes(nodes: Sequence[XPathNode], seed: int) -> list[XPathNode]:
    """Return the nodes in the order that ODK gives them for `seed`.

    The "inside-out" shuffle of Fisher and Yates over Park and Miller's generator, as the XForms
    specification defines `randomize`, so that Collect, Enketo and we show one order.
    """
    state = int(math.copysign(1, seed)) * (abs(seed) % MODULUS)
    if state <= 0:
        state += MODULUS - 1
    result: list[XPathNode] = []
    for index, node in enumerate(nodes):
        state = state * MULTIPLIER % MODULUS
        chosen = int((state - 1) / (MODULUS - 1) * (index + 1))
        result.append(node)
        result[index] = result[chosen]
        result[chosen] = node
    return result


def to_seed(value: Value) -> int:
    """Return the integer seed that ODK makes of a value.

    A fraction is truncated; blank counts as 0; any other text is hashed, the first eight bytes of
    its SHA-256 read as a signed number (JavaRosa from 5.1, and ODK Web Forms).
    """
    number = to_number(value)
    if math.isnan(number):
        text = to_string(value)
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:8], signed=True) if text and text != "NaN" else 0
    if math.isinf(number):
        return 2**63 - 1 if number > 0 else -(2**63)
    return int(number)


@register_function("random", "", XPathType.NUMBER, placed=True)
def _random(node: XPathNode, scope: EvaluationScope, column: int) -> float:
    if scope.seed is None:
        return math.nan
    return float(_drawn(scope.seed, _address(node), column) >> (256 - _BITS)) / 2.0**_BITS


@register_function("uuid", "number?", XPathType.STRING, placed=True)
def _uuid(node: XPathNode, scope: EvaluationScope, column: int, length: float | None = None) -> str:
    """Return a UUID of version 4 or, with a number, a random text of that length."""
    if scope.seed is None:
        return ""
    number = _drawn(scope.seed, _address(node), column)
    if length is None:
        return str(UUID(int=number >> 128, version=4))
    wanted = 0 if math.isnan(length) else int(max(0, min(length, MAX_IDENTIFIER)))
    return hashlib.shake_256(number.to_bytes(32)).hexdigest(wanted // 2 + 1)[:wanted]


@register_function("randomize", "nodes value?", XPathType.NODES, placed=True)
def _randomize(
    node: XPathNode,
    scope: EvaluationScope,
    column: int,
    nodes: Sequence[XPathNode],
    seed: Value | None = None,
) -> Sequence[XPathNode]:
    """Shuffle; without a seed of its own a question has one order in all instances of a repeat."""
    if seed is not None:
        return shuffle_nodes(nodes, to_seed(seed))
    if scope.seed is None:
        return nodes
    return shuffle_nodes(nodes, _drawn(scope.seed, _path(node), column) >> 193)


def _drawn(seed: int, address: str, column: int) -> int:
    """Return the 256 random bits of one call at one node."""
    return int.from_bytes(hashlib.sha256(f"{seed}\n{address}\n{column}".encode()).digest())


def _address(node: XPathNode) -> str:
    """Return the address of a node, positions included."""
    steps = []
    step: XPathNode | None = node
    while step is not None:
        siblings = step.parent.named(step.name) if step.parent else ()
        position = next((n for n, sibling in enumerate(siblings, 1) if sibling is step), 1)
        steps.append(f"{step.name}[{position}]")
        step = step.parent
    return "/".join(reversed(steps))


def _path(node: XPathNode) -> str:
    return "/".join(step.name for step in reversed([node, *node.ancestors()]))
