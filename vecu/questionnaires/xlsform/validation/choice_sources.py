"""Check sources of choices: repeat choices, and sources that only other clients support.

External lists have a module of their own, `external_lists`.
"""

from __future__ import annotations

from pyxform.xls2json import RE_SELECT

from vecu.questionnaires.xlsform.validation.collector import DiagnosticCollector
from vecu.questionnaires.xlsform.validation.diagnostics import RuleCode, Severity
from vecu.questionnaires.xlsform.validation.expressions import Formula
from vecu.questionnaires.xlsform.validation.question_types import has_search
from vecu.questionnaires.xlsform.validation.references import check_name
from vecu.questionnaires.xlsform.validation.survey_tree import (
    SurveyNode,
    SurveyTree,
    find_choice_source,
    find_enclosing_repeat,
    repeat_choice_source,
)
from vecu.translation import gettext_noop

_NO = frozenset({"", "no", "false", "false()"})


def check_repeat_choices(
    proofs: DiagnosticCollector, tree: SurveyTree, formulas: list[Formula]
) -> None:
    """Report what is wrong with questions that have repeat choices."""
    filters = {one.node.path: one for one in formulas if one.column == "choice_filter"}
    for node in tree.nodes:
        if not (name := repeat_choice_source(node.kind)):
            continue
        row = node.row
        check_name(proofs, tree, row, "type", name)
        _check_kind(proofs, node)
        if find_choice_source(tree, node) is None:
            continue
        if node.path in filters:
            _check_filter(proofs, tree, filters[node.path])
        if row.get("required").lower() not in _NO and not row.get("relevant"):
            msgid = gettext_noop(
                "Where “%(found)s” was never answered there is nothing to choose, and nobody could"
                " go on. Ask only when it was: count-non-empty(${%(found)s}) > 0 in relevant."
            )
            proofs.note(
                RuleCode.UNREACHABLE,
                msgid,
                row=row,
                name="required",
                found=name,
                level=Severity.WARNING,
            )


def _check_kind(proofs: DiagnosticCollector, node: SurveyNode) -> None:
    select = RE_SELECT.match(node.kind)
    if select and select["select_command"] not in {"select_one", "select one", "select1"}:
        msgid = gettext_noop(
            "Only select_one can offer answers: where several are chosen they are kept with spaces"
            " between them, and answers hold spaces. Write select_one, or ask it in a repeat."
        )
        proofs.note(RuleCode.SUPPORT, msgid, row=node.row, name="type", found=node.kind)
    elif select and select["specify_other"]:
        msgid = gettext_noop(
            "or_other cannot go with choices that are answers. Add a text question after it."
        )
        proofs.note(RuleCode.SUPPORT, msgid, row=node.row, name="type", found=node.kind)


def _check_filter(proofs: DiagnosticCollector, tree: SurveyTree, formula: Formula) -> None:
    """Report a filter on a question outside the repeat: it is not of the same instance."""
    source = find_choice_source(tree, formula.node)
    repeat = find_enclosing_repeat(tree, source.path) if source else ()
    for name in dict.fromkeys(formula.names):
        for other in tree.by_name.get(name, []):
            inside = bool(repeat) and other.path[: len(repeat)] == repeat
            if source and inside and other.path[: len(source.path) - 1] != source.path[:-1]:
                msgid = gettext_noop(
                    "“%(found)s” stands in another group than “%(source)s”, so that the filter"
                    " would look at all instances at once. Move both into one group."
                )
                proofs.note(
                    RuleCode.SUPPORT,
                    msgid,
                    row=formula.node.row,
                    name="choice_filter",
                    found=name,
                    source=source.name,
                )


def check_client_only_sources(proofs: DiagnosticCollector) -> None:
    """Report sources of choices that a single client supports."""
    for row in proofs.rows("survey"):
        kind = row.get("type")
        select = RE_SELECT.match(kind)
        if select and select["select_command"] == "select_one_external":
            msgid = gettext_noop(
                "select_one_external is read by ODK Collect only. Save the sheet external_choices"
                " as %(list)s.csv with the columns name and label, give it with the workbook, and"
                " write select_one_from_file %(list)s.csv; the choice_filter can stay."
            )
            listed = select["list_name"]
            proofs.note(RuleCode.SUPPORT, msgid, row=row, name="type", found=kind, list=listed)
        if has_search(row):
            msgid = gettext_noop(
                "search() is read by ODK Collect only: people would see the names of columns."
                " Write select_one_from_file with the name of the file as type."
            )
            proofs.note(RuleCode.SUPPORT, msgid, row=row, name="appearance", found="search()")
