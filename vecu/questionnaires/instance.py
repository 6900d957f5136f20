"""The answers as a tree of nodes, which is what expressions walk over.

Stored answers are nested: a group is a dict, a repeat a list of dicts, an answer the text that
the XForm itself would hold ("42", "2026-11-24", "chatgpt mistral"). `Node` is that tree with
parents, so that `../known` and `position(..)` mean something.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Values = dict[str, Any]
"""Nested answers: {"story": [{"task": "…"}], "work": {"sector": "health"}}; '' and absent are one."""


class Node:
    """One element: a name, a text for a leaf, children in document order, and a parent."""

    __slots__ = ("children", "name", "parent", "text")

    def __init__(self, name: str, text: str = "", parent: Node | None = None) -> None:
        self.name = name
        self.text = text
        self.parent = parent
        self.children: list[Node] = []

    def add(self, name: str, text: str = "") -> Node:
        """Append a child and return it."""
        child = Node(name, text, self)
        self.children.append(child)
        return child

    def walk(self) -> Iterator[Node]:
        """Yield this node and every node below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()
