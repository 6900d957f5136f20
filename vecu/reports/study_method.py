"""What is public of how a study was made: who could answer, how, and what it cannot say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.datasets.release_figures import get_count_figure
from vecu.datasets.release_queries import Released
from vecu.datasets.releases.extract_counts import PROGRAM
from vecu.reports.queries import StudyResults
from vecu.surveys.consent.versions import PROMISE_NUMBER
from vecu.surveys.rules import INTERVIEW_MODES, Mode
from vecu.ui.charts import list_noise_notes
from vecu.ui.figures import CountFigure
from vecu.ui.templatetags.ui import current_language, day, grouped

_INTERVIEWED = frozenset(INTERVIEW_MODES)


@dataclass(frozen=True, slots=True)
class StudyMethod:
    """How a study was made, in sentences. `answered` says how many answered, '' if that is unknown.

    `facts` are pairs of a label and a text. `noise` says what a reader must know of figures whose
    counts are approximate; empty where none is.
    """

    respondents: str
    answered: str
    unknowns: Sequence[str]
    facts: Sequence[tuple[str, str]]
    noise: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Counted:
    """What the figures of a study tell of how it was made: the newest of each wave, and all."""

    newest: dict[int, Released]
    modes: set[Mode]
    figures: Sequence[CountFigure]

    @property
    def approximate(self) -> bool:
        return any(each.approximate for each in self.figures)

    @property
    def hides_something(self) -> bool:
        return any(each.hides_something for each in self.figures)


def get_study_method(results: StudyResults) -> StudyMethod:
    """Return how the study of these results was made."""
    counted = _read_figures(results)
    language = current_language()
    return StudyMethod(
        respondents=_describe_respondents(counted.modes),
        answered=_say_answered(counted.newest),
        unknowns=list(_iter_unknowns(counted)),
        facts=list(_iter_facts(results, counted)),
        noise=list_noise_notes(language, several=True) if counted.approximate else (),
    )


def _read_figures(results: StudyResults) -> _Counted:
    """Return what the figures tell; ways by which answers came are those that could bring any."""
    modes = {Mode(each.mode) for each in results.fieldings}
    newest = dict[int, Released]()
    for each in sorted(results.released, key=lambda one: (one.day, one.edition)):
        newest[each.content.get("wave", 1)] = each
        modes |= {Mode(mode) for mode in each.content.get("modes", ()) if mode != PROGRAM}
    figures = [get_count_figure(each, current_language()) for each in results.released]
    return _Counted(dict(sorted(newest.items())), modes, figures)


def _say_answered(newest: dict[int, Released]) -> str:
    """Say how many answered, exactly where figures are approximate; of each wave by itself."""
    said = {}
    for wave, released in newest.items():
        if (people := released.content["people"]) is None:
            continue
        exact = "method" in released.content
        words = {"people": grouped(people), "day": day(released.extract.day)}
        said[wave] = (
            _("%(people)s people, counted on %(day)s")
            if exact
            else _("%(people)s people (rounded to the nearest 5), counted on %(day)s")
        ) % words
    if len(newest) == 1:
        return "".join(said.values())
    return _("; ").join(
        _("wave %(wave)s: %(text)s") % {"wave": wave, "text": text} for wave, text in said.items()
    )


def _describe_respondents(modes: set[Mode]) -> str:
    parts = []
    if {Mode.OPEN, Mode.CARDS} <= modes:
        parts.append(_("Anyone with the link, and people who were given a card"))
    elif Mode.OPEN in modes:
        parts.append(_("Anyone with the link"))
    elif Mode.CARDS in modes:
        parts.append(_("People who were given a card"))
    if modes & _INTERVIEWED:
        parts.append(_("people who called an interviewer, or answered on paper"))
    if not parts:
        return _("Answers imported from elsewhere")
    if Mode.IMPORTED in modes:
        parts.append(_("answers were also imported from elsewhere"))
    sentence = _("; ").join(parts)
    return sentence[:1].upper() + sentence[1:]


def _iter_unknowns(counted: _Counted) -> Iterator[str]:
    modes = counted.modes
    yield _("These figures count answers received; they say nothing of anyone else.")
    if Mode.OPEN in modes:
        yield _(
            "Anyone with the link could answer, even twice, and many people never saw it: no "
            "percentage of a population can be drawn from it."
        )
    if Mode.CARDS in modes:
        yield _("People who were given no card are not heard this way.")
    if modes & _INTERVIEWED:
        yield _(
            "People do not say the same things to a person, to a page or through an interpreter: "
            "each way of answering stands apart, and no figure adds them up."
        )
    if modes <= {Mode.IMPORTED}:
        yield _("This laboratory did not choose who answered.")
    elif Mode.IMPORTED in modes:
        yield _("This laboratory did not choose who gave the answers that were imported.")
    if counted.approximate:
        yield _("“10 or fewer” may mean nobody, and now and then a few more than 10.")
    if counted.hides_something:
        yield _(
            "“Hidden” does not mean zero: the count is too small to be shown, or it would reveal "
            "another."
        )


def _iter_facts(results: StudyResults, counted: _Counted) -> Iterator[tuple[str, str]]:
    yield _("Answers"), " ".join(_iter_ways(results, counted))
    yield _("Coding"), " ".join(_iter_coding(results))
    promise = _(
        "Promise number %(promise)s is shown before the first question. For anyone who answered "
        "under an earlier one, that one holds."
    )
    yield _("Promise"), promise % {"promise": PROMISE_NUMBER}
    if results.released:
        yield _("Figures"), " ".join(_iter_disclosure_rules(counted))
    if results.newest_day:
        yield _("Last published"), day(results.newest_day)


def _iter_disclosure_rules(counted: _Counted) -> Iterator[str]:
    if counted.approximate:
        yield _(
            "Only counts of 11 people or more are shown. Every figure but the number of answers is "
            "changed at random by a few people, 2 on average, and given as a multiple of 5. A "
            "figure stays as it is until people are counted anew."
        )
    if not all(each.approximate for each in counted.figures):
        yield _(
            "Older figures are rounded to the nearest 5, and hidden below 11 people or where they "
            "would reveal another."
        )


def _iter_ways(results: StudyResults, counted: _Counted) -> Iterator[str]:
    modes = counted.modes
    if Mode.OPEN in modes:
        yield _("By a public link, without an account and without a name.")
    if Mode.CARDS in modes:
        yield _("By one-time cards that organisations handed out: no answer is linked to a card.")
    if modes & _INTERVIEWED:
        yield _(
            "By telephone to an interviewer from outside who is bound to secrecy, if need be "
            "through an interpreter, and on paper."
        )
    if Mode.IMPORTED in modes or not modes:
        yield _("Imported from a file.")
    waves = {each.wave for each in results.fieldings} | counted.newest.keys()
    if len(waves) > 1:
        yield ngettext("%(waves)s wave.", "%(waves)s waves.", len(waves)) % {"waves": len(waves)}
    for wave, released in counted.newest.items():
        origin = get_count_figure(released, current_language()).origin
        if origin and len(waves) > 1:
            yield _("Wave %(wave)s") % {"wave": wave} + "."
        if origin:
            yield origin


def _iter_coding(results: StudyResults) -> Iterator[str]:
    coders = results.words.coders
    if not coders:
        yield _("No text has been coded.")
        return
    counted = ngettext("One person coded the texts.", "%(number)s people coded the texts.", coders)
    yield counted % {"number": coders}
    if results.words.blind and coders > 1:
        yield _("Nobody saw the others’ codes on a text until all had finished it.")
