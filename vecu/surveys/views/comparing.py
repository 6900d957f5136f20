"""The difference between two versions in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from vecu.surveys.differences import Change, Comparison, Difference, Standing


@dataclass(frozen=True, slots=True)
class Line:
    """One question that changed: what it was and is, and what that means for its answers."""

    name: str
    before: str
    after: str
    changes: tuple[str, ...]
    standing: Standing
    meaning: str


@dataclass(frozen=True, slots=True)
class Told:
    """A comparison for a page: its lines, and how many questions are the same."""

    lines: tuple[Line, ...]
    same: int
    broken: int


def told(comparison: Comparison, language: str) -> Told:
    """Put a comparison into words for a reader of `language`."""
    lines = tuple(_line(each, language) for each in comparison.differences)
    broken = sum(line.standing in {Standing.GONE, Standing.BROKEN} for line in lines)
    return Told(lines, comparison.same, broken)


def _line(difference: Difference, language: str) -> Line:
    before, after = difference.before, difference.after
    words = _changes()
    return Line(
        name=difference.path.rpartition("/")[2],
        before=before.label.say(language) if before else "",
        after=after.label.say(language) if after else "",
        changes=tuple(words[change] + _which(difference, change) for change in difference.changes),
        standing=difference.standing,
        meaning=_meanings()[difference.standing],
    )


def _which(difference: Difference, change: Change) -> str:
    """Return the choices that a change is about, " (yes, no)", or nothing."""
    if difference.before is None or difference.after is None:
        return ""
    old, new = difference.before.choice_labels, difference.after.choice_labels
    gone, come = [n for n in old if n not in new], [n for n in new if n not in old]
    names = {Change.NARROWED: gone, Change.WIDENED: come}.get(change, [])
    return f" ({', '.join(names)})" if names else ""


def _changes() -> dict[Change, str]:
    return {
        Change.ADDED: _("new question"),
        Change.REMOVED: _("no longer asked"),
        Change.TYPE: _("another type of answer"),
        Change.REPEATED: _("told once or several times: no longer as before"),
        Change.NARROWED: _("choices taken away"),
        Change.WIDENED: _("choices added"),
        Change.CONDITION: _("asked of other people"),
        Change.RULE: _("another rule for what is accepted"),
        Change.REWORDED: _("other words"),
        Change.RELABELLED: _("other words for its choices"),
    }


def _meanings() -> dict[Standing, str]:
    return {
        Standing.NEW: _("No answers before this version."),
        Standing.GONE: _("No answers from this version on."),
        Standing.COMPARABLE: _("Answers stay comparable."),
        Standing.DOUBTFUL: _("Comparable with care: say so wherever both are counted together."),
        Standing.BROKEN: _("Answers before and after cannot be counted together."),
    }
