"""Why what somebody wrote of a safeguard cannot be stored."""

from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vecu.register.checks import list_content_problems, list_day_problems
from vecu.register.queries import System
from vecu.safeguards.content import ConsentSheetContent, OfficeContent, RefusalRouteContent
from vecu.safeguards.models import TELEPHONE_LENGTH, ConsentSheet
from vecu.safeguards.rules import list_unmatched_topics
from vecu.safeguards.simple_words import REFUSED, list_wording_problems
from vecu.translation import LANGUAGES

Problems = dict[str, str]
MOST_DAYS = 366
SIMPLE_TEXTS = ("title", "says", "with_tool", "without_tool")
"""What people are asked with: held to the rules of simple words."""
FEWEST_DIGITS = 3


def list_route_problems(
    _system: System, content: RefusalRouteContent, _row: Any, _today: date
) -> Problems:
    """Return by field why nobody could go this way."""
    problems = list_office_problems(content)
    if content.days > MOST_DAYS:
        problems["days"] = _("Give a number of days up to %(most)s.") % {"most": MOST_DAYS}
    return problems


def list_office_problems(content: OfficeContent) -> Problems:
    """Return by field why nobody could reach an office."""
    problems = list_content_problems(content, content.needed)
    digits = sum(each.isdigit() for each in content.telephone)
    if content.telephone and digits < FEWEST_DIGITS:
        problems["telephone"] = _("A telephone number has three digits at least.")
    elif len(content.telephone) > TELEPHONE_LENGTH:
        problems["telephone"] = _("Shorten it to %(most)s characters.") % {"most": TELEPHONE_LENGTH}
    return problems


def list_sheet_problems(
    system: System, content: ConsentSheetContent, row: ConsentSheet | None, today: date
) -> Problems:
    """Return by field why nobody can be asked with these words."""
    problems = list_content_problems(content, content.needed)
    if row is None and ConsentSheet.objects.filter(system=system).exists():
        problems[""] = _("This system has a consent sheet already: change that one.")
    for language in LANGUAGES:
        problems = (
            _list_hard_words(content, language)
            | _list_halves(content, language)
            | _list_missing_halves(content, language)
            | problems
        )
    return problems | _list_reading_problems(content, row, today)


def list_second_sheet(_act: Any, row: Any, restored: ConsentSheet | None) -> Problems:
    """Return why a removed sheet cannot come back: another was written meanwhile."""
    if restored is None or row is not None:
        return {}
    if ConsentSheet.objects.filter(system=restored.system).exists():
        return {"": _("This system has a consent sheet already: change that one.")}
    return {}


def _list_missing_halves(content: ConsentSheetContent, language: str) -> Problems:
    """Return which words are missing in a language in which there are others."""
    texts = {name: getattr(content, name).get(language, "") for name in SIMPLE_TEXTS}
    if not any(texts.values()):
        return {}
    message = _("People who read this language need this too.")
    return {f"{name}_{language}": message for name, text in texts.items() if not text}


def _list_halves(content: ConsentSheetContent, language: str) -> Problems:
    with_tool = content.with_tool.get(language, "")
    without_tool = content.without_tool.get(language, "")
    lacks_without, lacks_with = list_unmatched_topics(with_tool, without_tool)
    problems = {}
    if lacks_without and without_tool:
        problems[f"without_tool_{language}"] = _(
            "Say what happens without the tool, one line each, such as “The summary: I write it by"
            " hand”: %(topics)s."
        ) % {"topics": ", ".join(lacks_without)}
    if lacks_with and with_tool:
        problems[f"with_tool_{language}"] = _(
            "Say what happens with the tool, one line each, such as “The summary: the tool writes"
            " it”: %(topics)s."
        ) % {"topics": ", ".join(lacks_with)}
    return problems


def _list_hard_words(content: ConsentSheetContent, language: str) -> Problems:
    """Return by field the first thing that makes words too hard to ask somebody with."""
    problems = {}
    for name in SIMPLE_TEXTS:
        text = getattr(content, name).get(language, "")
        found = [each for each in list_wording_problems(text, language) if each.fault in REFUSED]
        if found:
            problems[f"{name}_{language}"] = found[0].message.say(get_language() or language)
    return problems


def _list_reading_problems(
    content: ConsentSheetContent, row: ConsentSheet | None, today: date
) -> Problems:
    """Return why it cannot be said that people concerned have read these words over."""
    has_readers = any(content.readers.values())
    if not content.read_on:
        message = _("Say on which day they read it over, or leave both empty.")
        return {"read_on": message} if has_readers else {}
    if not has_readers:
        return {"readers_fr": _("Say who read it over: which group of people concerned.")}
    words = {name: dict(getattr(content, name)) for name in SIMPLE_TEXTS}
    if (
        row
        and row.read_on == content.read_on
        and any(getattr(row, k) != v for k, v in words.items())
    ):
        return {
            "read_on": _(
                "These words have changed since they were read over. Have them read again and give"
                " that day, or leave both empty."
            )
        }
    return list_day_problems("read_on", content.read_on, today)
