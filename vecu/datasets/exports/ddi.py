"""DDI-Codebook 2.5: what archives keep beside the data. Written element by element.

For each variable stand the exact wording in every language, who was asked (in words as `universe`,
as the condition itself in `notes`), the base (`TotlResp`), the codes of what is missing, and how
many answered so. No percentage: `catStat` holds frequencies only. The order of elements is that of
the schema (codebook.xsd, `varType`).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from vecu import __version__
from vecu.datasets.exports.codebook import Dataset
from vecu.datasets.exports.coded import (
    Program,
    choice_codes,
    has_codes,
    missing_codes,
    missing_labels,
    value_labels,
)
from vecu.datasets.exports.routing import in_words
from vecu.datasets.exports.sheets import Sheet, Stat
from vecu.datasets.exports.variables import Role, Sort, Variable, said
from vecu.text import _

NAMESPACE = "ddi:codebook:2_5"
_NUMBERS = {Sort.INTEGER, Sort.DECIMAL}
_EVERYBODY = _("Everybody")


@dataclass(frozen=True)
class About:
    """What the study tells of itself, by language, and the day on which its data are taken out.

    `days` are those on which it opened and closed, where both are known.
    """

    name: str
    taken_out: str
    title: Mapping[str, str]
    asked_by: Mapping[str, str]
    purpose: Mapping[str, str]
    caution: Mapping[str, str]
    days: tuple[str, str] | None = None


class _Xml:
    """Writes elements; attributes that are empty are left out."""

    def __init__(self, file: Any) -> None:
        self.out = XMLGenerator(file, "utf-8", short_empty_elements=True)

    @contextmanager
    def within(self, tag: str, **attributes: object) -> Iterator[None]:
        """Open an element and close it after the block."""
        given = {name: str(value) for name, value in attributes.items() if value not in {None, ""}}
        named = {name.replace("__", ":"): text for name, text in given.items()}
        self.out.startElement(tag, AttributesImpl(named))
        yield
        self.out.endElement(tag)
        self.out.ignorableWhitespace("\n")

    def leaf(self, tag: str, text: object = "", **attributes: object) -> None:
        """Write an element that holds a text."""
        with self.within(tag, **attributes):
            self.out.characters(str(text))

    def leaves(self, tag: str, texts: Mapping[str, str], **attributes: object) -> None:
        """Write one element for each language that has a text."""
        for language, text in texts.items():
            if text:
                self.leaf(tag, text, xml__lang=language, **attributes)


def write_ddi(dataset: Dataset, path: Path, about: About) -> None:
    """Write the codebook of all tables of a dataset."""
    with path.open("wb") as file:
        xml = _Xml(file)
        xml.out.startDocument()
        with xml.within("codeBook", xmlns=NAMESPACE, version="2.5"):
            _study(xml, dataset, about)
            for number, sheet in enumerate(dataset.sheets, 1):
                _file(xml, dataset, sheet, f"F{number}")
            with xml.within("dataDscr"):
                place = 0
                for number, sheet in enumerate(dataset.sheets, 1):
                    for variable in sheet.variables:
                        place += 1
                        _variable(xml, dataset, sheet, variable, (f"V{place}", f"F{number}"))
        xml.out.endDocument()


def _study(xml: _Xml, dataset: Dataset, about: About) -> None:
    languages = dataset.questionnaire.languages
    titles = {code: about.title.get(code, "") for code in about.title} or {"en": about.name}
    first, *others = [(code, text) for code, text in titles.items() if text] or [("", about.name)]
    with xml.within("stdyDscr"):
        with xml.within("citation"):
            with xml.within("titlStmt"):
                xml.leaf("titl", first[1], xml__lang=first[0])
                for code, text in others:
                    xml.leaf("parTitl", text, xml__lang=code)
                xml.leaf("IDNo", about.name)
            if any(about.asked_by.values()):
                with xml.within("rspStmt"):
                    xml.leaves("AuthEnty", about.asked_by)
            with xml.within("prodStmt"):
                xml.leaf("prodDate", about.taken_out, date=about.taken_out)
                xml.leaf("software", "Vécu", version=__version__)
        with xml.within("stdyInfo"):
            xml.leaves("abstract", about.purpose)
            with xml.within("sumDscr"):
                for event, day in zip(("start", "end"), about.days or (), strict=False):
                    xml.leaf("collDate", day, date=day, event=event)
                xml.leaves("universe", about.caution)
        with xml.within("method"), xml.within("dataColl"):
            xml.leaves("resInstru", said(_("Questionnaire answered by oneself"), languages))


def _file(xml: _Xml, dataset: Dataset, sheet: Sheet, key: str) -> None:
    with xml.within("fileDscr", ID=key), xml.within("fileTxt"):
        xml.leaf("fileName", dataset.file(sheet, "*"))
        with xml.within("dimensns"):
            xml.leaf("caseQnty", sheet.rows)
            xml.leaf("varQnty", len(sheet.variables))


def _variable(
    xml: _Xml, dataset: Dataset, sheet: Sheet, variable: Variable, keys: tuple[str, str]
) -> None:
    stat = sheet.stats[variable.name]
    interval = "contin" if variable.sort in _NUMBERS | {Sort.DATE} else "discrete"
    with xml.within("var", ID=keys[0], name=variable.name, files=keys[1], intrvl=interval):
        xml.leaves("labl", variable.label)
        if variable.role in {Role.ANSWER, Role.TICK}:
            _question(xml, dataset, variable)
        coded = has_codes(variable, Program.SAV) and stat.missing > 0
        missing = missing_codes(sheet, Program.SAV)
        if coded:
            with xml.within("invalrng"):
                xml.leaf("item", VALUE=missing.not_asked)
                xml.leaf("item", VALUE=missing.blank)
        for language in dataset.questionnaire.languages:
            words = in_words(variable.rules, dataset.questionnaire, language)
            told = words or said(_EVERYBODY, (language,))[language]
            xml.leaf("universe", told, xml__lang=language, clusion="I")
        _statistics(xml, stat)
        _categories(xml, dataset, sheet, variable)
        text = variable.sort in {Sort.TEXT}
        category = "date" if variable.sort is Sort.DATE else "other"
        kind = "character" if text else "numeric"
        xml.leaf("varFormat", type=kind, schema="other", category=category)
        if variable.path:
            xml.leaf("notes", variable.path, type="path")
        for rule in variable.rules:
            xml.leaf("notes", rule.source.strip(), type="condition")


def _question(xml: _Xml, dataset: Dataset, variable: Variable) -> None:
    """Write the exact words: those of the question, not those of one of its choices."""
    question = dataset.questionnaire.questions[variable.path]
    with xml.within("qstn"):
        for language in question.label.texts:
            xml.leaf("qstnLit", question.label.say(language), xml__lang=language)
        xml.leaves("ivuInstr", variable.hint)


def _statistics(xml: _Xml, stat: Stat) -> None:
    xml.leaf("TotlResp", stat.asked)
    xml.leaf("sumStat", stat.answered, type="vald")
    xml.leaf("sumStat", stat.missing, type="invd")


def _categories(xml: _Xml, dataset: Dataset, sheet: Sheet, variable: Variable) -> None:
    stat, languages = sheet.stats[variable.name], dataset.questionnaire.languages
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
    if not (stat.missing and has_codes(variable, Program.SAV)):
        return
    missing = missing_codes(sheet, Program.SAV)
    counted = ((missing.not_asked, stat.not_asked), (missing.blank, stat.blank))
    for number, count in counted:
        with xml.within("catgry", missing="Y"):
            xml.leaf("catValu", number)
            labels = {code: missing_labels(missing, code)[number] for code in languages}
            xml.leaves("labl", labels)
            xml.leaf("catStat", count, type="freq")
