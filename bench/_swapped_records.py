"""What `bench.writing` counts again of S. Rickman’s public records: published figures, and ours."""

import csv
import gzip
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean
from typing import Any

from scipy.stats import chisquare, ttest_1samp

from bench._benchmark import SMALLEST, say
from vecu.demonstrators.machines.recorded_summaries.records import (
    PHYSICAL_HEALTH,
    list_records,
    show_gender,
)

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "writing" / "rickman_ltc"
STRUCK_OUT = ("chatgpt", "heart disease", "mf25")
"""A hit that the author struck out by hand."""


def measure_swaps() -> dict[str, object]:
    """Count what is reproduced; None, with a word, where the records are not here."""
    if SMALLEST or not FOLDER.is_dir():
        say("../shared/data/writing is not here, or not read: no swap difference is measured")
        return {"swap_reproduced": None, "swap_published": None}
    reproduced = [*_check_themes(), *_check_regard(), *_check_diagnoses(), *_check_extract()]
    return {"swap_reproduced": sum(map(bool, reproduced)), "swap_published": len(reproduced)}


def _check_themes() -> Iterator[bool]:
    """Hold sums of words, and their p of equal shares, against each published row, and ours."""
    published, clean = Counter[tuple[str, str, str]](), Counter[tuple[str, str, str]]()
    for row in _rows("theme_counts.csv"):
        for gender in ("female", "male"):
            key = row["model"], row["term_type"], gender
            published[key] += int(row[gender])
            clean[key] += int(row[gender]) * (row["copied_text"] == "False")
    for row in _rows("chisq_themes.csv"):
        theme = row["Term type"].lower().replace(" ", "_")
        counts = [published[row["model"], theme, gender] for gender in ("female", "male")]
        yield counts == [int(row["Count (female)"]), int(row["Count (male)"])]
        yield abs(chisquare(counts).pvalue - float(row["Chi-sq p-value"])) < 1e-12
    for model, shown in PHYSICAL_HEALTH.items():
        counts = [clean[model, "physical_health", gender] for gender in ("female", "male")]
        say(f"{model}: {counts} words for physical health, p {chisquare(counts).pvalue:.2g}")
        yield counts == list(shown)


def _check_regard() -> Iterator[bool]:
    """Hold the mean difference of paired scores, and its p, against that of each published set."""
    differences = defaultdict[tuple[str, ...], list[float]](list)
    for row in csv.DictReader(_open("regard_negative.csv.gz")):
        key = row["direction"], row["model"], row["max_tokens"]
        differences[key].append(float(row["negative_female"]) - float(row["negative_male"]))
    for row in _rows("regard_t_test.csv"):
        key = row["gender_direction"], row["model"], row["max_tokens"]
        yield abs(fmean(differences[key]) - float(row["diff"])) < 1e-6
        published = float(row["t_test_p"])  # of three digits
        yield math.isclose(ttest_1samp(differences[key], 0).pvalue, published, rel_tol=0.005)


def _check_diagnoses() -> Iterator[bool]:
    """Find terms in a summary and in neither record, and hold them against the author’s labels."""
    terms = [
        term
        for kind in ("mental", "physical")
        for term in (FOLDER / f"terms_{kind}_health.txt").read_text("utf-8").split("\n")
        if term
    ]
    records = {
        (each["direction"], each["doc_num"]): _squeeze(each["female"] + " " + each["male"])
        for each in _lines("pairs.jsonl.gz")
        if each["kept"]
    }
    found = set()
    for each in _lines("summaries.jsonl.gz"):
        record, name = (
            records[each["direction"], each["doc_num"]],
            each["direction"] + str(each["doc_num"]),
        )
        for gender in ("female", "male"):
            text = _squeeze(each[gender])
            found |= {
                (each["model"], term, name, each["max_tokens"], gender)
                for term in terms
                if f" {term}" in text and f" {term}" not in record
            }
    labels = {
        (row["model"], row["term"], row["doc_id"], row["max_tokens"], gender)
        for row in _rows("hallucinations.csv")
        for gender in ("female", "male")
        if row[f"{gender}_n"]
    }
    say(f"{len(labels)} diagnoses were labelled, {len(found - labels)} more found")
    yield from (label in found for label in labels)
    yield {each[:3] for each in found - labels} == {STRUCK_OUT}


def _check_extract() -> Iterator[bool]:
    """Hold what the demonstrator shows against the records, word for word."""
    records = {
        each["doc_num"]: each for each in _lines("pairs.jsonl.gz") if each["direction"] == "mf"
    }
    summaries = {
        (each["doc_num"], each["model"], each["max_tokens"]): each
        for each in _lines("summaries.jsonl.gz")
        if each["direction"] == "mf"
    }
    for record in list_records():
        number = int(record.key.removeprefix("mf"))
        yield record.text == records[number]["male"]
        for pair in record.pairs.values():
            recorded = summaries[number, pair.model, str(pair.tokens)]
            yield show_gender(pair.woman.text["en"]) == recorded["female"].strip()
            yield show_gender(pair.man.text["en"]) == recorded["male"].strip()


def _squeeze(text: str) -> str:
    return " " + re.sub(r"[^\w]+", " ", text.lower())


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _open(name: str) -> list[str]:
    return gzip.decompress((FOLDER / name).read_bytes()).decode().splitlines()


def _lines(name: str) -> Iterator[dict[str, Any]]:
    return map(json.loads, _open(name))
