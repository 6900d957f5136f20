"""Page: whole stories that their authors let everybody read, to check and publish."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from vecu.accounts.rules import can_lead_coding
from vecu.coding.actions.annotate import TextGone
from vecu.coding.actions.release_quotation import ReleaseRefused
from vecu.coding.actions.whole_stories import publish_story, withhold_story
from vecu.coding.queries.whole_stories import list_story_reviews
from vecu.coding.spans import split_segments
from vecu.coding.views.shared import CodingVisit, audit_reading, coding_page, get_workspace
from vecu.ui.requests import READ_OR_WRITE


@coding_page(can_lead_coding, READ_OR_WRITE)
def whole_stories(visit: CodingVisit) -> HttpResponse:
    """List these stories, those first that a reader took down; publish or withhold one."""
    workspace, problem = get_workspace(visit), ""
    sent = visit.request.POST
    if key := sent.get("story", ""):
        act = workspace.act(timezone.now())
        try:
            if sent.get("do") == "publish":
                publish_story(workspace.codebook, key, act, checked="checked" in sent)
                visit.audit("published whole story", "", {"story": key})
                return visit.go_on(_("Everybody can read this story now."), "coding:whole-stories")
            withhold_story(workspace.codebook, key, act)
        except TextGone:
            return visit.render("coding/gone.html", {}, status=410)
        except ReleaseRefused as refusal:
            problem = str(refusal)
        else:
            visit.audit("withheld whole story", "", {"story": key})
            return visit.go_on(_("Nobody can read this story whole."), "coding:whole-stories")
    reviews = list_story_reviews(workspace.codebook)
    reviews.sort(key=lambda each: each.stored is None or each.stored.state != "taken down")
    audit_reading(visit, [each.answer for each in reviews])
    lines = [
        (
            each,
            [
                (
                    part,
                    split_segments(part.text, [(flag.span, _(flag.kind.label)) for flag in flags]),
                )
                for part, flags in each.parts
            ],
        )
        for each in reviews
    ]
    context = {"lines": lines, "problem": problem, "refused": key if problem else ""}
    return visit.render("coding/whole_stories.html", context, status=422 if problem else 200)
