"""Members' forms to import a file: the file, how to read it, the mapping."""

from collections.abc import Mapping as Sent
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django import forms
from django.utils.translation import gettext as _

from vecu.datasets.importing.codebook_file import CodebookItem, CodebookItems
from vecu.datasets.importing.mapping import ColumnMapping, MappedColumn, get_question_path
from vecu.datasets.importing.multi_column import describe_part, is_importable, list_parts
from vecu.datasets.importing.reader import OpenedTable
from vecu.datasets.importing.report import ImportReport
from vecu.datasets.importing.suggest_mapping import MappingSuggestion, change_column_target
from vecu.questionnaires import AnswerValue, Question, Questionnaire
from vecu.tables import DELIMITERS, ENCODINGS, Settings, Table
from vecu.ui.fields import Field, FieldOption

NO_ANSWER = "#none"
"""The option for a value that means no answer; no choice has this name."""

_EXAMPLES = 3
_POSITIONS = 5
_MOST_PARTS = 50
"""Maximum number of choices of one question that a page offers a column each."""


class UploadForm(forms.Form):
    """The file and its codes file; their content is checked by `open_with_codes`."""

    file = forms.FileField(allow_empty_file=True)
    codes = forms.FileField(required=False, allow_empty_file=True)

    @cached_property
    def content(self) -> bytes:
        """The content of the file; only for a valid form."""
        content: bytes = self.cleaned_data["file"].read()
        return content

    @cached_property
    def codes_content(self) -> bytes:
        """The content of the codes file, empty without one."""
        codes = self.cleaned_data["codes"]
        content: bytes = codes.read() if codes else b""
        return content


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A line of the mapping page: a column, example cells, and possible targets.

    `title` is the column's label in a .sav, .dta or codes file; `missing` are its missing codes
    with their labels.
    """

    field: str
    name: str
    title: str
    missing: tuple[str, ...]
    examples: tuple[str, ...]
    doubtful: bool
    options: tuple[FieldOption, ...]


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A line of the values page: an unknown value, its number of rows, its possible meanings."""

    field: str
    column: str
    value: str
    label: str
    rows: int
    options: tuple[FieldOption, ...]


def read_settings(sent: Sent[str, str]) -> Settings:
    """Return the selected delimiter, encoding and sheet; unknown ones are ignored."""
    delimiter, encoding = sent.get("delimiter", ""), sent.get("encoding", "")
    return Settings(
        delimiter if delimiter in DELIMITERS else "",
        encoding if encoding in ENCODINGS else "",
        sent.get("sheet", ""),
    )


def build_delimiter_options(chosen: str) -> list[FieldOption]:
    """Return the delimiters as options."""
    names = {
        ";": _("semicolon (;)"),
        ",": _("comma (,)"),
        "\t": _("tab"),
        "|": _("vertical bar (|)"),
    }
    return [FieldOption(sign, name, sign == chosen) for sign, name in names.items()]


def build_encoding_options(chosen: str) -> list[FieldOption]:
    """Return the encodings as options, including the detected one."""
    return [FieldOption(name, name, name == chosen) for name in dict.fromkeys((chosen, *ENCODINGS))]


def build_sheet_options(opened: OpenedTable) -> list[FieldOption]:
    """Return the sheets of a workbook as options."""
    return [FieldOption(name, name, name == opened.table.sheet) for name in opened.sheets]


def build_upload_fields(problem: str) -> list[Field]:
    """Return the fields for a file and its codes file; `problem` is the error of either."""
    return [
        Field("file", "file", _("File (.csv, .xlsx, .sav or .dta)"), kind="file", problem=problem),
        Field(
            "codes",
            "codes",
            _("A codes file (.csv), if you have one"),
            kind="file",
            hint=_(
                "One line for each value, with the columns item_name, item_label, value_name and "
                "value_label. Labels of .sav and .dta files are read without it."
            ),
        ),
    ]


def build_column_rows(
    opened: OpenedTable, suggestion: MappingSuggestion, questionnaire: Questionnaire, language: str
) -> list[ColumnRow]:
    """Return the lines of the mapping page, in the file's order."""
    targets = _targets(questionnaire, language)
    examples = _examples(opened.table)
    rows = []
    for index, column in enumerate(suggestion.mapping.columns):
        chosen = _target(column)
        rest = () if not chosen or chosen in targets else ((chosen, chosen),)
        options = (("", _("Not imported")), *targets.items(), *rest)
        item = opened.codes.get(column.name, CodebookItem())
        rows.append(
            ColumnRow(
                field=f"column-{index}",
                name=column.name,
                title=item.label,
                missing=item.missing_texts,
                examples=examples[index],
                doubtful=column.name in suggestion.doubtful,
                options=tuple(
                    FieldOption(value, label, value == chosen) for value, label in options
                ),
            )
        )
    return rows


def read_columns(
    sent: Sent[str, str],
    opened: OpenedTable,
    suggested: ColumnMapping,
    questionnaire: Questionnaire,
) -> ColumnMapping:
    """Return the submitted mapping; `check_mapping` validates it.

    Meanings of a column's values are kept if its target is unchanged.
    """
    key = sent.get("key", "")
    columns = []
    for index, column in enumerate(suggested.columns):
        target = "" if column.name == key else sent.get(f"column-{index}", "")
        address, _sign, part = target.partition("#")
        if target == _target(column):
            columns.append(column)
        elif get_question_path(address, questionnaire) in questionnaire.questions:
            moved = MappedColumn(column.name, address, part)
            columns.append(change_column_target(moved, opened, questionnaire))
        else:
            columns.append(MappedColumn(column.name, address, part))
    return ColumnMapping(tuple(columns), key)


def build_value_rows(
    report: ImportReport,
    mapping: ColumnMapping,
    questionnaire: Questionnaire,
    codes: CodebookItems,
    language: str,
) -> list[ValueRow]:
    """Return the lines of unknown values, each with its label in the file and the choices."""
    columns = {column.name: column for column in mapping.columns}
    rows = []
    for index, (name, value, count) in enumerate(report.unknown):
        column = columns[name]
        question = questionnaire.questions[get_question_path(column.address, questionnaire)]
        choices = [(choice.name, choice.label.say(language)) for choice in question.choices]
        options = (
            ("", _("Not known: leave these rows out")),
            (NO_ANSWER, _("No answer")),
            *choices,
        )
        rows.append(
            ValueRow(
                field=f"value-{index}",
                column=name,
                value=value,
                label=dict(codes.get(name, CodebookItem()).values).get(value, ""),
                rows=count,
                options=tuple(FieldOption(sent, label, not sent) for sent, label in options),
            )
        )
    return rows


def has_values(sent: Sent[str, str]) -> bool:
    """Return whether meanings of unknown values were selected, which change what is imported."""
    return any(text for field, text in sent.items() if field.startswith("value-"))


def read_values(
    sent: Sent[str, str], rows: Sequence[ValueRow], mapping: ColumnMapping
) -> ColumnMapping:
    """Return the mapping with the submitted meanings of unknown values."""
    meanings: dict[str, dict[str, str]] = {}
    for row in rows:
        chosen = sent.get(row.field, "")
        if chosen and chosen in {option.value for option in row.options}:
            meaning = "" if chosen == NO_ANSWER else chosen
            meanings.setdefault(row.column, {})[row.value] = meaning
    columns = (
        replace(column, values={**column.values, **meanings.get(column.name, {})})
        for column in mapping.columns
    )
    return replace(mapping, columns=tuple(columns))


def _target(column: MappedColumn) -> str:
    return f"{column.address}#{column.part}" if column.part else column.address


def _targets(questionnaire: Questionnaire, language: str) -> dict[str, str]:
    """Return all targets of columns, each with the question's label."""
    targets: dict[str, str] = {}
    for question in filter(is_importable, questionnaire.questions.values()):
        for address in _addresses(question, questionnaire):
            label = question.label.say(language) or question.name
            targets[address] = f"{label[:70]} ({address})"
            if question.kind.holds is AnswerValue.CHOICE:
                continue
            for part in list_parts(question)[:_MOST_PARTS]:
                text = describe_part(question, part, language)
                details = {"whole": label[:40], "part": text[:40]}
                targets[f"{address}#{part}"] = _("%(whole)s: %(part)s") % details
    return targets


def _addresses(question: Question, questionnaire: Questionnaire) -> list[str]:
    """Return the question's path; in a repeat, those of the first few instances."""
    path, addresses = questionnaire.root.path, [""]
    for name in question.path.removeprefix(f"{path}/").split("/"):
        path = f"{path}/{name}"
        group = questionnaire.groups.get(path)
        places = range(1, _POSITIONS + 1) if group and group.repeats else (0,)
        steps = [f"{name}[{position}]" if position else name for position in places]
        addresses = [f"{above}/{step}".lstrip("/") for above in addresses for step in steps]
    return addresses


def _examples(table: Table) -> list[tuple[str, ...]]:
    """Return a few different cells of each column."""
    found: list[dict[str, None]] = [{} for _column in table.columns]
    for row in table.first_rows():
        for cell, seen in zip(row.cells, found, strict=True):
            if cell.strip() and len(seen) < _EXAMPLES:
                seen[cell.strip()[:60]] = None
    return [tuple(cells) for cells in found]
