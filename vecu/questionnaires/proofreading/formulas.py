"""Formulas, each in its cell: what cannot be read, and what refers to nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyxform.aliases import BINDING_CONVERSIONS
from pyxform.utils import default_is_dynamic

from vecu.questionnaires.columns import misused_chance
from vecu.questionnaires.expansion import column, is_wording
from vecu.questionnaires.expressions import Expression, ExpressionError, compile_expression
from vecu.questionnaires.expressions.reads import is_name, resolve
from vecu.questionnaires.problems import Message
from vecu.questionnaires.proofreading.finding import Flaw
from vecu.questionnaires.proofreading.proofs import Proofs, Row, near
from vecu.questionnaires.proofreading.rows import from_file
from vecu.questionnaires.proofreading.tree import Place, Tree, address, source_of
from vecu.text import _

COLUMNS = (
    "relevant", "constraint", "calculation", "required", "read_only", "choice_filter",
    "repeat_count", "default",
)  # fmt: skip
"""The columns that hold formulas; a default does only when it calculates something."""

_REFERENCE = re.compile(r"\$\{\s*(?P<saved>last-saved#)?(?P<name>[^{}]*?)\s*\}")
_MASK = "ǀ"  # a letter to the parser, and in no language's words
_AS_IT_IS = "%(error)s"
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula of the survey: where it stands, what it says, and the questions it names.

    `expression` is None where it cannot be read; in it each ${name} is a meaningless word, so that
    `paths` of it holds only what the author wrote as a path.
    """

    place: Place
    column: str
    source: str
    names: tuple[str, ...]
    expression: Expression | None

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths that the author wrote out, `../task` or `/data/task`."""
        paths = self.expression.paths if self.expression else ()
        return tuple(path for path in paths if _MASK not in path)


def read_formulas(proofs: Proofs, tree: Tree) -> list[Formula]:
    """Return every formula, those that cannot be read noted with the character."""
    formulas = []
    for place in tree.places:
        for name in COLUMNS:
            source = place.row.get(name).translate(_STRAIGHT)
            if not source or source in BINDING_CONVERSIONS:
                continue
            if name == "default" and not default_is_dynamic(source, place.kind):
                continue
            expression = _compile(proofs, place.row, name, source)
            formulas.append(Formula(place, name, source, _names(source), expression))
    return formulas


def _names(source: str) -> tuple[str, ...]:
    return tuple(match["name"] for match in _REFERENCE.finditer(source) if not match["saved"])


def masked(source: str) -> str:
    """Return a formula with every ${name} as one word of the same length."""
    return _REFERENCE.sub(lambda match: _MASK * (len(match[0]) - 1) + " ", source)


def written_out(source: str, tree: Tree) -> str:
    """Return a formula with the path of the question where it has ${name}."""

    def path(match: re.Match[str]) -> str:
        places = [] if match["saved"] else tree.by_name.get(match["name"], [])
        return f"{address(places[0])} " if places else _MASK

    return _REFERENCE.sub(path, source)


def _compile(proofs: Proofs, row: Row, name: str, source: str) -> Expression | None:
    expression: Expression | None = None
    try:
        expression = compile_expression(masked(source))
        message = misused_chance(expression, name)
    except ExpressionError as error:
        message = _in_own_words(source, error)
    if message is not None:
        proofs.note(Flaw.EXPRESSION, _AS_IT_IS, row=row, name=name, found=source, error=message)
    return expression


def _in_own_words(source: str, error: ExpressionError) -> Message:
    """Return the sentence of an error with the author's formula in place of the masked one."""
    reason = error.message.details["reason"]
    if not isinstance(reason, Message):  # pragma: no cover - every reason is one
        return error.message
    details = dict(reason.details)
    if str(details.get("found", "")).startswith(_MASK):
        match = _REFERENCE.match(source, error.column - 1)
        details["found"] = match[0] if match else source[error.column - 1 :][:20]
    return ExpressionError(source, error.column, reason.msgid, **details).message


def check_references(proofs: Proofs, tree: Tree, formulas: list[Formula]) -> None:
    """Note every reference, in formulas and in wording, that leads to no question."""
    for formula in formulas:
        for name in dict.fromkeys(formula.names):
            check_name(proofs, tree, formula.place.row, formula.column, name)
        for path in formula.paths:
            _check_path(proofs, tree, formula, path)
    for sheet in ("survey", "choices"):
        for row in proofs.rows(sheet):
            for heading, text in row.cells.items():
                if is_wording(heading):
                    for name in dict.fromkeys(_names(text)):
                        check_name(proofs, tree, row, column(heading), name, heading)


def check_name(
    proofs: Proofs, tree: Tree, row: Row, name: str, wanted: str, heading: str = ""
) -> None:
    """Note a name that leads to no question, or to several."""
    places = tree.by_name.get(wanted, [])
    if len(places) == 1 or (not places and wanted in tree.made):
        return
    if places:
        msgid = _(
            "${%(found)s} may be row %(first)d or row %(second)d: both have this name. Rename one."
        )
        first, second = (place.row.number for place in places[:2])
        proofs.note(
            Flaw.REFERENCE, msgid, row=row, name=name, heading=heading, found=wanted, first=first,
            second=second,
        )  # fmt: skip
    elif dropped := tree.dropped.get(wanted):
        msgid = _(
            "${%(found)s} is left out for privacy (row %(dropped)d), so nothing can refer to it."
        )
        proofs.note(
            Flaw.REFERENCE, msgid, row=row, name=name, heading=heading, found=wanted,
            dropped=dropped.number,
        )  # fmt: skip
    else:
        msgid = _("There is no question “%(found)s”.%(near)s")
        proofs.note(
            Flaw.REFERENCE, msgid, row=row, name=name, heading=heading, found=wanted,
            near=near(wanted, tree.by_name),
        )  # fmt: skip


def _check_path(proofs: Proofs, tree: Tree, formula: Formula, path: str) -> None:
    here = formula.place.path
    if formula.column == "choice_filter" and (source := source_of(tree, formula.place)):
        here = source.path[:-1]  # the filter is read at each answer that may be offered
    elif formula.column == "choice_filter" and is_name(path):
        columns = set(proofs.headings.get("choices", ()))
        in_sheet = not from_file(formula.place.kind)
        if in_sheet and path not in columns and path not in {"name", "label"}:
            msgid = _("The sheet choices has no column “%(found)s”.%(near)s")
            proofs.note(
                Flaw.REFERENCE, msgid, row=formula.place.row, name=formula.column, found=path,
                near=near(path, columns),
            )  # fmt: skip
        return
    target = resolve(path, here)
    if not all(map(is_name, target)) or len(target) < 2:
        return
    if target in tree.by_path or target[1] == "meta" or target[-1] in tree.made:
        return
    msgid = _("The path “%(found)s” leads to no question.%(near)s")
    hint: Message | str = near(target[-1], tree.by_name)
    if "/" not in path and path in tree.by_name:
        hint = Message(_(" Write ${%(name)s}."), name=path)
    proofs.note(
        Flaw.REFERENCE, msgid, row=formula.place.row, name=formula.column, found=path, near=hint
    )
