"""Labels and texts of the questionnaire for use in expressions."""

from __future__ import annotations

from dataclasses import replace

from vecu.questionnaires.answers.piping import pipe_answers
from vecu.questionnaires.expressions import EvaluationScope
from vecu.questionnaires.expressions.nodes import XPathNode
from vecu.questionnaires.model import Questionnaire


class LabelLookup:
    """The labels and texts of one questionnaire, in the language of the evaluation scope.

    Answers are piped into the label of a choice, but not into labels that these quote in turn
    (`quoted`): one could quote the very label it is part of. A text is not piped.
    """

    def __init__(self, questionnaire: Questionnaire, *, quoted: bool = False) -> None:
        self.questionnaire = questionnaire
        self.quoted = quoted

    def choice_name(self, path: str, value: str, node: XPathNode, scope: EvaluationScope) -> str:
        """Return the label of a choice of the question at `path`, '' when it has none."""
        question = self.questionnaire.questions.get(path)
        label = None if question is None else question.choice_labels.get(value)
        if question is not None and question.repeat_choices is not None and label is None:
            return value  # repeat choices in a person's own words are their own labels
        if label is None:
            return ""
        if label.outputs and not self.quoted:
            label = pipe_answers(
                label, node, replace(scope, words=LabelLookup(self.questionnaire, quoted=True))
            )
        return label.say(scope.language)

    def itext(self, identifier: str, scope: EvaluationScope) -> str:
        """Return the text with this id, '' if there is none."""
        text = self.questionnaire.texts.get(identifier)
        return "" if text is None else text.say(scope.language)
