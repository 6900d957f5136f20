"""Why a matrix or a cell cannot be stored so, and why everybody cannot read it so."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from vecu.casestudies.matrix.case_rows import get_case_directory, get_theme_label, list_themes
from vecu.casestudies.matrix.content import CellContent, MatrixContent
from vecu.casestudies.matrix.models import NAME_LENGTH, CaseMatrix, MatrixCell
from vecu.casestudies.matrix.queries import (
    CellDetail,
    MatrixSheet,
    get_sheet,
    list_public_matrices,
)
from vecu.casestudies.matrix.rules import (
    MOST_CASES,
    MOST_PASSAGES,
    SENTENCE_LENGTH,
    CellStatus,
    find_small_count,
)
from vecu.coding.queries import CodedPassage, list_passage_words, list_passages
from vecu.evidence.rules import find_repeated_words, list_word_runs
from vecu.records.queries import Act
from vecu.register.checks import list_unfit_texts
from vecu.surveys.queries import Study
from vecu.translation import LANGUAGES
from vecu.ui.templatetags.ui import translate_wording

Problems = dict[str, str]


def list_matrix_problems(
    study: Study, content: MatrixContent, row: CaseMatrix | None, _today: date
) -> Problems:
    """Return by field why a matrix cannot stand so."""
    problems: Problems = {}
    if not any(content.title.values()):
        problems["title_fr"] = _("Give it a title, in one language at least.")
    problems |= list_unfit_texts(
        (f"title_{language}", text, NAME_LENGTH) for language, text in content.title.items()
    )
    known = {str(each.id) for each in get_case_directory().list_cases(study.pk)}
    if not content.cases:
        problems["cases"] = _("Choose the cases: they are its rows.")
    elif not set(content.cases) <= known:
        problems["cases"] = _("One of these cases is gone. Choose again.")
    elif len(set(content.cases)) > MOST_CASES:
        problems["cases"] = _("No more than %(most)s cases: a sheet holds no more rows.") % {
            "most": MOST_CASES
        }
    if not content.themes or not set(content.themes) <= set(list_themes()):
        problems["themes"] = _("Choose the themes: they are its columns.")
    if problems or row is None or row.published is None:
        return problems
    return list_publication_problems(_preview(row, content))


def list_matrix_undo_problems(_act: Act, row: Any, restored: Any) -> Problems:
    """Return why an undo would let everybody read what must not be read."""
    if restored is None or row is None or row.published is None:
        return {}
    restored.published = row.published
    return list_publication_problems(get_sheet(restored))


def list_cell_problems(
    study: Study, content: CellContent, row: MatrixCell | None, today: date
) -> Problems:
    """Return by field why nobody can answer for a cell so."""
    problems = _list_answer_problems(content, today)
    cases = {each.id: each for each in get_case_directory().list_cases(study.pk)}
    if content.case not in cases or content.theme not in list_themes():
        return problems | {"": _("This case is gone. Go back to the matrix.")}
    others = MatrixCell.objects.filter(study=study, case=content.case, theme=content.theme)
    if (others.exclude(pk=row.pk) if row else others).exists():
        message = _("Somebody else has written this cell in the meantime. Go back to the matrix.")
        return problems | {"": message}
    if CellStatus(content.status) is CellStatus.NOT_FOUND:
        if any(content.sentence.values()) or content.passages:
            problems["status"] = _("Either a sentence with its passages, or nothing was found.")
        return problems
    problems |= _list_sentence_problems(content)
    if not problems and _is_public(study, content.case, content.theme):
        problems = list_text_problems(content.sentence)
    return problems


def list_cell_undo_problems(_act: Act, row: Any, restored: Any) -> Problems:
    """Return why what was undone would say something that cannot stand."""
    if restored is None:
        return {}
    cell: MatrixCell = restored
    others = MatrixCell.objects.filter(study=cell.study_id, case=cell.case, theme=cell.theme)
    if row is None and others.exists():
        return {"": _("Somebody has written this cell again: what was removed stays removed.")}
    if _is_public(cell.study, cell.case, cell.theme):
        return _as_refusal(list_text_problems(cell.sentence).values())
    return {}


def list_publication_problems(sheet: MatrixSheet) -> Problems:
    """Return why everybody cannot read a matrix as it is; each names the case and the theme."""
    problems: Problems = {}
    if any(not sheet.matrix.title.get(each) for each in LANGUAGES):
        problems["title_fr"] = _("Write the title in both languages.")
    hidden = [case for case, _cells in sheet.lines if not case.is_public]
    if hidden:
        names = ", ".join(translate_wording(each.name) for each in hidden)
        problems["cases"] = _("Publish these cases first, or leave them out: %(names)s.") % {
            "names": names
        }
    if not any(cell.row for cell in sheet.cells):
        problems["themes"] = _("Nobody has written any of its cells yet.")
    lines = [
        f"{translate_wording(cell.case.name)}, {get_theme_label(cell.theme)}: {text}"
        for cell in sheet.cells
        for text in _list_cell_refusals(cell)
    ]
    return problems | _as_refusal(lines)


def list_text_problems(sentence: Mapping[str, str]) -> Problems:
    """Return by field why everybody cannot read a sentence: a language lacks, or it counts few."""
    problems: Problems = {}
    for language in LANGUAGES:
        text = sentence.get(language, "")
        if not text:
            problems[f"sentence_{language}"] = _("Write the sentence in both languages.")
        elif count := find_small_count(text):
            problems[f"sentence_{language}"] = _(
                "“%(count)s” counts fewer than 11 people: colleagues would know who. Say it without"
                " a number."
            ) % {"count": count}
    return problems


def _list_cell_refusals(cell: CellDetail) -> Iterable[str]:
    if cell.row is None or cell.status is CellStatus.NOT_FOUND:
        return ()
    if not cell.is_intact:
        return [_("passages behind the sentence are gone. Read it again, and save it.")]
    return list(dict.fromkeys(list_text_problems(cell.row.sentence).values()))


def _list_answer_problems(content: CellContent, today: date) -> Problems:
    problems: Problems = {}
    if not content.answerable:
        problems["answerable"] = _("Say who answers for it, as the name is published.")
    if content.day > today:
        problems["day"] = _("This day is yet to come.")
    return problems | list_unfit_texts([("answerable", content.answerable, NAME_LENGTH)])


def _list_sentence_problems(content: CellContent) -> Problems:
    problems = list_unfit_texts(
        (f"sentence_{language}", text, SENTENCE_LENGTH)
        for language, text in content.sentence.items()
    )
    if not any(content.sentence.values()):
        problems["sentence_fr"] = _("Write the sentence, in one language at least.")
    if not content.passages:
        problems["passages"] = _("Choose the passages that the sentence stands on.")
    elif len(content.passages) > MOST_PASSAGES:
        message = _("Choose no more than %(most)s passages: who answers for it has read them all.")
        problems["passages"] = message % {"most": MOST_PASSAGES}
    passages = _find_passages(content)
    if len(passages) < len(set(content.passages)):
        problems["passages"] = _("A passage that you ticked is gone. It has been unticked.")
    return _list_repetitions(content, passages) | problems


def _find_passages(content: CellContent) -> list[CodedPassage]:
    """Return the passages that a cell names and its case has."""
    ids = {UUID(each) for each in content.passages}
    answers = set(get_case_directory().list_answers(content.case))
    return [each for each in list_passages(ids) if each.answer in answers]


def _list_repetitions(content: CellContent, passages: Iterable[CodedPassage]) -> Problems:
    """Return which words of a passage a sentence repeats: they would stay when it is withdrawn."""
    runs = list_word_runs(each.text for each in list_passage_words(passages, ""))
    message = _(
        "These words are in a passage: “%(words)s”. They would remain here if their author"
        " withdrew them. Say it in your own words."
    )
    return {
        f"sentence_{language}": message % {"words": words}
        for language, text in content.sentence.items()
        if (words := find_repeated_words(text, runs))
    }


def _is_public(study: Study, case: UUID, theme: str) -> bool:
    return any(
        str(case) in each.cases and theme in each.themes for each in list_public_matrices(study)
    )


def _preview(row: CaseMatrix, content: MatrixContent) -> MatrixSheet:
    changed = CaseMatrix(
        id=row.pk,
        study=row.study,
        title=dict(content.title),
        cases=list(content.cases),
        themes=list(content.themes),
        sorting=content.sorting,
        published=row.published,
    )
    return get_sheet(changed)


def _as_refusal(lines: Iterable[str]) -> Problems:
    text = " ".join(lines)
    return {"": text} if text else {}
