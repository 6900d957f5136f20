"""Guides: those there are, and what people told of beside what one of them says."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vecu.accounts.access import StaffRequest, require
from vecu.accounts.rules import Role, can_code, can_lead_coding
from vecu.coding.actions.guides import GuideRefused, GuideText, begin_guide
from vecu.coding.desk import Desk
from vecu.coding.guide_forms import NewGuideForm
from vecu.coding.guide_table import charts_of, table_of
from vecu.coding.library import UnknownGuide, get_ready_guide, list_ready_guides
from vecu.coding.models import Guide
from vecu.coding.queries.guides import compare, find_guide, list_guides
from vecu.coding.queries.machine import list_counted
from vecu.coding.queries.memos import list_memos
from vecu.coding.queries.stories import stories_with
from vecu.coding.views.desk import audit_figures, counting, desk_for, read_uuid, show
from vecu.coding.views.stories import Behind, read_behind
from vecu.surveys.queries import Study, get_study


@require(can_code, get_study)
@require_http_methods(["GET", "HEAD", "POST"])
def guides(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """List the guides; a POST by who leads begins one, ready or written by the member."""
    desk, language = desk_for(request, study), get_language() or "en"
    if request.method != "POST":
        form = NewGuideForm(initial={"language": language})
    elif not can_lead_coding(role):
        return redirect("coding:guides", slug=study.slug)
    elif "ready" in request.POST:
        return _begin_ready(request, study, desk)
    else:
        form = NewGuideForm(request.POST)
        if form.is_valid():
            try:
                guide = begin_guide(desk.codebook, form.text(form.named), desk.act(timezone.now()))
            except GuideRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The guide is begun. Say what each practice means."))
                return redirect("coding:change-guide", slug=study.slug, guide_id=guide.id)
    context = {
        "form": form,
        "guides": list_guides(desk.codebook),
        "ready": list_ready_guides(language),
    }
    return show(request, "guides", study, role, context, 422 if form.errors else 200)


def _begin_ready(request: StaffRequest, study: Study, desk: Desk) -> HttpResponse:
    try:
        ready = get_ready_guide(request.POST["ready"], get_language() or "en")
    except UnknownGuide:
        raise Http404 from None
    guide = begin_guide(desk.codebook, GuideText.of(ready), desk.act(timezone.now()))
    told = _("The guide is begun. Now say for each practice which codes stand for it.")
    messages.success(request, told)
    return redirect("coding:guide", slug=study.slug, guide_id=guide.id)


@require(can_code, get_study)
@require_safe
def guide(request: StaffRequest, study: Study, role: Role, guide_id: UUID) -> HttpResponse:
    """Show what people told of beside a guide: one sentence, a picture, the table."""
    desk = desk_for(request, study)
    found = guide_named(desk, guide_id)
    texts = list_counted(desk.codebook, desk.codes)
    comparison = compare(found, desk.codes, texts)
    table = table_of(desk.codebook, desk.codes, found, comparison)
    audit_figures(request, study, guide=found.name)
    context = {
        "guide": found,
        "codebook": desk.codebook,
        "comparison": comparison,
        "table": table,
        "memos": list_memos(desk.codebook, guide=found),
        "charts": charts_of(table, get_language() or "en") if table.mapped else [],
    }
    counted = counting(study, desk, texts)
    return show(request, "guide", study, role, context | counted)


@require(can_code, get_study)
@require_safe
def guide_stories(request: StaffRequest, study: Study, role: Role, guide_id: UUID) -> HttpResponse:
    """Show the stories that tell of a practice, or of a code that the guide lacks."""
    desk = desk_for(request, study)
    found = guide_named(desk, guide_id)
    texts = list_counted(desk.codebook, desk.codes)
    comparison = compare(found, desk.codes, texts)
    wanted = read_uuid(request.GET.get("line"))
    lines = {line.id: line for line, _one in (*comparison.practices, *comparison.beyond)}
    if wanted not in lines:
        raise Http404
    codes = lines[wanted].codes
    context = {
        "guide": found,
        "practice": next((each for each in found.practices.all() if each.id == wanted), None),
        "code": desk.codes.by_id.get(wanted),
        "query": f"line={wanted}",
    }
    behind = Behind(stories_with(texts, codes), codes, texts)
    read = read_behind(request, study, desk, behind)
    return show(request, "guide_stories", study, role, context | read)


def guide_named(desk: Desk, guide_id: UUID) -> Guide:
    """Return a guide of the codebook; 404 where there is none."""
    found = find_guide(desk.codebook, guide_id)
    if found is None:
        raise Http404
    return found
