"""The codes of a study, in order, and what merged codes count as."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from vecu.coding.code_tree import flatten_tree, list_ancestors
from vecu.coding.models import Code, Codebook, CodebookVersion


@dataclass(frozen=True)
class Codes:
    """Every code of a codebook, retired and merged ones included, with its depth, in order."""

    lines: tuple[tuple[Code, int], ...]

    @cached_property
    def by_id(self) -> dict[UUID, Code]:
        """Every code by its id."""
        return {code.id: code for code, _depth in self.lines}

    @cached_property
    def parents(self) -> dict[UUID, UUID | None]:
        """The parent of each code."""
        return {code.id: code.parent_id for code, _depth in self.lines}

    @property
    def offered(self) -> list[tuple[Code, int]]:
        """The codes that coders may use, with their depth."""
        return [
            (code, depth) for code, depth in self.lines if not code.retired and not code.merged_id
        ]

    def offered_for(self, question: str) -> list[tuple[Code, int]]:
        """Return the codes that coders may use on answers to a question, with their depth."""
        return [(code, depth) for code, depth in self.offered if self.is_for(code, question)]

    def final(self) -> dict[UUID, UUID]:
        """Return what each code counts as: itself, or the one that it was merged into."""
        known = self.by_id
        found = {}
        for code in known.values():
            end = code
            while end.merged_id:
                end = known[end.merged_id]
            found[code.id] = end.id
        return found

    def map_code_paths(self, language: str = "") -> dict[UUID, str]:
        """Return each code's path: "Limits / Invents".

        Names are in `language` where they are translated, by default in the codebook's.
        """
        known, parents = self.by_id, self.parents
        names = {
            code.id: code.names.say(language) if language else code.name for code in known.values()
        }
        return {
            code: " / ".join(
                [*(names[each] for each in reversed(list_ancestors(code, parents))), name]
            )
            for code, name in names.items()
        }

    def questions(self, code: Code) -> list[str]:
        """Return the questions that a code is limited to: its own, else an ancestor's."""
        known = self.by_id
        line = [code, *(known[each] for each in list_ancestors(code.id, self.parents))]
        return next((list(each.questions) for each in line if each.questions), [])

    def is_for(self, code: Code, question: str) -> bool:
        """Return whether a code applies to a question; a code without questions applies to all."""
        wanted = self.questions(code)
        return not wanted or question in wanted


def find_codebook(study: UUID) -> Codebook | None:
    """Return the codebook of a study, None if there is none yet."""
    return Codebook.objects.filter(study=study).first()


def list_codes(codebook: Codebook) -> Codes:
    """Return the codes of a codebook."""
    return Codes(tuple(flatten_tree(codebook.codes.all())))


def list_codes_of(codebooks: Collection[UUID]) -> Codes:
    """Return the codes of several codebooks, in one query."""
    found = Code.objects.filter(codebook__in=codebooks).select_related("codebook")
    return Codes(tuple(flatten_tree(found)))


def find_code(codebook: Codebook, code: UUID) -> Code | None:
    """Return a code of this codebook."""
    return codebook.codes.filter(pk=code).first()


def list_versions(codebook: Codebook) -> list[CodebookVersion]:
    """Return the published versions, the latest first."""
    return list(codebook.versions.all())


def get_snapshot(codes: Codes) -> list[Mapping[str, object]]:
    """Return the codes as stored in a version: in order, without internal fields."""
    return [
        {
            "id": str(code.id),
            "parent": str(code.parent_id) if code.parent_id else None,
            "name": code.name,
            "translated_names": code.translated_names,
            "definition": code.definition,
            "use_when": code.use_when,
            "not_when": code.not_when,
            "examples": code.examples,
            "colour": code.colour,
            "questions": code.questions,
        }
        for code, _depth in codes.offered
    ]
