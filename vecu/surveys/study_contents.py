"""What rooms above own of a study: each says what it is, and deletes it with the study.

This room does not know those above. Each of these registers its `StudyContents` in a module of this
name, which is imported when the laboratory starts. What belongs to an answer by a foreign key with
CASCADE needs no entry: it is deleted with the answer.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from vecu.surveys.models import Study

CountedPhrase = tuple[int, str]


@dataclass(frozen=True, slots=True)
class StudyContents:
    """What one room owns of a study.

    `list_contents` yields how many there are of each thing, and the phrase in the current language
    that takes this number ("%(count)s memos"). `delete` is called in the transaction that deletes
    the study, when its answers are gone and its fieldings still exist.
    """

    list_contents: Callable[[Study], Iterable[CountedPhrase]]
    delete: Callable[[Study], None]


_registered: list[StudyContents] = []


def register_study_contents(contents: StudyContents) -> None:
    """Have a room's contents named and deleted with every study."""
    if contents not in _registered:
        _registered.append(contents)


def list_study_contents() -> tuple[StudyContents, ...]:
    """Return what every installed room has registered."""
    return tuple(_registered)
