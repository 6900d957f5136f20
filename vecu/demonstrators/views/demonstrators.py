"""Demonstrators, for everybody: nothing that is typed or chosen is stored, logged or sent on."""

from functools import partial
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_http_methods, require_safe

from vecu.demonstrators.machines.catalogue import find_demonstrator
from vecu.demonstrators.machines.interface import Demonstrator, Entry, EntryRefused
from vecu.demonstrators.machines.kinds import group_demonstrators
from vecu.demonstrators.published_words import Topic, list_published_claims, list_published_words
from vecu.ui.templatetags.ui import current_language

TOPICS = {"exposure": Topic.CREATIVE_USE, "generative-assistant": Topic.STRATEGIES}
"""Demonstrators beside which stands what people of this laboratory’s inquiries wrote, on what.

They are read only where the page shows them.
"""
MOST_WORDS = 4


@require_safe
def show_demonstrators(request: HttpRequest) -> HttpResponse:
    """List them, by what their machines do."""
    context = {"groups": group_demonstrators()}
    return render(request, "demonstrators/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def show_demonstrator(request: HttpRequest, name: str) -> HttpResponse:
    """Show one, and play it with what the form carries."""
    demonstrator = find_demonstrator(name)
    if demonstrator is None:
        raise Http404
    entry, problem, language = _read_entry(request, demonstrator), "", current_language()
    try:
        scene = demonstrator.play(entry, language)
    except EntryRefused as refused:
        problem, scene = refused.say(language), demonstrator.play({}, language)
    template = f"demonstrators/{name.replace('-', '_')}.html"
    context = {
        "demonstrator": demonstrator,
        "entry": {field: values[0] for field, values in entry.items() if values},
        "scene": scene,
        "problem": problem,
    }
    if settings.ASSISTANT_URL and name == "generative-assistant":
        context["takes_prompts"] = True
    if topic := TOPICS.get(name):
        context["published"] = SimpleLazyObject(
            partial(list_published_words, language, MOST_WORDS, topic)
        )
        context["claims"] = SimpleLazyObject(
            partial(list_published_claims, language, MOST_WORDS, topic)
        )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _read_entry(request: HttpRequest, demonstrator: Demonstrator) -> Entry:
    """Return the fields of the form; what people type never counts from an address."""
    sent: QueryDict = request.POST if request.method == "POST" else request.GET
    allowed = {*sent} if request.method == "POST" else {*sent} - demonstrator.typed
    return {field: sent.getlist(field) for field in sorted(allowed)}
