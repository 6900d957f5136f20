"""Every rule that answers break, each with where, which rule, what was found and what to do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from datetime import date
from decimal import Decimal

from vecu.messages import UNFIT, shown, unfit_characters
from vecu.questionnaires.filled import Cell, Filled
from vecu.questionnaires.model import (
    ACKNOWLEDGED,
    MAX_INSTANCES,
    Group,
    Kind,
    Question,
    Questionnaire,
    Scale,
    Wording,
    plain,
)
from vecu.questionnaires.problems import Problem, Rule
from vecu.questionnaires.readable import labelled, written
from vecu.questionnaires.wording import fill
from vecu.questionnaires.written import (
    is_file,
    is_iso_date,
    is_moment,
    is_point,
    is_time,
    places_of,
    tied,
)
from vecu.text import _, decimals_in, translate

MAX_TEXT = 20_000
"""Characters of one answer."""
MAX_UNKNOWN = 20
"""Values that belong to no question: beyond these one is told enough."""
MAX_NAMED = 300
"""Characters of the choices that a message names."""

_INTEGER = re.compile(r"[+-]?[0-9]{1,20}")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})")
_LARGEST = 2**31 - 1

_REQUIRED = _("“%(question)s” has no answer, and needs one. Please answer it.")
_LAPSED = _(
    "“%(question)s”: “%(found)s” is not among your answers, or no longer. Choose from the list."
)
_CHARACTERS = _(
    "“%(question)s” holds characters that cannot be kept (%(found)s). Delete them or write your"
    " answer again."
)
_LENGTH = _(
    "“%(question)s” has %(found)s characters; at most %(limit)s can be kept. Shorten your answer."
)
_NOT_INTEGER = _(
    "“%(question)s”: “%(found)s” is not a whole number. Write digits only, such as 12."
)
_TOO_LARGE = _("“%(question)s”: “%(found)s” is too large to be kept. Write a smaller number.")
_NOT_DECIMAL = _("“%(question)s”: “%(found)s” is not a number. Write digits, such as 12 or 7.5.")
_TOO_PRECISE = _(
    "“%(question)s”: “%(found)s” has more digits than can be kept. Write 15 digits at most."
)
_NOT_DATE = _(
    "“%(question)s”: “%(found)s” is not a date. Write day, month and year, such as 24/11/2026."
)
_NOT_TIME = _(
    "“%(question)s”: “%(found)s” is not a time of day. Write hour and minutes, such as 14:30."
)
_NOT_MOMENT = _(
    "“%(question)s”: “%(found)s” is not a date with a time. Write both, such as 24/11/2026 14:30."
)
_NOT_POINT = _(
    "“%(question)s”: “%(found)s” is not a place. Write latitude (−90 to 90) and longitude (−180 to"
    " 180), such as 48.85, 2.35."
)
_NOT_ACKNOWLEDGED = _("“%(question)s” takes a tick or nothing, not “%(found)s”.")
_NOT_FILE = _("“%(question)s” takes a file. Choose the file again.")
_NOT_ON_SCALE = _("“%(question)s”: “%(found)s” is not on the scale. %(points)s")
_FROM_TO = _("Choose a number from %(low)s to %(high)s, in steps of %(step)s.")
_TIED = _("“%(question)s”: %(found)s have the same place. Give each a place of its own.")
_GAP = _(
    "“%(question)s”: the places given are %(found)s. Use 1, 2, 3 and so on, and leave none out."
)
_NOT_PLACED = _("“%(question)s”: %(found)s has no place. Give every one a place, or none of them.")
_NOT_CHOICE = _("“%(question)s”: “%(found)s” is not one of the choices. Choose from the list.")
_TWICE = _("“%(question)s”: “%(found)s” was chosen twice. Keep it once.")
_CONSTRAINT = _("“%(question)s”: “%(found)s” is not possible here. Please correct your answer.")
_UNKNOWN = _("There is no question called “%(question)s” here. Leave it out or correct its name.")
_REPEAT = _(
    "“%(question)s” was told %(found)s times; at most %(limit)s can be kept. Leave the others out."
)
_CROWDED = _("There are more answers than can be kept. Leave some out, the last ones first.")
_NOT_TEXT = _("“%(question)s” takes a single answer, not a list or a group of answers.")
_NOT_GROUP = _("“%(question)s” takes a group of named answers. Put its answers inside it.")
_NOT_LIST = _("“%(question)s” takes a list, one entry for each time. Put its answers in a list.")


def check(
    questionnaire: Questionnaire, values: object, *, today: date, language: str
) -> tuple[Problem, ...]:
    """Return every problem of `values`, at most one for each answer, in document order.

    Nothing that JSON can hold makes it raise. Only what is relevant is checked, after calculations
    were done anew. Messages are in `language`; the form's own words are used where it has them.
    """
    return check_filled(Filled(questionnaire, values, today, language=language), language=language)


def check_filled(filled: Filled, *, language: str) -> tuple[Problem, ...]:
    """Return the problems of answers that are laid over their questionnaire, as `check` does."""
    checking = _Checking(filled, language)
    return (*checking.answers(), *checking.shapes(), *checking.surplus(), *checking.strays())


def check_some(filled: Filled, addresses: Collection[str], *, language: str) -> tuple[Problem, ...]:
    """Return the problems of the answers at `addresses`, as `check` would, and of no others.

    An answer to what is not there is one here, where it was just given; elsewhere it counts as
    blank.
    """
    return tuple(_Checking(filled, language).answers(addresses))


class _Checking:
    """One check of one filled questionnaire, for one reader."""

    def __init__(self, filled: Filled, language: str) -> None:
        self.filled = filled
        self.language = language

    def answers(self, addresses: Collection[str] | None = None) -> Iterator[Problem]:
        """Yield what is wrong with the answers to relevant questions, all or those named."""
        scope = self.filled.scope
        for cell in self.filled.cells:
            question = cell.item
            if addresses is not None and cell.address not in addresses:
                continue
            if not cell.relevant or not isinstance(question, Question) or not question.checked:
                continue
            text = cell.node.text
            if not text:
                if addresses is not None and self.never_there(cell, question, addresses):
                    yield self.lapsed(cell, Rule.CHOICE)
                elif question.required is not None and question.required.boolean(cell.node, scope):
                    yield self.required(cell, question)
            elif problem := self.value(cell, question, text):
                yield problem

    def required(self, cell: Cell, question: Question) -> Problem:
        """Say that an answer is needed, and why the one that was given no longer is one."""
        if question.told is not None and cell.given:
            return self.lapsed(cell, Rule.REQUIRED)
        own = question.required_message
        return self.problem(cell, Rule.REQUIRED, _REQUIRED, own=own)

    def never_there(self, cell: Cell, question: Question, page: Collection[str]) -> bool:
        """Tell whether an answer given on a page points to nothing, and not to what changed there.

        What the same page changes may take the answer along, which then counts as blank.
        """
        if question.told is None or not cell.given:
            return False
        return not any(
            other.address in page and other.item.path == question.told.path
            for other in self.filled.cells
        )

    def lapsed(self, cell: Cell, rule: Rule) -> Problem:
        """Say that an answer points to one that is not there."""
        return self.problem(cell, rule, _LAPSED, found=shown(cell.given))

    def value(self, cell: Cell, question: Question, text: str) -> Problem | None:
        """Return the first rule that an answer breaks."""
        if len(text) > MAX_TEXT:
            return self.problem(cell, Rule.LENGTH, _LENGTH, found=str(len(text)))
        if UNFIT.search(text):
            return self.problem(cell, Rule.TYPE, _CHARACTERS, found=unfit_characters(text))
        if message := _wrong_type(question, text):
            return self.problem(cell, Rule.TYPE, message, found=self.said(question, text))
        if question.kind.listed and (problem := self.choice(cell, question, text)):
            return problem
        constraint = question.constraint
        if constraint is None or constraint.boolean(cell.node, self.filled.scope):
            return None
        found, own = self.said(question, text), question.constraint_message
        return self.problem(cell, Rule.CONSTRAINT, _CONSTRAINT, found=found, own=own)

    def said(self, question: Question, text: str) -> str:
        """Return an answer as people write it, choices by their labels."""
        if question.kind.listed:
            names = [text] if question.kind is Kind.SELECT_ONE else text.split()
            return self.named(question, names)
        return shown(written(question.kind, text, self.language))

    def choice(self, cell: Cell, question: Question, text: str) -> Problem | None:
        """Return what is wrong with a choice: not on the list now, or chosen twice."""
        if question.kind is Kind.RANK and (places := places_of(text)):
            return self.misplaced(cell, question, places)
        chosen = [text] if question.kind is Kind.SELECT_ONE else text.split()
        offered = question.choice_order
        if question.told is not None:
            return None  # what points to nothing was blank before it came here
        if question.choice_filter is not None:
            offered = {item.name: 0 for item in self.filled.choices(cell)}
        if foreign := [name for name in chosen if name not in offered]:
            found = self.named(question, foreign)
            return self.problem(cell, Rule.CHOICE, _NOT_CHOICE, found=found)
        if len(set(chosen)) < len(chosen):
            twice = [name for name, times in Counter(chosen).items() if times > 1]
            return self.problem(cell, Rule.CHOICE, _TWICE, found=self.named(question, twice))
        if question.kind is Kind.RANK and (missing := [n for n in offered if n not in chosen]):
            found = self.quoted(question, missing)
            return self.problem(cell, Rule.CHOICE, _NOT_PLACED, found=found)
        return None

    def misplaced(self, cell: Cell, question: Question, places: dict[str, int]) -> Problem:
        """Say what keeps places from being an order: some shared, or some left out between."""
        if shared := tied(places):
            found = self.quoted(question, shared)
            return self.problem(cell, Rule.CHOICE, _TIED, found=found)
        found = ", ".join(str(place) for place in sorted(places.values()))
        return self.problem(cell, Rule.CHOICE, _GAP, found=shown(found))

    def quoted(self, question: Question, names: list[str]) -> str:
        """Return the labels of some choices, quoted."""
        mark = translate(_("“%(text)s”"), self.language)
        said = (mark % {"text": text} for text in labelled(question, names, self.language))
        return shown(", ".join(said), MAX_NAMED)

    def named(self, question: Question, names: list[str]) -> str:
        """Return the labels of some choices; what the form has no label for is named as it came."""
        return shown(", ".join(labelled(question, names, self.language)))

    def problem(
        self, cell: Cell, rule: Rule, msgid: str, *, found: str = "", own: Wording | None = None
    ) -> Problem:
        """Make the problem of one answer, in the form's own words where it has any."""
        item, found = cell.item, found or shown(cell.node.text)
        label = fill(item.label, cell.node, self.filled.scope).say(self.language) or item.name
        message = fill(own, cell.node, self.filled.scope).say(self.language) if own else ""
        points = self.points(item.scale) if isinstance(item, Question) and item.scale else ""
        return self.made(
            cell.address, label, rule, found, message or msgid, said=bool(message), points=points
        )

    def points(self, scale: Scale) -> str:
        """Say which numbers a range has."""
        low, high = scale.bounds
        numbers = {"low": low, "high": high, "step": abs(scale.step)}
        told = {name: decimals_in(plain(each), self.language) for name, each in numbers.items()}
        return translate(_FROM_TO, self.language) % told

    def shapes(self) -> Iterator[Problem]:
        """Yield what has the wrong shape, such as a list where one answer belongs."""
        for address, item, value in self.filled.misfits:
            label = item.label.say(self.language) or item.name
            msgid = _NOT_TEXT if isinstance(item, Question) else _NOT_GROUP
            if isinstance(item, Group) and item.repeats and not address.endswith("]"):
                msgid = _NOT_LIST
            yield self.made(address, label, Rule.TYPE, shown(value), msgid)

    def surplus(self) -> Iterator[Problem]:
        """Yield the repeats with more instances than can be kept."""
        for address, group, count in self.filled.surplus:
            label = group.label.say(self.language) or group.name
            yield self.made(address, label, Rule.REPEAT, str(count), _REPEAT)
        if self.filled.crowded:
            yield self.made("", "", Rule.REPEAT, "", _CROWDED)

    def strays(self) -> Iterator[Problem]:
        """Yield what belongs to no question."""
        for address, value in self.filled.strays[:MAX_UNKNOWN]:
            name = shown(address)
            yield self.made(name, name, Rule.UNKNOWN, shown(value), _UNKNOWN)

    def made(
        self,
        address: str,
        label: str,
        rule: Rule,
        found: str,
        msgid: str,
        *,
        said: bool = False,
        points: str = "",
    ) -> Problem:
        """Make a problem; `said` tells that the message is a finished sentence already."""
        root = self.filled.questionnaire.root.path
        limit = MAX_TEXT if rule is Rule.LENGTH else MAX_INSTANCES
        details = {"question": label, "found": found, "limit": str(limit), "points": points}
        message = msgid if said else translate(msgid, self.language) % details
        return Problem(f"{root}/{address}".rstrip("/"), label, rule, found, message)


def is_of_its_kind(question: Question, text: str) -> bool:
    """Tell whether a text can be an answer to a question as far as its kind goes."""
    return _wrong_type(question, text) is None


def _wrong_type(question: Question, text: str) -> str | None:
    """Return what to tell about a text that is not of its kind, None when it is."""
    kind = question.kind
    if kind is Kind.INTEGER:
        if not _INTEGER.fullmatch(text):
            return _NOT_INTEGER
        return None if abs(int(text)) <= _LARGEST else _TOO_LARGE
    if kind is Kind.DECIMAL and _DECIMAL.fullmatch(text):
        return None if _is_kept(text) else _TOO_PRECISE
    if kind is Kind.RANGE:
        return None if _is_on(question.scale, text) else _NOT_ON_SCALE
    fits, message = _SHAPES.get(kind, (bool, ""))
    return None if fits(text) else message


def _is_kept(text: str) -> bool:
    """Tell whether a number is the same once it was a double, which is what every export holds.

    All of up to 15 digits are; of longer ones only what a program wrote from a double.
    """
    return Decimal(repr(float(text))) == Decimal(text)


def _is_on(scale: Scale | None, text: str) -> bool:
    if scale is None or not _DECIMAL.fullmatch(text):
        return False
    return Decimal(text) in scale


_SHAPES: dict[Kind, tuple[Callable[[str], object], str]] = {
    Kind.DECIMAL: (_DECIMAL.fullmatch, _NOT_DECIMAL),
    Kind.DATE: (is_iso_date, _NOT_DATE),
    Kind.TIME: (is_time, _NOT_TIME),
    Kind.DATETIME: (is_moment, _NOT_MOMENT),
    Kind.GEOPOINT: (is_point, _NOT_POINT),
    Kind.ACKNOWLEDGE: (ACKNOWLEDGED.__eq__, _NOT_ACKNOWLEDGED),
    **{kind: (is_file, _NOT_FILE) for kind in Kind if kind.enclosed},
}
"""What the text of an answer must be by its kind, and what is told when it is not."""
