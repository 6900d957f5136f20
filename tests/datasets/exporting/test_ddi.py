"""DDI-Codebook: exports are valid by the schema, with exact wording and all counts."""

from pathlib import Path
from typing import Any

import pyreadstat
import pytest
from lxml import etree

from tests.datasets.ddi_codebook import DDI, XML, faults
from tests.datasets.exports import FORM, export
from tests.datasets.importing.test_cell_parser import FORM as KINDS
from tests.datasets.importing.test_cell_parser import PEOPLE as ANSWERS
from tests.datasets.importing.test_cell_parser import TOWNS
from tests.datasets.other_readers import by_csv
from vecu.datasets.exporting.package import Format, Shape
from vecu.questionnaires import WorkbookAttachments, convert_workbook, read_xform

ROUTED = """
| settings | | | |
| | form_title | form_id | default_language |
| | Routed | routed | English (en) |

| survey | | | | | | | | |
| | type | name | label::English (en) | label::Français (fr) | hint::English (en) | guidance_hint::English (en) | relevant | constraint | calculation |
| | select_one use | use | Do you use it? | L’utilisez-vous ? | | | | | |
| | begin group | more | About your use | Votre usage | | | ${use} = 'yes' | | |
| | integer | hours | How many hours a week? | Combien d’heures ? | A guess will do. | Add what you do at home. | | . < 168 | |
| | end group | | | | | | | | |
| | calculate | year | | | | | | | ${hours} * 52 |

| choices | | | | |
| | list_name | name | label::English (en) | label::Français (fr) |
| | use | yes | Yes | Oui |
| | use | no | No | Non |
"""  # noqa: E501 - the rows of a table are not broken


def ddi_of(tmp_path: Path, **wishes: Any) -> etree._Element:
    files = export(tmp_path, Format.DDI, **wishes)
    assert set(files) == {"README.txt", "kinds-codebook.csv", "kinds-ddi.xml"}
    return etree.parse(files["kinds-ddi.xml"]).getroot()


def variable(root: etree._Element, name: str) -> etree._Element:
    found = root.find(f".//{DDI}var[@name='{name}']")
    assert found is not None
    return found


def by_language(parent: etree._Element, tag: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in parent.iter(f"{DDI}{tag}"):
        found.setdefault(element.get(f"{XML}lang", ""), []).append(element.text or "")
    return found


# ── the schema ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("shape", list(Shape))
@pytest.mark.parametrize("form", [FORM, ROUTED], ids=["stories", "routed"])
@pytest.mark.parametrize("people", [[], [{"use": "yes"}, {"use": "no"}]])
def test_the_schema_allows_all_that_is_written(
    tmp_path: Path, form: str, people: list[dict[str, Any]], shape: Shape
):
    assert faults(ddi_of(tmp_path, form=form, people=people, shape=shape)) == []


@pytest.mark.parametrize("shape", list(Shape))
def test_the_schema_allows_every_type_of_question(tmp_path: Path, shape: Shape):
    asked = read_xform(
        convert_workbook(
            KINDS.encode(), "kinds.md", WorkbookAttachments({"towns.csv": TOWNS})
        ).xform
    )
    assert faults(ddi_of(tmp_path, people=ANSWERS, asked=asked, shape=shape)) == []


@pytest.mark.parametrize(
    ("breaking", "told"),
    [
        (lambda root: root.set("version", "2.6"), "version='2.6'"),
        (lambda root: root.insert(0, root[-1]), "order is"),
        (lambda root: root.remove(root[0]), "stdyDscr comes 0 times"),
        (lambda root: variable(root, "use").append(etree.Element(f"{DDI}labl")), "order is"),
        (lambda root: variable(root, "use").attrib.pop("name"), "lacks name"),
        (lambda root: variable(root, "use").set("files", "F9"), "no ID F9"),
        (lambda root: variable(root, "use").set("intrvl", "maybe"), "intrvl='maybe'"),
        (lambda root: variable(root, "use").set("ID", "V1"), "ID V1 twice"),
        (lambda root: etree.SubElement(root, f"{DDI}nonsense"), "holds {'nonsense'}"),
        (lambda root: etree.SubElement(root[0][0], f"{DDI}titlStmt"), "titlStmt comes 2 times"),
    ],
)
def test_the_check_itself_finds_what_is_wrong(tmp_path: Path, breaking: Any, told: str):
    root = ddi_of(tmp_path)
    breaking(root)
    assert any(told in fault for fault in faults(root))


# ── what it says ────────────────────────────────────────────────────────────────────────────────


def test_the_exact_words_come_in_every_language(tmp_path: Path):
    hours = variable(ddi_of(tmp_path, form=ROUTED, people=[]), "hours")
    assert by_language(hours, "qstnLit") == {
        "en": ["How many hours a week?"],
        "fr": ["Combien d’heures ?"],
    }
    assert by_language(hours, "ivuInstr")["en"] == ["A guess will do.", "Add what you do at home."]


def test_before_the_words_stand_those_of_the_group_and_its_condition(tmp_path: Path):
    hours = variable(ddi_of(tmp_path, form=ROUTED, people=[]), "hours")
    assert by_language(hours, "preQTxt")["en"] == ["About your use", "“Do you use it?” is “Yes”"]
    french = [text.replace("\u00a0", " ") for text in by_language(hours, "preQTxt")["fr"]]
    assert french == ["Votre usage", "« L’utilisez-vous ? » est « Oui »"]
    assert by_language(hours, "universe")["en"] == ["“Do you use it?” is “Yes”"]
    notes = {note.get("type"): note.text for note in hours.iter(f"{DDI}notes")}
    assert notes["path"] == "/data/more/hours"
    assert notes["condition"] == "/data/use  = 'yes'"
    assert notes["constraint"] == ". < 168"


def test_base_counts_and_codes_of_what_is_missing(tmp_path: Path):
    people = [{"use": "yes", "more": {"hours": "3"}}, {"use": "yes"}, {"use": "no"}]
    hours = variable(ddi_of(tmp_path, form=ROUTED, people=people), "hours")
    assert hours.findtext(f"{DDI}TotlResp") == "2"
    assert {each.get("type"): each.text for each in hours.iter(f"{DDI}sumStat")} == {
        "vald": "1",
        "invd": "2",
    }
    assert [each.get("VALUE") for each in hours.iter(f"{DDI}item")] == ["-98", "-99"]
    assert hours.findtext(f"{DDI}invalrng/{DDI}key") == "SPSS -98, -99; Stata .a, .b"
    gone = {
        each.get("missType"): each.findtext(f"{DDI}catStat")
        for each in hours.iter(f"{DDI}catgry")
        if each.get("missing") == "Y"
    }
    assert gone == {"inap.": "1", "no answer": "1"}


def test_a_choice_has_its_code_name_labels_and_frequency(tmp_path: Path):
    use = variable(ddi_of(tmp_path, form=ROUTED, people=[{"use": "no"}]), "use")
    yes, no = use.findall(f"{DDI}catgry")
    assert (no.findtext(f"{DDI}catValu"), no.findtext(f"{DDI}txt")) == ("2", "no")
    assert by_language(no, "labl") == {"en": ["No"], "fr": ["Non"]}
    assert [each.findtext(f"{DDI}catStat") for each in (yes, no)] == ["0", "1"]
    assert {each.get("type") for each in use.iter(f"{DDI}catStat")} == {"freq"}


def test_the_study_says_that_there_are_no_weights_and_how_people_were_chosen(tmp_path: Path):
    root = ddi_of(tmp_path)
    assert by_language(root, "weight")["en"] == ["There are no weights: every answer counts once."]
    assert by_language(root, "sampProc")["en"][0].startswith("OPEN POLL.")
    assert not root.findall(f".//{DDI}var[@wgt]")


def test_what_is_worked_out_has_its_formula(tmp_path: Path):
    year = variable(ddi_of(tmp_path, form=ROUTED, people=[]), "year")
    assert year.findtext(f"{DDI}derivation/{DDI}drvcmd") == "/data/more/hours  * 52"


def test_hours_places_and_scales_are_distinguished(tmp_path: Path):
    asked = read_xform(
        convert_workbook(
            KINDS.encode(), "kinds.md", WorkbookAttachments({"towns.csv": TOWNS})
        ).xform
    )
    root = ddi_of(tmp_path, people=ANSWERS, asked=asked)
    assert variable(root, "starts").get("representationType") == "datetime"
    assert variable(root, "starts").find(f"{DDI}varFormat").get("category") == "time"
    assert variable(root, "place_latitude").get("geog") == "Y"
    assert variable(root, "order_tea").get("nature") == "ordinal"
    share = variable(root, "share").find(f"{DDI}valrng/{DDI}range")
    assert (share.get("UNITS"), share.get("min"), share.get("max")) == ("REAL", "0", "1")
    towns = variable(root, "town").findall(f"{DDI}catgry")
    assert [each.findtext(f"{DDI}labl") for each in towns][:3] == ["Metz", "Nancy", "Lyon"]


def test_the_codebook_speaks_xml_whatever_a_label_holds(tmp_path: Path):
    root = ddi_of(tmp_path, form=FORM.replace("In your words?", '<b>&amp; "you" ]]>'))
    assert by_language(variable(root, "words"), "labl")["en"] == ['<b>&amp; "you" ]]>']


@pytest.mark.parametrize("shape", list(Shape))
def test_codebook_and_ddi_know_every_column_of_the_files(tmp_path: Path, shape: Shape):
    """A text of 40,000 bytes goes on in a second column of .sav, and nowhere else."""
    people = [{"words": "😀" * 10_000, "story": [{"task": "mails"}]}]
    files = export(tmp_path, Format.SAV, people, shape=shape)
    root = etree.parse(files["kinds-ddi.xml"]).getroot()
    assert faults(root) == []
    told = [line["variable"] for line in by_csv(files["kinds-codebook.csv"]) if line["label_en"]]
    in_ddi = [each.get("name") for each in root.iter(f"{DDI}var")]
    counted = [int(each.text or 0) for each in root.iter(f"{DDI}varQnty")]
    columns = [
        pyreadstat.read_sav(path, metadataonly=True)[1].column_names
        for name, path in files.items()
        if name.endswith(".sav")
    ]
    assert counted == [len(names) for names in columns]
    assert in_ddi == [name for names in columns for name in names]
    assert list(dict.fromkeys(told)) == list(dict.fromkeys(in_ddi))
    assert "words_p2" in in_ddi
    assert by_language(variable(root, "words_p2"), "labl")["en"] == ["In your words?"]


def test_other_formats_have_no_second_column_of_a_text(tmp_path: Path):
    files = export(tmp_path, Format.DTA, [{"words": "😀" * 10_000}])
    assert b"words_p2" not in files["kinds-ddi.xml"].read_bytes()
    assert "words_p2" not in {line["variable"] for line in by_csv(files["kinds-codebook.csv"])}
