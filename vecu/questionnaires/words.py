"""What expressions may quote of a questionnaire's own words."""

from __future__ import annotations

from dataclasses import replace

from vecu.questionnaires.expressions import Scope
from vecu.questionnaires.instance import Node
from vecu.questionnaires.model import Questionnaire
from vecu.questionnaires.wording import fill


class FormWords:
    """The labels and texts of one questionnaire, in the language of the asking scope.

    Values inside the label of a choice are filled in, but for labels that these quote in turn
    (`quoted`): one could quote the very label it stands in. Values inside a text are not.
    """

    def __init__(self, questionnaire: Questionnaire, *, quoted: bool = False) -> None:
        self.questionnaire = questionnaire
        self.quoted = quoted

    def choice_name(self, path: str, value: str, node: Node, scope: Scope) -> str:
        """Return the label of a choice of the question at `path`, '' when it has none."""
        question = self.questionnaire.questions.get(path)
        label = None if question is None else question.choice_labels.get(value)
        if question is not None and question.told is not None and label is None:
            return value  # chosen among a person's own words, which are their own label
        if label is None:
            return ""
        if label.outputs and not self.quoted:
            label = fill(
                label, node, replace(scope, words=FormWords(self.questionnaire, quoted=True))
            )
        return label.say(scope.language)

    def itext(self, identifier: str, scope: Scope) -> str:
        """Return the text with this id, '' when there is none."""
        text = self.questionnaire.texts.get(identifier)
        return "" if text is None else text.say(scope.language)
