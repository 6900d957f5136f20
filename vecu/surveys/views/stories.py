"""Reading what people said: the list, one person, the figures, how far people came. All audited."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.access import StaffRequest, require
from vecu.accounts.actions import record
from vecu.accounts.rules import Role
from vecu.questionnaires import Group, Questionnaire
from vecu.surveys.cleaning import type_named
from vecu.surveys.completion import completion
from vecu.surveys.figures import Distribution, describe, describe_completion
from vecu.surveys.models import Answer, Fielding, Study
from vecu.surveys.queries import current_fielding, find_file, get_study, questionnaire_for
from vecu.surveys.queries.stories import (
    count_found,
    count_people,
    get_people,
    get_person,
    list_fieldings,
    list_languages,
    neighbours,
    people_on,
    stopped_at,
    tally,
)
from vecu.surveys.reading import asks_to_quote, gist, hits, lay_out, mark, may_quote
from vecu.surveys.rules import Mode, allows_prevalence
from vecu.surveys.selecting import SelectionForm
from vecu.surveys.staff_forms import language_name
from vecu.surveys.tallies import COUNTED, Counts, Selection, count_stories
from vecu.surveys.views.studies import show

PEOPLE_A_PAGE = 25
HITS_A_PERSON = 3
"""Excerpts shown of one person in the list; how many more there are is said."""


@dataclass(frozen=True, slots=True)
class Way:
    """A fielding that can be read: how many people are found in it, and the query that shows them.

    `found` is None where it does not ask what was chosen; the query shows everybody then.
    """

    fielding: Fielding
    found: int | None
    query: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a member is looking at: one fielding, and a selection of its answers."""

    fielding: Fielding
    questionnaire: Questionnaire
    form: SelectionForm
    language: str
    choosable: list[Fielding]

    @property
    def query(self) -> str:
        """The query string that leads to the same reading on another page."""
        several = f"fielding={self.fielding.id}" if len(self.choosable) > 1 else ""
        return "&".join(part for part in (several, self.form.query) if part)

    @property
    def ways(self) -> list[Way]:
        """All fieldings of the study, none where there is but one: others hold answers too."""
        return [self._way(each) for each in self.choosable] if len(self.choosable) > 1 else []

    def _way(self, fielding: Fielding) -> Way:
        questionnaire = questionnaire_for(fielding)
        languages = list_languages(fielding)
        form = SelectionForm(self.form.data, questionnaire, languages, self.language)
        same = form.is_valid() and form.chosen == self.form.chosen
        found = count_found(fielding, form.selection) if same else None
        query = "&".join(part for part in (f"fielding={fielding.id}", form.query) if part)
        return Way(fielding, found, query if same else f"fielding={fielding.id}")

    @property
    def told(self) -> dict[str, Any]:
        """What every reading page shows."""
        groups = self.questionnaire.groups.values()
        return {
            "reading": self,
            "form": self.form,
            "narrowed": bool(self.form.chosen or self.form.errors),
            "words": "".join(self.form.chosen.get("words", ())),
            "imported": self.fielding.mode == Mode.IMPORTED,
            "has_stories": any(group.repeats for group in groups),
        }


def _reading(request: StaffRequest, study: Study) -> Reading:
    """Return what the query string asks for; 404 for a fielding that is not the study's."""
    choosable = list_fieldings(study)
    wanted = request.GET.get("fielding")
    if wanted:
        found = [each for each in choosable if str(each.id) == wanted]
    else:
        found = _first_to_read(study, choosable)
    if not found:
        raise Http404
    questionnaire = questionnaire_for(found[0])
    language = get_language() or ""
    form = SelectionForm(request.GET, questionnaire, list_languages(found[0]), language)
    return Reading(found[0], questionnaire, form, language, choosable)


def _first_to_read(study: Study, choosable: list[Fielding]) -> list[Fielding]:
    """Return, first of all, the fielding that people come to, or one that holds answers."""
    current = current_fielding(study, timezone.localdate())
    first = [each for each in choosable if current is None or each.id == current.id]
    return [each for each in first + choosable if count_people(each)] or first


def _audit(
    request: StaffRequest, study: Study, verb: str, reading: Reading, target: str = ""
) -> None:
    chosen = {name: ", ".join(values) for name, values in reading.form.chosen.items()}
    record(
        request.user.get_username(),
        verb,
        study.id,
        target,
        {"fielding": str(reading.fielding.id), **chosen},
        now=timezone.now(),
    )


@require(allowed.can_read_stories, get_study)
@require_safe
def people(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """List the people whose answers the selection admits, the latest day first."""
    reading = _reading(request, study)
    if not reading.form.is_valid():
        return show(request, "people", study, role, reading.told, 422)
    selection = reading.form.selection
    typed = request.GET.get("page", "")[:6]
    wanted = max(1, int(typed)) if typed.isascii() and typed.isdigit() else 1
    ids, found = people_on(reading.fielding, selection, wanted, PEOPLE_A_PAGE)
    page = Paginator(range(found), PEOPLE_A_PAGE).get_page(wanted)
    if page.number != wanted:  # there are fewer by now: the last page is shown
        ids, _found = people_on(reading.fielding, selection, page.number, PEOPLE_A_PAGE)
    lines = [_line(reading, selection, answer) for answer in get_people(ids)]
    _audit(request, study, "read list", reading)
    context = {"page": page, "lines": lines, "found": found}
    return show(request, "people", study, role, reading.told | context)


def _line(reading: Reading, selection: Selection, answer: Answer) -> dict[str, Any]:
    """Return what the list shows of one person: of their stories, those that were asked for."""
    values = selection.narrow(reading.questionnaire, answer.values)
    search = selection.search
    found = hits(reading.questionnaire, values, search, answer.language) if search else []
    return {
        "answer": answer,
        "gist": gist(reading.questionnaire, values),
        "hits": found[:HITS_A_PERSON],
        "more": len(found[HITS_A_PERSON:]),
        "stories": count_stories(reading.questionnaire, answer.values),
        "spoken": language_name(answer.language),
    }


@require(allowed.can_read_stories, get_study)
@require_safe
def person(request: StaffRequest, study: Study, role: Role, answer_id: UUID) -> HttpResponse:
    """Show what one person said, with the way to the next one of the same selection."""
    reading = _reading(request, study)
    answer = get_person(reading.fielding, answer_id)
    if answer is None:
        raise Http404
    valid = reading.form.is_valid()
    selection = reading.form.selection if valid else Selection()
    _audit(request, study, "read answer", reading, str(answer.id))
    parts = lay_out(reading.questionnaire, answer.values, answer.day, get_language() or "en")
    if selection.search:
        parts = mark(parts, selection.search, answer.language)
    context = {
        "answer": answer,
        "parts": parts,
        "may_quote": may_quote(answer.values),
        "asked_to_quote": asks_to_quote(reading.questionnaire),
        "spoken": language_name(answer.language),
        "around": neighbours(reading.fielding, selection, answer),
    }
    return show(request, "person", study, role, reading.told | context)


@require(allowed.can_read_stories, get_study)
@require_safe
def file(
    request: StaffRequest, study: Study, role: Role, answer_id: UUID, name: str
) -> HttpResponse:
    """Hand out a file that one person gave, to be kept beside the browser and not shown in it."""
    reading = _reading(request, study)
    answer = get_person(reading.fielding, answer_id)
    content = find_file(answer.pk, name) if answer else None
    if answer is None or content is None:
        raise Http404
    _audit(request, study, "read file", reading, str(answer.id))
    response = HttpResponse(content, content_type=type_named(name))
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@require(allowed.can_see_counts, get_study)
@require_safe
def figures(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Show counts as they stand, one distribution for each question that can be counted.

    htmx asks again for what is counted, every 20 seconds: those visits are the same reading, so
    they are not audited again.
    """
    reading = _reading(request, study)
    if not reading.form.is_valid():
        return show(request, "figures", study, role, reading.told, 422)
    counts = tally(reading.fielding, reading.form.selection, COUNTED)
    context = _headline(counts) | {
        "parts": _by_part(reading, counts),
        "counts_only": not allows_prevalence(Mode(reading.fielding.mode)),
    }
    if "HX-Request" in request.headers:
        return show(request, "live_figures", study, role, reading.told | context)
    _audit(request, study, "read figures", reading)
    return show(request, "figures", study, role, reading.told | context)


def _headline(counts: Counts) -> dict[str, Any]:
    each = counts.stories / counts.people if counts.people else 0
    return {"counts_now": counts, "stories_each": number_format(round(each, 1), decimal_pos=1)}


def _by_part(reading: Reading, counts: Counts) -> list[tuple[str, list[Distribution]]]:
    """Return the distributions under the label of the top-level group that they belong to.

    Those of questions outside of groups stand together, under ''.
    """
    root = reading.questionnaire.root
    labels = {
        child.name: child.label.say(reading.language)
        for child in root.children
        if isinstance(child, Group)
    }
    parts: dict[str, list[Distribution]] = {}
    for path, tally_ in counts.tallies.items():
        top = path.split("/", 3)[2]
        place = top if top in labels else ""
        parts.setdefault(place, []).append(describe(tally_, reading.language))
    return [(labels.get(place, ""), distributions) for place, distributions in parts.items()]


@require(allowed.can_see_counts, get_study)
@require_safe
def completed(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Show for each question how many were asked, answered, left it blank and stopped there.

    A selection leaves out who stopped: what they have answered so far is not looked at.
    """
    reading = _reading(request, study)
    if not reading.form.is_valid():
        return show(request, "completion", study, role, reading.told, 422)
    counts = tally(reading.fielding, reading.form.selection)
    stopped = stopped_at(reading.fielding, timezone.localdate())
    lines = completion(reading.questionnaire, counts, stopped)
    _audit(request, study, "read completion", reading)
    context = {
        "lines": lines,
        "counts_now": counts,
        "stopped": sum(stopped.values()),
        "distributions": describe_completion(lines, reading.language),
    }
    return show(request, "completion", study, role, reading.told | context)
