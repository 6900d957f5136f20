"""Turn a project into a study: its questionnaire, and the texts that fit. Pure.

The questionnaire has one open question, answered by each text, and the text's name in the project.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID

from vecu.coding.interchange.import_plan import CodingImportPlan, ExistingCoding, plan_import
from vecu.coding.interchange.match_coders import ExistingCoders
from vecu.coding.interchange.match_texts import REPLACEMENT
from vecu.coding.interchange.match_texts import OwnText as Text
from vecu.coding.refi import RefiReadResult, RefiSource
from vecu.coding.spans import hash_text
from vecu.messages import UNFIT, Message, printable
from vecu.questionnaires import MAX_TEXT, Sheets, Values
from vecu.translation import LANGUAGES, gettext_noop, translate

FORM_ID = "refi_qda"
"""Identifies the questionnaire of such a study."""
TEXT, NAME = "text", "name"
QUESTION = f"/data/{TEXT}"
"""The question whose answers are coded."""
MAX_SOURCE_NAME = 300
_QUESTION_LABELS = {
    TEXT: gettext_noop("Text"),
    NAME: gettext_noop("Name of the text in the project"),
}
_LANGUAGE_NAMES = {"fr": "Français (fr)", "en": "English (en)"}


@dataclass
class FittingTexts:
    """The texts of a project that can be answers, and a message for each that cannot."""

    texts: list[RefiSource] = field(default_factory=list)
    left_out: list[Message] = field(default_factory=list)


def fit_texts(sources: Iterable[RefiSource]) -> FittingTexts:
    """Return the texts that can be answers: not empty and not too long."""
    found = FittingTexts()
    for source in sources:
        if not source.text.strip():
            message = Message(gettext_noop("“%(name)s” is empty."), name=printable(source.name))
            found.left_out.append(message)
        elif len(source.text) > MAX_TEXT:
            message = Message(
                gettext_noop(
                    "“%(name)s” has %(found)s characters; an answer holds %(most)s at most."
                ),
                name=printable(source.name),
                found=str(len(source.text)),
                most=str(MAX_TEXT),
            )
            found.left_out.append(message)
        else:
            found.texts.append(source)
    return found


def clean_source_text(source: RefiSource) -> str:
    """Return a text as an answer holds it; forbidden characters are replaced one for one."""
    return UNFIT.sub(REPLACEMENT, source.text)


def build_answer(source: RefiSource) -> Values:
    """Return the answer made of a text."""
    name = UNFIT.sub(" ", source.name).strip()[:MAX_SOURCE_NAME]
    return {TEXT: clean_source_text(source), **({NAME: name} if name else {})}


def build_questionnaire_sheets(title: str, language: str) -> Sheets:
    """Return the XLSForm that asks for texts; `title` is the study's."""
    spoken = language if language in LANGUAGES else "en"
    heading = _LANGUAGE_NAMES.get(language, f"{language} ({language})")
    label = f"label::{heading}"
    survey = [
        {"type": "text", "name": name, label: translate(words, spoken)}
        for name, words in _QUESTION_LABELS.items()
    ]
    settings = {"form_title": title, "form_id": FORM_ID, "default_language": heading}
    return {"survey": survey, "choices": [], "settings": [settings]}


def plan_study(found: RefiReadResult, language: str) -> CodingImportPlan:
    """Return the plan for importing a project into a study of its own: everything that fits."""
    fitting = fit_texts(found.project.sources)
    texts = [
        Text(each.guid, each.name, hash_text(clean_source_text(each))) for each in fitting.texts
    ]
    words = {each.guid: clean_source_text(each) for each in fitting.texts}
    codebook = UUID(int=0)
    coders = ExistingCoders(codebook, language, {}, {}, (), frozenset(), frozenset())
    here = ExistingCoding(codes=(), coders=coders, texts=texts, memos={}, rulings={})
    plan = plan_import(found, here, lambda ids: {id_: words[id_] for id_ in ids})
    return replace(plan, left_out=(*plan.left_out, *fitting.left_out))
