"""Documents read by a machine: what was read once, what of it is right, and what a share means.

The machine itself (tesseract) runs nowhere here: its words were frozen. All else is counted anew.
"""

import json
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

import vecu.demonstrators.machines.document_reading as package
from tests.demonstrators.demonstrator_checks import (
    DemonstratorScenario,
    check_demonstrator,
    check_demonstrator_page,
)
from vecu.demonstrators.machines.document_reading.counting import (
    EVERYTHING,
    check_sums,
    count_pieces_with_error,
    count_reread,
    read_cents,
)
from vecu.demonstrators.machines.document_reading.demonstrator import DocumentReading
from vecu.demonstrators.machines.document_reading.drawing import Squares, draw_fields
from vecu.demonstrators.machines.document_reading.fields import (
    FIELDS,
    FieldReading,
    ReadWord,
    find_fields,
    is_right,
)
from vecu.demonstrators.machines.document_reading.png import read_png, write_png
from vecu.demonstrators.machines.document_reading.readings import (
    ReadField,
    ReadSheet,
    Verdict,
    get_readings,
)
from vecu.demonstrators.machines.document_reading.sheets import FONTS, draw, list_payslips
from vecu.demonstrators.machines.document_reading.wear import WEAR
from vecu.demonstrators.machines.document_reading.words import GUESSES, STEPS

FOLDER = Path(package.__file__).parent
PICTURES = FOLDER.parents[1] / "static" / "demonstrators" / "document_reading"
READING = DemonstratorScenario(
    [
        *({"step": [step]} for step in STEPS),
        *({"sheet": [sheet], "guess": ["all"]} for sheet in ("clean", "stained", "faxed")),
        {"sheet": ["shadow"], "guess": ["half"]},
        {"step": ["thousand"], "share": ["99.9"], "fields": ["1"]},
        *({"step": ["rereading"], "below": [below]} for below in ("0", "90", "all")),
    ]
)


def test_document_reading_fulfils_the_contract():
    check_demonstrator(DocumentReading(), READING)


@pytest.mark.django_db
def test_the_page_of_document_reading_keeps_the_promises(client, caplog):
    check_demonstrator_page(client, caplog, DocumentReading(), READING)


# The frozen readings.


def test_what_is_right_is_counted_from_what_was_written_and_what_was_read():
    """Of the stained sheet we looked at each field by eye: three amounts are wrong, six right."""
    sheets = {sheet.key: sheet for sheet in get_readings().sheets}
    read = {field.key: field.reading.text for field in sheets["stained"].fields}
    wrong = {f.key: f.truth for f in sheets["stained"].fields if f.verdict is not Verdict.RIGHT}
    assert wrong == {"gross": "1 647,13", "contributions": "360,23", "net_taxable": "1 333,83"}
    assert (read["gross"], read["contributions"], read["net_taxable"]) == (
        "4,13",
        "360,",
        "1 333,8:",
    )
    assert [sheets[key].right for key in ("clean", "stained", "faxed")] == [9, 6, 0]


def test_the_totals_are_those_of_twelve_sheets():
    """By sheet, in their order, looked at by eye: 9 8 9 9 9 4 9 6 6 8 0 7 right of 9."""
    right = [9, 8, 9, 9, 9, 4, 9, 6, 6, 8, 0, 7]
    totals = DocumentReading().play({"step": ["totals"]}, "fr").totals
    assert [sheet.right for _words, sheet in totals.sheets] == right
    assert (totals.right, totals.fields) == (sum(right), 108) == (84, 108)
    assert (totals.faultless, totals.with_error) == (right.count(9), 7)
    assert sum(each.right for each in totals.by_field) == 84


def test_every_picture_is_the_one_that_was_read():
    for sheet in get_readings().sheets:
        picture = (PICTURES / sheet.picture).read_bytes()
        assert sha256(picture).hexdigest() == sheet.sha256
        width, height = (int.from_bytes(picture[at : at + 4]) for at in (16, 20))
        assert (width, height) == sheet.size


def test_the_pictures_are_small_enough_to_be_looked_at_on_a_phone():
    sizes = [path.stat().st_size for path in PICTURES.iterdir()]
    assert len(sizes) == 12
    assert sum(sizes) < 400_000


def test_every_box_lies_inside_its_picture():
    for sheet in get_readings().sheets:
        for drawn in draw_fields(sheet):
            for left, top, width, height in (drawn.frame, drawn.cut):
                assert 0 <= left < left + width <= sheet.size[0]
                assert 0 <= top < top + height <= sheet.size[1]
            assert 17 < drawn.tag[0] < sheet.size[0] - 17


def test_the_page_says_with_what_the_sheets_were_read():
    readings, words = get_readings(), DocumentReading.origins["readings"].words.say("en")
    assert f"{readings.tool}, language fra, on 28 November 2026" in words
    assert (readings.date, f"seed {readings.seed}" in words) == ("2026-11-28", True)
    assert "-l fra" in readings.command


def test_other_seeds_are_given_from_least_to_most():
    """Ten lines of the file, by eye: 81 (seed 3) to 87 fields, 4 (seed 4) to 7 sheets (seed 2)."""
    stored = json.loads((FOLDER / "other_seeds.json").read_text("utf-8"))
    assert [each["seed"] for each in stored] == list(range(1, 11))
    spread = DocumentReading().play({}, "en").totals.seeds
    assert (spread.least_right, spread.most_right) == (81, 87)
    assert (spread.least_faultless, spread.most_faultless) == (4, 7)


# The sheets.


def test_the_sums_on_every_sheet_are_right():
    """Gross − contributions = net social; net taxable is more than that, net payable no more."""
    for sheet in get_readings().sheets:
        amount = {
            f.key: Decimal(f.truth.replace(" ", "").replace(",", ".")) for f in sheet.fields[3:]
        }
        assert amount["gross"] - amount["contributions"] == amount["net_social"]
        assert amount["net_payable"] <= amount["net_social"] < amount["net_taxable"]


def test_a_payslip_is_computed_in_cents():
    """151.67 h × 12.58 = 1,908.01; × .2171 = 414.23; × .9825 × .029 = 54.36; 1.2 % of 1,548.14."""
    texts = list_payslips()[0].list_texts()
    assert (texts["gross"], texts["contributions"]) == ("1 908,01", "414,23")
    assert (texts["net_social"], texts["net_taxable"]) == ("1 493,78", "1 548,14")
    assert (texts["tax"], texts["net_payable"]) == ("18,58", "1 475,20")
    for payslip, sheet in zip(list_payslips(), get_readings().sheets, strict=True):
        assert {f.key: f.truth for f in sheet.fields}.items() <= payslip.list_texts().items()


def test_the_clean_sheet_is_drawn_as_it_was():
    """Typst has its own fonts; a pixel of the edge of a letter may differ between versions."""
    drawn = np.rint(read_png(draw(list_payslips()[0], FONTS[0])) * 15)
    made = write_png(drawn / 15, 4)
    stored = (PICTURES / "clean.png").read_bytes()
    assert made[:33] == stored[:33]
    assert abs(len(made) - len(stored)) < 0.1 * len(stored)


def test_wear_is_the_same_for_the_same_seed():
    paper = np.ones((670, 1200))
    paper[300:330, 900:1160] = 0
    for key in ("askew", "faxed"):
        wear, _bits = WEAR[key]
        first, again = (wear(paper, np.random.default_rng([5, 1])) for _ in range(2))
        other = wear(paper, np.random.default_rng([6, 1]))
        assert np.array_equal(first.picture, again.picture)
        assert not np.array_equal(first.picture, other.picture)


def test_a_place_turns_with_its_sheet():
    """The black cell lies inside its place after the sheet was turned, too."""
    paper = np.ones((670, 1200))
    paper[500:530, 1000:1160] = 0
    worn = WEAR["askew"][0](paper, np.random.default_rng(3))
    rows, columns = np.nonzero(worn.picture < 0.4)
    left, top, width, height = worn.place((1000, 500, 160, 30))
    assert top - 1 <= rows.min() <= rows.max() <= top + height + 1
    assert left - 1 <= columns.min() <= columns.max() <= left + width + 1


# The rules that find fields.


def words(*lines):
    """Set words 12 pixels a letter wide, at the given places."""
    return [
        ReadWord(number, (left, 40 * number, 12 * len(text), 20), 90.0, text)
        for number, line in enumerate(lines)
        for left, text in line
    ]


def test_a_field_is_found_by_a_label_that_is_nearly_right():
    read = words([(0, "Montart"), (100, "net"), (150, "soclal"), (900, "1"), (920, "040,68")])
    assert find_fields(read)["net_social"].text == "1 040,68"
    assert find_fields(read)["net_social"].box == (900, 0, 92, 20)


def test_a_field_whose_label_is_lost_was_not_read():
    assert "net_social" not in find_fields(words([(0, "Xyzt"), (100, "wq"), (900, "1040,68")]))


def test_the_hours_come_first_in_their_row():
    row = [(0, "Salaire"), (100, "de"), (140, "base"), (500, "151,67"), (700, "12,58")]
    assert find_fields(words(row))["hours"].text == "151,67"


def test_a_field_is_as_sure_as_its_least_certain_word():
    read = words([(0, "Période"), (100, ":"), (200, "mars"), (260, "2026")])
    read[3] = ReadWord(0, (260, 0, 48, 20), 31.5, "2026")
    assert find_fields(read)["month"].confidence == 31.5


@pytest.mark.parametrize(
    ("truth", "text", "right"),
    [
        ("1 674,16", "1674.16", True),  # the same amount
        ("1 674,16", "1 674,18", False),
        ("1 674,16", "167416", False),  # a hundred times as much
        ("Zélie Brunoy", "ZÉLIE BRUNOY", True),
        ("Zélie Brunoy", "Zelie Brunoy", False),
        ("Crèche d'en bas", "Crèche d’en bas", True),
    ],
)
def test_right_is_every_letter_accent_and_digit(truth, text, right):
    assert is_right(truth, text) is right


# What a share means, and who reads again.


def test_nine_fields_at_95_per_cent_leave_an_error_on_370_pieces_of_1000():
    """0.95² = .9025, ⁴ = .8145, ⁸ = .6634, ⁹ = .6302; 1,000 × (1 − .6302) = 369.8."""
    assert count_pieces_with_error(0.95, 9) == pytest.approx(369.75, abs=0.01)
    scene = DocumentReading().play({"step": ["thousand"]}, "en").thousand
    assert (scene.chosen.key, scene.per_piece, scene.squares.marked) == ("95", 9, 370)


@pytest.mark.parametrize(
    ("share", "fields", "pieces"),
    [
        (0.9, 1, 100),
        (0.9, 5, 409.51),  # 0.9⁵ = 0.59049
        (0.99, 5, 49.01),  # 0.99⁵ = 0.9509900499
        (0.999, 20, 19.81),  # 20 × .001 − 190 × .000001 + 1140 × 10⁻⁹
        (1, 20, 0),
    ],
)
def test_shares_are_multiplied(share, fields, pieces):
    assert count_pieces_with_error(share, fields) == pytest.approx(pieces, abs=0.01)


def test_370_squares_are_nine_rows_of_forty_and_ten():
    assert Squares(370).outline == "M0 0H400V90H100v10H0Z"
    assert Squares(400).outline == "M0 0H400V100H0v0H0Z"


def sheet(*fields):
    """Return a sheet of (truth, text, confidence); None for what was not read."""
    summed = ("gross", "contributions", "net_social")
    return ReadSheet(
        "clean",
        "clean.png",
        "",
        (1200, 670),
        [
            ReadField(
                key, truth, (0, 0, 1, 1), text and FieldReading(text, (0, 0, 1, 1), confidence)
            )
            for key, (truth, text, confidence) in zip(summed, fields, strict=False)
        ],
    )


SHEETS = [
    sheet(("10,00", "10,00", 95), ("4,00", "4,00", 70), ("6,00", "8,00", 85)),
    sheet(("10,00", None, 0), ("4,00", "1,00", 50), ("6,00", "6,00", 99)),
]
"""Six fields: right at 95, 70 and 99; wrong at 85 and 50; one not read."""


@pytest.mark.parametrize(
    ("below", "reread", "already_right", "escaped", "sheets"),
    [
        (0, 1, 0, 2, 2),  # the blank only
        (80, 3, 1, 1, 1),  # the blank, 50 and 70; the error at 85 escapes
        (90, 4, 1, 0, 0),
        (EVERYTHING, 6, 3, 0, 0),
    ],
)
def test_a_line_costs_readings_or_errors(below, reread, already_right, escaped, sheets):
    count = count_reread(SHEETS, below)
    assert (count.reread, count.already_right) == (reread, already_right)
    assert (count.escaped, count.sheets_with_escaped) == (escaped, sheets)
    assert count.found + count.escaped == 3
    assert count.thousand_reread == 500 * reread


def test_nine_thousand_fields_at_15_seconds_are_37_and_a_half_hours():
    rows = dict(DocumentReading().play({}, "en").rereading.rows)
    assert (rows["all"].thousand_reread, rows["all"].hours) == (9000, 37.5)
    assert DocumentReading().play({}, "en").rereading.surest_error.reading.confidence == 96.3
    assert (rows["all"].escaped, rows["all"].already_right) == (0, 84)


def test_a_sum_finds_an_amount_that_confidence_lets_pass():
    """10 − 4 ≠ 8 on the first sheet; the second lacks an amount, a third errs twice alike."""
    alike = sheet(("10,00", "11,00", 99), ("4,00", "5,00", 99), ("6,00", "6,00", 99))
    sums = check_sums([*SHEETS, alike])
    assert (sums.tested, sums.failed) == (2, 1)
    assert (sums.failed_with_error, sums.passed_with_error) == (1, 1)


@pytest.mark.parametrize(
    ("text", "cents"), [("1 867,06", 186706), ("414.23", 41423), ("360,", None), ("2 USURG", None)]
)
def test_an_amount_is_two_decimals_or_none(text, cents):
    assert read_cents(text) == cents


# Pictures as they are stored.


def test_a_picture_is_stored_and_read_again_by_another_program(tmp_path):
    """Typst, which reads PNG itself, draws four greys on a page of 4 × 1 points again."""
    import typst  # noqa: PLC0415 - only here

    greys = np.array([[0, 5, 10, 15]]) / 15
    (tmp_path / "greys.png").write_bytes(write_png(greys, 4))
    page = '#set page(width: 4pt, height: 1pt, margin: 0pt)\n#image("greys.png", width: 4pt)'
    (tmp_path / "page.typ").write_text(page)
    drawn = read_png(typst.compile(str(tmp_path / "page.typ"), format="png", ppi=72))
    assert drawn == pytest.approx(greys, abs=0.01)


def test_the_guess_is_held_against_the_count():
    """Six of nine are right on the stained sheet."""
    play = DocumentReading().play
    verdicts = {
        guess: play({"sheet": ["stained"], "guess": [guess]}, "fr").view.guessed_right
        for guess in GUESSES
    }
    assert verdicts == {"all": False, "most": False, "half": True, "few": False}
    assert play({}, "fr").view.guessed_right is None
    assert len(FIELDS) == 9
