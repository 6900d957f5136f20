"""The cold form against its papers: each field of the file, calculated anew and read by qpdf."""

import base64
import json
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from fractions import Fraction
from math import floor
from pathlib import Path

import pytest
from pypdf import PdfReader

from vecu.pilots.cold_writing.filled_form import FieldState, fill_form
from vecu.pilots.cold_writing.form_book import load_form_book
from vecu.pilots.cold_writing.form_files import fill_form_file
from vecu.pilots.cold_writing.households import list_households

BOOK = load_form_book()
HOUSEHOLDS = [one for one in list_households() if not one.never][:200]
INCOME = [
    *("wages", "unemployment", "minimum", "top_up", "housing"),
    *("family", "disability", "retirement", "maintenance"),
]
BILLS = [
    *("rent", "electricity", "water", "telephone"),
    *("insurance", "transport", "credit", "childcare"),
]
TAXED = ["wages", "unemployment", "retirement", "withheld", "maintenance_paid"]
COMMUNES = {
    "montreve": "Montrève",
    "seve_le_haut": "Sève-le-Haut",
    "saint_aubin": "Saint-Aubin-sur-Sève",
}
NATURES = {
    "electricity": "Électricité, gaz",
    "water": "Eau",
    "rent": "Loyer",
    "food": "Nourriture",
    "school": "École",
}
DEADLINES = {"none": "Aucune", "cut_off": "Coupure", "eviction": "Expulsion"}
PAYEES = {"creditor": "Au créancier", "person": "À la personne"}
OLDEST = date(2026, 8, 12)
"""Three months before the interview, the 12th of November."""


def round_half_up(amount, places=2):
    """Round an exact amount, half away from zero, and write it as a French form does."""
    scaled = floor(abs(amount) * 10**places + Fraction(1, 2))
    whole, rest = divmod(scaled, 10**places)
    written = f"{whole:,}".replace(",", "\N{NO-BREAK SPACE}")
    sign = "-" if amount < 0 and scaled else ""
    return sign + written + (f",{rest:0{places}}" if places else "")


def money(amount):
    return Fraction(floor(amount * 100 + Fraction(1, 2)), 100)


def papers_of(household, item):
    return sorted((p for p in household.papers if p.item == item), key=lambda p: p.day)


def last(household, item, words=None):
    """What the latest paper says, in the words of the form."""
    found = papers_of(household, item)
    value = found[-1].value if found else ""
    return words[value] if words and value else value


def write_day(day):
    return f"{day.day:02}/{day.month:02}/{day.year}"


def calculate_aid(household):
    """The aid form by hand: exact fractions, and nothing of the code under test."""
    due = {"file": f"VS-{household.number:04}", "day": "12/11/2026"}
    due["commune"] = last(household, "commune", COMMUNES)
    people = {key: last(household, key) for key in ("adults", "under_14", "from_14")}
    shares = None
    if all(people.values()):
        adults, under, older = (int(people[key]) for key in ("adults", "under_14", "from_14"))
        shares = 1 + Fraction(adults - 1 + older, 2) + Fraction(3 * under, 10)
    due |= people | {"shares": round_half_up(shares, 1) if shares else ""}
    income = {}
    for kind in INCOME:
        slips = papers_of(household, f"income_{kind}")
        income[kind] = money(sum(Fraction(p.value) for p in slips) / 3) if slips else None
    says_none = papers_of(household, "income_none")
    apart = bool(says_none) and income["wages"] is not None
    bills = {}
    for kind in BILLS:
        found = papers_of(household, f"bills_{kind}")
        bills[kind] = money(Fraction(found[-1].value) / found[-1].months) if found else None
    if apart:
        income["wages"] = None
    total = sum(each for each in income.values() if each is not None)
    known = not apart and (says_none or any(each is not None for each in income.values()))
    spent = sum(each for each in bills.values() if each is not None)
    for name, amounts in (("income", income), ("bills", bills)):
        for kind, each in amounts.items():
            due[f"{name}_{kind}"] = "" if each is None else round_half_up(each)
    due["income_total"] = round_half_up(total) if known else ""
    due["bills_total"] = round_half_up(spent) if any(bills.values()) else ""
    left = known and any(bills.values()) and shares
    due["remainder"] = round_half_up((total - spent) / 30 / shares) if left else ""
    owed = last(household, "owed")
    due["nature"] = last(household, "nature", NATURES)
    due["amount"] = round_half_up(min(Fraction(owed), 800)) if owed else ""
    due["payee"] = last(household, "payee", PAYEES)
    due["deadline"] = last(household, "deadline", DEADLINES)
    ends = last(household, "deadline_day")
    due["deadline_day"] = write_day(date.fromisoformat(ends)) if ends else ""
    due["helped"] = round_half_up(Fraction(last(household, "helped")))
    for kind in ("address", "statement", "payslip", "bill", "letter"):
        days = [p.day for p in household.papers if p.kind == kind and p.day > OLDEST]
        due[f"fresh_{kind}"] = write_day(max(days)) if days else ""
    return due | dict.fromkeys(("story", "tried", "agreed", "opinion", "reason", "after"), "")


def calculate_tax(household):
    """The tax return by hand."""
    address, adults = papers_of(household, "commune")[-1], last(household, "adults")
    children = [last(household, key) for key in ("under_14", "from_14")]
    due = {
        "file": f"VS-{household.number:04}",
        "day": "12/11/2026",
        "year": "2025",
        "commune": COMMUNES[address.value],
        "moved": "Oui" if address.day.year == 2025 else "Non",
        "situation": {"": "", "1": "Seul·e"}.get(adults, "En couple"),
        "dependants": str(sum(map(int, children))) if all(children) else "",
        "envelopes": "",
        "mandate": "",
    }
    for kind in TAXED:
        slips = papers_of(household, f"taxed_{kind}")
        total = sum(Fraction(slip.value) for slip in slips)
        due[f"taxed_{kind}"] = round_half_up(total, 0) if slips else ""
    return due


def read_by_qpdf(file: Path):
    """Return the fields of a form, and its attachment, as another program reads them."""
    qpdf = shutil.which("qpdf")
    assert qpdf, "The forms are read back by qpdf: install it."
    keys = ["--json-key=acroform", "--json-key=attachments", "--json-key=qpdf"]
    command = [qpdf, "--json", "--json-stream-data=inline", *keys, str(file)]
    read = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    fields = {
        each["fullname"]: each["value"].removeprefix("u:") for each in read["acroform"]["fields"]
    }
    stream = read["attachments"]["provenance.json"]["preferredcontents"]
    inside = read["qpdf"][1][f"obj:{stream}"]["stream"]["data"]
    return fields, json.loads(base64.b64decode(inside))


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """200 households, two of three with an aid request, one with a tax return, read back."""
    folder, made = tmp_path_factory.mktemp("forms"), []
    for place, household in enumerate(HOUSEHOLDS):
        form = BOOK.get_form("tax" if place % 3 == 2 else "aid")
        file = folder / f"{household.key}.pdf"
        file.write_bytes(fill_form_file(fill_form(form, household)))
        made.append((form, household, file))
    with ThreadPoolExecutor(2) as pool:
        read = pool.map(lambda one: read_by_qpdf(one[2]), made)
        return [
            (form, household, *each) for (form, household, _), each in zip(made, read, strict=True)
        ]


def test_every_field_of_200_households_equals_its_source(files):
    calculate = {"aid": calculate_aid, "tax": calculate_tax}
    assert len(files) == 200

    for form, household, fields, _provenance in files:
        assert fields == calculate[form.key](household), household.key


def test_each_value_carries_its_source_its_rule_and_the_day_of_its_paper(files):
    for _form, household, fields, provenance in files:
        described = {each["field"]: each for each in provenance["fields"]}
        assert set(described) == set(fields)
        assert provenance["specimen"] is True
        for key, value in fields.items():
            each = described[key]
            assert bool(value) == (each["state"] == FieldState.FILLED)
            if value:
                assert each["source"], key
                assert each["rule"], key
                assert each["filled_by"] == "tool"
                days = {p.day.isoformat() for p in household.papers}
                assert set(each["papers"]) <= days


def test_each_form_is_small_and_says_specimen_on_paper():
    for form in BOOK.forms:
        assert form.file.stat().st_size < 100_000
        assert "SPÉCIMEN" in PdfReader(form.file).pages[0].extract_text()
