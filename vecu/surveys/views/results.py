"""Read answers: the list, one respondent, the counts, completion. All audited."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language

from vecu.accounts import rules as allowed
from vecu.file_sanitizer.sanitize import get_type_by_name
from vecu.questionnaires import Group, Questionnaire
from vecu.surveys.forms.answer_filter import AnswerFilterForm
from vecu.surveys.models import Answer, Fielding, Study
from vecu.surveys.queries import (
    find_current_fielding,
    find_file,
    get_fielding_questionnaire,
)
from vecu.surveys.queries.results import (
    count_answers,
    count_breakoffs,
    count_matching_answers,
    count_people,
    find_fielding_answer,
    find_neighbours,
    list_answers_by_id,
    list_answers_page,
    list_fieldings,
    list_languages,
)
from vecu.surveys.results.answer_layout import (
    asks_to_quote,
    find_hits,
    highlight_hits,
    layout_answer,
    may_quote,
    preview_answer,
)
from vecu.surveys.results.completion import measure_completion
from vecu.surveys.results.distributions import (
    QuestionDistribution,
    describe_completion,
    describe_distribution,
)
from vecu.surveys.results.frequencies import (
    TABULATED_TYPES,
    AnswerFilter,
    SurveyFrequencies,
    count_stories,
)
from vecu.surveys.rules import DOCUMENTS_FORM_ID, Mode, allows_population_shares
from vecu.surveys.views.studies import StudyVisit, study_page
from vecu.ui.language_names import get_language_name

PEOPLE_A_PAGE = 25
HITS_A_PERSON = 3
"""Excerpts per respondent in the list; the number of further ones is given."""


@dataclass(frozen=True, slots=True)
class FieldingLink:
    """A fielding to read: how many respondents match in it, and the query that shows them.

    `found` is None if it does not ask the filter's questions; the query shows all then.
    """

    fielding: Fielding
    found: int | None
    query: str


@dataclass(frozen=True, slots=True)
class FilteredResults:
    """What a member is reading: one fielding, and a filter."""

    fielding: Fielding
    questionnaire: Questionnaire
    form: AnswerFilterForm
    language: str
    choosable: list[Fielding]

    @property
    def query(self) -> str:
        """The query string for the same fielding and filter on another page."""
        several = f"fielding={self.fielding.id}" if len(self.choosable) > 1 else ""
        return "&".join(part for part in (several, self.form.query) if part)

    @property
    def fielding_links(self) -> list[FieldingLink]:
        """Links to all fieldings of the study; none if there is only one."""
        return (
            [self._fielding_link(each) for each in self.choosable]
            if len(self.choosable) > 1
            else []
        )

    def _fielding_link(self, fielding: Fielding) -> FieldingLink:
        questionnaire = get_fielding_questionnaire(fielding)
        languages = list_languages(fielding)
        form = AnswerFilterForm(self.form.data, questionnaire, languages, self.language)
        same = form.is_valid() and form.chosen == self.form.chosen
        found = count_matching_answers(fielding, form.selection) if same else None
        query = "&".join(part for part in (f"fielding={fielding.id}", form.query) if part)
        return FieldingLink(fielding, found, query if same else f"fielding={fielding.id}")

    @property
    def template_context(self) -> dict[str, Any]:
        """The context shared by all pages here."""
        groups = self.questionnaire.groups.values()
        return {
            "reading": self,
            "form": self.form,
            "narrowed": bool(self.form.chosen or self.form.errors),
            "words": "".join(self.form.chosen.get("words", ())),
            "imported": self.fielding.mode == Mode.IMPORTED,
            "documents": self.questionnaire.form_id == DOCUMENTS_FORM_ID,
            "has_stories": any(group.repeats for group in groups),
        }


def _reading(visit: StudyVisit) -> FilteredResults:
    """Return what the query string asks for; 404 for a fielding of another study."""
    choosable = list_fieldings(visit.study)
    wanted = visit.request.GET.get("fielding")
    if wanted:
        found = [each for each in choosable if str(each.id) == wanted]
    else:
        found = _first_to_read(visit.study, choosable)
    if not found:
        raise Http404
    questionnaire = get_fielding_questionnaire(found[0])
    language = get_language() or ""
    form = AnswerFilterForm(visit.request.GET, questionnaire, list_languages(found[0]), language)
    return FilteredResults(found[0], questionnaire, form, language, choosable)


def _first_to_read(study: Study, choosable: list[Fielding]) -> list[Fielding]:
    """Return the fieldings, the current one first if it has answers, else one that has."""
    current = find_current_fielding(study, timezone.localdate())
    first = [each for each in choosable if current is None or each.id == current.id]
    return [each for each in first + choosable if count_people(each)] or first


def _audit(visit: StudyVisit, verb: str, reading: FilteredResults, target: str = "") -> None:
    chosen = {name: ", ".join(values) for name, values in reading.form.chosen.items()}
    visit.audit(verb, target, {"fielding": str(reading.fielding.id), **chosen})


@study_page(allowed.can_read_stories)
def list_respondents(visit: StudyVisit) -> HttpResponse:
    """List the respondents who match the filter, the latest day first."""
    reading = _reading(visit)
    if not reading.form.is_valid():
        return visit.render("surveys/staff/people.html", reading.template_context, status=422)
    selection = reading.form.selection
    typed = visit.request.GET.get("page", "")[:6]
    wanted = max(1, int(typed)) if typed.isascii() and typed.isdigit() else 1
    ids, found = list_answers_page(reading.fielding, selection, wanted, PEOPLE_A_PAGE)
    page = Paginator(range(found), PEOPLE_A_PAGE).get_page(wanted)
    if page.number != wanted:  # there are fewer by now: the last page is shown
        ids, _found = list_answers_page(reading.fielding, selection, page.number, PEOPLE_A_PAGE)
    lines = [_line(reading, selection, answer) for answer in list_answers_by_id(ids)]
    _audit(visit, "read list", reading)
    context = {"page": page, "lines": lines, "found": found}
    return visit.render("surveys/staff/people.html", reading.template_context | context)


def _line(reading: FilteredResults, selection: AnswerFilter, answer: Answer) -> dict[str, Any]:
    """Return a list entry: of the respondent's stories, those that match."""
    values = selection.narrow(reading.questionnaire, answer.values)
    search = selection.search
    found = find_hits(reading.questionnaire, values, search, answer.language) if search else []
    return {
        "answer": answer,
        "gist": preview_answer(reading.questionnaire, values),
        "hits": found[:HITS_A_PERSON],
        "more": len(found[HITS_A_PERSON:]),
        "stories": count_stories(reading.questionnaire, answer.values),
        "spoken": get_language_name(answer.language).autonym,
    }


@study_page(allowed.can_read_stories)
def show_respondent(visit: StudyVisit, answer_id: UUID) -> HttpResponse:
    """Show one respondent's answers, with links to the neighbours within the filter."""
    reading = _reading(visit)
    answer = find_fielding_answer(reading.fielding, answer_id)
    if answer is None:
        raise Http404
    valid = reading.form.is_valid()
    selection = reading.form.selection if valid else AnswerFilter()
    _audit(visit, "read answer", reading, str(answer.id))
    parts = layout_answer(reading.questionnaire, answer.values, answer.day, get_language() or "en")
    if selection.search:
        parts = highlight_hits(parts, selection.search, answer.language)
    context = {
        "answer": answer,
        "parts": parts,
        "may_quote": may_quote(answer.values),
        "asked_to_quote": asks_to_quote(reading.questionnaire),
        "spoken": get_language_name(answer.language).autonym,
        "neighbours": find_neighbours(reading.fielding, selection, answer),
    }
    return visit.render("surveys/staff/person.html", reading.template_context | context)


@study_page(allowed.can_read_stories)
def download_file(visit: StudyVisit, answer_id: UUID, name: str) -> HttpResponse:
    """Return a respondent's file as a download, never displayed in the browser."""
    reading = _reading(visit)
    answer = find_fielding_answer(reading.fielding, answer_id)
    content = find_file(answer.pk, name) if answer else None
    if answer is None or content is None:
        raise Http404
    _audit(visit, "read file", reading, str(answer.id))
    response = HttpResponse(content, content_type=get_type_by_name(name))
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@study_page(allowed.can_see_counts)
def show_figures(visit: StudyVisit) -> HttpResponse:
    """Show exact counts, with one distribution for each question that can be counted.

    htmx reloads the counts every 20 seconds: those requests belong to the same reading, so they
    are not audited again.
    """
    reading = _reading(visit)
    if not reading.form.is_valid():
        return visit.render("surveys/staff/figures.html", reading.template_context, status=422)
    counts = count_answers(reading.fielding, reading.form.selection, TABULATED_TYPES)
    context = _headline(counts) | {
        "parts": _group_by_section(reading, counts),
        "counts_only": not allows_population_shares(Mode(reading.fielding.mode)),
    }
    if "HX-Request" in visit.request.headers:
        return visit.render("surveys/staff/live_figures.html", reading.template_context | context)
    _audit(visit, "read figures", reading)
    return visit.render("surveys/staff/figures.html", reading.template_context | context)


def _headline(counts: SurveyFrequencies) -> dict[str, Any]:
    each = counts.stories / counts.people if counts.people else 0
    return {"counts_now": counts, "stories_each": number_format(round(each, 1), decimal_pos=1)}


def _group_by_section(
    reading: FilteredResults, counts: SurveyFrequencies
) -> list[tuple[str, list[QuestionDistribution]]]:
    """Return the distributions under the label of the top-level group to which they belong.

    Those of questions outside of groups come under ''.
    """
    root = reading.questionnaire.root
    labels = {
        child.name: child.label.say(reading.language)
        for child in root.children
        if isinstance(child, Group)
    }
    parts: dict[str, list[QuestionDistribution]] = {}
    for path, tally_ in counts.tallies.items():
        top = path.split("/", 3)[2]
        section = top if top in labels else ""
        parts.setdefault(section, []).append(describe_distribution(tally_, reading.language))
    return [(labels.get(section, ""), distributions) for section, distributions in parts.items()]


@study_page(allowed.can_see_counts)
def show_completion(visit: StudyVisit) -> HttpResponse:
    """Show for each question how many were asked, answered, left it blank and stopped there.

    A filter excludes those who stopped: answers in drafts are never read.
    """
    reading = _reading(visit)
    if not reading.form.is_valid():
        return visit.render("surveys/staff/completion.html", reading.template_context, status=422)
    counts = count_answers(reading.fielding, reading.form.selection)
    stopped = count_breakoffs(reading.fielding, timezone.localdate())
    lines = measure_completion(reading.questionnaire, counts, stopped)
    _audit(visit, "read completion", reading)
    context = {
        "lines": lines,
        "counts_now": counts,
        "stopped": sum(stopped.values()),
        "distributions": describe_completion(lines, reading.language),
    }
    return visit.render("surveys/staff/completion.html", reading.template_context | context)
