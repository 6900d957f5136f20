"""Write one variable in DDI-Codebook: exact wording, universe, values, frequencies.

The universe is in words in `universe` and, before the question, in `preQTxt`; as the condition
itself in `notes`. The base is `TotlResp`. Hints and explanations are `ivuInstr`.
"""

from vecu.datasets.dictionary.spss_stata_limits import Program
from vecu.datasets.dictionary.universe import universe_text
from vecu.datasets.dictionary.variables import (
    Labels,
    Variable,
    VariableRole,
    VariableType,
    localized,
)
from vecu.datasets.exporting.codebook import Dataset
from vecu.datasets.exporting.numeric_coding import (
    MissingCodes,
    assign_choice_codes,
    choose_missing_codes,
    get_missing_labels,
    get_value_labels,
    has_missing_codes,
)
from vecu.datasets.exporting.staging import ColumnStats, Sheet
from vecu.datasets.exporting.xml_writer import XmlWriter
from vecu.questionnaires import Group, Question, Wording
from vecu.translation import gettext_noop

_NUMBERS = {VariableType.INTEGER, VariableType.DECIMAL}
_EVERYBODY = gettext_noop("Everybody")
_CATEGORIES = {VariableType.DATE: "date", VariableType.MOMENT: "date", VariableType.TIME: "time"}
_MISSING_TYPES = {"not_asked": "inap.", "blank": "no answer"}


def write_variable(
    xml: XmlWriter, dataset: Dataset, sheet: Sheet, variable: Variable, key: str, file: str
) -> None:
    """Write the element of one variable with the ID `key`, part of the file with the ID `file`."""
    stat = sheet.stats[variable.name]
    missing = choose_missing_codes(sheet, Program.SAV) if _is_coded(variable, stat) else None
    question = dataset.questionnaire.questions.get(variable.path)
    with xml.element("var", ID=key, name=variable.name, files=file, **_kind(variable)):
        xml.write_translations("labl", variable.label)
        if question and variable.role.holds_answer:
            _words(xml, dataset, variable, question)
        _ranges(xml, variable, question, missing)
        xml.write_translations("universe", _universe(dataset, variable), clusion="I")
        xml.write_text("TotlResp", stat.base)
        xml.write_text("sumStat", stat.answered, type="vald")
        xml.write_text("sumStat", stat.missing, type="invd")
        _categories(xml, dataset, variable, stat, missing)
        if question and question.calculate:
            with xml.element("derivation"):
                xml.write_text("drvcmd", question.calculate.source.strip(), syntax="XForms")
        kind = "character" if variable.sort.is_text else "numeric"
        xml.write_text("varFormat", type=kind, category=_CATEGORIES.get(variable.sort, "other"))
        _notes(xml, variable, question)


def write_continuation(xml: XmlWriter, variable: Variable, name: str, key: str, file: str) -> None:
    """Write the element of a column that continues the text of a variable."""
    with xml.element("var", ID=key, name=name, files=file, **_kind(variable)):
        xml.write_translations("labl", variable.label)
        xml.write_text("varFormat", type="character", category="other")
        xml.write_text("notes", variable.path, type="path")
        xml.write_text("notes", variable.name, type="continues")


def _is_coded(variable: Variable, stat: ColumnStats) -> bool:
    return has_missing_codes(variable, Program.SAV) and stat.missing > 0


def _kind(variable: Variable) -> dict[str, str]:
    """Return the attributes for the type of a variable."""
    continuous = variable.sort in _NUMBERS or variable.sort.is_temporal
    if variable.sort.is_temporal:
        represented = "datetime"
    elif variable.sort.is_categorical:
        represented = "code"
    else:
        represented = "numeric" if variable.sort in _NUMBERS else "text"
    return {
        "intrvl": "contin"
        if continuous and variable.role is not VariableRole.PLACE
        else "discrete",
        "nature": "ordinal" if variable.role is VariableRole.PLACE else "",
        "temporal": "Y" if variable.sort.is_temporal else "",
        "geog": "Y" if variable.role is VariableRole.COORDINATE else "",
        "representationType": represented,
    }


def _words(xml: XmlWriter, dataset: Dataset, variable: Variable, question: Question) -> None:
    """Write the exact wording of the question, not that of one of its choices.

    The texts of its groups, which respondents read first, and its condition come before.
    """
    groups = dataset.questionnaire.lineage_of(variable.path)[:-1]
    with xml.element("qstn"):
        for group in groups:
            if isinstance(group, Group):
                xml.write_translations("preQTxt", _texts(group.label))
        if variable.rules:
            xml.write_translations("preQTxt", _universe(dataset, variable))
        xml.write_translations("qstnLit", _texts(question.label))
        xml.write_translations("ivuInstr", variable.hint)
        xml.write_translations("ivuInstr", _texts(question.guidance))


def _texts(wording: Wording) -> Labels:
    return {language: wording.say(language) for language in wording.texts}


def _universe(dataset: Dataset, variable: Variable) -> Labels:
    """Return the universe of a variable, in every language."""
    languages = dataset.questionnaire.languages
    if not variable.rules:
        return localized(_EVERYBODY, languages)
    return {code: universe_text(variable.rules, dataset.questionnaire, code) for code in languages}


def _ranges(
    xml: XmlWriter, variable: Variable, question: Question | None, missing: MissingCodes | None
) -> None:
    """Write the valid range of numbers, if known, and the missing codes."""
    if question and question.scale:
        low, high = sorted((question.scale.start, question.scale.end))
        units = "INT" if variable.sort is VariableType.INTEGER else "REAL"
        with xml.element("valrng"):
            xml.write_text("range", UNITS=units, min=low, max=high)
    elif question and variable.role is VariableRole.PLACE:
        with xml.element("valrng"):
            xml.write_text("range", UNITS="INT", min=1, max=len(question.choices))
    if missing:
        with xml.element("invalrng"):
            xml.write_text("item", UNITS="INT", VALUE=missing.not_asked)
            xml.write_text("item", UNITS="INT", VALUE=missing.blank)
            xml.write_text("key", f"SPSS {missing.not_asked}, {missing.blank}; Stata .a, .b")


def _categories(
    xml: XmlWriter,
    dataset: Dataset,
    variable: Variable,
    stat: ColumnStats,
    missing: MissingCodes | None,
) -> None:
    languages = dataset.questionnaire.languages
    value_labels = {language: get_value_labels(variable, stat, language) for language in languages}
    codes = assign_choice_codes(variable, stat) if variable.sort is VariableType.CHOICE else {}
    stored = {code: name for name, code in codes.items()}
    for code in value_labels[languages[0]]:
        value = stored.get(code, str(code))
        with xml.element("catgry"):
            xml.write_text("catValu", code)
            xml.write_translations(
                "labl", {language: value_labels[language][code] for language in languages}
            )
            if value != str(code):
                xml.write_text("txt", value)
            xml.write_text("catStat", stat.counts[value if codes else bool(code)], type="freq")
    if missing is None:
        return
    for kind, count in (("not_asked", stat.not_asked), ("blank", stat.blank)):
        number = getattr(missing, kind)
        with xml.element("catgry", missing="Y", missType=_MISSING_TYPES[kind]):
            xml.write_text("catValu", number)
            labels = {code: get_missing_labels(missing, code)[number] for code in languages}
            xml.write_translations("labl", labels)
            xml.write_text("catStat", count, type="freq")


def _notes(xml: XmlWriter, variable: Variable, question: Question | None) -> None:
    if variable.path:
        xml.write_text("notes", variable.path, type="path")
    for rule in variable.rules:
        xml.write_text("notes", rule.source.strip(), type="condition")
    if question and question.constraint and variable.role.holds_answer:
        xml.write_text("notes", question.constraint.source.strip(), type="constraint")
