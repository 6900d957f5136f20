"""One variable in DDI-Codebook: its exact words, who was asked, its values, how many said so.

Who was asked stands in words as `universe` and before the question as `preQTxt`, as the condition
itself in `notes`. The base is `TotlResp`. Hints and explanations are `ivuInstr`.
"""

from vecu.datasets.exports.codebook import Dataset
from vecu.datasets.exports.coded import (
    Missing,
    choice_codes,
    has_codes,
    missing_codes,
    missing_labels,
    value_labels,
)
from vecu.datasets.exports.programs import Program
from vecu.datasets.exports.routing import in_words
from vecu.datasets.exports.sheets import Sheet, Stat
from vecu.datasets.exports.variables import Labels, Role, Sort, Variable, said
from vecu.datasets.exports.xml import Xml
from vecu.questionnaires import Group, Question, Wording
from vecu.text import _

_NUMBERS = {Sort.INTEGER, Sort.DECIMAL}
_EVERYBODY = _("Everybody")
_CATEGORIES = {Sort.DATE: "date", Sort.MOMENT: "date", Sort.TIME: "time"}
_MISSING_TYPES = {"not_asked": "inap.", "blank": "no answer"}


def write_variable(
    xml: Xml, dataset: Dataset, sheet: Sheet, variable: Variable, key: str, file: str
) -> None:
    """Write the element of one variable under the ID `key`, part of the file whose ID is `file`."""
    stat = sheet.stats[variable.name]
    missing = missing_codes(sheet, Program.SAV) if _is_coded(variable, stat) else None
    question = dataset.questionnaire.questions.get(variable.path)
    with xml.within("var", ID=key, name=variable.name, files=file, **_kind(variable)):
        xml.leaves("labl", variable.label)
        if question and variable.role.answers:
            _words(xml, dataset, variable, question)
        _ranges(xml, variable, question, missing)
        xml.leaves("universe", _universe(dataset, variable), clusion="I")
        xml.leaf("TotlResp", stat.asked)
        xml.leaf("sumStat", stat.answered, type="vald")
        xml.leaf("sumStat", stat.missing, type="invd")
        _categories(xml, dataset, variable, stat, missing)
        if question and question.calculate:
            with xml.within("derivation"):
                xml.leaf("drvcmd", question.calculate.source.strip(), syntax="XForms")
        kind = "character" if variable.sort.worded else "numeric"
        xml.leaf("varFormat", type=kind, category=_CATEGORIES.get(variable.sort, "other"))
        _notes(xml, variable, question)


def write_further(xml: Xml, variable: Variable, name: str, key: str, file: str) -> None:
    """Write the element of a column in which the text of a variable goes on."""
    with xml.within("var", ID=key, name=name, files=file, **_kind(variable)):
        xml.leaves("labl", variable.label)
        xml.leaf("varFormat", type="character", category="other")
        xml.leaf("notes", variable.path, type="path")
        xml.leaf("notes", variable.name, type="continues")


def _is_coded(variable: Variable, stat: Stat) -> bool:
    return has_codes(variable, Program.SAV) and stat.missing > 0


def _kind(variable: Variable) -> dict[str, str]:
    """Return the attributes that say what kind of variable it is."""
    continuous = variable.sort in _NUMBERS or variable.sort.of_time
    if variable.sort.of_time:
        represented = "datetime"
    elif variable.sort.counted:
        represented = "code"
    else:
        represented = "numeric" if variable.sort in _NUMBERS else "text"
    return {
        "intrvl": "contin" if continuous and variable.role is not Role.PLACE else "discrete",
        "nature": "ordinal" if variable.role is Role.PLACE else "",
        "temporal": "Y" if variable.sort.of_time else "",
        "geog": "Y" if variable.role is Role.COORDINATE else "",
        "representationType": represented,
    }


def _words(xml: Xml, dataset: Dataset, variable: Variable, question: Question) -> None:
    """Write the exact words: those of the question, not those of one of its choices.

    Before them stand the words of the groups that it is in, which people read first, and when it is
    asked.
    """
    groups = dataset.questionnaire.line_to(variable.path)[:-1]
    with xml.within("qstn"):
        for group in groups:
            if isinstance(group, Group):
                xml.leaves("preQTxt", _texts(group.label))
        if variable.rules:
            xml.leaves("preQTxt", _universe(dataset, variable))
        xml.leaves("qstnLit", _texts(question.label))
        xml.leaves("ivuInstr", variable.hint)
        xml.leaves("ivuInstr", _texts(question.guidance))


def _texts(wording: Wording) -> Labels:
    return {language: wording.say(language) for language in wording.texts}


def _universe(dataset: Dataset, variable: Variable) -> Labels:
    """Return who was asked, in every language."""
    languages = dataset.questionnaire.languages
    if not variable.rules:
        return said(_EVERYBODY, languages)
    return {code: in_words(variable.rules, dataset.questionnaire, code) for code in languages}


def _ranges(
    xml: Xml, variable: Variable, question: Question | None, missing: Missing | None
) -> None:
    """Write which numbers are possible, where that is known, and the codes of what is missing."""
    if question and question.scale:
        low, high = sorted((question.scale.start, question.scale.end))
        units = "INT" if variable.sort is Sort.INTEGER else "REAL"
        with xml.within("valrng"):
            xml.leaf("range", UNITS=units, min=low, max=high)
    elif question and variable.role is Role.PLACE:
        with xml.within("valrng"):
            xml.leaf("range", UNITS="INT", min=1, max=len(question.choices))
    if missing:
        with xml.within("invalrng"):
            xml.leaf("item", UNITS="INT", VALUE=missing.not_asked)
            xml.leaf("item", UNITS="INT", VALUE=missing.blank)
            xml.leaf("key", f"SPSS {missing.not_asked}, {missing.blank}; Stata .a, .b")


def _categories(
    xml: Xml, dataset: Dataset, variable: Variable, stat: Stat, missing: Missing | None
) -> None:
    languages = dataset.questionnaire.languages
    told = {language: value_labels(variable, stat, language) for language in languages}
    codes = choice_codes(variable, stat) if variable.sort is Sort.CHOICE else {}
    stored = {code: name for name, code in codes.items()}
    for code in told[languages[0]]:
        value = stored.get(code, str(code))
        with xml.within("catgry"):
            xml.leaf("catValu", code)
            xml.leaves("labl", {language: told[language][code] for language in languages})
            if value != str(code):
                xml.leaf("txt", value)
            xml.leaf("catStat", stat.counts[value if codes else bool(code)], type="freq")
    if missing is None:
        return
    for kind, count in (("not_asked", stat.not_asked), ("blank", stat.blank)):
        number = getattr(missing, kind)
        with xml.within("catgry", missing="Y", missType=_MISSING_TYPES[kind]):
            xml.leaf("catValu", number)
            labels = {code: missing_labels(missing, code)[number] for code in languages}
            xml.leaves("labl", labels)
            xml.leaf("catStat", count, type="freq")


def _notes(xml: Xml, variable: Variable, question: Question | None) -> None:
    if variable.path:
        xml.leaf("notes", variable.path, type="path")
    for rule in variable.rules:
        xml.leaf("notes", rule.source.strip(), type="condition")
    if question and question.constraint and variable.role.answers:
        xml.leaf("notes", question.constraint.source.strip(), type="constraint")
