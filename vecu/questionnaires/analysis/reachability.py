"""Which questions can ever be asked, as far as their conditions show.

A condition is split into alternatives, each a list of simple facts about other answers. It can
never be true if every alternative contains a fact, or two facts, that no answer allows. Anything
else (a calculation, a count, a function) counts as possible: static analysis cannot decide it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product

from vecu.messages import Message, printable
from vecu.questionnaires.expressions import EvaluationScope, Expression, compile_expression
from vecu.questionnaires.expressions.coercion import parse_number, to_string
from vecu.questionnaires.expressions.dependencies import find_dependencies, resolve_path
from vecu.questionnaires.expressions.nodes import XPathNode
from vecu.questionnaires.expressions.parser import parse
from vecu.questionnaires.expressions.syntax_tree import (
    Call,
    Literal,
    LocationPath,
    Operation,
    Syntax,
    iter_subexpressions,
)
from vecu.questionnaires.model import Group, Question, Questionnaire
from vecu.questionnaires.question_types import AnswerValue
from vecu.translation import gettext_noop

MAX_ALTERNATIVES = 64
"""The most alternatives of one condition; beyond, it counts as undecidable."""

_TURNED = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_CONSTANT_CALLS = {"true", "false", "not", "number", "string", "boolean"}


@dataclass(frozen=True, slots=True)
class Reachability:
    """The result for one condition: `never` says why it cannot be true, None when it may.

    `understood` is False if the condition contains more than simple facts: then "may" is a guess.
    """

    path: str
    never: Message | None
    understood: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """A simple fact that a condition requires of the answer at `path`, compared with `value`.

    `sign` is a comparison, "has" or "lacks" for a choice, "any" where every answer or none will do.
    """

    path: str
    sign: str
    value: float | str

    @property
    def answered(self) -> bool:
        """Whether the fact requires an answer."""
        if self.value == "":
            return self.sign == "!="
        return self.sign in {"=", "has", "<", "<=", ">", ">="}


@dataclass(frozen=True, slots=True)
class Atom:
    """A part of a condition without and, or, not; `wanted` is the required result."""

    syntax: Syntax
    wanted: bool


Alternatives = list[tuple[Atom, ...]]


def analyse_reachability(questionnaire: Questionnaire) -> Mapping[str, Reachability]:
    """Return the result for every condition, by the path of the question or group."""
    judge = _ReachabilityAnalysis(questionnaire)
    judge.walk(questionnaire.root, [()])
    judge.follow()
    return judge.found


class _ReachabilityAnalysis:
    """All conditions, in document order: a question that is never asked has no answer.

    `ways` are the alternatives of each condition, by its path; `readers` are the paths of those
    that need an answer at a path. When a question turns out unreachable its readers are judged
    again: they may be in earlier rows.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.found: dict[str, Reachability] = {}
        self.dead: set[str] = set()
        self.alternatives: dict[str, tuple[Question | Group, Alternatives]] = {}
        self.readers: dict[str, list[str]] = {}
        self.waiting: list[str] = []

    def walk(self, group: Group, above: Alternatives | None) -> None:
        """Judge everything below a group that is reached under the conditions `above`."""
        for item in group.children:
            inside = above
            if item.relevant is not None:
                inside = self.judge(item, item.relevant, above)
            if isinstance(item, Group):
                self.walk(item, inside)

    def judge(
        self, item: Question | Group, condition: Expression, above: Alternatives | None
    ) -> Alternatives | None:
        """Judge one condition together with those above it; return their joint alternatives."""
        alternatives = _both(above, to_alternatives(parse(condition.source), wanted=True))
        if alternatives is None:
            self.found[item.path] = Reachability(item.path, None, understood=False)
            return None
        understood = all(
            self.plain(atom, item.path) for alternative in alternatives for atom in alternative
        )
        self.found[item.path] = Reachability(item.path, None, understood=understood)
        self.alternatives[item.path] = item, alternatives
        for one in {
            fact
            for alternative in alternatives
            for fact in self.facts(alternative, item.path)
            if fact.answered
        }:
            self.readers.setdefault(one.path, []).append(item.path)
        reasons = self.decide(item, alternatives)
        return [
            alternative
            for alternative, reason in zip(alternatives, reasons, strict=True)
            if reason is None
        ] or alternatives

    def decide(self, item: Question | Group, alternatives: Alternatives) -> list[Message | None]:
        """Record an item as unreachable if no alternative is possible; return why each is not."""
        reasons = [self.impossible(alternative, item.path) for alternative in alternatives]
        if reasons and reasons[0] is not None and None not in reasons:
            self.found[item.path] = Reachability(item.path, reasons[0], understood=True)
            below = item.walk() if isinstance(item, Group) else ()
            new = {item.path, *(one.path for one in below)} - self.dead
            self.dead |= new
            self.waiting += sorted(new)
        return reasons

    def follow(self) -> None:
        """Judge the readers of unreachable questions again, until nothing changes."""
        while self.waiting:
            for path in self.readers.pop(self.waiting.pop(), ()):
                if self.found[path].never is None:
                    self.decide(*self.alternatives[path])

    def plain(self, atom: Atom, here: str) -> bool:
        """Return whether an atom is understood."""
        return _constant(atom.syntax) or self.fact(atom, here) is not None

    def fact(self, atom: Atom, here: str) -> Fact | None:
        """Return the simple fact that an atom requires, None for others.

        A comparison with the answers of all instances of a repeat is none, since they may differ.
        """
        found = extract_fact(atom, here)
        if found is None or found.sign in {"has", "lacks"}:
            return found
        ancestors = self.questionnaire.lineage_of(found.path)[:-1]
        repeats = (one.path for one in ancestors if isinstance(one, Group) and one.repeats)
        return found if all(here.startswith(f"{path}/") for path in repeats) else None

    def facts(self, alternative: tuple[Atom, ...], here: str) -> list[Fact]:
        """Return the simple facts among the atoms of one alternative."""
        found = (self.fact(atom, here) for atom in alternative if not _constant(atom.syntax))
        return [one for one in found if one is not None]

    def impossible(self, alternative: tuple[Atom, ...], here: str) -> Message | None:
        """Return why the atoms of one alternative cannot all hold, None when they may."""
        if any(
            _constant(one.syntax) and _value(one.syntax) is not one.wanted for one in alternative
        ):
            return Message(gettext_noop("it is always false"))
        facts = self.facts(alternative, here)
        for one in facts:
            if reason := self.refuted(one):
                return reason
        by_path: dict[str, list[Fact]] = {}
        for one in facts:
            by_path.setdefault(one.path, []).append(one)
        return next((r for path in by_path if (r := self.clash(path, by_path[path]))), None)

    def refuted(self, one: Fact) -> Message | None:
        """Return why one fact can never hold, None when it may."""
        question = self.questionnaire.questions.get(one.path)
        if question is None or not one.answered:
            return None
        if one.path in self.dead:
            return Message(
                gettext_noop("it needs “%(name)s”, which is never asked"), name=question.name
            )
        names = [choice.name for choice in question.choices]
        if question.closed and one.sign in {"=", "has"} and not _listed(one.value, names):
            msgid = gettext_noop("“%(value)s” is not on the list of “%(name)s”")
            return Message(msgid, value=printable(to_string(one.value)), name=question.name)
        return None

    def clash(self, path: str, facts: list[Fact]) -> Message | None:
        """Return why some facts about one question cannot hold together, None when they may."""
        question = self.questionnaire.questions.get(path)
        if question is None:
            return None
        name = question.name
        single = question.kind.holds is not AnswerValue.CHOICES
        wanted = {_written_alike(one.value) for one in facts
                  if one.sign == "=" or (one.sign == "has" and single)}  # fmt: skip
        held = wanted | {to_string(one.value) for one in facts if one.sign == "has"}
        barred = {to_string(one.value) for one in facts if one.sign in {"!=", "lacks"}}
        if len(wanted) > 1:
            both = " / ".join(sorted(wanted))
            return Message(
                gettext_noop("“%(name)s” cannot be all of %(both)s"),
                name=name,
                both=printable(both),
            )
        if twice := (held & barred if single else wanted & barred):
            msgid = gettext_noop("“%(name)s” cannot be “%(value)s” and not be it")
            return Message(msgid, name=name, value=printable(sorted(twice)[0]))
        limited = question.constraint is not None and question.kind.has_input
        rule = (
            [] if question.constraint is None or not limited else _bounds(question.constraint, path)
        )
        least, most, open_ended = _interval([*facts, *rule])
        if least > most or (least == most and open_ended):
            return Message(gettext_noop("no number that “%(name)s” takes would do"), name=name)
        return None


def to_alternatives(syntax: Syntax, *, wanted: bool) -> Alternatives | None:
    """Return the alternatives in which a condition gives `wanted`; None if there are too many."""
    if isinstance(syntax, Call) and syntax.name == "not":
        return to_alternatives(syntax.arguments[0], wanted=not wanted)
    if isinstance(syntax, Operation) and syntax.operator in {"and", "or"}:
        each = [to_alternatives(operand, wanted=wanted) for operand in syntax.operands]
        if (syntax.operator == "and") is wanted:
            alternatives: Alternatives | None = [()]
            for one in each:
                alternatives = _both(alternatives, one)
            return alternatives
        found = [alternative for one in each if one is not None for alternative in one]
        return found if None not in each and len(found) <= MAX_ALTERNATIVES else None
    return [(Atom(syntax, wanted),)]


def _both(left: Alternatives | None, right: Alternatives | None) -> Alternatives | None:
    if left is None or right is None or len(left) * len(right) > MAX_ALTERNATIVES:
        return None
    return [(*one, *other) for one, other in product(left, right)]


def extract_fact(atom: Atom, here: str) -> Fact | None:
    """Return the simple fact that an atom at the path `here` requires; None for others."""
    syntax, wanted = atom.syntax, atom.wanted
    if isinstance(syntax, Call) and syntax.name == "selected":
        question, value = _path(syntax.arguments[0], here), _literal(syntax.arguments[1])
        if question and isinstance(value, str) and value.strip():
            return Fact(question, "has" if wanted else "lacks", value.strip())
        return None
    if not (isinstance(syntax, Operation) and syntax.operator in _TURNED):
        return None
    left, right = syntax.operands
    sign = syntax.operator
    question, value = _path(left, here), _literal(right)
    if question is None:
        question, value, sign = _path(right, here), _literal(left), _TURNED[sign]
    if question is None or value is None:
        return None
    if not wanted:
        # The opposite of a comparison is also true of a blank answer, so it excludes nothing.
        sign = {"=": "!=", "!=": "="}.get(sign, "any")
    return Fact(question, sign, value)


def _path(syntax: Syntax, here: str) -> str | None:
    """Return the absolute path of a plain location path, None for anything else."""
    if not isinstance(syntax, LocationPath) or any(step.predicates for step in syntax.steps):
        return None
    paths = find_dependencies(syntax).paths
    if len(paths) != 1 or syntax.predicates or any(mark in paths[0] for mark in "*:@("):
        return None
    return "/" + "/".join(resolve_path(paths[0], here.strip("/").split("/")))


def _literal(syntax: Syntax) -> float | str | None:
    if isinstance(syntax, Literal):
        return syntax.value
    if isinstance(syntax, Operation) and syntax.operator == "negate":
        value = _literal(syntax.operands[0])
        return -value if isinstance(value, float) else None
    return None


def _constant(syntax: Syntax) -> bool:
    """Return whether a part depends on nothing: no answer, no date, no random number."""
    if isinstance(syntax, LocationPath) or (
        isinstance(syntax, Call) and syntax.name not in _CONSTANT_CALLS
    ):
        return False
    return all(_constant(part) for part in iter_subexpressions(syntax))


def _value(syntax: Syntax) -> bool:
    """Evaluate a constant part."""
    nothing = XPathNode("data")
    code = compile_expression(_written(syntax))
    return code.boolean(nothing, EvaluationScope(root=nothing, today=date(1970, 1, 1)))


def _written(syntax: Syntax) -> str:
    """Format a constant part, fully parenthesised."""
    match syntax:
        case Literal(value):
            quote = '"' if isinstance(value, str) and "'" in value else "'"
            return f"{quote}{value}{quote}" if isinstance(value, str) else to_string(value)
        case Operation():
            inside = [f"({_written(operand)})" for operand in syntax.operands]
            if syntax.operator == "negate":
                return f"-{inside[0]}"
            return f" {syntax.operator} ".join(inside)
        case Call():
            return f"{syntax.name}({', '.join(map(_written, syntax.arguments))})"
        case _:  # pragma: no cover - a path is no constant
            return "''"


def _written_alike(value: float | str) -> str:
    """Return a number, or a text that reads as one, in one form: 5 and '5.0' may be one answer."""
    number = value if isinstance(value, float) else parse_number(value)
    return to_string(value) if math.isnan(number) else to_string(number)


def _listed(value: float | str, names: list[str]) -> bool:
    if isinstance(value, float):
        return any(parse_number(name) == value for name in names)
    return set(value.split()) <= set(names)


def _bounds(constraint: Expression, here: str) -> list[Fact]:
    """Return the simple facts that a constraint requires, if it only joins them by `and`."""
    alternatives = to_alternatives(parse(constraint.source), wanted=True)
    if alternatives is None or len(alternatives) != 1:
        return []
    facts = (extract_fact(atom, here) for atom in alternatives[0])
    return [one for one in facts if one is not None and one.path == here]


def _interval(facts: Iterable[Fact]) -> tuple[float, float, bool]:
    """Return the least and greatest number that facts allow, and whether an end is excluded."""
    least, most, ends = -math.inf, math.inf, set[float]()
    for one in facts:
        number = one.value if isinstance(one.value, float) else parse_number(one.value)
        if math.isnan(number):
            continue
        if one.sign in {">", ">=", "="}:
            least = max(least, number)
        if one.sign in {"<", "<=", "="}:
            most = min(most, number)
        if one.sign in {"<", ">"}:
            ends.add(number)
    return least, most, least in ends or most in ends


def iter_literals(expression: Expression) -> Iterator[float | str]:
    """Yield the numbers and texts in an expression."""
    ahead: list[Syntax] = [parse(expression.source)]
    while ahead:
        syntax = ahead.pop()
        if (value := _literal(syntax)) is not None:
            yield value
        else:
            ahead.extend(iter_subexpressions(syntax))
