"""What authors have brought: taken from their forms, looked at, shown with what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vecu.accounts.access import StaffRequest
from vecu.questionnaires import Inspection, Kind, inspect
from vecu.surveys.actions import Brought, Written, lay_on_desk, take_off_desk
from vecu.surveys.actions.attaching import Fit, files_at_hand, kind_of
from vecu.surveys.authoring_forms import MAX_BODY_BYTES, MAX_WORKBOOK_BYTES, WorkbookForm
from vecu.surveys.models import Attachment, DeskFile, Study
from vecu.surveys.queries.attachments import attached_before
from vecu.surveys.queries.desks import Desk, desk_of, len_of

OFF = "off"
"""The name of the button that takes a file off the desk; its value is the file's."""


@dataclass(frozen=True, slots=True)
class Line:
    """One file as the page lists it; `off` is what its button sends, `version` whence it is kept.

    `idle` tells that the workbook, which was looked at, does not name it.
    """

    name: str
    what: str
    size: int
    off: str = ""
    version: int = 0
    idle: bool = False


def reader() -> str:
    """Return the language of the page."""
    return get_language() or "en"


def too_large(request: StaffRequest) -> HttpResponse | None:
    """Explain a body beyond the bound before anything of it is read."""
    announced = request.headers.get("Content-Length", "")
    if not announced.isdecimal() or int(announced) <= MAX_BODY_BYTES:
        return None
    message = _(
        "What was sent is larger than %(most)s MB. Go back and bring the files in several goes: "
        "what you brought before is still there. The workbook itself may have %(workbook)s MB."
    )
    limits = {
        "most": MAX_BODY_BYTES // 1_000_000,
        "workbook": MAX_WORKBOOK_BYTES // 1_000_000,
    }
    found = {"message": message % limits, "status": 413}
    return render(request, "ui/explain.html", found, status=413)


def lay(
    request: StaffRequest, study: Study | None, form: WorkbookForm, picked: Written | None = None
) -> Desk:
    """Keep what a form brought, or what was picked in the library; note what could not be kept.

    The button that takes a file off does so after that.
    """
    owner, today = request.user.pk, timezone.localdate()
    brought = form.brought
    if brought.workbook is None and picked is not None:
        brought = Brought(picked, brought.files)
    for message in lay_on_desk(owner, study, brought, today=today):
        form.add_error("beside", message.say(reader()))
    if off := _uuid(request.POST.get(OFF, "")):
        take_off_desk(owner, study, {off})
    return desk_of(owner, study)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def look(study: Study | None, name: str, content: bytes, files: Iterable[Fit]) -> Inspection:
    """Look at a workbook with the files that come with it and those of versions before."""
    return inspect(content, name, language=reader(), files=files_at_hand(study, files))


def written(file: DeskFile) -> Written:
    """Return the workbook that lies on a desk."""
    return Written(bytes(file.content), file.name)


def lines(desk: Desk, inspection: Inspection | None) -> list[Line]:
    """Return what lies on a desk, the workbook first, to be listed with a button for each."""
    held = [*([desk.workbook] if desk.workbook else []), *desk.files]
    return [
        Line(
            one.name,
            _("workbook") if one.workbook else said(one.type),
            len_of(one),
            off=str(one.pk),
            idle=inspection is not None and not one.workbook and one.name not in inspection.named,
        )
        for one in held
    ]


def coming(study: Study, desk: Desk, inspection: Inspection) -> list[Line]:
    """Return the files that the version will have, those from versions before included."""
    new, before = {one.name: one for one in desk.files}, attached_before(study)
    found = []
    for name in sorted(inspection.named):
        if name in new:
            found.append(Line(name, said(new[name].type), len_of(new[name])))
        elif name in before:
            found.append(kept(before[name]))
    return found


def kept(file: Attachment) -> Line:
    """Return a file that a version has."""
    number, size = getattr(file, "number", 0), getattr(file, "size", 0)
    return Line(file.name, said(file.type), size, version=number)


def said(type_: str) -> str:
    """Say what a file is."""
    words = {Kind.IMAGE: _("picture"), Kind.AUDIO: _("sound"), Kind.VIDEO: _("film")}
    kind = kind_of(type_)
    return words[kind] if kind else _("list")
