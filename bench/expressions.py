"""`./run bench expressions`: speed of validation, and agreement with the reference engines.

`constraint_per_s` is `. >= 0 and . <= 168` on one question, evaluations a second on one core;
`lxml_per_s` the same compiled by lxml (libxml2, XPath 1.0), `rxeval_per_s` by rxeval (Rust), which
parses expression and answers each time. `form_check_ms` validates a whole testimony, with two
stories, of the form of 48 questions. `corpus_agreed` are the expressions of
`../shared/data/questionnaires` on which ODK's two engines agree, `corpus_passed` those of them for
which our result is the same (-1 without the data). All times are processor times, which other work
on the machine does not affect.
"""

import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import rxeval
from lxml import etree

from bench._benchmark import report, size
from tests.spec.corpus import FOLDER, actual_answer, answers, corpus, instance, same
from vecu.questionnaires import (
    Questionnaire,
    QuestionType,
    convert_workbook,
    normalize_answers,
    read_xform,
    validate_answers,
)
from vecu.questionnaires.expressions import EvaluationScope, compile_expression
from vecu.questionnaires.expressions.nodes import XPathNode

TODAY = date(2026, 11, 24)
ROUNDS, SECONDS, CHECKS = size((5, 0.4, 2_000), (1, 0.01, 3))
CONSTRAINT = ". >= 0 and . <= 168"
WORKBOOK = Path(__file__).parents[1] / "vecu" / "surveys" / "library" / "testimonies.md"
XML = "<data><work>" + "".join(f"<q{n}>{n}</q{n}>" for n in range(25)) + "</work></data>"


def per_second(run: Callable[[], object]) -> float:
    """Return the best of several rounds, as `timeit` advises: disturbances only slow down."""
    best = 0.0
    for _round in range(ROUNDS):
        times, before = 0, time.process_time()
        while (took := time.process_time() - before) < SECONDS:
            for _time in range(100):
                run()
            times += 100
        best = max(best, times / took)
    return best


def answered() -> XPathNode:
    """Build XML answers as our expressions see them."""
    data = XPathNode("data")
    work = data.add("work")
    for number in range(25):
        work.add(f"q{number}", str(number))
    return data


def constraints() -> dict[str, float]:
    data = answered()
    node, scope = data.children[0].children[12], EvaluationScope(root=data, today=TODAY)
    ours_ = compile_expression(CONSTRAINT).boolean
    element = etree.fromstring(XML).find("work/q12")
    theirs = etree.XPath(CONSTRAINT)
    placed = CONSTRAINT.replace(".", "/data/work/q12")
    assert ours_(node, scope) is True
    assert theirs(element) is True
    assert rxeval.eval_expression(placed, XML, today=TODAY.isoformat())
    return {
        "constraint_per_s": round(per_second(lambda: ours_(node, scope))),
        "lxml_per_s": round(per_second(lambda: theirs(element))),
        "rxeval_per_s": round(per_second(lambda: rxeval.eval_expression(placed, XML))),
    }


def form() -> Questionnaire:
    return read_xform(convert_workbook(WORKBOOK.read_bytes(), WORKBOOK.name).xform)


def full_answers(questionnaire: Questionnaire) -> dict[str, object]:
    """Answer every question of the testimonies, two stories included."""
    values: dict[str, object] = {}
    for question in questionnaire.questions.values():
        *groups, name = question.path.split("/")[2:]
        inside: dict[str, object] = values
        path = questionnaire.root.path
        for group in groups:
            path += f"/{group}"
            repeats = questionnaire.groups[path].repeats
            found = inside.setdefault(group, [{}] if repeats else {})
            inside = found[0] if isinstance(found, list) else found  # type: ignore[assignment]
        first = question.choices[0].name if question.choices else "1"
        inside[name] = "A few words." if question.kind is QuestionType.TEXT else first
    values["story"] = [*values["story"]] * 2  # type: ignore[misc]
    return values


def form_check() -> float:
    """Return the median milliseconds of validating one whole testimony, calculations included."""
    questionnaire = form()
    values = normalize_answers(questionnaire, full_answers(questionnaire), today=TODAY)
    assert validate_answers(questionnaire, values, today=TODAY, language="fr") == ()
    took = []
    for _round in range(CHECKS):
        before = time.process_time()
        validate_answers(questionnaire, values, today=TODAY, language="fr")
        took.append((time.process_time() - before) * 1_000)
    return round(statistics.median(took), 3)


def engines() -> dict[str, float]:
    if not FOLDER.is_dir():
        return {"corpus_agreed": -1, "corpus_passed": -1}
    web, java, root = answers("expected.json"), answers("javarosa-expected.json"), instance()
    agreed = [source for source in corpus() if same(source, web[source], java[source])]
    passed = [source for source in agreed if same(source, actual_answer(source, root), web[source])]
    return {"corpus_agreed": len(agreed), "corpus_passed": len(passed)}


def main() -> None:
    report({**constraints(), "form_check_ms": form_check(), **engines()})


if __name__ == "__main__":
    main()
