"""The survey on ChatGPT of April 2023, with its three human codes, as a REFI-QDA project."""

import csv
from pathlib import Path

import pytest

from tests.coding.refi.examples import entries, guid, problems, quotations, read, written
from vecu.coding.refi import (
    RefiCase,
    RefiCode,
    RefiCoding,
    RefiProject,
    RefiSource,
    RefiUser,
    RefiVariable,
)

REAL = Path(__file__).parents[4] / "shared/data/coding/volker_chatgpt_survey"
CODES = {"cg_act_write": guid(1), "cg_act_test": guid(2), "cg_act_search": guid(3)}
WORDS = "cg_activities"

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="../shared/data is not here")


def rows() -> list[dict[str, str]]:
    """Return the people's answers in German, with the codes of the English file."""
    answers, codes = (
        list(csv.DictReader((REAL / name).read_text("utf-8-sig").splitlines(), delimiter=";"))
        for name in ("chatgpt_de.csv", "chatgpt_en.csv")
    )
    return [
        {**answer, **{code: coded[code] for code in CODES}}
        for answer, coded in zip(answers, codes, strict=True)
    ]


def survey() -> RefiProject:
    said = rows()
    closed = [name for name in said[0] if name not in {WORDS, *CODES}]
    variables = {name: RefiVariable(guid(100 + n), name) for n, name in enumerate(closed)}
    return RefiProject(
        "ChatGPT, April 2023",
        users=(RefiUser(guid(9), "Volker"),),
        codes=tuple(RefiCode(identity, name) for name, identity in CODES.items()),
        variables=tuple(variables.values()),
        sources=tuple(
            RefiSource(
                guid(1000 + number),
                f"Person {number}",
                row[WORDS],
                tuple(
                    RefiCoding(guid(10_000 * n + number), identity, guid(9))
                    for n, (code, identity) in enumerate(CODES.items(), 1)
                    if row[code] == "x"
                ),
            )
            for number, row in enumerate(said)
        ),
        cases=tuple(
            RefiCase(
                guid(5000 + number),
                f"Person {number}",
                (guid(1000 + number),),
                {variables[name].guid: row[name] for name in closed},
            )
            for number, row in enumerate(said)
        ),
        origin="Test",
    )


def test_it_is_valid_and_comes_back_as_it_was():
    content = written(survey())

    assert problems(entries(content)["project.qde"]) == []
    found = read(content)
    assert found.project == survey()
    assert (found.left_out, found.remarks) == ((), ())


def test_each_code_is_on_as_many_people_as_in_the_survey():
    found = read(written(survey()))

    assert len(list(found.project.sources)) == len(rows())
    for code, identity in CODES.items():
        coded = sum(1 for row in rows() if row[code] == "x")
        assert coded == sum(
            1
            for source in found.project.sources
            for coding in source.codings
            if coding.code == identity
        )
    assert set(quotations(found).values()) <= {row[WORDS] for row in rows()}
