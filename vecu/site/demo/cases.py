"""The demonstration's case studies: two tools, followed with the same people over six months.

`cases.json` has the interviews of each case, each turn with the theme that it is coded with. A cell
of the matrix stands on all passages of its case and theme; where it has no sentence, somebody
looked and found nothing. One person has left after the first interview.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from django.utils import timezone

from vecu.casestudies.cases.actions import publish_case
from vecu.casestudies.cases.content import CaseContent, CaseEventContent, EmployerTermsContent
from vecu.casestudies.cases.documents import list_case_documents
from vecu.casestudies.cases.queries import Case
from vecu.casestudies.cases.rules import CaseSector, OrganisationSize
from vecu.casestudies.matrix.actions import publish_matrix
from vecu.casestudies.matrix.content import CellContent, MatrixContent
from vecu.casestudies.matrix.evidence_sources import MatrixCells
from vecu.casestudies.matrix.queries import find_cell
from vecu.casestudies.matrix.rules import CellStatus
from vecu.coding.actions import (
    Account,
    ActionContext,
    CodeSpan,
    CodeText,
    ImportedCoding,
    configure_coding,
    get_or_create_coder,
    import_coder_codings,
    ingest_verbatims,
    make_code,
    open_codebook,
    publish_version,
)
from vecu.coding.interchange.document_study import WORDS, build_document_workbook
from vecu.coding.queries import (
    Code,
    Codebook,
    CodedPassage,
    iter_texts_with_words,
    list_all_texts,
    list_passages_of_answers,
)
from vecu.evidence.sources import Audience
from vecu.fieldlog.months import LogMonth
from vecu.records.actions import add_record
from vecu.register.queries import System
from vecu.register.rules import SystemFamily
from vecu.site.demo.coding import LANGUAGE, OTHER
from vecu.site.demo.days import find_first_month, get_day, get_moment
from vecu.site.demo.findings import conclude
from vecu.surveys import actions
from vecu.surveys.actions.studies import StudyInfo
from vecu.surveys.queries import Study
from vecu.surveys.rules import Mode

STUDY = "deux-outils"
"""The end of the address of the study."""
BEGUN = (-2, 4)
"""When the cases are described, and the terms with their employers signed."""
WAVES: Mapping[str, int] = {"0": -1, "3": 2, "6": 5}
"""The month of each wave, from the first of the log."""
FIRST_DAY = 12
"""On which day of its month a wave begins."""
CODED, WRITTEN, PUBLISHED = (5, 24), (5, 26), (5, 28)


def make_case_studies(
    about: StudyInfo,
    now: datetime,
    *,
    systems: Mapping[str, System],
    coder: Account,
) -> Study:
    """Create the study with its cases, interviews and codes; publish its matrix and its finding.

    `systems` are those of the cases, by address; `coder` codes, writes the cells and publishes.
    """
    data, first = _read_file(), find_first_month(timezone.localtime(now).date())
    study = actions.create_study(
        STUDY,
        replace(about, title=data["title"], purpose=data["purpose"]),
        workbook=build_document_workbook(data["title"][LANGUAGE], LANGUAGE),
        workbook_name="documents.xlsx",
        mode=Mode.IMPORTED,
    )
    by = coder.get_username()
    cases = [_describe(study, each, systems, first, by=by) for each in data["cases"]]
    _store_interviews(study, zip(cases, data["cases"], strict=True), first)
    act = ActionContext(by, get_moment(first, CODED))
    codes = _code_interviews(open_codebook(study, LANGUAGE), data, coder, act)
    for case, each in zip(cases, data["cases"], strict=True):
        _note_events(case, each, first, by=by)
        _write_cells(case, each["cells"], codes, data["answerable"], first, by=by)
    _publish(study, cases, data, get_moment(first, PUBLISHED), by=by)
    return study


def _describe(
    study: Study,
    data: Mapping[str, Any],
    systems: Mapping[str, System],
    first: LogMonth,
    *,
    by: str,
) -> Case:
    """Describe a case, with the terms of its employer."""
    begun, texts = get_moment(first, BEGUN), ("name", "place", "door", "door_opener", "door_terms")
    content = CaseContent(
        **{name: data[name] for name in texts},
        **data["counts"],
        technology=SystemFamily(data["technology"]),
        sector=CaseSector(data["sector"]),
        size=OrganisationSize(data["size"]),
        system=systems[data["system"]].pk,
        door_day=begun.date(),
    )
    case: Case = add_record(study, content, by=by, now=begun)
    terms = EmployerTermsContent(case.pk, signed=begun.date(), **data["terms"])
    add_record(study, terms, by=by, now=begun)
    return case


def _note_events(case: Case, data: Mapping[str, Any], first: LogMonth, *, by: str) -> None:
    """Note what an organisation lived; a study's cases have one history, so this comes last."""
    for event in data["events"]:
        noted = {**event, "day": get_day(first, event["day"])}
        add_record(
            case.study, CaseEventContent(case.pk, **noted), by=by, now=get_moment(first, CODED)
        )


def _store_interviews(
    study: Study, cases: Iterator[tuple[Case, Mapping[str, Any]]], first: LogMonth
) -> None:
    """Store the interviews of all cases, each as an answer of its day."""
    fielding = study.fieldings.get()
    for case, data in cases:
        people = list(dict.fromkeys(each["person"] for each in data["interviews"]))
        for each in data["interviews"]:
            place = FIRST_DAY + people.index(each["person"])
            day = get_day(first, (WAVES[each["wave"]], place))
            values = {
                "kind": "interview",
                "title": each["person"],
                "day": day.isoformat(),
                "case": str(case.pk),
                **{name: each[name] for name in ("role", "wave", "person")},
                "turn": [
                    {
                        "speaker": each["person"],
                        "minute": str(turn["minute"]),
                        "prompt": turn["prompt"],
                        "words": turn["words"],
                    }
                    for turn in each["turns"]
                ],
            }
            actions.store_imported_answers(fielding, [(values, LANGUAGE)], day)


def _code_interviews(
    codebook: Codebook, data: Mapping[str, Any], coder: Account, act: ActionContext
) -> dict[str, Code]:
    """Code each turn with its theme, and return the codes."""
    codes = {
        theme: make_code(
            codebook,
            CodeText(name[LANGUAGE], questions=[WORDS], translated_names={OTHER: name[OTHER]}),
            act,
        )
        for theme, name in data["themes"].items()
    }
    configure_coding(codebook, act, questions=[WORDS], blind=False)
    publish_version(codebook, act)
    ingest_verbatims(codebook)
    themes = {
        turn["words"]: turn["theme"]
        for case in data["cases"]
        for interview in case["interviews"]
        for turn in interview["turns"]
    }
    brought = [
        ImportedCoding(text.id, [CodeSpan(codes[themes[words]].id)])
        for text, _answer, words in iter_texts_with_words(list_all_texts(codebook))
        if text.question == WORDS
    ]
    import_coder_codings(get_or_create_coder(codebook, coder), brought, act)
    return codes


def _write_cells(
    case: Case,
    sentences: Mapping[str, Any],
    codes: Mapping[str, Code],
    answerable: str,
    first: LogMonth,
    *,
    by: str,
) -> None:
    """Write the cells of a case on what is coded of it."""
    now, passages = get_moment(first, WRITTEN), _list_passages(case)
    for theme, sentence in sentences.items():
        behind = [str(each.id) for each in passages if each.code == codes[theme].id]
        content = CellContent(
            case.pk,
            theme,
            CellStatus.SENTENCE if sentence else CellStatus.NOT_FOUND,
            now.date(),
            answerable,
            sentence or {},
            behind,
        )
        add_record(case.study, content, by=by, now=now)


def _list_passages(case: Case) -> list[CodedPassage]:
    return list_passages_of_answers([each.answer for each in list_case_documents(case)])


def _publish(
    study: Study, cases: Sequence[Case], data: Mapping[str, Any], now: datetime, *, by: str
) -> None:
    """Let everybody read the cases, the matrix, and a finding on what its cells say of a theme."""
    for case in cases:
        publish_case(case, checked=True, revision=case.revision, by=by, now=now)
    content = MatrixContent(data["matrix"], [str(each.pk) for each in cases], list(data["themes"]))
    matrix = add_record(study, content, by=by, now=now)
    publish_matrix(matrix, checked=True, revision=matrix.revision, by=by, now=now)
    finding, source = data["finding"], MatrixCells()
    cells = [find_cell(study, case.pk, finding["theme"]) for case in cases]
    wanted = {each.pk for each in cells if each}
    cited = [
        each.reference
        for each in source.list_citable(study.scope, Audience.EVERYBODY)
        if each.reference.id in wanted
    ]
    conclude(study, finding, data["group"], cited, by=by, now=now)


def _read_file() -> dict[str, Any]:
    path = Path(__file__).with_name("cases.json")
    return cast("dict[str, Any]", json.loads(path.read_text()))
