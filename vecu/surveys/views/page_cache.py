"""Render question pages. Pages that look the same to everybody are cached in the process."""

from dataclasses import dataclass, field
from functools import lru_cache
from types import SimpleNamespace

from django.template.loader import render_to_string

from vecu.questionnaires import InterviewProgress
from vecu.surveys.forms.question_page import PageForm
from vecu.ui.context import PageShell
from vecu.ui.reading import ReadingPreferences

LAYOUT = "surveys/take/base.html"
"""The layout of respondents' pages; a preview has another."""


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """The context of a question page.

    `then` is where saving leads besides onward, `back` the page before it, `removable` the
    story that may be removed. `progress` is None in a preview, where there is no path.
    """

    shell: PageShell
    fictional: bool
    slug: str
    form: PageForm
    then: str
    back: str
    removable: str
    progress: InterviewProgress | None = None
    reading: ReadingPreferences = field(default_factory=ReadingPreferences)
    layout: str = LAYOUT


def render_cached(page: QuestionPage) -> str:
    """Return the HTML of a question page; only pages without any respondent's input are cached."""
    return _drawn_once(page) if page.form.blank else render_uncached(page)


def render_uncached(page: QuestionPage) -> str:
    """Return the HTML of a question page without caching, for rare pages."""
    shown = {
        "lab": page.shell.lab,
        "other_languages": page.shell.other_languages,
        "study": SimpleNamespace(fictional=page.fictional),
        "slug": page.slug,
        "form": page.form,
        "then": page.then,
        "back": page.back,
        "removable": page.removable,
        "progress": page.progress,
        "reading": page.reading,
        "layout": page.layout,
    }
    return render_to_string("surveys/take/question.html", shown)


_drawn_once = lru_cache(maxsize=1000)(render_uncached)
