"""The Data page: select format, language and shape, then download; say where imports come from."""

from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any, cast
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role, can_bring_answers_in, can_take_data_out
from vecu.accounts.views.fresh_sign_in import require_fresh_sign_in
from vecu.coding.queries import has_finished_texts
from vecu.datasets import actions, queries
from vecu.datasets.dictionary.errors import ExportRefused
from vecu.datasets.exporting.package import ExportOptions
from vecu.datasets.forms.export import ExportForm, build_export_fields
from vecu.datasets.forms.import_source import (
    SourceRow,
    build_source_rows,
    read_source,
    say_source_problems,
)
from vecu.datasets.rules import (
    MAX_DOWNLOAD_BYTES,
    MAX_DOWNLOAD_PEOPLE,
    ImportSource,
    estimate_export_seconds,
)
from vecu.surveys.queries import (
    Study,
    VersionAnswers,
    get_files_size,
    get_study,
    list_answered_versions,
    list_current_version,
)
from vecu.surveys.rules import Mode


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(can_take_data_out, get_study)
def data(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Show the export form; on POST, write the files and send them as one archive."""
    found = list_answered_versions(study) or list_current_version(study)
    if request.method != "POST":
        return _page(request, study, role, found, ExportForm(languages=_languages(found)))
    form = ExportForm(request.POST, languages=_languages(found))
    if not form.is_valid():
        return _page(
            request, study, role, found, form, _("Choose a format, a language and a shape.")
        )
    if sum(each.people for each in found) > MAX_DOWNLOAD_PEOPLE:
        return _page(request, study, role, found, form, _too_many())
    if form.export_options().with_files and get_files_size(found).bytes > MAX_DOWNLOAD_BYTES:
        return _page(request, study, role, found, form, _too_heavy())
    require_fresh_sign_in(request)
    try:
        return cast(
            HttpResponse, _archive(request, study, form.export_options())
        )  # decorators want one
    except ExportRefused as error:
        return _page(request, study, role, found, form, error.say(get_language() or "en"))


@require_POST
@require_permission(can_bring_answers_in, get_study)
def origin(
    request: StaffRequest, study: Study, role: Role, file: UUID | None = None
) -> HttpResponse:
    """Store the name and origin of a file that was imported before."""
    now = timezone.now()
    imported = queries.find_imported_file(study, file, timezone.localdate(now))
    if imported is None:
        raise Http404(_("No answers of this study come from this file."))
    source = read_source(request.POST)
    if source.problems:
        found = list_answered_versions(study) or list_current_version(study)
        form = ExportForm(languages=_languages(found))
        return _page(request, study, role, found, form, refused=(str(file or ""), source))
    actions.state_origin(study, imported, source, by=request.user.get_username(), now=now)
    messages.success(
        request,
        _(
            "Saved. Figures that you release after counting the people again will say it; those "
            "that are public stay as they are."
        ),
    )
    return redirect("datasets:data", study.slug)


def _archive(request: StaffRequest, study: Study, wishes: ExportOptions) -> FileResponse:
    """Return the files as one archive, which is deleted from the server once it is sent."""
    with TemporaryDirectory(prefix="vecu-") as folder:
        actor = request.user.get_username()
        files = actions.export_data(study, Path(folder), wishes, actor=actor, now=timezone.now())
        archive = TemporaryFile()  # noqa: SIM115 - closed, and so deleted, by the response
        with ZipFile(archive, "w", ZIP_DEFLATED) as held:
            for file in files:
                name = file.relative_to(folder).as_posix()
                stored = file.parent != Path(folder)
                held.write(file, name, ZIP_STORED if stored else ZIP_DEFLATED)
    archive.seek(0)
    name = f"{study.slug}-{wishes.format}-{timezone.localdate():%Y-%m-%d}.zip"
    return FileResponse(archive, as_attachment=True, filename=name)


def _page(
    request: StaffRequest,
    study: Study,
    role: Role,
    found: list[VersionAnswers],
    form: ExportForm,
    problem: str = "",
    refused: tuple[str, ImportSource] | None = None,
) -> HttpResponse:
    """Show the page; `refused` is what was typed of a file's origin, with the file's id."""
    if refused:
        problem = next(iter(refused[1].problems.values())).say(get_language() or "en")
    people = sum(each.people for each in found)
    columns = max((len(each.questionnaire.questions) for each in found), default=0)
    context: dict[str, Any] = {
        "study": study,
        "role": role,
        "people": people,
        "versions": len(found),
        "open_poll": any(each.open_poll for each in found),
        "fields": build_export_fields(
            form,
            get_language() or "en",
            get_files_size(found),
            answered=bool(people),
            coded=bool(people) and has_finished_texts(study),
        )
        if found
        else [],
        "seconds": estimate_export_seconds(people, columns),
        "problem": problem,
        "problem_at": "origins" if refused else "form",
        "sources": _list_sources(study, found, refused),
    }
    status = 422 if problem else 200
    return render(request, "datasets/data.html", context, status=status)


def _list_sources(
    study: Study, found: list[VersionAnswers], refused: tuple[str, ImportSource] | None
) -> list[SourceRow]:
    """Return the forms for the origin of imported files, none where no answer was imported."""
    fieldings = [fielding for part in found if part.people for fielding in part.fieldings]
    if not any(Mode(each.mode) is Mode.IMPORTED for each in fieldings):
        return []
    files = {
        str(each.pk): ImportSource(each.name, each.origin)
        for each in queries.list_imported_files(study)
    }
    at, typed = refused or (None, ImportSource("", ""))
    problems = say_source_problems(typed, get_language() or "en") if refused else {}
    return build_source_rows(files, typed, at, problems)


def _languages(found: list[VersionAnswers]) -> list[str]:
    """Return the languages of the questionnaires, the reader's own first if it is among them."""
    languages = dict.fromkeys(code for each in found for code in each.questionnaire.languages)
    own = get_language() or "en"
    return sorted(languages, key=lambda code: code != own) or [own]


def _too_many() -> str:
    return _(
        "More than %(most)s people have answered, which is too much for one page. Ask whoever runs "
        "the laboratory to use the command “vecu export”."
    ) % {"most": MAX_DOWNLOAD_PEOPLE}


def _too_heavy() -> str:
    return _(
        "The files that people gave have more than %(most)s MB together, which is too much for one "
        "page. Leave them out, or ask whoever runs the laboratory to use “vecu export --files”."
    ) % {"most": MAX_DOWNLOAD_BYTES // 1_000_000}
