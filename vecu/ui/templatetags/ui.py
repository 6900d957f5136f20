"""Typography, translations and the few components that templates of every room share.

`{{ text|typo }}` applies the typography of a language; `{{ question.label|say }}` returns a text in
the reader's language, `{% lang_of question.label %}` marks it if it has none.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from html import unescape
from typing import Any, Protocol

from django import template
from django.conf import settings
from django.template.defaultfilters import floatformat
from django.utils.formats import date_format
from django.utils.html import avoid_wrapping, escape, format_html
from django.utils.safestring import SafeData, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from vecu.messages import Message
from vecu.questionnaires import Wording
from vecu.translation import pick_language
from vecu.typography import apply_typography
from vecu.ui.charts import (
    bar_chart,
    choose_panels,
    describe_bars,
    format_figure_count,
    name_base,
    turn_table,
)
from vecu.ui.charts.drawing import format_count
from vecu.ui.charts.figure_words import FEW_IN, FEW_IN_ALL, list_noise_notes, name_figure
from vecu.ui.figures import CountFigure, FigureSubject, MeasureFigure
from vecu.ui.language_names import get_language_name
from vecu.ui.menus import (
    MenuLink,
    MenuLinkGroup,
    find_first_address,
    list_menu_groups,
    list_menu_links,
)
from vecu.ui.quoted_words import (
    QuotedWords,
    get_quoted_words,
    mark_language,
    sort_readable,
)

register = template.Library()
Texts = Wording | Mapping[str, str] | None
"""A text in several languages, from a questionnaire or study."""
_TAG = re.compile(r"(<[^>]*>)")


class BarChartData(Protocol):
    """The context of `ui/distribution.html`; `language` is that of its texts, '' the page's."""

    title: str
    sentence: str
    rows: Sequence[tuple[str, int]]
    note: str
    language: str


def current_language() -> str:
    """Return the language of the page."""
    return get_language() or settings.LANGUAGE_CODE


@register.filter(expects_localtime=True)
def day(value: date) -> str:
    """Format a date in full: 24 November 2026, 24 novembre 2026, in French 1er for the first."""
    written = date_format(value, "j F Y")
    return re.sub("^1 ", "1er ", written) if current_language() == "fr" else written


@register.filter
def size(number: int) -> str:
    """Format a number of bytes with the units of the page's language: 7.2 kB and 5 MB, 5 Mo."""
    if number < 1_000:
        text = ngettext("%(size)s byte", "%(size)s bytes", number)
        return avoid_wrapping(text % {"size": number})
    if number < 1_000_000:
        return avoid_wrapping(_("%(size)s kB") % {"size": floatformat(number / 1_000)})
    if number < 1_000_000_000:
        return avoid_wrapping(_("%(size)s MB") % {"size": floatformat(number / 1_000_000)})
    return avoid_wrapping(_("%(size)s GB") % {"size": floatformat(number / 1_000_000_000)})


@register.filter
def display_name(account: str, names: Mapping[str, str]) -> str:
    """Return the display name of an account, else the account itself."""
    return names.get(account, account)


@register.filter
def decimals(value: float, places: int) -> str:
    """Format a number with so many decimals in the page's language, with a real minus sign."""
    return str(floatformat(value, places)).replace("-", "\N{MINUS SIGN}")


@register.filter
def typeset(value: object, language: str = "") -> str:
    """Apply the typography of `language` (the page's by default); a message is said in it.

    Plain text stays plain, to be escaped by the template; in markup only the text between tags
    changes, so that it works before or after `linebreaks`.
    """
    language = language or current_language()
    if isinstance(value, Message):
        value = value.say(language)
    if not isinstance(value, SafeData):
        return apply_typography(str(value), language)
    parts = (
        part if part.startswith("<") else escape(apply_typography(unescape(part), language))
        for part in _TAG.split(str(value))
    )
    return mark_safe("".join(parts))  # noqa: S308 the tags were safe and the text is escaped


@register.filter
def translate_wording(wording: Texts, language: str = "") -> str:
    """Return a text in `language` (the page's by default), else in the first one it has.

    The typography of the language used is applied: `typo` is not needed after it.
    """
    texts = _texts(wording)
    spoken = pick_language(texts, language or current_language())
    return apply_typography(texts.get(spoken, ""), spoken)


@register.simple_tag
def lang_of(wording: Texts, language: str = "") -> str:
    """Return ` lang="…"` if `say` returns another language than the page's, else nothing.

    The page shows which: `data-in` is written behind the text (`ui/vecu.css`).
    """
    texts = _texts(wording)
    spoken = pick_language(texts, language or current_language())
    mark = mark_language(spoken) if texts.get(spoken) else ""
    return format_html('{} data-in="{}"', lang_attributes(spoken), mark) if mark else ""


@register.simple_tag
def lang_attributes(language: str) -> str:
    """Return ` lang="…"`, with the direction of its script if that is not the page's; '' for ''."""
    if not language:
        return ""
    direction = get_language_name(language).direction
    turned = "" if direction == "ltr" else format_html(' dir="{}"', direction)
    return format_html(' lang="{}"{}', language, turned)


@register.simple_tag
def read_words(words: Any) -> QuotedWords:
    """Return released words or quoted evidence in the reader's language, if they are translated."""
    text = getattr(words, "quotation", None) or words.text
    return get_quoted_words(text, words.language, words.translations)


@register.filter
def readable_first(words: Sequence[Any]) -> list[Any]:
    """Return words with those first that the reader reads in their language."""
    return sort_readable(words)


def _texts(wording: Texts) -> Mapping[str, str]:
    return wording.texts if isinstance(wording, Wording) else wording or {}


@register.inclusion_tag("ui/error_summary.html")
def error_summary(problems: Sequence[Any]) -> dict[str, Sequence[Any]]:
    """Show the errors, each `message` linked to its input, `#field_id`.

    A message may have a `language` of its own.
    """
    return {"problems": [(each, getattr(each, "language", "")) for each in problems]}


@register.simple_tag(name="menu", takes_context=True)
def get_menu(
    context: template.Context, menu: str, viewer: object = None, **arguments: str
) -> list[MenuLink]:
    """Return the links of a menu for `viewer`, a role or an account as the menu wants it."""
    return list_menu_links(menu, viewer, context["request"].path, **arguments)


@register.simple_tag(name="menu_groups", takes_context=True)
def get_menu_groups(
    context: template.Context, menu: str, viewer: object = None, **arguments: str
) -> list[MenuLinkGroup]:
    """Return the groups of a menu for `viewer`, each with its links."""
    return list_menu_groups(menu, viewer, context["request"].path, **arguments)


@register.simple_tag
def menu_address(menu: str, viewer: object = None) -> str:
    """Return where the first entry of a menu leads, '' if `viewer` sees none."""
    return find_first_address(menu, viewer)


@register.simple_tag(takes_context=True)
def say_invented(context: template.Context) -> str:
    """Return the sentence that stands above a page about something invented, else ''.

    A study, a system or a group says it itself, as a demonstration may hold a real one. What a page
    is not about is no error: templates that look for it in vain would log all that the page holds.
    """
    about = [each for name in ("study", "system", "group") if (each := context.get(name))]
    about += context.get("about_systems") or ()
    if any(getattr(each, "fictional", False) for each in about):
        return _("Demonstration: everything here is invented.")
    if not about and getattr(context.get("lab"), "fictional", False):
        return _("Demonstration: this laboratory is invented.")
    return ""


@register.simple_tag
def bars(distribution: BarChartData) -> str:
    """Render a distribution as horizontal bars, one image named by its title."""
    drawn = bar_chart(
        distribution.rows,
        title=distribution.title,
        language=distribution.language or current_language(),
    )
    return mark_safe(drawn)  # noqa: S308 the chart's texts went through an XML writer


@register.filter
def grouped(count: int) -> str:
    """Format a count in the page's language."""
    return format_count(count, current_language())


@register.inclusion_tag("ui/figure.html")
def count_figure(
    figure: CountFigure | MeasureFigure, source: str = "", csv: str = "", svg: str = ""
) -> dict[str, object]:
    """Show a released figure: a sentence, bars, the table; `csv` and `svg` address its files.

    `source` says what was counted. Include a figure only once per page.
    """
    language = current_language()
    return {
        "figure": figure,
        "name": name_figure(figure, language),
        "drawn": choose_panels(figure, language),
        "key": describe_bars(figure, language),
        "few_in": _(FEW_IN),
        "few_in_all": _(FEW_IN_ALL),
        "base": name_base(figure, language) if isinstance(figure, CountFigure) else "",
        "table": turn_table(figure, language) if isinstance(figure, CountFigure) else figure,
        "measured": isinstance(figure, MeasureFigure),
        "of_decisions": figure.subject is FigureSubject.MACHINE,
        "source": source,
        "csv": csv,
        "svg": svg,
        "LANGUAGE_CODE": language,
    }


@register.simple_tag
def figure_count(figure: CountFigure, count: int) -> str:
    """Format a count of a figure, “10 or fewer” where an approximate one says no more."""
    return apply_typography(
        format_figure_count(figure, count, current_language()), current_language()
    )


@register.inclusion_tag("ui/noise_note.html")
def noise_note(*, several: bool = False, of_replies: bool = False) -> dict[str, object]:
    """Say what a reader must know of all approximate figures, beside one or `several`."""
    notes = list_noise_notes(current_language(), several=several, of_replies=of_replies)
    return {"notes": notes}


@register.filter
def drawn(chart: str) -> str:
    """Show an image from `vecu.ui.charts`."""
    return mark_safe(chart)  # noqa: S308 the chart's texts went through an XML writer
