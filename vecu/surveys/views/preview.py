"""Preview of a questionnaire: every page, in every language of the interface."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe

from vecu.accounts import rules as allowed
from vecu.questionnaires import list_preview_pages
from vecu.surveys.forms.question_page import PageForm, build_page_form
from vecu.surveys.models import Fielding, Study, Version
from vecu.surveys.queries import get_questionnaire, get_respondent_burden
from vecu.surveys.queries.studies import find_version, has_opened
from vecu.surveys.rules import Mode
from vecu.surveys.views.media import get_media_files
from vecu.surveys.views.page_cache import QuestionPage, render_uncached
from vecu.surveys.views.promise import build_page_promise
from vecu.surveys.views.studies import StudyVisit, study_page
from vecu.ui.context import build_page_shell
from vecu.ui.language_names import get_language_name
from vecu.ui.reading import ReadingPreferences

BARE = "surveys/staff/bare.html"
"""A respondents' layout without header and footer."""

_LEADS = re.compile(r' (?:href|action|formaction|autofocus|data-exit)(?:="[^"]*")?(?=[ >])')
_NAMES = re.compile(r' (id|for|name|aria-describedby|aria-labelledby|list)="([^"]*)"')
_TAG = re.compile(r"<[a-z][^>]*>")


@dataclass(frozen=True, slots=True)
class Screen:
    """A page on a phone in one language; links and forms in `html` are disabled."""

    language: str
    language_name: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class PageScreens:
    """A page with its screens. `name` is the name of the question in the workbook.

    `conditions` are those of the whole page, `of_some` those of single questions, by name.
    """

    number: int
    name: str
    conditions: tuple[str, ...]
    of_some: tuple[tuple[str, str], ...]
    screens: tuple[Screen, ...]


@study_page(allowed.can_see_study)
def preview_version(visit: StudyVisit, number: int = 0) -> HttpResponse:
    """Show the welcome page and every page of a version, side by side in each language."""
    version = find_version(visit.study, number)
    if version is None:
        raise Http404
    questionnaire = get_questionnaire(version)
    at_rest = list_preview_pages(questionnaire, today=timezone.localdate())
    files = get_media_files(visit.study.slug, version.pk, questionnaire)

    def draw(index: int) -> Callable[[str], str]:
        def drawn(code: str) -> str:
            form = build_page_form(questionnaire, at_rest[index].page, code, media=files)
            back = at_rest[index - 1].page.key if index else ""
            return render_uncached(_page(visit.study, form, back, code))

        return drawn

    context = {
        "version": version,
        "opened": has_opened(visit.study),
        "welcome": _screens("w", lambda code: _welcome(visit.study, version, code)),
        "previewed": [
            PageScreens(
                index + 1,
                ", ".join(rendered.question.name for rendered in each.page.questions),
                each.conditions,
                each.of_some,
                _screens(str(index), draw(index)),
            )
            for index, each in enumerate(at_rest)
        ],
        "languages": [get_language_name(code).autonym for code in questionnaire.languages],
    }
    return visit.render("surveys/staff/preview.html", context)


def _screens(prefix: str, draw: Callable[[str], str]) -> tuple[Screen, ...]:
    """Render a page in each language of the interface."""
    screens = []
    for code, name in settings.LANGUAGES:
        with translation.override(code):
            screens.append(Screen(code, name, _at_rest(draw(code), f"{code}-{prefix}-")))
    return tuple(screens)


def _page(study: Study, form: PageForm, back: str, language: str) -> QuestionPage:
    return QuestionPage(
        shell=build_page_shell(f"/{language}/"),
        fictional=study.fictional,
        slug=study.slug,
        form=form,
        then="",
        back=back,
        removable="",
        layout=BARE,
    )


def _welcome(study: Study, version: Version, language: str) -> str:
    """Return the welcome page as a new respondent would see it today."""
    effort = get_respondent_burden(Fielding(version=version), language, timezone.localdate())
    shown = {
        "study": study,
        "fielding": Fielding(study=study, mode=Mode.OPEN),
        "slug": study.slug,
        "cards": False,
        "promise": build_page_promise(study, effort, today=timezone.localdate()),
        "effort": effort,
        "draft": None,
        "continue_at": "",
        "wordings": {},
        "other_size": "",
        "reading": ReadingPreferences(),
        "layout": BARE,
    }
    return render_to_string("surveys/take/welcome.html", shown)


def _at_rest(html: str, prefix: str) -> SafeString:
    """Return a page with links and forms disabled, and with `prefix` before its ids.

    Only tags are changed; templates escape quotes and angle brackets in all text, so no text
    can look like a tag.
    """

    def named(match: re.Match[str]) -> str:
        return f' {match[1]}="{" ".join(prefix + name for name in match[2].split())}"'

    def calmed(match: re.Match[str]) -> str:
        return _NAMES.sub(named, _LEADS.sub("", match[0]))

    return mark_safe(_TAG.sub(calmed, html))  # noqa: S308 the page was safe, only lost attributes
