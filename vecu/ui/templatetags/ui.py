"""Typography, wording and the few components that templates of every room share.

`{{ text|typo }}` sets text as a printer of its language would; `{{ question.label|say }}` says a
wording in the reader's language, `{% lang_of question.label %}` marks it when it has no such text.
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

from vecu.questionnaires import Wording
from vecu.translation import pick_language
from vecu.typography import apply_typography
from vecu.ui.charts import bar_chart

register = template.Library()
Texts = Wording | Mapping[str, str] | None
"""One text in several languages, as questionnaires and studies hold it."""
_TAG = re.compile(r"(<[^>]*>)")


class BarChartData(Protocol):
    """What `ui/distribution.html` shows; `language` is that of title and labels, '' the page's."""

    title: str
    sentence: str
    rows: Sequence[tuple[str, int]]
    note: str
    language: str


def current_language() -> str:
    """Return the language of the page being written."""
    return get_language() or settings.LANGUAGE_CODE


@register.filter
def day(value: date) -> str:
    """Write a day in full: 24 November 2026, 24 novembre 2026, and 1er for a French first."""
    written = date_format(value, "j F Y")
    return re.sub("^1 ", "1er ", written) if current_language() == "fr" else written


@register.filter
def size(number: int) -> str:
    """Write a number of bytes in the units of the rest of the page: 7.2 kB and 5 MB, 5 Mo."""
    if number < 1_000:
        told = ngettext("%(size)s byte", "%(size)s bytes", number)
        return avoid_wrapping(told % {"size": number})
    if number < 1_000_000:
        return avoid_wrapping(_("%(size)s kB") % {"size": floatformat(number / 1_000)})
    if number < 1_000_000_000:
        return avoid_wrapping(_("%(size)s MB") % {"size": floatformat(number / 1_000_000)})
    return avoid_wrapping(_("%(size)s GB") % {"size": floatformat(number / 1_000_000_000)})


@register.filter
def display_name(account: str, names: Mapping[str, str]) -> str:
    """Return what colleagues call the person with this account, else the account."""
    return names.get(account, account)


@register.filter
def decimals(value: float, places: int) -> str:
    """Write a number with so many decimals as the page's language does, and a real minus sign."""
    return str(floatformat(value, places)).replace("-", "\N{MINUS SIGN}")


@register.filter
def typeset(value: object, language: str = "") -> str:
    """Set `value` as a printer of `language` (the page's unless given) would.

    Plain text stays plain, to be escaped by the template; in markup only the text between tags
    is set, so that it may stand before or after `linebreaks`.
    """
    language = language or current_language()
    if not isinstance(value, SafeData):
        return apply_typography(str(value), language)
    parts = (
        part if part.startswith("<") else escape(apply_typography(unescape(part), language))
        for part in _TAG.split(str(value))
    )
    return mark_safe("".join(parts))  # noqa: S308 the tags were safe and the text is escaped


@register.filter
def translate_wording(wording: Texts, language: str = "") -> str:
    """Return a wording in `language` (the page's unless given), else in the first one it has.

    It is set by the rules of the language that it is said in: `typo` is not needed after it.
    """
    texts = _texts(wording)
    spoken = pick_language(texts, language or current_language())
    return apply_typography(texts.get(spoken, ""), spoken)


@register.simple_tag
def lang_of(wording: Texts, language: str = "") -> str:
    """Return ` lang="…"` when `say` speaks another language than the page's, else nothing."""
    spoken = pick_language(_texts(wording), language or current_language())
    return "" if spoken == current_language() else format_html(' lang="{}"', spoken)


def _texts(wording: Texts) -> Mapping[str, str]:
    return wording.texts if isinstance(wording, Wording) else wording or {}


@register.inclusion_tag("ui/error_summary.html")
def error_summary(problems: Sequence[Any]) -> dict[str, Sequence[Any]]:
    """Show what must be mended, each `message` linked to its input, `#field_id`."""
    return {"problems": problems}


@register.simple_tag
def bars(distribution: BarChartData) -> str:
    """Draw a distribution as horizontal bars, one image named by its title."""
    drawn = bar_chart(
        distribution.rows,
        title=distribution.title,
        language=distribution.language or current_language(),
    )
    return mark_safe(drawn)  # noqa: S308 the chart's texts went through an XML writer


@register.filter
def drawn(chart: str) -> str:
    """Show an image that `vecu.ui.charts` drew."""
    return mark_safe(chart)  # noqa: S308 the chart's texts went through an XML writer
