"""The questionnaire whose answers are documents: interviews, observation notes, minutes. Pure.

A document is one answer, with what is known of it; each turn of it is an instance of a repeat. What
an interviewer said is a prompt, so that only the words of those interviewed are coded.
"""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from vecu.questionnaires import Sheets, Values
from vecu.surveys.rules import DOCUMENTS_FORM_ID
from vecu.surveys.workbook_writer import write_workbook
from vecu.transcripts import SpeakerTurn
from vecu.translation import gettext_noop, translate

FORM_ID = DOCUMENTS_FORM_ID
TURN = "turn"
WORDS = f"/data/{TURN}/words"
"""The question whose answers are coded."""
_HEADINGS = {"en": "label::English (en)", "fr": "label::Français (fr)"}

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "interview": gettext_noop("Interview"),
        "observation": gettext_noop("Observation note"),
        "workshop": gettext_noop("Minutes of a workshop"),
        "other": gettext_noop("Other document"),
    }
)
ROLES: Mapping[str, str] = MappingProxyType(
    {
        "uses": gettext_noop("Works with the system"),
        "manages": gettext_noop("Manages those who work with it"),
        "touched": gettext_noop("Is concerned by it, without using it"),
        "built": gettext_noop("Designed, bought or adjusted it"),
        "other": gettext_noop("Another role"),
    }
)
WAVES: Mapping[str, str] = MappingProxyType(
    {
        "0": gettext_noop("At the start"),
        "3": gettext_noop("After 3 months"),
        "6": gettext_noop("After 6 months"),
        "9": gettext_noop("After 9 months"),
        "other": gettext_noop("At another time"),
    }
)
_CHOICES = {"kind": KINDS, "role": ROLES, "wave": WAVES}
_BEGIN, _END = "begin_repeat", "end_repeat"
_QUESTIONS = (
    ("select_one kind", "kind", gettext_noop("Kind of document")),
    ("text", "title", gettext_noop("Title")),
    ("date", "day", gettext_noop("Day of the interview or meeting")),
    ("select_one role", "role", gettext_noop("Role of the person")),
    ("text", "case", gettext_noop("Case")),
    ("select_one wave", "wave", gettext_noop("Wave")),
    ("text", "person", gettext_noop("Pseudonym of the person")),
    (_BEGIN, TURN, gettext_noop("Turn")),
    ("text", "speaker", gettext_noop("Who speaks")),
    ("integer", "minute", gettext_noop("Minute")),
    ("text", "prompt", gettext_noop("What the interviewer says")),
    ("text", "words", gettext_noop("What the person says")),
    (_END, "", ""),
)


def build_document_workbook(title: str, language: str) -> bytes:
    """Return the XLSForm of a study of documents, in both languages; `title` is the study's."""
    return write_workbook(build_document_sheets(title, language))


def build_document_sheets(title: str, language: str) -> Sheets:
    """Return the sheets of that XLSForm; `language` is the one that is read by default."""
    survey = [{"type": kind, "name": name, **_label(label)} for kind, name, label in _QUESTIONS]
    choices = [
        {"list_name": listed, "name": name, **_label(label)}
        for listed, labels in _CHOICES.items()
        for name, label in labels.items()
    ]
    default = _HEADINGS.get(language, _HEADINGS["en"]).removeprefix("label::")
    settings = {"form_title": title, "form_id": FORM_ID, "default_language": default}
    return {"survey": survey, "choices": choices, "settings": [settings]}


def build_document_answer(
    turns: Iterable[SpeakerTurn],
    about: Mapping[str, str],
    *,
    interviewers: Collection[str] = (),
    pseudonyms: Mapping[str, str] | None = None,
) -> Values:
    """Return the answer that a document becomes; `about` are its variables, by question.

    `interviewers` and the keys of `pseudonyms` are speakers as the file names them. What an
    interviewer says is a prompt, which nobody codes.
    """
    spoken = [_build_turn(turn, interviewers, pseudonyms or {}) for turn in turns]
    return {name: text for name, text in about.items() if text} | {TURN: spoken}


def _build_turn(
    turn: SpeakerTurn, interviewers: Collection[str], pseudonyms: Mapping[str, str]
) -> Values:
    asks = bool(turn.speaker) and turn.speaker in interviewers
    found = {
        "speaker": pseudonyms.get(turn.speaker, turn.speaker),
        "minute": "" if turn.minute is None else str(turn.minute),
        "prompt" if asks else "words": turn.words,
    }
    return {name: text for name, text in found.items() if text}


def _label(words: str) -> dict[str, str]:
    return {heading: translate(words, spoken) for spoken, heading in _HEADINGS.items() if words}
