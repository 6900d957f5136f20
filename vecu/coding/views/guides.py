"""Pages: the guides, and the practices mentioned beside those of one guide."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vecu.accounts.rules import can_code, can_lead_coding
from vecu.coding.actions.guides import GuideRefused, GuideText, create_guide
from vecu.coding.forms.guides import NewGuideForm
from vecu.coding.library import (
    UnknownGuide,
    get_ready_guide,
    list_ready_guides,
    list_ready_translations,
)
from vecu.coding.models import Guide
from vecu.coding.presenters.coder_workspace import CoderWorkspace
from vecu.coding.presenters.guide_table import build_guide_table, draw_charts
from vecu.coding.queries.autocoding import list_counted_text_codes
from vecu.coding.queries.coded_stories import list_stories_with_codes
from vecu.coding.queries.guides import find_guide, get_comparison, list_guides
from vecu.coding.queries.memos import list_memos
from vecu.coding.views.coded_stories import StorySelection, build_stories_context
from vecu.coding.views.shared import (
    CodingVisit,
    audit_figures,
    build_counts_context,
    coding_page,
    get_workspace,
    read_uuid,
)
from vecu.ui.requests import READ_OR_WRITE


@coding_page(can_code, READ_OR_WRITE)
def guides(visit: CodingVisit) -> HttpResponse:
    """List the guides; a POST by a lead adds one, from the library or written by the member."""
    workspace, language = get_workspace(visit), get_language() or "en"
    if visit.sent is None:
        form = NewGuideForm(initial={"language": language})
    elif not can_lead_coding(visit.role):
        return redirect("coding:guides", slug=visit.study.slug)
    elif "ready" in visit.request.POST:
        return _begin_ready(visit, workspace)
    else:
        form = NewGuideForm(visit.request.POST)
        if form.is_valid():
            try:
                guide = create_guide(
                    workspace.codebook, form.text(form.named), workspace.act(timezone.now())
                )
            except GuideRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                message = _("The guide is created. Say what each practice means.")
                return visit.go_on(message, "coding:change-guide", guide.id)
    context = {
        "form": form,
        "guides": list_guides(workspace.codebook),
        "ready": list_ready_guides(language),
    }
    return visit.render("coding/guides.html", context, status=422 if form.errors else 200)


def _begin_ready(visit: CodingVisit, workspace: CoderWorkspace) -> HttpResponse:
    try:
        ready = get_ready_guide(visit.request.POST["ready"], get_language() or "en")
    except UnknownGuide:
        raise Http404 from None
    text = GuideText.of(ready, list_ready_translations(ready))
    guide = create_guide(workspace.codebook, text, workspace.act(timezone.now()))
    message = _("The guide is created. Now choose the codes that match each practice.")
    return visit.go_on(message, "coding:guide", guide.id)


@coding_page(can_code)
def guide(visit: CodingVisit, guide_id: UUID) -> HttpResponse:
    """Compare mentions with a guide: one sentence, a chart, the table."""
    workspace = get_workspace(visit)
    found = get_guide_or_404(workspace, guide_id)
    texts = list_counted_text_codes(workspace.codebook, workspace.codes)
    comparison = get_comparison(found, workspace.codes, texts)
    table = build_guide_table(workspace.codebook, workspace.codes, found, comparison)
    audit_figures(visit, guide=found.name)
    context = {
        "guide": found,
        "codebook": workspace.codebook,
        "comparison": comparison,
        "table": table,
        "memos": list_memos(workspace.codebook, guide=found),
        "charts": draw_charts(table, get_language() or "en") if table.mapped else [],
    }
    counted = build_counts_context(visit.study, workspace, texts)
    return visit.render("coding/guide.html", context | counted)


@coding_page(can_code)
def guide_stories(visit: CodingVisit, guide_id: UUID) -> HttpResponse:
    """Show the stories that mention a practice, or a code that the guide lacks."""
    workspace = get_workspace(visit)
    found = get_guide_or_404(workspace, guide_id)
    texts = list_counted_text_codes(workspace.codebook, workspace.codes)
    comparison = get_comparison(found, workspace.codes, texts)
    wanted = read_uuid(visit.request.GET.get("line"))
    lines = {line.id: line for line, _one in (*comparison.practices, *comparison.beyond)}
    if wanted not in lines:
        raise Http404
    codes = lines[wanted].codes
    context = {
        "guide": found,
        "practice": next((each for each in found.practices.all() if each.id == wanted), None),
        "code": workspace.codes.by_id.get(wanted),
        "query": f"line={wanted}",
    }
    behind = StorySelection(list_stories_with_codes(texts, codes), codes, texts)
    read = build_stories_context(visit, workspace, behind)
    return visit.render("coding/guide_stories.html", context | read)


def get_guide_or_404(workspace: CoderWorkspace, guide_id: UUID) -> Guide:
    """Return a guide of the codebook; 404 if there is none."""
    found = find_guide(workspace.codebook, guide_id)
    if found is None:
        raise Http404
    return found
