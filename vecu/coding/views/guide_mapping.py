"""Pages: edit a guide, and map codes to its practices. Nothing is guessed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from vecu.accounts.rules import can_lead_coding
from vecu.coding.actions.guides import (
    GuideChanged,
    GuideRefused,
    change_guide,
    map_codes,
    remove_guide,
)
from vecu.coding.forms.guides import MappingForm, PracticeForms, TranslatedGuideForm
from vecu.coding.models import Code, Practice
from vecu.coding.presenters.coder_workspace import CoderWorkspace
from vecu.coding.queries.guides import find_practice, list_practices
from vecu.coding.queries.memos import list_practice_memos
from vecu.coding.views.guides import get_guide_or_404
from vecu.coding.views.shared import (
    CodingVisit,
    coding_page,
    get_workspace,
    read_reason,
)
from vecu.questionnaires import Wording
from vecu.records.views import WRITE
from vecu.surveys.queries import Study
from vecu.ui.requests import READ_OR_WRITE


@coding_page(can_lead_coding, READ_OR_WRITE)
def change(visit: CodingVisit, guide_id: UUID) -> HttpResponse:
    """Show a guide's texts; a POST changes them, its practices and their order."""
    workspace = get_workspace(visit)
    found = get_guide_or_404(workspace, guide_id)
    data = visit.request.POST.copy() if visit.sent is not None else None
    own = {"translated_from": found.language}
    form = TranslatedGuideForm(data, initial=TranslatedGuideForm.of(found), **own)
    practices = PracticeForms(
        data, initial=PracticeForms.of(found), prefix="practice", form_kwargs=own
    )
    theirs = None
    if data is not None and form.is_valid() and practices.is_valid():
        act = workspace.act(timezone.now(), read_reason(visit.request))
        text, revision = form.text(practices.texts), form.cleaned_data["revision"] or 0
        try:
            change_guide(found, text, act, revision=revision, remove=practices.removed)
        except GuideRefused as refusal:
            form.add_error(None, str(refusal))
        except GuideChanged as refusal:
            form.add_error(None, str(refusal))
            data["revision"] = str(found.revision)
            theirs = found
        else:
            return visit.go_on(_("The guide is changed."), "coding:guide", guide_id)
    context = {"form": form, "practices": practices, "guide": found, "theirs": theirs}
    failed = form.errors or (data is not None and practices.total_error_count())
    return visit.render("coding/change_guide.html", context, status=422 if failed else 200)


@coding_page(can_lead_coding, WRITE)
def remove(visit: CodingVisit, guide_id: UUID) -> HttpResponse:
    """Remove a guide."""
    workspace = get_workspace(visit)
    found = get_guide_or_404(workspace, guide_id)
    remove_guide(found, workspace.act(timezone.now(), read_reason(visit.request)))
    message = _("“%(name)s” is removed. The history keeps its text.")
    return visit.go_on(message % {"name": found.name}, "coding:guides")


@coding_page(can_lead_coding, READ_OR_WRITE)
def practice(visit: CodingVisit, practice_id: UUID) -> HttpResponse:
    """Show a practice and all codes; a POST maps codes to it."""
    workspace = get_workspace(visit)
    found = find_practice(workspace.codebook, practice_id)
    if found is None:
        raise Http404
    beside = list_practices(found.guide)
    own = MappingForm.of(found)
    codes = _mappable(workspace, own["codes"])
    data = visit.request.POST.copy() if visit.sent is not None else None
    form = MappingForm(
        data, initial=own, codes=[(str(code.id), code.name) for code, _depth in codes]
    )
    changed = False
    if data is not None and form.is_valid():
        act, said = workspace.act(timezone.now(), read_reason(visit.request)), form.cleaned_data
        try:
            map_codes(found, said["codes"], act, revision=said["revision"] or 0)
        except GuideRefused as refusal:
            form.add_error(None, str(refusal))
        except GuideChanged as refusal:
            form.add_error(None, str(refusal))
            data["revision"] = str(found.revision)
            changed = True
        else:
            messages.success(visit.request, _("Saved."))
            return _onwards(visit.study, found, beside, to_next="next" in data)
    branches = _branches(codes, form["codes"].value() or [], _elsewhere(beside, found))
    context = {
        "form": form,
        "practice": found,
        "memos": list_practice_memos([found]).get(found.id, ()),
        "codebook": workspace.codebook,
        "branches": [branch for branch in branches if len(branch.lines) > 1],
        "others": [branch.lines[0] for branch in branches if len(branch.lines) == 1],
        "theirs": [code for code, _depth in codes if str(code.id) in own["codes"]],
        "changed": changed,
        "last": found.id == beside[-1].id,
    }
    return visit.render("coding/practice.html", context, status=422 if form.errors else 200)


def _mappable(workspace: CoderWorkspace, mapped: Collection[str]) -> list[tuple[Code, int]]:
    """Return the offered codes, and those mapped to the practice already."""
    offered = {code.id for code, _depth in workspace.codes.offered}
    return [
        (code, depth)
        for code, depth in workspace.codes.lines
        if code.id in offered or str(code.id) in mapped
    ]


@dataclass
class MappingBranch:
    """A top code with its descendants, to tick; unfolded if any is mapped already."""

    names: Wording
    lines: list[dict[str, Any]]

    @property
    def ticked(self) -> int:
        """How many of its codes are mapped to the practice."""
        return sum(line["ticked"] for line in self.lines)

    @property
    def open(self) -> bool:
        """Whether any of its codes is mapped to this practice or another."""
        return any(line["ticked"] or line["elsewhere"] for line in self.lines)


def _branches(
    codes: Sequence[tuple[Code, int]],
    ticked: Collection[str],
    elsewhere: Mapping[UUID, list[Wording]],
) -> list[MappingBranch]:
    """Return the codes to tick, branch by branch, with the other practices of each."""
    branches: list[MappingBranch] = []
    for code, depth in codes:
        if not depth or not branches:
            branches.append(MappingBranch(code.names, []))
        branches[-1].lines.append(
            {
                "code": code,
                "depth": depth,
                "ticked": str(code.id) in ticked,
                "elsewhere": elsewhere.get(code.id, []),
            }
        )
    return branches


def _elsewhere(beside: Sequence[Practice], own: Practice) -> dict[UUID, list[Wording]]:
    """Return for each code the other practices of the guide that it is mapped to."""
    found: dict[UUID, list[Wording]] = {}
    for each in beside:
        if each.id != own.id:
            for code in each.codes.all():
                found.setdefault(code.id, []).append(each.names)
    return found


def _onwards(
    study: Study, practice: Practice, beside: list[Practice], *, to_next: bool
) -> HttpResponse:
    """Redirect to the next practice if requested and there is one, else back."""
    following = [each for each in beside if each.place > practice.place]
    if to_next and following:
        return redirect("coding:practice", slug=study.slug, practice_id=following[0].id)
    return redirect("coding:guide", slug=study.slug, guide_id=practice.guide_id)
