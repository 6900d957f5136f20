"""An invented household as a text: its papers, then the form with its blanks, in French. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from vecu.pilots.cold_writing.closed_values import write_value
from vecu.pilots.cold_writing.form_book import (
    FormBook,
    FormDescription,
    FormField,
    load_form_book,
)
from vecu.pilots.cold_writing.households import Household, HouseholdPaper, list_households
from vecu.pilots.interface import InventedCase

LANGUAGE = "fr"
BLANK = "…………"
HOUSEHOLD = "Foyer inventé"
"""What only these texts begin a line with."""
_PLAIN = {"owed": "Reste dû", "income_none": "Aucune ressource"}
"""What papers say that is no field of any form."""


@dataclass(frozen=True, slots=True)
class FormCase:
    """A form to fill for a household, as a text; `places` are those of its blanks, by field."""

    form: FormDescription
    household: Household
    text: str
    places: Mapping[str, tuple[int, int]]

    @property
    def key(self) -> str:
        """Its name in addresses."""
        return f"{self.form.key}-{self.household.key}"

    @property
    def title_place(self) -> tuple[int, int]:
        """Where the title of the form stands, for what concerns the whole of it."""
        return 0, len(self.form.title[LANGUAGE])

    @property
    def invented(self) -> InventedCase:
        """The case as pages offer it."""
        title = f"{self.household.file_number} : {self.form.title[LANGUAGE]}"
        return InventedCase(self.key, title, self.text)


@lru_cache
def list_form_cases() -> Sequence[FormCase]:
    """Return each form for each household."""
    book = load_form_book()
    return tuple(_write_case(form, one, book) for form in book.forms for one in list_households())


@lru_cache
def map_form_cases() -> Mapping[str, FormCase]:
    """Return all cases by their text and by their name in addresses."""
    cases = list_form_cases()
    return {each.text: each for each in cases} | {each.key: each for each in cases}


def _write_case(form: FormDescription, household: Household, book: FormBook) -> FormCase:
    names = {each.key: each for one in book.forms for each in one.fields}
    lines = [
        form.title[LANGUAGE],
        f"{HOUSEHOLD} {household.file_number}, {household.opened:%d/%m/%Y}",
    ]
    if household.never:
        lines.append(household.never.title[LANGUAGE])
        return FormCase(form, household, "\n".join(lines), {})
    for paper in household.papers:
        lines.append(_write_paper(paper, book, names))
    text, places = "\n".join(lines) + "\n", {}
    for each in form.fields:
        text += f"{each.name[LANGUAGE]} : "
        places[each.key] = len(text), len(text) + len(BLANK)
        text += f"{BLANK}\n"
    return FormCase(form, household, text, places)


def _write_paper(paper: HouseholdPaper, book: FormBook, fields: Mapping[str, FormField]) -> str:
    kind, one = book.papers[paper.kind][LANGUAGE], fields.get(paper.item)
    said = one.name[LANGUAGE] if one else _PLAIN[paper.item]
    value = write_value(one, paper.value, LANGUAGE) if one else paper.value.replace(".", ",")
    return f"{kind}, {paper.day:%d/%m/%Y} : {said} {value}"
