"""Which codes are exported, and the path of each from the top. Pure.

A merged code is exported as the one it counts as; a retired code only if it was used or has
descendants.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from vecu.coding.code_tree import HasParent, list_ancestors
from vecu.coding.refi import RefiCode, fit_text


class ExportableCode(HasParent, Protocol):
    """What files contain of a code of the codebook."""

    translated_names: Mapping[str, str]
    definition: str
    use_when: str
    not_when: str
    examples: str
    colour: str
    questions: Sequence[str]
    retired: bool
    merged_id: UUID | None


Known = TypeVar("Known", bound=ExportableCode)
BETWEEN = " / "
"""Separates the names of a path: "Limits / Invents"."""


def format_code_paths(codes: Iterable[HasParent], between: str = BETWEEN) -> dict[UUID, str]:
    """Return each code's path: the names of its ancestors and its own."""
    known = {code.id: code for code in codes}
    parents = {code.id: code.parent_id for code in known.values()}
    return {
        code.id: between.join(
            [*(known[each].name for each in reversed(list_ancestors(code.id, parents))), code.name]
        )
        for code in known.values()
    }


def list_exported_codes(codes: Sequence[Known], used: Collection[UUID]) -> list[Known]:
    """Return the codes to export, in order; `used` are those that have codings."""
    parents = {code.id: code.parent_id for code in codes}
    needed = {code.id for code in codes if not code.retired or code.id in used}
    needed |= {higher for code in needed for higher in list_ancestors(code, parents)}
    return [code for code in codes if code.id in needed and not code.merged_id]


def build_refi_codes(codes: Iterable[ExportableCode], final: Mapping[UUID, UUID]) -> list[RefiCode]:
    """Return codes as REFI-QDA has them; `final` maps merged parents to what they count as."""
    return [
        RefiCode(
            code.id,
            fit_text(code.name),
            final[code.parent_id] if code.parent_id else None,
            code.colour,
            definition=code.definition,
            use_when=code.use_when,
            not_when=code.not_when,
            examples=code.examples,
        )
        for code in codes
    ]
