"""What everybody reads of the dialogue about a published system."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vecu.dialogue.presenters.public_page import lay_out_dialogue
from vecu.dialogue.queries import get_dialogue_detail
from vecu.dialogue.sections import CLAUSE_EFFECT, CONSULTATIONS, NEGOTIATIONS, WORKSHOPS
from vecu.dialogue.version_links import map_version_links
from vecu.evidence.sources import Audience
from vecu.register.queries import find_system_by_slug
from vecu.register.rules import RIGHT_TO_REFUSE
from vecu.ui.page_headers import keep_out_of_caches


@require_safe
@keep_out_of_caches
def show_dialogue(request: HttpRequest, slug: str) -> HttpResponse:
    """Show workshops, consultations and agreements apart, with what came of them."""
    system = find_system_by_slug(slug)
    if system is None or system.published is None:
        raise Http404
    today = timezone.localdate()
    detail = get_dialogue_detail(system.scope, Audience.EVERYBODY, today)
    context = {
        "system": system,
        "dialogue": lay_out_dialogue(detail, today, map_version_links(system)),
        "workshops": WORKSHOPS,
        "consultations": CONSULTATIONS,
        "negotiations": NEGOTIATIONS,
        "clause_effect": _(CLAUSE_EFFECT),
        "right_to_refuse": _(RIGHT_TO_REFUSE),
    }
    return render(request, "dialogue/public_dialogue.html", context)
