"""DDI-Codebook 2.5: what archives keep beside the data. The study and its files; then variables.

No percentage: `catStat` holds frequencies only. The order of elements is that of the schema
(codebook.xsd), here and in `ddi_variables`; a test holds every element to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from vecu import __version__
from vecu.datasets.exports.codebook import Dataset
from vecu.datasets.exports.ddi_variables import write_further, write_variable
from vecu.datasets.exports.sheets import Sheet
from vecu.datasets.exports.variables import Labels, said
from vecu.datasets.exports.xml import Xml
from vecu.text import _

NAMESPACE = "ddi:codebook:2_5"
_SCHEMA = "https://ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_UNIVERSE = _("Whoever answered this inquiry")
_UNIT = _("Individual; in the files of repeats, what one individual told once")
_MODE = _("Questionnaire answered by oneself, on the web or in a program on one's own device")
_WEIGHT = _("There are no weights: every answer counts once.")


@dataclass(frozen=True)
class About:
    """What the study tells of itself, by language, and the day on which its data are taken out.

    `days` are those on which it opened and closed, where both are known. `caution` says how people
    were chosen, and so what cannot be said of anybody else.
    """

    name: str
    taken_out: str
    title: Mapping[str, str]
    asked_by: Mapping[str, str]
    purpose: Mapping[str, str]
    caution: Mapping[str, str]
    days: tuple[str, str] | None = None


def write_ddi(dataset: Dataset, path: Path, about: About) -> None:
    """Write the codebook of all tables of a dataset."""
    with path.open("wb") as file:
        xml = Xml(file)
        xml.out.startDocument()
        with xml.within(
            "codeBook",
            xmlns=NAMESPACE,
            xmlns__xsi=_INSTANCE,
            xsi__schemaLocation=f"{NAMESPACE} {_SCHEMA}",
            version="2.5",
        ):
            with xml.within("stdyDscr"):
                _citation(xml, about)
                _scope(xml, about, dataset.questionnaire.languages)
                _method(xml, about, dataset.questionnaire.languages)
            for number, sheet in enumerate(dataset.sheets, 1):
                _file(xml, dataset, sheet, f"F{number}")
            with xml.within("dataDscr"):
                _variables(xml, dataset)
        xml.out.endDocument()


def _variables(xml: Xml, dataset: Dataset) -> None:
    keys = (f"V{place}" for place in count(1))
    for number, sheet in enumerate(dataset.sheets, 1):
        further, file = dataset.further(sheet), f"F{number}"
        for variable in sheet.variables:
            write_variable(xml, dataset, sheet, variable, next(keys), file)
            for name in further.get(variable.name, ()):
                write_further(xml, variable, name, next(keys), file)


def _citation(xml: Xml, about: About) -> None:
    titles = [(code, text) for code, text in about.title.items() if text] or [("", about.name)]
    with xml.within("citation"):
        with xml.within("titlStmt"):
            xml.leaf("titl", titles[0][1], xml__lang=titles[0][0])
            for code, text in titles[1:]:
                xml.leaf("parTitl", text, xml__lang=code)
            xml.leaf("IDNo", about.name)
        if any(about.asked_by.values()):
            with xml.within("rspStmt"):
                xml.leaves("AuthEnty", about.asked_by)
        with xml.within("prodStmt"):
            xml.leaf("prodDate", about.taken_out, date=about.taken_out)
            xml.leaf("software", "Vécu", version=__version__)


def _scope(xml: Xml, about: About, languages: tuple[str, ...]) -> None:
    with xml.within("stdyInfo"):
        xml.leaves("abstract", about.purpose)
        with xml.within("sumDscr"):
            for event, day in zip(("start", "end"), about.days or (), strict=False):
                xml.leaf("collDate", day, date=day, event=event)
            xml.leaves("anlyUnit", said(_UNIT, languages))
            xml.leaves("universe", said(_UNIVERSE, languages))


def _method(xml: Xml, about: About, languages: tuple[str, ...]) -> None:
    wordings: tuple[tuple[str, Labels], ...] = (
        ("sampProc", about.caution),
        ("collMode", said(_MODE, languages)),
        ("weight", said(_WEIGHT, languages)),
    )
    with xml.within("method"), xml.within("dataColl"):
        for tag, texts in wordings:
            xml.leaves(tag, texts)


def _file(xml: Xml, dataset: Dataset, sheet: Sheet, key: str) -> None:
    with xml.within("fileDscr", ID=key), xml.within("fileTxt"):
        xml.leaf("fileName", dataset.file(sheet, "*"))
        with xml.within("dimensns"):
            xml.leaf("caseQnty", sheet.rows)
            further = sum(map(len, dataset.further(sheet).values()))
            xml.leaf("varQnty", len(sheet.variables) + further)
