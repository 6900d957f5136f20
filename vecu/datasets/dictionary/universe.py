"""The universe of a variable: conditions in words, for a codebook. Pure."""

import re

from vecu.questionnaires import Expression, Question, Questionnaire
from vecu.translation import gettext_noop, translate

Rules = tuple[Expression, ...]
"""Conditions that must all hold, the outermost first."""

_PATH = r"(/[\w./-]+|\.\./[\w./-]+)"
_SELECTED = re.compile(rf"selected\(\s*{_PATH}\s*,\s*(?:'([^']*)'|\"([^\"]*)\")\s*\)")
_COMPARED = re.compile(rf"{_PATH}\s*(!=|=)\s*(?:'([^']*)'|\"([^\"]*)\")")
_ANY_PATH = re.compile(rf"(?<![\w'\"]){_PATH}")
_INCLUDES = gettext_noop("“%(question)s” includes “%(choice)s”")
_IS = gettext_noop("“%(question)s” is “%(choice)s”")
_IS_NOT = gettext_noop("“%(question)s” is not “%(choice)s”")


def universe_text(rules: Rules, questionnaire: Questionnaire, language: str) -> str:
    """Return the conditions under which a question is asked, '' if it always is.

    Comparisons with choices use labels; other conditions stay as written, with the questions'
    names instead of their paths.
    """
    conditions = [_describe_condition(rule.source, questionnaire, language) for rule in rules]
    if len(conditions) < 2:
        return "".join(conditions)
    joined = translate(gettext_noop("and"), language)
    return f" {joined} ".join(f"({each})" for each in conditions)


def _describe_condition(source: str, questionnaire: Questionnaire, language: str) -> str:
    def selected(match: re.Match[str]) -> str:
        return _say(_INCLUDES, match[1], match[2] or match[3] or "")

    def compared(match: re.Match[str]) -> str:
        message = _IS if match[2] == "=" else _IS_NOT
        return _say(message, match[1], match[3] or match[4] or "")

    def _say(message: str, path: str, value: str) -> str:
        question = _find(path, questionnaire)
        named = question.label.say(language) if question else ""
        choice = question.choice_labels.get(value) if question else None
        words = {
            "question": named or path.rpartition("/")[2],
            "choice": choice.say(language) if choice else value,
        }
        return translate(message, language) % words

    text = " ".join(source.split())
    text = _COMPARED.sub(compared, _SELECTED.sub(selected, text))
    return _ANY_PATH.sub(lambda match: match[1].rpartition("/")[2], text)


def _find(path: str, questionnaire: Questionnaire) -> Question | None:
    """Return the question at a path; a relative path by its last step, if that is unique."""
    if found := questionnaire.questions.get(path):
        return found
    name = path.rpartition("/")[2]
    alike = [each for each in questionnaire.questions.values() if each.name == name]
    return alike[0] if len(alike) == 1 else None
