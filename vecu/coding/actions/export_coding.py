"""Export coding: a project or codebook for other programs, or tables."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext as _

from vecu.accounts.actions import record_audit_event
from vecu.coding.interchange.export_codes import build_refi_codes
from vecu.coding.interchange.export_project import ProjectFrame, ProjectStream
from vecu.coding.interchange.export_tables import CodingTables
from vecu.coding.interchange.readme import format_caution, format_readme
from vecu.coding.models import Memo
from vecu.coding.queries.export_coding import (
    ExportScope,
    get_authors,
    iter_export_records,
    list_exported_memos,
    list_exported_texts,
    list_practices,
)
from vecu.coding.queries.quotations import list_released_quotations
from vecu.coding.refi import RefiNote, RefiSet, fit_text, write_codebook, write_project
from vecu.errors import VecuError
from vecu.surveys.queries import list_answered_versions
from vecu.tables import EXACT, Dialect, write_csv, write_xlsx


class NothingToExport(VecuError):
    """The study has no coding to export."""


class CodingExportFormat(StrEnum):
    """The formats in which coding can be exported."""

    QDPX = "qdpx"
    XLSX = "xlsx"
    SHEETS = "sheets"
    CSV = "csv"
    QDC = "qdc"


@dataclass(frozen=True, slots=True)
class CodingExportOptions:
    """Options of an export; `delimiter` applies to CSV for spreadsheets only."""

    form: CodingExportFormat
    delimiter: str = ";"


def write_coding_export(
    scope: ExportScope, folder: Path, wishes: CodingExportOptions, *, actor: str, now: datetime
) -> list[Path]:
    """Write a study's coding into an empty `folder` and return the files, named after the study.

    Texts stream from the database. The export is audited before anything is written. Raise
    `NothingToExport`, `ProjectNotWritten` or `TableTooLarge`; discard what was written by then.
    """
    if wishes.form is not CodingExportFormat.QDC and not list_exported_texts(scope).exists():
        raise NothingToExport(
            _(
                "No text has been finished by all of its coders yet. Wait until some are,"
                " or export all texts to code them elsewhere."
            )
        )
    detail = {"format": wishes.form.value, "which": scope.which.value}
    record_audit_event(
        actor, "took coding out", scope.study.scope, scope.study.slug, detail, now=now
    )
    match wishes.form:
        case CodingExportFormat.QDC:
            return [_write_codebook(scope, folder / f"{scope.study.slug}-codebook.qdc")]
        case CodingExportFormat.QDPX:
            return [_write_project(scope, folder / f"{scope.study.slug}-coding.qdpx")]
        case _:
            return list(_write_tables(scope, folder, wishes))


def _write_codebook(scope: ExportScope, path: Path) -> Path:
    codes = build_refi_codes(scope.leaving_codes.values(), scope.codes.final())
    sets = list(_sets(scope))
    with path.open("wb") as file:
        write_codebook(file, codes, sets, language=scope.codebook.language)
    return path


def _write_project(scope: ExportScope, path: Path) -> Path:
    with path.open("wb") as file, closing(ProjectStream(_frame(scope))) as pieces:
        project = pieces.of(iter_export_records(scope))
        write_project(file, project, language=scope.codebook.language)
    return path


def _frame(scope: ExportScope) -> ProjectFrame:
    language = scope.codebook.language
    codes = build_refi_codes(scope.leaving_codes.values(), scope.codes.final())
    questions = {
        path: question
        for questionnaire in reversed(scope.questionnaires.values())
        for path, question in questionnaire.questions.items()
    }
    return ProjectFrame(
        name=_title(scope),
        description=format_caution(language, open_poll=_is_open_poll(scope)),
        codes=tuple(codes),
        sets=tuple(_sets(scope)),
        coders=scope.coders,
        notes=tuple(_notes(scope)),
        closed=scope.closed(),
        labels={path: question.label.say(language) for path, question in questions.items()},
        language=language,
    )


def _notes(scope: ExportScope) -> Iterator[RefiNote]:
    """Yield memos, named after an author who is no coder here, else after their subject.

    The standard ties notes to codes, texts and codings. Memos on adjudications or quotations go
    with the text; those on guides or practices with the project, which their name says.
    """
    counts_as, known = scope.counts_as(), get_authors(scope)
    for memo in list_exported_memos(scope):
        code = counts_as.get(memo.code_id) if memo.code_id else None
        about = memo.coding_id or memo.verbatim_id or code
        yield RefiNote(
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


def _sets(scope: ExportScope) -> Iterator[RefiSet]:
    """Yield the practices of guides, each a set of the codes that stand for it."""
    for guide, practice, codes in list_practices(scope):
        yield RefiSet(practice.id, f"{guide}: {practice.name}", practice.description, tuple(codes))


def _write_tables(scope: ExportScope, folder: Path, wishes: CodingExportOptions) -> Iterator[Path]:
    slug, dialect = scope.study.slug, _dialect(wishes)
    with closing(_tables(scope)) as tables:
        pages = tables.iter_pages(iter_export_records(scope))
        if wishes.form is CodingExportFormat.XLSX:
            path = folder / f"{slug}-coding.xlsx"
            write_xlsx(path, pages)
            yield path
            return
        for page in pages:
            path = folder / f"{slug}-{page.title}.csv"
            write_csv(path, page.names, page.lines, dialect)
            yield path
    path = folder / "README.txt"
    text = format_readme(_title(scope), scope.codebook.language, open_poll=_is_open_poll(scope))
    path.write_text(text, encoding="utf-8", newline="")
    yield path


def _tables(scope: ExportScope) -> CodingTables:
    codes = list(scope.leaving_codes.values())
    questions = {path for each in scope.questionnaires.values() for path in each.questions}
    return CodingTables(
        codes=codes,
        known=scope.codes.by_id,
        coders=scope.coders,
        closed=list(scope.closed()),
        is_for={
            path: frozenset(code.id for code in codes if scope.codes.is_for(code, path))
            for path in questions
        },
        released=list_released_quotations(scope.codebook, scope.codes),
    )


def _dialect(wishes: CodingExportOptions) -> Dialect:
    if wishes.form is CodingExportFormat.SHEETS:
        return Dialect(wishes.delimiter, for_spreadsheets=True)
    return EXACT


def _title(scope: ExportScope) -> str:
    title = scope.study.title
    return fit_text(title.get(scope.codebook.language) or next(iter(title.values()), "")) or str(
        scope.study.slug
    )


def _is_open_poll(scope: ExportScope) -> bool:
    return any(each.open_poll for each in list_answered_versions(scope.study))
