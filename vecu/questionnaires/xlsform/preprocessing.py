"""Preprocess the rows of a workbook before pyxform converts them to an XForm.

"or_other" is expanded in every language, identifying metadata is left out, and a form in one
language gets its language code.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

from vecu.messages import Message
from vecu.questionnaires.errors import WorkbookRefused
from vecu.questionnaires.xform.itext import WITHOUT_LANGUAGE, language_code
from vecu.questionnaires.xlsform.reader import Rows, Sheets
from vecu.translation import gettext_noop

OTHER = {
    "de": ("Andere", "Bitte angeben"),
    "en": ("Other", "Please specify"),
    "es": ("Otro", "Especifique"),
    "fr": ("Autre", "Précisez"),
    "it": ("Altro", "Specificare"),
    "nl": ("Anders", "Licht toe"),
    "pt": ("Outro", "Especifique"),
}
"""The label of the choice "other" and of the question that follows it; English elsewhere."""

_OR_OTHER = re.compile(r"(?P<select>.*\S)\s+(?P<list>\S+)\s+(?:or_other|or other|or specify other)")
_NAMED = re.compile(r"\s*[^\W\d][\w.\- :]*")
_METADATA = {"audit", "start-geopoint", "deviceid", "username", "email"} | {
    name for name, known in QUESTION_TYPE_DICT.items() if "jr:preload" in known.get("bind", {})
}
_ALIASES = {
    "caption": "label",
    "command": "type",
    "tag": "name",
    "value": "name",
    "relevance": "relevant",
    "calculate": "calculation",
    "readonly": "read_only",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "constraining_message": "constraint_message",
    "requiredmsg": "required_message",
}
MEDIA = ("image", "audio", "video", "big-image")
"""The media columns of a label; "big-image" is a full-size image, for other clients."""
WORDINGS = {"label", "hint", "constraint_message", "required_message", "guidance_hint"}


@lru_cache(maxsize=4096)
def canonical_column(header: str) -> str:
    """Return the column that a header stands for: "Label::Français (fr)" is "label"."""
    plain = header.partition("::")[0].strip().lower().replace(" ", "_")
    return _ALIASES.get(plain, plain)


def is_wording(header: str) -> bool:
    """Return whether respondents read a column, in any language."""
    return canonical_column(header) in WORDINGS


def parse_media_header(header: str) -> tuple[str, str]:
    """Return the type and the language of a media column: "media::image::English" is (image, …).

    Both are '' for any other column; the language is '' if the column names none.
    """
    first, *rest = (part.strip() for part in header.split("::"))
    form = first.lower().replace(" ", "_")
    if form == "media" and rest:
        form, rest = rest[0].lower(), rest[1:]
    return (form, "::".join(rest)) if form in MEDIA else ("", "")


def is_literal_column(header: str) -> bool:
    """Return whether quotes in a column are literal: in wordings, and in file names."""
    return (
        is_wording(header)
        or bool(parse_media_header(header)[0])
        or canonical_column(header) == "type"
    )


def get_cell(row: dict[str, str], name: str) -> str:
    """Return the cell of a row in the column that stands for `name`, '' if there is none."""
    return next(
        (text for header, text in row.items() if canonical_column(header) == name), ""
    ).strip()


def list_headers(rows: Rows) -> tuple[str, ...]:
    """Return every header that any row uses, in order."""
    return tuple(dict.fromkeys(header for row in rows for header in row))


def is_metadata(kind: str) -> bool:
    """Return whether a type is filled in by the device and could identify somebody."""
    plain = kind.lower()
    return plain in _METADATA or plain.startswith("background-")


def drop_metadata(survey: Rows) -> Rows:
    """Blank the rows that would record who answered or when; other row numbers do not change."""
    return [{} if is_metadata(get_cell(row, "type")) else row for row in survey]


def strip_times_from_dates(survey: Rows) -> Rows:
    """Remove the time that a spreadsheet adds to the default of a date question."""
    return [
        {
            head: text.removesuffix(" 00:00:00") if canonical_column(head) == "default" else text
            for head, text in row.items()
        }
        if get_cell(row, "type") == "date"
        else row
        for row in survey
    ]


def drop_entities(sheets: Sheets) -> Sheets:
    """Remove the columns for entities, which only servers with entities read."""
    return {
        name: [
            {head: text for head, text in row.items() if canonical_column(head) != "save_to"}
            for row in rows
        ]
        for name, rows in sheets.items()
        if name != "entities"
    }


def drop_unnamed(sheets: Sheets) -> Sheets:
    """Remove columns of choices whose names are invalid in XML and in formulas.

    KoboToolbox writes some of its own, such as "$kuid".
    """
    return {
        name: [
            {head: text for head, text in row.items() if _NAMED.fullmatch(head.partition("::")[0])}
            for row in rows
        ]
        if name in {"choices", "external_choices"}
        else rows
        for name, rows in sheets.items()
    }


def name_bare_columns(sheets: Sheets) -> Sheets:
    """Add the default language to the bare wording columns of a form in one language."""
    default = get_default_language(sheets)
    used = [
        header for name in ("survey", "choices") for header in list_headers(sheets.get(name, []))
    ]
    if not default or any("::" in header and is_wording(header) for header in used):
        return sheets
    return {
        name: [
            {f"{head}::{default}" if is_wording(head) else head: text for head, text in row.items()}
            for row in rows
        ]
        if name in {"survey", "choices"}
        else rows
        for name, rows in sheets.items()
    }


def copy_media_to_languages(sheets: Sheets) -> Sheets:
    """Copy media files without language to every language of the form.

    pyxform would otherwise add a language that has nothing else.
    """
    languages = list_languages(sheets)
    if not languages:
        return sheets
    return {
        name: [_spread(row, languages) for row in rows] if name in {"survey", "choices"} else rows
        for name, rows in sheets.items()
    }


def list_languages(sheets: Sheets) -> tuple[str, ...]:
    """Return the languages of the wording columns, in the order of the sheets."""
    used = (
        header for name in ("survey", "choices") for header in list_headers(sheets.get(name, []))
    )
    named = (header.partition("::")[2].strip() for header in used if is_wording(header))
    return tuple(dict.fromkeys(filter(None, named)))


def _spread(row: dict[str, str], languages: Iterable[str]) -> dict[str, str]:
    own = {parse_media_header(header) for header in row}
    spread = {}
    for header, text in row.items():
        form, language = parse_media_header(header)
        if not form or language:
            spread[header] = text
            continue
        for each in languages:
            if (form, each) not in own:
                spread[f"media::{form}::{each}"] = text
    return spread


def get_default_language(sheets: Sheets) -> str:
    """Return the default language of the settings, '' if they have none."""
    settings = sheets.get("settings") or [{}]
    return get_cell(settings[0], "default_language")


def expand_or_other(sheets: Sheets) -> tuple[Sheets, list[int]]:
    """Expand every "or_other": a choice on its list and a text question after it.

    A list that another question uses without "or_other" is copied first. Returns the sheets and,
    for every row of the new survey, the row of the workbook that it comes from.
    """
    survey, choices = sheets.get("survey", []), list(sheets.get("choices", []))
    default = (
        language_code(get_default_language(sheets))
        if get_default_language(sheets)
        else WITHOUT_LANGUAGE
    )
    labels = _labels(list_headers(survey), default, 1)
    plain = _lists_used_plainly(survey)
    rows: Rows = []
    origins: list[int] = []
    for number, row in enumerate(survey, 2):
        match = _OR_OTHER.fullmatch(get_cell(row, "type"))
        if match is None:
            rows.append(row)
            origins.append(number)
            continue
        if get_cell(row, "choice_filter"):
            message = gettext_noop(
                "Sheet “survey”, row %(row)s: or_other and choice_filter cannot go together."
            )
            raise WorkbookRefused([Message(message, row=str(number))])
        list_name, choices = _with_other(
            choices, match["list"], default, shared=match["list"] in plain
        )
        rows += [_retyped(row, f"{match['select']} {list_name}"), _other_question(row, labels)]
        origins += [number, number]
    return {**sheets, "survey": rows, "choices": choices}, origins


def _labels(used: Iterable[str], default: str, which: int) -> dict[str, str]:
    """Return our text for every label column, in the language of the column."""
    english = OTHER["en"]
    found = {}
    for header in used:
        if canonical_column(header) == "label":
            name = header.rpartition("::")[2] if "::" in header else ""
            code = language_code(name) if name else default
            found[header] = OTHER.get(code.partition("-")[0], english)[which]
    return found or {"label": english[which]}


def _lists_used_plainly(survey: Rows) -> Counter[str]:
    """Count the lists that questions without "or_other" use."""
    kinds = (get_cell(row, "type") for row in survey)
    return Counter(
        kind.split()[-1]
        for kind in kinds
        if len(kind.split()) > 1 and not _OR_OTHER.fullmatch(kind)
    )


def _with_other(choices: Rows, list_name: str, default: str, *, shared: bool) -> tuple[str, Rows]:
    """Return the list to use and the choices with "other" added to it."""
    own = [row for row in choices if get_cell(row, "list_name") == list_name]
    if not own or any(get_cell(row, "name") == "other" for row in own):
        return list_name, choices
    list_header = next(header for header in own[0] if canonical_column(header) == "list_name")
    name_header = next((header for header in own[0] if canonical_column(header) == "name"), "name")
    other = _labels(list_headers(choices), default, 0)
    if not shared:
        added = {list_header: list_name, name_header: "other", **other}
        return list_name, [*choices, added]
    copy = f"{list_name}_or_other"
    if any(get_cell(row, "list_name") == copy for row in choices):
        return copy, choices
    copied = [{**row, list_header: copy} for row in own]
    return copy, [*choices, *copied, {list_header: copy, name_header: "other", **other}]


def _retyped(row: dict[str, str], kind: str) -> dict[str, str]:
    return {
        header: kind if canonical_column(header) == "type" else text for header, text in row.items()
    }


def _other_question(row: dict[str, str], labels: dict[str, str]) -> dict[str, str]:
    """Return the text question that follows a select with "or_other".

    It repeats that question, since it is on a page of its own and in lists of questions.
    """
    name = get_cell(row, "name")
    cells = {
        header: f"{row[header]} {word}." if row.get(header) else word
        for header, word in labels.items()
    }
    header_of = {canonical_column(header): header for header in row}
    return {
        header_of.get("type", "type"): "text",
        header_of.get("name", "name"): f"{name}_other",
        header_of.get("relevant", "relevant"): f"selected(${{{name}}}, 'other')",
        **cells,
    }
