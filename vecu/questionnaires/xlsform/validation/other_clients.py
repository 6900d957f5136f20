"""What may surprise the author: left out for privacy, or different in other clients.

Sources: the XLSForm reference, and the sources of JavaRosa (ODK Collect) and of Enketo.
"""

from __future__ import annotations

import re

from vecu.questionnaires.expressions.argument_checks import literal_text
from vecu.questionnaires.expressions.regex import find_incompatible_syntax
from vecu.questionnaires.expressions.syntax_tree import Call
from vecu.questionnaires.model import MAX_INSTANCES
from vecu.questionnaires.xlsform.preprocessing import canonical_column, is_metadata
from vecu.questionnaires.xlsform.validation.collector import DiagnosticCollector
from vecu.questionnaires.xlsform.validation.diagnostics import RuleCode, Severity
from vecu.questionnaires.xlsform.validation.engine_differences import check_engine_differences
from vecu.questionnaires.xlsform.validation.expressions import Formula
from vecu.questionnaires.xlsform.validation.survey_tree import SurveyNode, SurveyTree
from vecu.translation import gettext_noop

_CLIENT_SETTINGS = (
    "submission_url", "auto_send", "auto_delete", "style", "sms_keyword", "prefix",
)  # fmt: skip
_SUM = re.compile(r"(?P<call>sum|min|max)\(\s*\$\{(?P<name>[^{}]+)\}\s*\)")
_READ = frozenset({"label", "hint", "guidance_hint"})
_MARKS = re.compile(
    r"\*\*\S[^*]*\*\*|(?<![\w*])\*[^\s*][^*]*\*(?![\w*])"  # **bold**, *italics*
    r"|(?<!\w)__[^\s_][^_]*__(?!\w)|(?<!\w)_[^\s_][^_]*_(?!\w)"  # the same with _
    r"|^#{1,6} +\S.*|\[[^\]]+\]\([^)\s]+\)"  # a heading, a link
    r"|</?(?:a|b|br|div|em|font|h[1-6]|i|p|span|strong|u)\b[^>]*>",
    re.IGNORECASE | re.MULTILINE,
)
_NOW = re.compile(r"(?<![\w-])now\s*\(\s*\)")


def check_privacy(proofs: DiagnosticCollector, formulas: list[Formula]) -> None:
    """Report what is left out because it could identify a respondent or a time."""
    for row in proofs.rows("survey"):
        if is_metadata(row.get("type")):
            msgid = gettext_noop(
                "“%(found)s” is left out, because it could tell who answered, or when."
            )
            proofs.note(
                RuleCode.PRIVACY, msgid, row=row, name="type", found=row.get("type"),
                level=Severity.WARNING,
            )  # fmt: skip
    for formula in formulas:
        if _NOW.search(formula.source):
            msgid = gettext_noop(
                "now() gives the day at midnight, never the time: no answer keeps an hour."
            )
            proofs.note(
                RuleCode.PRIVACY, msgid, row=formula.node.row, name=formula.column, found="now()",
                level=Severity.WARNING,
            )  # fmt: skip
    settings = next(iter(proofs.rows("settings")), None)
    if settings and settings.get("instance_name"):
        msgid = gettext_noop(
            "instance_name is left out: it would give each answer a name of its own."
        )
        proofs.note(
            RuleCode.PRIVACY, msgid, row=settings, name="instance_name", level=Severity.WARNING,
            found=settings.get("instance_name"),
        )  # fmt: skip
    if settings and settings.get("public_key"):
        msgid = gettext_noop("public_key is not used: answers arrive here without this encryption.")
        proofs.note(
            RuleCode.PRIVACY, msgid, row=settings, name="public_key", level=Severity.WARNING
        )


def check_clients(proofs: DiagnosticCollector, tree: SurveyTree, formulas: list[Formula]) -> None:
    """Report what ODK Collect, Enketo or ODK Web Forms do differently."""
    _check_entities(proofs)
    _check_marks(proofs)
    for formula in formulas:
        _check_pattern(proofs, formula)
        _check_count(proofs, formula)
        _check_paths(proofs, tree, formula)
        _check_sums(proofs, tree, formula)
        check_engine_differences(proofs, tree, formula)
    for node in tree.nodes:
        row = node.row
        if node.kind == "note" and row.get("required") and row.get("required").lower() != "no":
            msgid = gettext_noop(
                "A note cannot be answered: ODK Collect and Enketo would never let people past it."
                " Here it is shown and passed. Empty the cell."
            )
            proofs.note(RuleCode.CLIENT, msgid, row=row, name="required", level=Severity.WARNING)
    settings = next(iter(proofs.rows("settings")), None)
    for name in _CLIENT_SETTINGS if settings else ():
        if settings and settings.get(name):
            msgid = gettext_noop(
                "The setting “%(found)s” is for other clients and changes nothing here."
            )
            proofs.note(
                RuleCode.CLIENT, msgid, row=settings, name=name, found=name, level=Severity.NOTE
            )


def _check_entities(proofs: DiagnosticCollector) -> None:
    if proofs.rows("entities"):
        msgid = gettext_noop("Entities are not made here: this sheet is not read.")
        proofs.note_sheet(RuleCode.CLIENT, msgid, "entities", level=Severity.WARNING)
    if heading := proofs.heading("survey", "save_to"):
        msgid = gettext_noop("Entities are not made here: this column is not read.")
        proofs.note_sheet(RuleCode.CLIENT, msgid, "survey", heading=heading, level=Severity.WARNING)


def _check_marks(proofs: DiagnosticCollector) -> None:
    """Report Markdown and HTML, which other clients render."""
    for row in (*proofs.rows("survey"), *proofs.rows("choices")):
        for heading, text in row.cells.items():
            if canonical_column(heading) in _READ and (marks := _MARKS.search(text)):
                msgid = gettext_noop(
                    "Here people read “%(found)s” as it is written; ODK Collect and Enketo set it"
                    " in bold or italics, as a heading or a link. Say it in plain words."
                )
                proofs.note(
                    RuleCode.CLIENT,
                    msgid,
                    row=row,
                    heading=heading,
                    found=marks[0],
                    level=Severity.NOTE,
                )


def _check_paths(proofs: DiagnosticCollector, tree: SurveyTree, formula: Formula) -> None:
    """Report an absolute path into the repeat that contains the formula."""
    for path in formula.paths:
        steps = tuple(path.strip("/").split("/"))
        around = (
            above for length in range(2, len(steps))
            if (above := tree.by_path.get(steps[:length])) and above.repeats
        )  # fmt: skip
        if path.startswith("/") and any(
            formula.node.path[: len(above.path)] == above.path for above in around
        ):
            msgid = gettext_noop(
                "“%(found)s” means the answers of all instances here, and only that of this one in"
                " ODK Collect and Enketo. Write ${%(near)s} for this one."
            )
            proofs.note(
                RuleCode.CLIENT, msgid, row=formula.node.row, name=formula.column, found=path,
                near=steps[-1], level=Severity.NOTE,
            )  # fmt: skip


def _check_sums(proofs: DiagnosticCollector, tree: SurveyTree, formula: Formula) -> None:
    """Report a sum over answers that may be blank, which ODK Collect leaves out."""
    for match in _SUM.finditer(formula.source):
        places = tree.by_name.get(match["name"], [])
        repeated = any(above.repeats for node in places for above in _above(tree, node))
        if repeated and not any(node.row.get("required") for node in places):
            msgid = gettext_noop(
                "One blank answer makes the whole “%(found)s” blank here and in ODK's web forms;"
                " ODK Collect leaves blank ones out. Write %(right)s to leave them out everywhere."
            )
            right = f"{match['call']}(${{{match['name']}}}[. != ''])"
            if match["call"] == "sum":  # the empty sum is 0 here, and blank in ODK Web Forms
                right = f"coalesce({right}, 0)"
            proofs.note(
                RuleCode.CLIENT, msgid, row=formula.node.row, name=formula.column, found=match[0],
                right=right, level=Severity.NOTE,
            )  # fmt: skip


def _above(tree: SurveyTree, node: SurveyNode) -> list[SurveyNode]:
    around = (tree.by_path.get(node.path[:length]) for length in range(2, len(node.path)))
    return [above for above in around if above is not None]


def _check_pattern(proofs: DiagnosticCollector, formula: Formula) -> None:
    """Report a pattern that matches anywhere here, but must match the whole text in Collect."""
    for part in formula.parts:
        if not (isinstance(part, Call) and part.name == "regex"):
            continue
        pattern = literal_text(part.arguments[1])
        if pattern is None or find_incompatible_syntax(pattern):  # the latter is told by itself
            continue
        if not (pattern.startswith("^") and pattern.endswith("$")):
            msgid = gettext_noop(
                "ODK Collect wants the whole answer to be “%(found)s”; here, and in Enketo, it may"
                " stand anywhere in it. Write ^ before and $ after it to be read alike."
            )
            proofs.note(
                RuleCode.CLIENT, msgid, row=formula.node.row, name=formula.column, found=pattern,
                level=Severity.NOTE,
            )  # fmt: skip


def _check_count(proofs: DiagnosticCollector, formula: Formula) -> None:
    count = formula.source
    if formula.column == "repeat_count" and count.isdigit() and int(count) > MAX_INSTANCES:
        msgid = gettext_noop(
            "Other clients ask %(found)s times; here at most %(limit)d times are asked."
        )
        proofs.note(
            RuleCode.CLIENT, msgid, row=formula.node.row, name="repeat_count", found=count,
            limit=MAX_INSTANCES, level=Severity.WARNING,
        )  # fmt: skip
