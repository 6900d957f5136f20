"""Twelve invented payslips, and where each of their figures stands on paper. Pure but for Typst."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import typst

from vecu.demonstrators.machines.document_reading.fields import Box

WIDTH, HEIGHT = 1200, 670
"""Of a sheet, in pixels."""
TOP, ROW, INDENT, RIGHT = 262, 48, 40, 1160
"""Where the table begins, how far its rows are apart, where texts begin and amounts end."""
HEADINGS = (
    ("employer", "Employeur :", 92),
    ("name", "Salarié(e) :", 132),
    ("month", "Période :", 172),
)
ROWS = (
    ("hours", "Salaire de base"),
    ("gross", "Salaire brut"),
    ("contributions", "Cotisations et contributions"),
    ("net_social", "Montant net social"),
    ("net_taxable", "Net imposable"),
    ("tax", "Impôt prélevé à la source"),
    ("net_payable", "Net à payer"),
)
LETTER = 15
"""How wide a letter is at most, in pixels."""
SEPARATE_CSG = Decimal("0.9825") * Decimal("0.029")
"""Share of the gross that is taxed though deducted: 9.2 − 6.8 + 0.5 % of 98.25 %.

CSG and CRDS on wages; what of it is deducted: Code général des impôts, article 154 quinquies.
"""
FONTS = ("DejaVu Sans Mono", "Libertinus Serif", "New Computer Modern")
"""Those inside Typst: the same sheet on every machine."""


@dataclass(frozen=True, slots=True)
class Payslip:
    """Who is paid by whom for which hours; shares are of the gross and of what is taxed."""

    employer: str
    name: str
    month: str
    hours: Decimal
    rate: Decimal
    contributions_share: Decimal
    tax_share: Decimal

    def list_texts(self) -> Mapping[str, str]:
        """Return the words of each field as they stand on the sheet, amounts computed in cents."""
        gross = _cents(self.hours * self.rate)
        contributions = _cents(gross * self.contributions_share)
        taxable = gross - contributions + _cents(gross * SEPARATE_CSG)
        tax = _cents(taxable * self.tax_share)
        amounts = {
            "hours": self.hours,
            "rate": self.rate,
            "gross": gross,
            "contributions": contributions,
            "net_social": gross - contributions,
            "net_taxable": taxable,
            "tax": tax,
            "net_payable": gross - contributions - tax,
        }
        words = {"employer": self.employer, "name": self.name, "month": self.month}
        return words | {key: write_amount(amount) for key, amount in amounts.items()}


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def write_amount(amount: Decimal) -> str:
    """Write an amount as a French payslip does: 1 867,06."""
    return f"{amount:,.2f}".replace(",", " ").replace(".", ",")


def list_payslips() -> Sequence[Payslip]:
    """Return the invented ones, in their order."""
    stored = json.loads(Path(__file__).with_name("payslips.json").read_text("utf-8"))
    return [
        Payslip(
            each["employer"],
            each["name"],
            each["month"],
            Decimal(each["hours"]),
            Decimal(each["rate"]),
            Decimal(each["contributions_share"]),
            Decimal(each["tax_share"]),
        )
        for each in stored
    ]


def list_places(payslip: Payslip) -> Mapping[str, Box]:
    """Return where each field stands: left, top, width, height."""
    texts = payslip.list_texts()
    places: dict[str, Box] = {}
    for key, _label, y in HEADINGS:
        places[key] = (225, y - 4, 20 + LETTER * len(texts[key]), 36)
    for row, (key, _label) in enumerate(ROWS):
        end = 650 if key == "hours" else RIGHT
        width = 20 + LETTER * len(texts[key])
        places[key] = (end + 10 - width, TOP + row * ROW - 4, width, 36)
    return places


def draw(payslip: Payslip, font: str) -> bytes:
    """Draw a sheet; return it as PNG."""
    texts = payslip.list_texts()
    written: list[tuple[int, int, str, bool, bool]] = [
        (INDENT, 34, "BULLETIN DE PAIE", False, True),
        (RIGHT, 34, "SPÉCIMEN INVENTÉ", True, True),
        (
            INDENT,
            HEIGHT - 60,
            "Feuille inventée, Val-de-Sève : ni personne ni employeur réels.",
            False,
            False,
        ),
    ]
    for key, label, y in HEADINGS:
        written += [(INDENT, y, label, False, False), (235, y, texts[key], False, False)]
    for row, (key, label) in enumerate(ROWS):
        y, heavy = TOP + row * ROW, key == "net_payable"
        amount = texts["gross" if key == "hours" else key]
        written += [(INDENT, y, label, False, heavy), (RIGHT, y, amount, True, heavy)]
    written += [(650, TOP, texts["hours"], True, False), (840, TOP, texts["rate"], True, False)]
    lines = [78, 224, TOP + len(ROWS) * ROW]
    sheet = {"size": (WIDTH, HEIGHT), "font": font, "texts": written, "lines": lines}
    made: bytes = typst.compile(
        str(Path(__file__).with_name("payslip.typ")),
        ignore_system_fonts=True,
        format="png",
        ppi=72,
        sys_inputs={"sheet": json.dumps(sheet)},
    )
    return made
