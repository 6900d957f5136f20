"""What expressions may quote of a questionnaire's own words."""

from __future__ import annotations

from vecu.questionnaires.expressions import Scope
from vecu.questionnaires.model import Questionnaire


class FormWords:
    """The labels and texts of one questionnaire, in the language of the asking scope.

    Values inside a quoted text are not filled in: it could quote the very text it stands in.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire

    def choice_name(self, path: str, value: str, scope: Scope) -> str:
        """Return the label of a choice of the question at `path`, '' when it has none."""
        question = self.questionnaire.questions.get(path)
        label = None if question is None else question.choice_labels.get(value)
        if question is not None and question.told is not None and label is None:
            return value  # chosen among a person's own words, which are their own label
        return "" if label is None else label.say(scope.language)

    def itext(self, identifier: str, scope: Scope) -> str:
        """Return the text with this id, '' when there is none."""
        text = self.questionnaire.texts.get(identifier)
        return "" if text is None else text.say(scope.language)
