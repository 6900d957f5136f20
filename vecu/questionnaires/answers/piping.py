"""Pipe a person's answers into the wordings of a questionnaire."""

from __future__ import annotations

from vecu.messages import printable
from vecu.questionnaires.expressions import EvaluationScope
from vecu.questionnaires.expressions.nodes import XPathNode
from vecu.questionnaires.model import OUTPUT, Wording

OUTPUT_LENGTH = 200
"""Characters of an answer that another question repeats."""


def pipe_answers(wording: Wording, node: XPathNode, scope: EvaluationScope) -> Wording:
    """Return the wording with its marks replaced by their values, evaluated at `node`.

    Values are cut and made safe to print, since answers may be long and not yet validated.
    """
    if not wording.outputs:
        return wording
    return Wording({code: _fill(wording, code, node, scope) for code in wording.texts})


def _fill(wording: Wording, code: str, node: XPathNode, scope: EvaluationScope) -> str:
    first, *rest = wording.texts[code].split(OUTPUT)
    spoken = scope.with_language(code)
    values = (expression.string(node, spoken) for expression in wording.outputs.get(code, ()))
    said = (printable(value, OUTPUT_LENGTH) for value in values)
    return first + "".join(value + part for value, part in zip(said, rest, strict=True))
