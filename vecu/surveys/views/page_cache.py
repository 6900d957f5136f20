"""Drawing question pages. One that looks the same to everybody is drawn once in each process."""

from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string

from vecu.surveys.forms.question_page import PageForm
from vecu.ui.context import PageShell

LAYOUT = "surveys/take/base.html"
"""What respondents' pages stand in; a preview has another."""


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """All that a question page shows.

    `then` is where its answer leads besides onward, `back` the page before it, `removable` the
    story that may be taken out.
    """

    shell: PageShell
    fictional: bool
    slug: str
    form: PageForm
    then: str
    back: str
    removable: str
    layout: str = LAYOUT


def render_cached(page: QuestionPage) -> str:
    """Return the HTML of a question page; only pages without a word of the person are kept."""
    return _drawn_once(page) if page.form.blank else render_uncached(page)


def render_uncached(page: QuestionPage) -> str:
    """Return the HTML of a question page and keep nothing: for pages that few people see."""
    shown = {
        "lab": page.shell.lab,
        "other_languages": page.shell.other_languages,
        "study": {"fictional": page.fictional},
        "slug": page.slug,
        "form": page.form,
        "then": page.then,
        "back": page.back,
        "removable": page.removable,
        "layout": page.layout,
    }
    return render_to_string("surveys/take/question.html", shown)


_drawn_once = lru_cache(maxsize=1000)(render_uncached)
