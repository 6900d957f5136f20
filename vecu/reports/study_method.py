"""What is public of how a study was made: who could answer, how, and what it cannot say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.reports.queries import StudyResults
from vecu.surveys.consent.versions import PROMISE_NUMBER
from vecu.surveys.rules import Mode
from vecu.ui.templatetags.ui import day


@dataclass(frozen=True, slots=True)
class StudyMethod:
    """How a study was made, in sentences. `people` is the newest public number of answers.

    `facts` are pairs of a label and a text.
    """

    respondents: str
    people: int | None
    counted: date | None
    unknowns: Sequence[str]
    facts: Sequence[tuple[str, str]]


def get_study_method(results: StudyResults) -> StudyMethod:
    """Return how the study of these results was made."""
    newest = max(results.released, key=lambda each: (each.day, each.edition), default=None)
    modes = {Mode(each.mode) for each in results.fieldings}
    return StudyMethod(
        respondents=_describe_respondents(modes),
        people=newest.content["people"] if newest else None,
        counted=newest.extract.day if newest else None,
        unknowns=list(_iter_unknowns(modes)),
        facts=list(_iter_facts(results, modes)),
    )


def _describe_respondents(modes: set[Mode]) -> str:
    if {Mode.OPEN, Mode.CARDS} <= modes:
        return _("Anyone with the link, and people who were given a card")
    if Mode.OPEN in modes:
        return _("Anyone with the link")
    if Mode.CARDS in modes:
        return _("People who were given a card")
    return _("Answers imported from elsewhere")


def _iter_unknowns(modes: set[Mode]) -> Iterator[str]:
    yield _("These figures count answers received; they say nothing of anyone else.")
    if Mode.OPEN in modes:
        yield _(
            "Anyone with the link could answer, even twice, and many people never saw it: no "
            "percentage of a population can be drawn from it."
        )
    if Mode.CARDS in modes:
        yield _("People who were given no card are not heard this way.")
    if not modes:
        yield _("This laboratory did not choose who answered.")
    yield _(
        "“Hidden” does not mean zero: the count is too small to be shown, or it would reveal "
        "another."
    )


def _iter_facts(results: StudyResults, modes: set[Mode]) -> Iterator[tuple[str, str]]:
    yield _("Answers"), " ".join(_iter_ways(results, modes))
    yield _("Coding"), " ".join(_iter_coding(results))
    promise = _(
        "Promise number %(promise)s is shown before the first question. For anyone who answered "
        "under an earlier one, that one holds."
    )
    yield _("Promise"), promise % {"promise": PROMISE_NUMBER}
    yield (
        _("Figures"),
        _(
            "Only counts of 11 people or more are shown, rounded to the nearest 5. A count is "
            "hidden if it is smaller, or if it would reveal another. Before a figure is released, "
            "we try to work out what is hidden from everything released so far."
        ),
    )
    if results.newest_day:
        yield _("Last published"), day(results.newest_day)


def _iter_ways(results: StudyResults, modes: set[Mode]) -> Iterator[str]:
    if Mode.OPEN in modes:
        yield _("By a public link, without an account and without a name.")
    if Mode.CARDS in modes:
        yield _("By one-time cards that organisations handed out: no answer is linked to a card.")
    if not modes:
        yield _("Imported from another tool.")
    waves = len({each.wave for each in results.fieldings})
    if waves > 1:
        yield ngettext("%(waves)s wave.", "%(waves)s waves.", waves) % {"waves": waves}


def _iter_coding(results: StudyResults) -> Iterator[str]:
    coders = results.words.coders
    if not coders:
        yield _("No text has been coded.")
        return
    counted = ngettext("One person coded the texts.", "%(number)s people coded the texts.", coders)
    yield counted % {"number": coders}
    if results.words.blind and coders > 1:
        yield _("Nobody saw the others’ codes on a text until all had finished it.")
