"""What a matrix needs to know of cases, its rows, and the words of its columns."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from vecu.evidence.rules import FindingTheme

THEMES = (
    FindingTheme.RECOGNITION,
    FindingTheme.AUTONOMY,
    FindingTheme.HUMAN_RELATIONS,
    FindingTheme.SURVEILLANCE,
    FindingTheme.RESPONSIBILITY,
    FindingTheme.KNOW_HOW,
    FindingTheme.MEANING,
)
"""The themes of both studies of the hearing, in the order of columns."""
SortKey = tuple[int, str]
"""The place of a word in its vocabulary, and its label; `UNSAID` comes last."""
UNSAID: SortKey = (99, "")


@dataclass(frozen=True, slots=True)
class MatrixCase:
    """A case as a row: its `name` by language, by what it is sorted, whether everybody reads it."""

    id: UUID
    name: Mapping[str, str]
    technology: SortKey = UNSAID
    sector: SortKey = UNSAID
    size: SortKey = UNSAID
    is_public: bool = False

    @property
    def facts(self) -> str:
        """What it is sorted by, in words."""
        labels = (self.technology[1], self.sector[1], self.size[1])
        return ", ".join(filter(None, labels))


class CaseDirectory(Protocol):
    """Where the cases of studies are found."""

    def list_cases(self, study: UUID) -> Sequence[MatrixCase]:
        """Return the cases of a study."""

    def map_cases(self, ids: Collection[UUID]) -> Mapping[UUID, MatrixCase]:
        """Return cases of any study by id, in a fixed number of queries; without those gone."""

    def list_answers(self, case: UUID) -> Collection[UUID]:
        """Return the documents of a case, as answers."""

    def list_pairs(self, cases: Collection[UUID]) -> Sequence[str]:
        """Return in words each role that fewer than 11 people have in one of these cases."""


class EmptyDirectory:
    """No case anywhere: nothing has registered where cases are found."""

    def list_cases(self, _study: UUID) -> Sequence[MatrixCase]:
        """Return no case."""
        return ()

    def map_cases(self, _ids: Collection[UUID]) -> Mapping[UUID, MatrixCase]:
        """Return no case."""
        return {}

    def list_answers(self, _case: UUID) -> Collection[UUID]:
        """Return no document."""
        return ()

    def list_pairs(self, _cases: Collection[UUID]) -> Sequence[str]:
        """Return no pair."""
        return ()


_directories: list[CaseDirectory] = [EmptyDirectory()]


def register_case_directory(directory: CaseDirectory) -> None:
    """Say where cases are found; there is one such place."""
    _directories[:] = [directory]


def get_case_directory() -> CaseDirectory:
    """Return where cases are found."""
    return _directories[0]


def list_themes() -> list[str]:
    """Return the themes as they are stored, in the order of columns."""
    return [each.value for each in THEMES]


def get_theme_key(theme: str) -> str:
    """Return the word of a theme in addresses: "human-relations"."""
    return FindingTheme(theme).name.lower().replace("_", "-")


def find_theme(key: str) -> str:
    """Return the theme of an address, '' if there is none."""
    return next((each for each in list_themes() if get_theme_key(each) == key), "")


def get_theme_label(theme: str) -> str:
    """Return what a theme is called."""
    return _(FindingTheme(theme).label)
