"""Writings of social work in their situations, and where the limit of machines stands. Pure."""

from vecu.writings.invented_writings import (
    DRAWN,
    OBJECTION,
    InventedWriting,
    WritingPull,
    list_invented_writings,
)
from vecu.writings.kinds import WritingKind, WritingPart, find_writing_kind, list_writing_kinds
from vecu.writings.limits import (
    ClosedType,
    PartLimit,
    WritingLimit,
    WritingSort,
    judge_part,
    list_limits,
    list_objections,
    register_limit_source,
)

__all__ = [
    "DRAWN",
    "OBJECTION",
    "ClosedType",
    "InventedWriting",
    "PartLimit",
    "WritingKind",
    "WritingLimit",
    "WritingPart",
    "WritingPull",
    "WritingSort",
    "find_writing_kind",
    "judge_part",
    "list_invented_writings",
    "list_limits",
    "list_objections",
    "list_writing_kinds",
    "register_limit_source",
]
