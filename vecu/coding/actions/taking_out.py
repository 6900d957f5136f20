"""Taking coding out: a project or a codebook for other programs, or tables."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext as _

from vecu.accounts.actions import record
from vecu.coding.exchange.codes import refi_codes
from vecu.coding.exchange.project import Frame, ProjectInPieces
from vecu.coding.exchange.readme import caution, readme
from vecu.coding.exchange.sheets import Tables
from vecu.coding.models import Memo
from vecu.coding.queries.leaving import (
    Scope,
    authors,
    iterate_leaving,
    list_leaving_memos,
    list_practices,
    texts_leaving,
)
from vecu.coding.queries.quotations import list_released
from vecu.coding.refi import Note, Set, fit_text, write_codebook, write_project
from vecu.errors import VecuError
from vecu.surveys.queries import list_answered
from vecu.tables import EXACT, Dialect, write_lines, write_pages


class CodingNotTaken(VecuError):
    """There is nothing to take out of a study's coding."""


class Form(StrEnum):
    """What coding can be taken out as."""

    QDPX = "qdpx"
    XLSX = "xlsx"
    SHEETS = "sheets"
    CSV = "csv"
    QDC = "qdc"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person asked for; `delimiter` is for CSV for spreadsheets only."""

    form: Form
    delimiter: str = ";"


def take_coding_out(
    scope: Scope, folder: Path, wishes: Wishes, *, actor: str, now: datetime
) -> list[Path]:
    """Write a study's coding into an empty `folder` and return the files, named after the study.

    Texts stream from the database. The act is audited before anything is written. Raises
    `CodingNotTaken`, `ProjectNotWritten` or `TableTooLarge`; what was written by then is no file.
    """
    if wishes.form is not Form.QDC and not texts_leaving(scope).exists():
        raise CodingNotTaken(
            _(
                "No text has been finished by all of its coders yet. Wait until some are, or take "
                "all texts, to code them elsewhere."
            )
        )
    asked = {"format": wishes.form.value, "which": scope.which.value}
    record(actor, "took coding out", scope.study.id, scope.study.slug, asked, now=now)
    match wishes.form:
        case Form.QDC:
            return [_write_codebook(scope, folder / f"{scope.study.slug}-codebook.qdc")]
        case Form.QDPX:
            return [_write_project(scope, folder / f"{scope.study.slug}-coding.qdpx")]
        case _:
            return list(_write_tables(scope, folder, wishes))


def _write_codebook(scope: Scope, path: Path) -> Path:
    codes = refi_codes(scope.leaving_codes.values(), scope.codes.final())
    sets = list(_sets(scope))
    with path.open("wb") as file:
        write_codebook(file, codes, sets, language=scope.codebook.language)
    return path


def _write_project(scope: Scope, path: Path) -> Path:
    with path.open("wb") as file, closing(ProjectInPieces(_frame(scope))) as pieces:
        project = pieces.of(iterate_leaving(scope))
        write_project(file, project, language=scope.codebook.language)
    return path


def _frame(scope: Scope) -> Frame:
    language = scope.codebook.language
    codes = refi_codes(scope.leaving_codes.values(), scope.codes.final())
    questions = {
        path: question
        for questionnaire in reversed(scope.questionnaires.values())
        for path, question in questionnaire.questions.items()
    }
    return Frame(
        name=_title(scope),
        description=caution(language, open_poll=_is_open_poll(scope)),
        codes=tuple(codes),
        sets=tuple(_sets(scope)),
        coders=scope.coders,
        notes=tuple(_notes(scope)),
        closed=scope.closed(),
        labels={path: question.label.say(language) for path, question in questions.items()},
        language=language,
    )


def _notes(scope: Scope) -> Iterator[Note]:
    """Yield memos; one whose author codes nothing here bears their name, else what it is about.

    The standard ties notes to codes, texts and codings. What is about a ruling or a quotation goes
    with its text; what is about a guide or a practice is the project's, and says so in its name.
    """
    counts_as, known = scope.counts_as(), authors(scope)
    for memo in list_leaving_memos(scope):
        code = counts_as.get(memo.code_id) if memo.code_id else None
        about = memo.coding_id or memo.verbatim_id or code
        yield Note(
            memo.id,
            memo.text,
            name=_guide_of(memo) if memo.by in known else memo.by,
            by=known.get(memo.by),
            at=memo.at,
            about=frozenset({about} if about else ()),
        )


def _guide_of(memo: Memo) -> str:
    """Return the guide and practice that a memo is about, named as the sets are; '' for others."""
    names = [each.name for each in (memo.guide, memo.practice) if each]
    return fit_text(": ".join(names))


def _sets(scope: Scope) -> Iterator[Set]:
    """Yield the practices of guides, each a set of the codes that stand for it."""
    for guide, practice, codes in list_practices(scope):
        yield Set(practice.id, f"{guide}: {practice.name}", practice.description, tuple(codes))


def _write_tables(scope: Scope, folder: Path, wishes: Wishes) -> Iterator[Path]:
    slug, dialect = scope.study.slug, _dialect(wishes)
    with closing(_tables(scope)) as tables:
        pages = tables.pages(iterate_leaving(scope))
        if wishes.form is Form.XLSX:
            path = folder / f"{slug}-coding.xlsx"
            write_pages(path, pages)
            yield path
            return
        for page in pages:
            path = folder / f"{slug}-{page.title}.csv"
            write_lines(path, page.names, page.lines, dialect)
            yield path
    path = folder / "README.txt"
    text = readme(_title(scope), scope.codebook.language, open_poll=_is_open_poll(scope))
    path.write_text(text, encoding="utf-8", newline="")
    yield path


def _tables(scope: Scope) -> Tables:
    codes = list(scope.leaving_codes.values())
    questions = {path for each in scope.questionnaires.values() for path in each.questions}
    return Tables(
        codes=codes,
        known=scope.codes.by_id,
        coders=scope.coders,
        closed=list(scope.closed()),
        is_for={
            path: frozenset(code.id for code in codes if scope.codes.is_for(code, path))
            for path in questions
        },
        released=list_released(scope.codebook, scope.codes),
    )


def _dialect(wishes: Wishes) -> Dialect:
    if wishes.form is Form.SHEETS:
        return Dialect(wishes.delimiter, for_spreadsheets=True)
    return EXACT


def _title(scope: Scope) -> str:
    title = scope.study.title
    return fit_text(title.get(scope.codebook.language) or next(iter(title.values()), "")) or str(
        scope.study.slug
    )


def _is_open_poll(scope: Scope) -> bool:
    return any(each.open_poll for each in list_answered(scope.study))
