"""Check formulas, each in its cell: syntax, references, doubtful meaning."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from pyxform.aliases import BINDING_CONVERSIONS
from pyxform.utils import default_is_dynamic

from vecu.messages import Message
from vecu.questionnaires.expressions import Expression, ExpressionError, compile_expression
from vecu.questionnaires.expressions.coercion import parse_number
from vecu.questionnaires.expressions.dependencies import is_child_step, resolve_path
from vecu.questionnaires.expressions.dialect_hints import WRITE_DIV
from vecu.questionnaires.expressions.parser import parse
from vecu.questionnaires.expressions.syntax_tree import (
    Literal,
    LocationPath,
    Operation,
    Syntax,
    iter_subexpressions,
)
from vecu.questionnaires.xform.randomness_checks import check_randomness
from vecu.questionnaires.xlsform.validation.collector import (
    DiagnosticCollector,
    SheetRow,
    did_you_mean,
)
from vecu.questionnaires.xlsform.validation.diagnostics import RuleCode, Severity
from vecu.questionnaires.xlsform.validation.question_types import is_from_file
from vecu.questionnaires.xlsform.validation.references import (
    MASK,
    REFERENCE,
    check_cell,
    is_valid_reference,
    list_references,
    mask_references,
)
from vecu.questionnaires.xlsform.validation.survey_tree import (
    SurveyNode,
    SurveyTree,
    find_choice_source,
)
from vecu.translation import gettext_noop
from vecu.typography import is_blank

COLUMNS = (
    "relevant", "constraint", "calculation", "required", "read_only", "choice_filter",
    "repeat_count", "default",
)  # fmt: skip
"""The columns with formulas; a default only if it is an expression."""

_AS_IT_IS = "%(error)s"
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")
_ORDERED = {"<", "<=", ">", ">="}
_BESIDE_WORDS = gettext_noop(
    "“%(found)s” is neither a number nor a date, so nothing is less or more than it. Compare"
    " numbers or dates; for an hour write decimal-time(.) > decimal-time('06:00')."
)
_BESIDE_BLANK = gettext_noop(
    "Nothing is less or more than a blank text. Write != '' to ask whether there is an answer."
)


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula of the survey: its place, its source, and the questions it names.

    `expression` is None where it is invalid; in it each ${name} is a meaningless word, so that its
    `paths` are only what the author wrote as a path.
    """

    node: SurveyNode
    column: str
    source: str
    names: tuple[str, ...]
    expression: Expression | None

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths that the author wrote out, `../task` or `/data/task`."""
        paths = self.expression.paths if self.expression else ()
        return tuple(path for path in paths if MASK not in path)

    @property
    def parts(self) -> Iterator[Syntax]:
        """Yield every part of it, at any depth; none if it is invalid."""
        if self.expression:
            yield from _every_part(self.expression)


def read_formulas(proofs: DiagnosticCollector, tree: SurveyTree) -> list[Formula]:
    """Return every formula; invalid ones are reported with the position."""
    formulas = []
    for node in tree.nodes:
        for name in COLUMNS:
            source = node.row.get(name).translate(_STRAIGHT)
            if not source or source in BINDING_CONVERSIONS:
                continue
            if name == "default" and not default_is_dynamic(source, node.kind):
                continue
            right = is_valid_reference(source)  # invalid references are reported elsewhere
            expression = _compile(proofs, node.row, name, source) if right else None
            formulas.append(Formula(node, name, source, list_references(source), expression))
    return formulas


def _compile(
    proofs: DiagnosticCollector, row: SheetRow, name: str, source: str
) -> Expression | None:
    expression: Expression | None = None
    try:
        expression = compile_expression(mask_references(source))
        message = check_randomness(expression, name)
        if any(map(_leads_to_reference, _every_part(expression))):
            message = ExpressionError(source, _divided_at(source), WRITE_DIV).message
    except ExpressionError as error:
        message = _in_own_words(source, error)
    if message is not None:
        proofs.note(RuleCode.EXPRESSION, _AS_IT_IS, row=row, name=name, found=source, error=message)
    return expression


def _every_part(expression: Expression) -> Iterator[Syntax]:
    ahead = [parse(expression.source)]
    while ahead:
        syntax = ahead.pop()
        yield syntax
        ahead.extend(iter_subexpressions(syntax))


def _leads_to_reference(part: Syntax) -> bool:
    """Return whether a path continues to a ${name}, which is a whole path: ${a} / ${b}.

    One inside the brackets of a path is a path of its own.
    """
    if not isinstance(part, LocationPath):
        return False
    further = part.steps if part.absolute or part.start is not None else part.steps[1:]
    return any(MASK in step.test for step in further)


def _divided_at(source: str) -> int:
    """Return the position of the first ${name} after a /, 1 if there is none to be seen."""
    references = (match.start() for match in REFERENCE.finditer(source))
    return next((at + 1 for at in references if source[:at].rstrip().endswith("/")), 1)


def _in_own_words(source: str, error: ExpressionError) -> Message:
    """Return the message of an error with the author's formula in place of the masked one."""
    reason = error.message.details["reason"]
    if not isinstance(reason, Message):  # pragma: no cover - every reason is one
        return error.message
    details = dict(reason.details)
    if str(details.get("found", "")).startswith(MASK):
        match = REFERENCE.match(source, error.column - 1)
        details["found"] = match[0] if match else source[error.column - 1 :][:20]
    return ExpressionError(source, error.column, reason.msgid, **details).message


def check_formulas(proofs: DiagnosticCollector, tree: SurveyTree, formulas: list[Formula]) -> None:
    """Report every undefined reference and path of a formula, and doubtful comparisons."""
    choices = {row.get("name") for row in proofs.rows("choices")}
    for formula in formulas:
        check_cell(proofs, tree, formula.node.row, formula.column, formula.source)
        for path in formula.paths:
            _check_path(proofs, tree, formula, path, choices)
        _check_comparisons(proofs, formula)


def _words(operand: Syntax) -> str | None:
    """Return a quoted text that is no number; None for anything else."""
    text = operand.value if isinstance(operand, Literal) else None
    unnumbered = isinstance(text, str) and MASK not in text and math.isnan(parse_number(text))
    return str(text) if unnumbered else None


def _check_path(
    proofs: DiagnosticCollector, tree: SurveyTree, formula: Formula, path: str, choices: set[str]
) -> None:
    row, column, here = formula.node.row, formula.column, formula.node.path
    if column == "choice_filter" and (source := find_choice_source(tree, formula.node)):
        here = source.path[:-1]  # the filter is evaluated at each answer that may be offered
    elif column == "choice_filter" and is_child_step(path):
        _check_heading(proofs, formula, path)
        return
    target = resolve_path(path, here)
    if not all(map(is_child_step, target)) or len(target) < 2:
        return
    if target in tree.by_path or target[1] == "meta" or target[-1] in tree.made:
        return
    msgid = gettext_noop("The path “%(found)s” leads to no question.%(near)s")
    hint: Message | str = did_you_mean(target[-1], tree.by_name)
    if "/" not in path and path in tree.by_name:
        hint = Message(gettext_noop(" Write ${%(name)s}."), name=path)
    elif path in choices:
        hint = Message(
            gettext_noop(" Write '%(name)s' between quotes, if it is a choice."), name=path
        )
    elif path == formula.source and column in {"required", "read_only"}:
        msgid = gettext_noop("Write yes, no or a formula, not “%(found)s”.%(near)s")
        hint = ""
    proofs.note(RuleCode.REFERENCE, msgid, row=row, name=column, found=path, near=hint)


def _check_heading(proofs: DiagnosticCollector, formula: Formula, path: str) -> None:
    """Report a name in a choice filter that is no column of the choices."""
    columns = set(proofs.headings.get("choices", ()))
    in_sheet = not is_from_file(formula.node.kind)
    if in_sheet and path not in columns and path not in {"name", "label"}:
        msgid = gettext_noop("The sheet choices has no column “%(found)s”.%(near)s")
        proofs.note(
            RuleCode.REFERENCE, msgid, row=formula.node.row, name=formula.column, found=path,
            near=did_you_mean(path, columns),
        )  # fmt: skip


def _check_comparisons(proofs: DiagnosticCollector, formula: Formula) -> None:
    """Report comparisons of words or booleans by size: 3 < . < 5 means (3 < .) < 5."""
    for part in formula.parts:
        if isinstance(part, Operation) and part.operator in _ORDERED:
            words = [word for one in part.operands if (word := _words(one)) is not None]
            if words:
                proofs.note(
                    RuleCode.EXPRESSION, _BESIDE_BLANK if is_blank(words[0]) else _BESIDE_WORDS,
                    row=formula.node.row, name=formula.column, found=words[0],
                    level=Severity.WARNING,
                )  # fmt: skip
                return
            inside = (one for one in part.operands if isinstance(one, Operation))
            if any(one.operator in _ORDERED for one in inside):
                msgid = gettext_noop(
                    "“%(found)s” compares the outcome of a comparison. Join two comparisons with"
                    " and: 3 < . and . < 5."
                )
                proofs.note(
                    RuleCode.EXPRESSION, msgid, row=formula.node.row, name=formula.column,
                    found=formula.source, level=Severity.WARNING,
                )  # fmt: skip
                return
