"""What sentences of released figures say, and what noise keeps them from saying."""

import pytest
from django.utils.translation import override

from vecu.datasets.release_figures import build_count_figure

FEW = 10


def say(*columns: dict[str, int], base: int = 200, bases: dict[str, int] | None = None) -> str:
    """Return the sentence of a figure, of one column or of a breakdown by `bases`."""
    names = list(bases or {"": base})
    content = {
        "method": "cell key 1",
        "kind": "question",
        "label": {"en": "Which field?", "fr": "Quel domaine ?"},
        "ordered": False,
        "dividing": True,
        "people": 1204,
        "modes": {"open": 1204},
        "sources": [],
        "breakdown": {"en": "Where?"} if bases else {},
        "columns": [{"name": name, "label": {"en": name}} for name in names],
        "totals": list(bases.values()) if bases else [base],
        "rows": [
            {"name": name, "label": {"en": name}, "counts": [each[name] for each in columns]}
            for name in columns[0]
        ],
    }
    return build_count_figure(content, "1", "en").sentence


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ({"A": 60, "B": 45, "C": 20}, "Most often “A”: about 60 of 200."),  # 15 apart
        ({"A": 60, "B": 50, "C": 45}, "Most often “A” and “B”: about 60 and 50 of 200."),
        ({"A": 60, "B": 60, "C": 50}, "Most often “A”, “B” and “C”: about 60, 60 and 50 of 200."),
        (
            {"A": 60, "B": 55, "C": 55, "D": 50},
            "No answer stands out: 4 are about equally frequent.",
        ),
        ({"A": 15, "": 150}, "Most often “A”: about 15 of 200."),  # no answer is no answer
        ({"A": FEW, "B": FEW, "": 150}, "1,204 answers."),
    ],
)
def test_a_row_is_named_alone_only_where_it_leads_by_fifteen(rows, sentence):
    assert say(rows) == sentence


def test_groups_are_compared_by_their_own_bases_six_of_them_at_most():
    """Neither the group that shows nothing is named, nor those who named no group."""
    bases = {"N": 40, "E": 300, "S": FEW, "": 500, "W": 60, "NE": 50, "SE": 70, "SW": 80, "X": 30}
    tables = [
        {"A": 20, "B": 40}, {"A": 200, "B": 100}, {"A": FEW, "B": FEW}, {"A": 500, "B": FEW},
        {"A": 30, "B": 30}, {"A": 50, "B": FEW}, {"A": FEW, "B": 70}, {"A": 80, "B": FEW},
        {"A": 30, "B": FEW},
    ]  # fmt: skip

    assert say(*tables, bases=bases) == (
        "For “E”, most often “A” (about 200 of 300); for “SW”, “A” (about 80 of 80);"
        " for “SE”, “B” (about 70 of 70); for “W”, “A” and “B” (about 30 and 30 of 60);"
        " for “NE”, “A” (about 50 of 50); for “N”, “B” (about 40 of 40)."
    )


def test_the_explanation_of_an_answer_is_left_to_the_table():
    with override("fr"):
        sentence = say({"Répétitif\xa0: toujours pareil": 60, "Créatif": 45})
    assert sentence.replace("\xa0", " ") == "Le plus souvent « Répétitif » : environ 60 sur 200."


def test_the_reader_of_french_reads_french():
    with override("fr"):
        sentence = say({"A": 60, "B": 45}).replace("\xa0", " ").replace("\u202f", " ")
    assert sentence == "Le plus souvent « A » : environ 60 sur 200."
