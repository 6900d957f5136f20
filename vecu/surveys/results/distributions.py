"""Present the frequencies of a question: labels, rows, a sentence, the number of blanks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from vecu.questionnaires import AnswerValue
from vecu.surveys.results.answer_text import READ
from vecu.surveys.results.binning import DateBin, NumberBin, bin_dates, bin_numbers, lower_median
from vecu.surveys.results.completion import PageCompletion
from vecu.surveys.results.frequencies import QuestionFrequencies, Unit
from vecu.surveys.results.sentences import format_count, say_choices, say_dates, say_numbers
from vecu.surveys.results.type_counts import COUNTS, CountLayout
from vecu.translation import pick_language
from vecu.ui.templatetags.ui import day

Rows = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class QuestionDistribution:
    """Context of `ui/distribution.html` for a question; `language` is '' if it is the page's."""

    title: str
    sentence: str
    rows: Rows
    note: str
    language: str


def describe_distribution(tally: QuestionFrequencies, language: str) -> QuestionDistribution:
    """Describe the frequencies of a closed question, number or date for a reader of `language`.

    If the question has no wording in that language, its labels use the first it has.
    """
    question = tally.question
    spoken = pick_language(question.label.texts, language)
    layout = COUNTS[question.kind].layout
    rows = _list_rows(tally, layout, spoken)
    return QuestionDistribution(
        title=question.label.say(spoken) or question.name,
        sentence=_say_rows(tally, layout, rows),
        rows=rows if tally.answered else (),
        note=_note(tally),
        language="" if spoken == language else spoken,
    )


def _list_rows(tally: QuestionFrequencies, layout: CountLayout, language: str) -> Rows:
    """Return the rows of the counts, choices labelled in `language`."""
    match layout:
        case CountLayout.CHOICES:
            return _choice_rows(tally, language)
        case CountLayout.TICKS:
            return ((_(READ), tally.answered),)
        case CountLayout.HOURS:
            return _hours(tally.counts)
        case CountLayout.DAYS:
            return tuple((_period(item), item.count) for item in bin_dates(tally.counts))
        case CountLayout.NUMBERS:
            return tuple((_interval(item), item.count) for item in bin_numbers(tally.counts))
        case CountLayout.NOTHING:
            return ()


def _say_rows(tally: QuestionFrequencies, layout: CountLayout, rows: Rows) -> str:
    """Return the sentence about the counts."""
    if layout is CountLayout.DAYS:
        return say_dates(tally.unit, tally.answered, *_ends(tally.counts, dates=True))
    if layout is CountLayout.NUMBERS:
        return say_numbers(tally.unit, tally.answered, *_ends(tally.counts, dates=False))
    several = tally.question.kind.holds is AnswerValue.CHOICES
    return say_choices(tally.unit, tally.answered, rows, several=several)


def _hours(counts: Mapping[str, int]) -> Rows:
    """Return the count for each hour of the day, from the earliest to the latest answered."""
    given = [int(hour) for hour in counts]
    between = range(min(given, default=0), max(given, default=-1) + 1)
    return tuple(
        (
            _("%(low)s to less than %(high)s")
            % {"low": f"{hour:02}:00", "high": f"{hour + 1:02}:00"},
            counts.get(f"{hour:02}", 0),
        )
        for hour in between
    )


def _choice_rows(tally: QuestionFrequencies, language: str) -> Rows:
    labels = tally.question.choice_labels
    return tuple(
        (labels[name].say(language) if name in labels else name, count)
        for name, count in tally.by_choice()
    )


def _ends(counts: Mapping[str, int], *, dates: bool) -> tuple[str, str, str]:
    """Return the lowest and highest value and the lower median, formatted."""
    if not counts:
        return "", "", ""
    if dates:
        days = (min(counts), max(counts), lower_median(counts))
        low, high, half = (day(date.fromisoformat(text)) for text in days)
    else:
        numbers = (
            min(counts, key=Decimal),
            max(counts, key=Decimal),
            lower_median(counts, key=Decimal),
        )
        low, high, half = (_amount(Decimal(text)) for text in numbers)
    return low, high, half


def _interval(interval: NumberBin) -> str:
    low, high = _amount(interval.low), _amount(interval.high)
    if interval.low == interval.high:
        return low
    if interval.half_open:
        return _("%(low)s to less than %(high)s") % {"low": low, "high": high}
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def _period(period: DateBin) -> str:
    if period.first == period.last:
        return day(period.first)
    if period.first.year != period.last.year:
        return _("%(low)s to %(high)s") % {"low": period.first.year, "high": period.last.year}
    if period.first.month != period.last.month:
        return str(period.first.year)
    return date_format(period.first, "YEAR_MONTH_FORMAT")


def _amount(value: Decimal) -> str:
    plain = format(value.normalize(), "f")
    return str(number_format(Decimal(plain), force_grouping=abs(value) >= 10_000))


def _note(tally: QuestionFrequencies) -> str:
    sentence = _("Answered: %(answered)s. Left blank: %(blank)s.") % {
        "answered": format_count(tally.answered),
        "blank": format_count(tally.blank),
    }
    notes = [sentence]
    if tally.not_asked:
        not_asked = _("Not asked, because of an earlier answer: %(number)s.")
        notes.append(not_asked % {"number": format_count(tally.not_asked)})
    if tally.unit is Unit.STORY:
        notes.append(_("Counted once for each story."))
    if tally.question.kind.holds is AnswerValue.RANKING:
        notes.append(_("Only what was put first is counted."))
    return " ".join(notes)


def describe_completion(
    lines: Sequence[PageCompletion], language: str
) -> list[QuestionDistribution]:
    """Show how often each question was answered, those of stories apart from the others.

    `language` is the reader's. The sentence names the question most often left blank.
    """
    titles = {
        Unit.STORY: _("Answers given, story by story"),
        Unit.PERSON: _("Answers given, person by person"),
    }
    distributions = []
    for unit, title in titles.items():
        tallies = [line.tally for line in lines if line.tally and line.tally.unit is unit]
        if tallies:
            rows = tuple((_named(tally, language), tally.answered) for tally in tallies)
            sentence = _most_often_blank(tallies, language)
            distributions.append(QuestionDistribution(title, sentence, rows, "", ""))
    return distributions


def _most_often_blank(tallies: Sequence[QuestionFrequencies], language: str) -> str:
    blankest = max(tallies, key=lambda tally: tally.blank)
    if not any(tally.presented for tally in tallies):
        return _("Nobody has sent answers yet.")
    if not blankest.blank:
        return _("Every question was answered each time it was asked.")
    values = {
        "question": _named(blankest, language),
        "blank": format_count(blankest.blank),
        "asked": format_count(blankest.presented),
    }
    return _("Most often left blank: “%(question)s”, %(blank)s times out of %(asked)s.") % values


def _named(tally: QuestionFrequencies, language: str) -> str:
    return tally.question.label.say(language) or tally.question.name
