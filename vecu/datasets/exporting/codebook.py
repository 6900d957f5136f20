"""The codebook as a table: one line for each variable, and one for each of its values. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vecu.datasets.dictionary.spss_stata_limits import Program
from vecu.datasets.dictionary.universe import universe_text
from vecu.datasets.dictionary.variables import Variable, VariableType, pick_label
from vecu.datasets.exporting.numeric_coding import (
    assign_choice_codes,
    choose_missing_codes,
    get_continuation_columns,
    get_missing_labels,
    get_value_labels,
    has_missing_codes,
)
from vecu.datasets.exporting.staging import Sheet
from vecu.questionnaires import Questionnaire

_COUNTS = 4
"""Columns at the end of a line: base, n, left_blank, not_asked."""
CodebookRow = Sequence[str | int | None]


@dataclass(frozen=True)
class Dataset:
    """The sheets of one version of a questionnaire, with their file names.

    `program` is SPSS or Stata; None for other formats.
    """

    questionnaire: Questionnaire
    sheets: tuple[Sheet, ...]
    name: str
    program: Program | None = None

    def get_continuation_names(self, sheet: Sheet) -> Mapping[str, Sequence[str]]:
        """Return the names of the columns that continue a long text, by variable."""
        found = get_continuation_columns(sheet, self.program) if self.program else {}
        return {name: columns for name, columns in found.items() if columns}

    def get_file_name(self, sheet: Sheet, suffix: str, number: int = 0) -> str:
        """Return the name of a sheet's file, numbered if it is one of several."""
        part = f"-{number}" if number else ""
        return f"{self.name}-{sheet.name}{part}.{suffix}"


def list_codebook_columns(dataset: Dataset) -> list[str]:
    """Return the header of the codebook, with labels in every language."""
    languages = dataset.questionnaire.languages
    return [
        *("table", "variable", "path", "type", "value", "code_sav", "code_dta"),
        *(f"label_{language}" for language in languages),
        *(f"hint_{language}" for language in languages),
        *(f"asked_when_{language}" for language in languages),
        *("condition", "base", "n", "left_blank", "not_asked"),
    ]


def iter_codebook_rows(dataset: Dataset) -> Iterator[CodebookRow]:
    """Yield the lines: `base` counts how often it was asked, `n` the answers or those of one value.

    A column that continues a text has the wording of its question and no counts.
    """
    for sheet in dataset.sheets:
        further = dataset.get_continuation_names(sheet)
        for variable in sheet.variables:
            line = _variable(dataset, sheet, variable)
            yield line
            yield from _values(dataset, sheet, variable)
            for name in further.get(variable.name, ()):
                yield [sheet.name, name, *line[2:-_COUNTS], *(None,) * _COUNTS]


def _variable(dataset: Dataset, sheet: Sheet, variable: Variable) -> CodebookRow:
    stat, questionnaire = sheet.stats[variable.name], dataset.questionnaire
    languages = questionnaire.languages
    return [
        *(sheet.name, variable.name, variable.path, str(variable.sort), variable.part),
        *(None, None),
        *(pick_label(variable.label, language) for language in languages),
        *(variable.hint.get(language, "") for language in languages),
        *(universe_text(variable.rules, questionnaire, language) for language in languages),
        " and ".join(f"({rule.source.strip()})" for rule in variable.rules),
        *(stat.base, stat.answered, stat.blank, stat.not_asked),
    ]


def _values(dataset: Dataset, sheet: Sheet, variable: Variable) -> Iterator[CodebookRow]:
    stat, languages = sheet.stats[variable.name], dataset.questionnaire.languages
    labels = {language: get_value_labels(variable, stat, language) for language in languages}
    codes = assign_choice_codes(variable, stat) if variable.sort is VariableType.CHOICE else {}
    stored = {code: name for name, code in codes.items()}
    blank = ("",) * (2 * len(languages) + 1)
    for code in labels[languages[0]]:
        value = stored.get(code, str(code))
        count = stat.counts[value if codes else bool(code)]
        texts = (labels[language][code] for language in languages)
        yield [
            *(sheet.name, variable.name, variable.path, "value", value, code, code),
            *(*texts, *blank, None, count, None, None),
        ]
    if variable.sort.is_text or not stat.missing:
        return
    sav, dta = (choose_missing_codes(sheet, program) for program in (Program.SAV, Program.DTA))
    counted = {"not_asked": stat.not_asked, "blank": stat.blank}
    for kind, count in counted.items():
        code = getattr(sav, kind)
        texts = (get_missing_labels(sav, language)[code] for language in languages)
        in_sav = code if has_missing_codes(variable, Program.SAV) else None
        yield [
            *(sheet.name, variable.name, variable.path, "missing", ""),
            *(in_sav, f".{getattr(dta, kind)}", *texts, *blank, None, count, None, None),
        ]
