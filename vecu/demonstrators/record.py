"""The record of a session on one page, and as a text file. Pure; it is stored nowhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from vecu.demonstrators.counts import (
    STANCES,
    Counts,
    SessionProblem,
    StatementCounts,
    Typed,
    describe_moves,
    read_counts,
)
from vecu.demonstrators.session import Session
from vecu.groups.rules import FEWEST_MEMBERS
from vecu.messages import UNFIT, Message
from vecu.translation import gettext_noop, translate
from vecu.typography import apply_typography, is_blank

QUESTION_FIELDS = ("question-1", "question-2", "question-3")
TEXT_FIELDS = ("group", "day", *QUESTION_FIELDS, "unsettled")
MOST_NAME = 100
"""Characters of a group's name."""
MOST_WRITTEN = 1200
"""Characters of the three questions and of what is not settled that fit on the page with all else.

A journey prints the longest record and counts its pages.
"""
MOST_LINES = 5
"""Lines of what is not settled."""

COUNTED_BY_HAND = Message(
    gettext_noop("Counted by hand, from cards that were raised. Nobody noted whose.")
)
TELLING_COUNTS = Message(
    gettext_noop(
        "These counts can tell who raised which card: fewer than five were counted at a time, or"
        " all were the same. Ask everybody before you hand this on, or hand on the three questions"
        " alone."
    )
)
NO_RECOMMENDATION = Message(
    gettext_noop(
        "Three questions to put to those who decide, buy or build. This is not a recommendation,"
        " and those who were there represent only themselves."
    )
)


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """What is left of a session; `group` is '' and `day` None if nobody wrote them."""

    session: Session
    group: str
    day: date | None
    counts: Sequence[StatementCounts]
    questions: Sequence[str]
    unsettled: Sequence[str]

    @property
    def is_telling(self) -> bool:
        """Whether somebody who knows who was there may learn from it who took which position."""
        heaps = [each.values() for counts in self.counts for each in (counts.before, counts.after)]
        return any(sum(each) < FEWEST_MEMBERS or sum(each) == max(each) for each in heaps)


def clean_line(value: str) -> str:
    """Return a text on one line, without what no text may contain; '' if nobody sees any of it."""
    text = " ".join(UNFIT.sub("", value).split())
    return "" if is_blank(text) else text


def check_texts(typed: Typed) -> list[SessionProblem]:
    """Return what is wrong with what was written, in the order of the form."""
    found = [*_check_name(typed), *_check_day(typed)]
    for number, field in enumerate(QUESTION_FIELDS, 1):
        if not clean_line(typed.get(field, "")):
            words = gettext_noop("Question %(number)s is missing. A session ends with three.")
            found.append(SessionProblem(field, Message(words, number=float(number))))
    return [*found, *_check_room(typed)]


def read_record(typed: Typed, session: Session) -> SessionRecord:
    """Return the record of counts and texts that were found right."""
    day = typed.get("day", "").strip()
    return SessionRecord(
        session,
        clean_line(typed.get("group", "")),
        date.fromisoformat(day) if day else None,
        read_counts(typed, session.statements),
        [clean_line(typed.get(field, "")) for field in QUESTION_FIELDS],
        _read_lines(typed.get("unsettled", "")),
    )


def _check_name(typed: Typed) -> Iterator[SessionProblem]:
    length = len(clean_line(typed.get("group", "")))
    if length > MOST_NAME:
        words = gettext_noop(
            "The name of the group has %(found)s characters; there is room for %(most)s. Remove"
            " %(over)s."
        )
        yield SessionProblem("group", _say_excess(words, length, MOST_NAME))


def _check_day(typed: Typed) -> Iterator[SessionProblem]:
    day = typed.get("day", "").strip()
    try:
        date.fromisoformat(day or "2000-01-01")
    except ValueError:
        words = gettext_noop("The day is not a date. Write it as 2026-11-30, or leave it blank.")
        yield SessionProblem("day", Message(words))


def _check_room(typed: Typed) -> Iterator[SessionProblem]:
    lines = _read_lines(typed.get("unsettled", ""))
    questions = [clean_line(typed.get(field, "")) for field in QUESTION_FIELDS]
    written = sum(len(text) for text in [*questions, *lines])
    if written > MOST_WRITTEN:
        words = gettext_noop(
            "The questions and what is not settled have %(found)s characters together; there is"
            " room for %(most)s. Remove %(over)s."
        )
        yield SessionProblem(QUESTION_FIELDS[0], _say_excess(words, written, MOST_WRITTEN))
    if len(lines) > MOST_LINES:
        words = gettext_noop(
            "What is not settled has %(found)s lines; there is room for %(most)s. Remove %(over)s."
        )
        yield SessionProblem("unsettled", _say_excess(words, len(lines), MOST_LINES))


def _say_excess(words: str, found: int, most: int) -> Message:
    return Message(words, found=float(found), most=float(most), over=float(found - most))


def _read_lines(value: str) -> list[str]:
    return [line for each in value.splitlines() if (line := clean_line(each))]


def write_text(record: SessionRecord, day: str, language: str) -> str:
    """Return the record as plain text, with its `day` as the language writes it, '' for none."""
    lines = _iter_lines(record, day, language)
    return "\n".join(apply_typography(line, language) for line in lines) + "\n"


def _iter_lines(record: SessionRecord, day: str, language: str) -> Iterator[str]:
    def say(msgid: str) -> str:
        return translate(msgid, language)

    yield say(gettext_noop("A group in 90 minutes: record"))
    yield " · ".join(each for each in (record.group, day) if each)
    yield ""
    yield say(gettext_noop("What was tried"))
    yield from (f"- {each.title.say(language)}" for each in record.session.demonstrators)
    yield ""
    yield say(gettext_noop("Positions before and after"))
    yield COUNTED_BY_HAND.say(language)
    for counts in record.counts:
        yield ""
        yield counts.statement.statement[language]
        before, after = (_write_counts(each, language) for each in (counts.before, counts.after))
        yield "- " + say(gettext_noop("Before: %(counts)s")) % {"counts": before}
        yield "- " + say(gettext_noop("After: %(counts)s")) % {"counts": after}
        yield describe_moves(counts).say(language)
    yield ""
    yield say(gettext_noop("Three questions"))
    yield from (f"{number}. {text}" for number, text in enumerate(record.questions, 1))
    yield NO_RECOMMENDATION.say(language)
    yield ""
    yield say(gettext_noop("What was not settled"))
    nothing = say(gettext_noop("Nothing was noted."))
    yield from (f"- {line}" for line in record.unsettled or [nothing])


def _write_counts(counts: Counts, language: str) -> str:
    return ", ".join(f"{translate(each.label, language)} {counts[each]}" for each in STANCES)
