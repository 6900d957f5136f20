"""What pages say of the safeguards of a system."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from vecu.safeguards.checks import SIMPLE_TEXTS
from vecu.safeguards.models import ConsentSheet, OfficeRecord, RefusalRoute
from vecu.safeguards.rules import CONSENT_SENTENCES, ComparedLine, ConsentKind, compare_lines
from vecu.safeguards.simple_words import list_wording_problems
from vecu.surveys.consent.legal_bases import LegalBasis
from vecu.translation import LANGUAGES, pick_language
from vecu.ui.noted_facts import NotedFact, make_plain_fact
from vecu.ui.templatetags.ui import day as format_day
from vecu.ui.templatetags.ui import translate_wording


def list_route_facts(route: RefusalRoute) -> list[NotedFact]:
    """Return where somebody goes who says no, and within how many days, in words."""
    within = ngettext("%(days)s day", "%(days)s days", route.days) % {"days": route.days}
    return [*list_office_facts(route), make_plain_fact(_("Within"), within)]


def list_office_facts(office: OfficeRecord) -> list[NotedFact]:
    """Return where an office is and how it is reached, in words."""
    return [
        NotedFact(_("Where to go"), office.place),
        make_plain_fact(_("By telephone"), office.telephone),
        NotedFact(_("At which hours"), office.hours),
    ]


def list_data_facts(sheet: ConsentSheet) -> list[NotedFact]:
    """Return what a yes is, who answers for the data, for what, how long, on which basis."""
    return [
        make_plain_fact(_("What a yes is"), _(ConsentKind(sheet.kind).label)),
        make_plain_fact(_("Legal basis of using the data"), _(LegalBasis(sheet.legal_basis).label)),
        NotedFact(_("Which organisation answers for the data"), sheet.controller),
        NotedFact(_("What the data are used for"), sheet.purpose),
        NotedFact(_("How long each thing stays"), sheet.retention),
    ]


def list_sheet_facts(sheet: ConsentSheet) -> list[NotedFact]:
    """Return what members read of a sheet, with advice on its words."""
    read_on = format_day(sheet.read_on) if sheet.read_on else ""
    facts = [
        *list_data_facts(sheet),
        NotedFact(_("With the tool"), sheet.with_tool),
        NotedFact(_("Without the tool"), sheet.without_tool),
        NotedFact(_("Read over by"), sheet.readers),
        make_plain_fact(_("Read over on"), read_on),
    ]
    if advice := list_advice(sheet):
        facts.append(make_plain_fact(_("To make simpler"), "\n".join(advice)))
    return facts


def list_advice(sheet: ConsentSheet) -> list[str]:
    """Return what could be said more simply, in either language."""
    return [
        problem.message.say(get_language() or language)
        for language in LANGUAGES
        for name in SIMPLE_TEXTS
        for problem in list_wording_problems(getattr(sheet, name).get(language, ""), language)
    ]


@dataclass(frozen=True, slots=True)
class ConsentWords:
    """What a page of consent says of a sheet, in one language."""

    language: str
    title: str
    says: Sequence[str]
    lines: Sequence[ComparedLine]
    purpose: str
    is_read_over: str


def describe_sheet(sheet: ConsentSheet) -> ConsentWords:
    """Return a sheet in the language of the page, or in one that it has."""
    language = pick_language(sheet.title, get_language() or "")

    def pick(texts: Mapping[str, str]) -> str:
        return texts.get(language, "")

    over = ""
    if sheet.read_on:
        readers = translate_wording(sheet.readers)
        over = _("Easy to read. Read over by %(readers)s on %(day)s.") % {
            "readers": readers,
            "day": format_day(sheet.read_on),
        }
    return ConsentWords(
        language,
        pick(sheet.title),
        [each.strip() for each in pick(sheet.says).splitlines() if each.strip()],
        compare_lines(pick(sheet.with_tool), pick(sheet.without_tool)),
        _(CONSENT_SENTENCES[ConsentKind(sheet.kind)]),
        over,
    )
