"""The difference between two versions of a study in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from vecu.questionnaires import (
    ComparabilityVerdict,
    Questionnaire,
    VersionChangeKind,
    VersionComparison,
    compare_versions,
)


@dataclass(frozen=True, slots=True)
class VersionDiffItem:
    """A changed question, and what the change means for its answers.

    `before` and `after` are its texts, '' where it was not asked; `breaks` means that answers
    to the two versions cannot be counted together.
    """

    name: str
    before: str
    after: str
    changes: tuple[str, ...]
    meaning: str
    breaks: bool


@dataclass(frozen=True, slots=True)
class VersionDiffView:
    """A comparison of versions: the changes, and the number of unchanged questions."""

    lines: tuple[VersionDiffItem, ...]
    same: int

    @property
    def broken(self) -> int:
        """The number of questions whose answers can no longer be compared with earlier ones."""
        return sum(line.breaks for line in self.lines)


def build_version_diff(old: Questionnaire, new: Questionnaire, language: str) -> VersionDiffView:
    """Compare two versions for a reader of `language`, question by question."""
    comparison = compare_versions(old, new)
    changed = [verdict for verdict in _in_order(comparison, new) if verdict.changes]
    same = sum(not verdict.changes for verdict in comparison.verdicts.values())
    return VersionDiffView(tuple(_line(verdict, old, new, language) for verdict in changed), same)


def _in_order(comparison: VersionComparison, new: Questionnaire) -> list[ComparabilityVerdict]:
    """Return the verdicts on displayed questions, in the order of the later version."""
    order = {path: number for number, path in enumerate(new.questions)}
    verdicts = comparison.verdicts.values()
    return sorted(verdicts, key=lambda verdict: order.get(verdict.path, len(order)))


def _line(
    verdict: ComparabilityVerdict, old: Questionnaire, new: Questionnaire, language: str
) -> VersionDiffItem:
    kinds = {change.kind for change in verdict.changes}
    moved = [
        change.before for change in verdict.changes if change.kind is VersionChangeKind.RENAMED
    ]
    before = old.questions.get(moved[0] if moved else verdict.path)
    after = new.questions.get(verdict.path)
    if VersionChangeKind.ADDED in kinds:
        meaning = _("No answers before this version.")
    elif VersionChangeKind.REMOVED in kinds:
        meaning = _("No answers from this version on.")
    elif verdict.comparable:
        meaning = _("Answers stay comparable.")
    else:
        meaning = _("Do not count answers from before and after together.")
    return VersionDiffItem(
        name=verdict.name,
        before=before.label.say(language) if before else "",
        after=after.label.say(language) if after and VersionChangeKind.REMOVED not in kinds else "",
        changes=tuple(change.say(language) for change in verdict.changes),
        meaning=meaning,
        breaks=not verdict.comparable and VersionChangeKind.ADDED not in kinds,
    )
