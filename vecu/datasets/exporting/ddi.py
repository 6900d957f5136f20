"""Write DDI-Codebook 2.5 for archives: the study and its files, then the variables.

There are no percentages: `catStat` holds frequencies only. The order of elements is that of the
schema (codebook.xsd), here and in `ddi_variables`; a test checks it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from vecu import __version__
from vecu.datasets.dictionary.variables import Labels, localized
from vecu.datasets.exporting.codebook import Dataset
from vecu.datasets.exporting.ddi_variables import write_continuation, write_variable
from vecu.datasets.exporting.staging import Sheet
from vecu.datasets.exporting.xml_writer import XmlWriter
from vecu.translation import gettext_noop

NAMESPACE = "ddi:codebook:2_5"
_SCHEMA = "https://ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_UNIVERSE = gettext_noop("People who answered this inquiry")
_UNIT = gettext_noop("Individual; in the files of repeats, one story of an individual")
_MODE = gettext_noop(
    "Questionnaire answered by oneself, on the web or in a program on one's own device"
)
_WEIGHT = gettext_noop("There are no weights: every answer counts once.")


@dataclass(frozen=True)
class StudyDescription:
    """The description of the study, by language, and the day of the export.

    `days` are those on which it opened and closed, if both are known. `caution` says how
    respondents were recruited, and so what cannot be inferred about others.
    """

    name: str
    taken_out: str
    title: Mapping[str, str]
    asked_by: Mapping[str, str]
    purpose: Mapping[str, str]
    caution: Mapping[str, str]
    days: tuple[str, str] | None = None


def write_ddi(dataset: Dataset, path: Path, about: StudyDescription) -> None:
    """Write the codebook of all tables of a dataset."""
    with path.open("wb") as file:
        xml = XmlWriter(file)
        xml.out.startDocument()
        with xml.element(
            "codeBook",
            xmlns=NAMESPACE,
            xmlns__xsi=_INSTANCE,
            xsi__schemaLocation=f"{NAMESPACE} {_SCHEMA}",
            version="2.5",
        ):
            with xml.element("stdyDscr"):
                _citation(xml, about)
                _scope(xml, about, dataset.questionnaire.languages)
                _method(xml, about, dataset.questionnaire.languages)
            for number, sheet in enumerate(dataset.sheets, 1):
                _file(xml, dataset, sheet, f"F{number}")
            with xml.element("dataDscr"):
                _variables(xml, dataset)
        xml.out.endDocument()


def _variables(xml: XmlWriter, dataset: Dataset) -> None:
    keys = (f"V{number}" for number in count(1))
    for number, sheet in enumerate(dataset.sheets, 1):
        further, file = dataset.get_continuation_names(sheet), f"F{number}"
        for variable in sheet.variables:
            write_variable(xml, dataset, sheet, variable, next(keys), file)
            for name in further.get(variable.name, ()):
                write_continuation(xml, variable, name, next(keys), file)


def _citation(xml: XmlWriter, about: StudyDescription) -> None:
    titles = [(code, text) for code, text in about.title.items() if text] or [("", about.name)]
    with xml.element("citation"):
        with xml.element("titlStmt"):
            xml.write_text("titl", titles[0][1], xml__lang=titles[0][0])
            for code, text in titles[1:]:
                xml.write_text("parTitl", text, xml__lang=code)
            xml.write_text("IDNo", about.name)
        if any(about.asked_by.values()):
            with xml.element("rspStmt"):
                xml.write_translations("AuthEnty", about.asked_by)
        with xml.element("prodStmt"):
            xml.write_text("prodDate", about.taken_out, date=about.taken_out)
            xml.write_text("software", "Vécu", version=__version__)


def _scope(xml: XmlWriter, about: StudyDescription, languages: tuple[str, ...]) -> None:
    with xml.element("stdyInfo"):
        xml.write_translations("abstract", about.purpose)
        with xml.element("sumDscr"):
            for event, day in zip(("start", "end"), about.days or (), strict=False):
                xml.write_text("collDate", day, date=day, event=event)
            xml.write_translations("anlyUnit", localized(_UNIT, languages))
            xml.write_translations("universe", localized(_UNIVERSE, languages))


def _method(xml: XmlWriter, about: StudyDescription, languages: tuple[str, ...]) -> None:
    wordings: tuple[tuple[str, Labels], ...] = (
        ("sampProc", about.caution),
        ("collMode", localized(_MODE, languages)),
        ("weight", localized(_WEIGHT, languages)),
    )
    with xml.element("method"), xml.element("dataColl"):
        for tag, texts in wordings:
            xml.write_translations(tag, texts)


def _file(xml: XmlWriter, dataset: Dataset, sheet: Sheet, key: str) -> None:
    with xml.element("fileDscr", ID=key), xml.element("fileTxt"):
        xml.write_text("fileName", dataset.get_file_name(sheet, "*"))
        with xml.element("dimensns"):
            xml.write_text("caseQnty", sheet.rows)
            further = sum(map(len, dataset.get_continuation_names(sheet).values()))
            xml.write_text("varQnty", len(sheet.variables) + further)
