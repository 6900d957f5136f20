"""What expressions may quote of a questionnaire's own words."""

from __future__ import annotations

from dataclasses import replace

from vecu.questionnaires.answers.piping import pipe_answers
from vecu.questionnaires.expressions import EvaluationScope
from vecu.questionnaires.expressions.nodes import XPathNode
from vecu.questionnaires.model import Questionnaire


class LabelLookup:
    """The labels and texts of one questionnaire, in the language of the asking scope.

    Values inside the label of a choice are filled in, but for labels that these quote in turn
    (`quoted`): one could quote the very label it stands in. Values inside a text are not.
    """

    def __init__(self, questionnaire: Questionnaire, *, quoted: bool = False) -> None:
        self.questionnaire = questionnaire
        self.quoted = quoted

    def choice_name(self, path: str, value: str, node: XPathNode, scope: EvaluationScope) -> str:
        """Return the label of a choice of the question at `path`, '' when it has none."""
        question = self.questionnaire.questions.get(path)
        label = None if question is None else question.choice_labels.get(value)
        if question is not None and question.repeat_choices is not None and label is None:
            return value  # chosen among a person's own words, which are their own label
        if label is None:
            return ""
        if label.outputs and not self.quoted:
            label = pipe_answers(
                label, node, replace(scope, words=LabelLookup(self.questionnaire, quoted=True))
            )
        return label.say(scope.language)

    def itext(self, identifier: str, scope: EvaluationScope) -> str:
        """Return the text with this id, '' when there is none."""
        text = self.questionnaire.texts.get(identifier)
        return "" if text is None else text.say(scope.language)
