"""Skeleton: the shapes are final, evaluation arrives in minutes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from vecu.questionnaires.expressions.values import Scope
from vecu.questionnaires.instance import Node


@dataclass(frozen=True)
class Expression:
    """A compiled expression."""

    source: str
    paths: tuple[str, ...] = ()

    def boolean(self, node: Node, scope: Scope) -> bool:
        """Evaluate to a boolean."""
        raise NotImplementedError

    def number(self, node: Node, scope: Scope) -> float:
        """Evaluate to a number."""
        raise NotImplementedError

    def string(self, node: Node, scope: Scope) -> str:
        """Evaluate to a string."""
        raise NotImplementedError

    def nodes(self, node: Node, scope: Scope) -> list[Node]:
        """Evaluate to nodes."""
        raise NotImplementedError


@lru_cache(maxsize=4096)
def compile_expression(source: str) -> Expression:
    """Compile `source`."""
    return Expression(source)
