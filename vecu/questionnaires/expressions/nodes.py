"""The answers as a tree of nodes, on which expressions are evaluated.

Stored answers are nested: a group is a dict, a repeat a list of dicts, an answer the text that the
XForm itself would hold ("42", "2026-11-24", "chatgpt mistral"). `XPathNode` is that tree with
parents, which `../known` and `position(..)` need.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

Values = dict[str, Any]
"""Nested answers: {"story": [{"task": "…"}], "work": {"sector": "health"}}; '' equals absent."""


class XPathNode:
    """One element: a name, a text for a leaf, children in document order, and a parent.

    Build it with `add` and `set` only: the first search for a child by name makes an index, so that
    `/data/work/sector` is found without visiting every question before it.
    """

    __slots__ = ("_named", "_rows", "attributes", "children", "name", "parent", "text")

    def __init__(self, name: str, text: str = "", parent: XPathNode | None = None) -> None:
        self.name = name
        self.text = text
        self.parent = parent
        self.children: list[XPathNode] = []
        self.attributes: tuple[XPathNode, ...] = ()
        self._named: dict[str, list[XPathNode]] | None = None
        self._rows: dict[str, dict[str, XPathNode]] | None = None

    def add(self, name: str, text: str = "") -> XPathNode:
        """Append a child and return it."""
        child = XPathNode(name, text, self)
        self.children.append(child)
        if self._named is not None:
            self._named.setdefault(name, []).append(child)
        return child

    def insert(self, index: int, name: str) -> XPathNode:
        """Insert a new child before the one at `place` and return it."""
        child = XPathNode(name, "", self)
        self.children.insert(index, child)
        self._named = None
        return child

    def set(self, name: str, text: str) -> None:
        """Add an attribute to the element."""
        self.attributes = (*self.attributes, XPathNode(name, text, self))

    def named(self, name: str) -> Sequence[XPathNode]:
        """Return the children called `name` in document order; the sequence is not a copy."""
        if self._named is None:
            self._named = {}
            for child in self.children:
                self._named.setdefault(child.name, []).append(child)
        return self._named.get(name, ())

    def row(self, column: str, text: str) -> XPathNode | None:
        """Return the first child whose own child `column` equals `text`.

        For lists, which never change: results are cached.
        """
        if self._rows is None:
            self._rows = {}
        if column not in self._rows:
            rows: dict[str, XPathNode] = {}
            for child in self.children:
                for cell in child.named(column)[:1]:
                    rows.setdefault(cell.text, child)
            self._rows[column] = rows
        return self._rows[column].get(text)

    def ancestors(self) -> list[XPathNode]:
        """Return the nodes above this one, the nearest first."""
        found = []
        node = self.parent
        while node is not None:
            found.append(node)
            node = node.parent
        return found

    def walk(self) -> Iterator[XPathNode]:
        """Yield this node and every node below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


class XPathDocument(XPathNode):
    """The document node above the top element, where absolute paths start."""

    __slots__ = ()

    def __init__(self, top: XPathNode) -> None:
        super().__init__("")
        self.children = [top]


class XPathText(XPathNode):
    """The text of an element as a node of its own, which `text()` reaches."""

    __slots__ = ()
