"""Why what somebody wrote of a system cannot be stored, or not be published."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from vecu.accounts.queries import list_members
from vecu.accounts.rules import Scope
from vecu.evidence.citing_days import describe_later_evidence
from vecu.evidence.queries import list_citable
from vecu.evidence.rules import find_repeated_words, list_word_runs
from vecu.evidence.sources import Audience, Evidence, EvidenceState, list_evidence
from vecu.messages import UNFIT, printable
from vecu.records.kinds import list_none
from vecu.records.row_states import ColumnContent
from vecu.register.content import (
    ContactContent,
    EntryContent,
    GapContent,
    SettingContent,
    StageContent,
    SystemContent,
    VersionContent,
)
from vecu.register.models import (
    NAME_LENGTH,
    System,
    SystemEntry,
    SystemSetting,
    SystemStage,
    SystemVersion,
)
from vecu.register.override_reasons import map_override_reasons
from vecu.register.rules import GAP_SOURCES
from vecu.search_folding import fold_for_search
from vecu.translation import LANGUAGES
from vecu.ui.slugs import is_valid_slug
from vecu.ui.templatetags.ui import day as format_day

TEXT_LENGTH = 4000
"""The longest text of an entry in one language, in characters."""

EARLIEST_YEAR = 1950
"""The first year of an entry: an earlier one is a slip, such as 0026."""

Problems = dict[str, str]


def list_slug_problems(slug: str) -> Problems:
    """Return why a system cannot have this end of an address."""
    if not is_valid_slug(slug):
        message = _("“%(slug)s”: use letters a to z, digits, and single dashes between them.")
        return {"slug": message % {"slug": printable(slug)}}
    if System.objects.filter(slug=slug).exists():
        message = _("“%(slug)s” is the address of another system. Choose another one.")
        return {"slug": message % {"slug": slug}}
    return {}


def list_system_problems(content: SystemContent) -> Problems:
    """Return by field why a system cannot be described so."""
    message = _("Name the system in both languages.")
    missing = {f"name_{each}": message for each in LANGUAGES if not content.name.get(each)}
    return missing | list_unfit_texts(_iter_texts(content))


def list_contact_problems(content: ContactContent) -> Problems:
    """Return by field why nobody could be reached so."""
    missing = {}
    if not content.contact_name:
        missing["contact_name"] = _("Name the person, who must have agreed to it.")
    if not content.contact_reach:
        missing["contact_reach_fr"] = _(
            "Say where and when this person is, or at which telephone number: somebody without a "
            "screen must reach them."
        )
    return missing | list_unfit_texts(_iter_texts(content))


def list_entry_problems(
    system: System,
    content: EntryContent,
    row: SystemEntry | None,
    today: date,
    list_own: Callable[[System, Any, Any], Mapping[str, str]] = list_none,
) -> Problems:
    """Return by field why an entry cannot stand; `row` is the one that it would replace, if any.

    `list_own` says what forbids it in its kind, once its day is possible.
    """
    return {
        **list_content_problems(content, content.needed),
        **(list_day_problems("day", content.day, today) or list_own(system, content, row)),
        **list_group_problems(system.scope, getattr(content, "group", "")),
    }


def list_removal_problems(row: SystemSetting, _side: str) -> Problems:
    """Return why a setting cannot be removed."""
    if SystemSetting.objects.filter(replaces=row.pk).exists():
        return {"": _("A later choice replaced this one. Remove the later one first.")}
    return {}


def list_publication_problems(system: System | SystemContent) -> Problems:
    """Return by field what everybody would have to guess, as long as they read of the system."""
    messages = {
        "problem": _("Say which problem the system is for, before everybody reads of it."),
        "without_tool": _("Say what becomes of this problem without the tool."),
        "purpose": _("Say what the system is meant to do."),
        "users": _("Say who works with the system."),
        "touched": _("Say whom the system concerns, even if they never see it."),
    }
    missing = {name: text for name, text in messages.items() if not any(getattr(system, name))}
    return {f"{name}_fr": text for name, text in missing.items()}


def list_stage_problems(system: System, content: StageContent, row: SystemStage | None) -> Problems:
    """Return why a system did not come to this stage then: it had, or stood there already."""
    others = SystemStage.objects.filter(system=system)
    others = others.exclude(pk=row.pk) if row else others
    if others.filter(day=content.day).exists():
        message = _("The system already came to a stage on %(day)s. Change that one.")
        return {"day": message % {"day": format_day(content.day)}}
    before = others.filter(day__lt=content.day).last()
    after = others.filter(day__gt=content.day).first()
    for each in (before, after):
        if each and each.stage == content.stage:
            message = _("The system already came to this stage on %(day)s, with none in between.")
            return {"stage": message % {"day": format_day(each.day)}}
    return {}


def list_version_problems(
    system: System, content: VersionContent, row: SystemVersion | None
) -> Problems:
    """Return why a version cannot be called so, cite this, or repeat words of what it cites."""
    problems = {}
    others = SystemVersion.objects.filter(system=system)
    others = others.exclude(pk=row.pk) if row else others
    if others.filter(name=content.name).exists():
        message = _("There is already a version “%(name)s”. Change that one.")
        problems["name"] = message % {"name": printable(content.name)}
    shown = list_evidence(content.references, Audience.EVERYBODY)
    citable = {one.reference for each in list_citable(system.scope) for one in each.evidence}
    citable |= {one.reference for one in shown if _is_public_word(one)}
    known = {(each.source, each.id) for each in citable if not row or each.id != row.pk}
    known |= {(each.source, each.id) for each in (row.cited if row else ())}
    if any((each.source, each.id) not in known for each in content.references):
        problems["evidence"] = _("Something that you ticked cannot be cited here, or is gone.")
    cited = list_evidence(content.references, Audience.MEMBERS)
    if "evidence" not in problems and (later := describe_later_evidence(cited, content.day)):
        problems["evidence"] = later
    return problems | _list_copied_words(content, shown)


def list_setting_problems(
    system: System, content: SettingContent, row: SystemSetting | None
) -> Problems:
    """Return why a value cannot stand where it would in the row of those that replace another."""
    others = SystemSetting.objects.filter(system=system)
    others = others.exclude(pk=row.pk) if row else others
    later = others.filter(replaces=row.pk, day__lt=content.day).first() if row else None
    if later:
        message = _("A choice of %(day)s replaced this one, and cannot be older than it.")
        return {"day": message % {"day": format_day(later.day)}}
    if content.replaces is None:
        return {}
    replaced = others.filter(pk=content.replaces).first()
    if replaced is None:
        return {"replaces": _("The choice that this one would replace no longer exists.")}
    if others.filter(replaces=replaced.pk).exists():
        return {"replaces": _("Another choice already replaces that one. Replace the latest.")}
    if replaced.day > content.day:
        message = _("This would replace a choice of %(day)s, and cannot be older than it.")
        return {"day": message % {"day": format_day(replaced.day)}}
    return {}


def list_gap_problems(_system: System, content: GapContent, row: SystemEntry | None) -> Problems:
    """Return what cannot stand beside a situation: what not everybody may read, and copied words.

    Words of a quotation go with its author; in the entry they would stay.
    """
    cited = list(content.references)
    shown = list_evidence(cited, Audience.EVERYBODY)
    before = {(each.source, each.id) for each in row.cited} if row else set()
    later = describe_later_evidence(shown, content.day)
    problems = {"evidence": later} if later else {}
    if content.reason and content.reason not in map_override_reasons():
        problems["reason"] = _("The log has no such reason. Choose one of the list.")
    for reference, evidence in zip(cited, shown, strict=True):
        if not _is_public_word(evidence) and (reference.source, reference.id) not in before:
            problems["evidence"] = _("Something that you ticked is not public, or is gone.")
    return problems | _list_copied_words(content, shown)


def _is_public_word(evidence: Evidence) -> bool:
    """Return whether these are words or practices of people that everybody may read."""
    return evidence.state is not EvidenceState.GONE and evidence.reference.source in GAP_SOURCES


def _list_copied_words(content: EntryContent, shown: Iterable[Evidence]) -> Problems:
    """Return which texts repeat a quotation that stands beside them."""
    problems = {}
    runs = list_word_runs(words for each in shown for words in each.wordings)
    for name, text, _limit in _iter_texts(content):
        if words := find_repeated_words(text, runs):
            message = _(
                "“%(words)s” are words of a quotation that you ticked. They stand beside it already"
                " and must go if their author withdraws them: use your own."
            )
            problems[name] = message % {"words": words}
    return problems


def list_group_problems(scope: Scope, group: str) -> Problems:
    """Return why a name cannot be that of a group: one member has it."""
    folded = fold_for_search(group)
    for member in list_members(scope) if folded else ():
        if folded in {fold_for_search(member.account), fold_for_search(member.name)}:
            message = _("“%(name)s” is one member. Name the function or the group.")
            return {"group": message % {"name": group}}
    return {}


def list_day_problems(name: str, day: date, today: date) -> Problems:
    """Return by field why something cannot have happened on this day."""
    if day > today:
        message = _("%(day)s is still to come. Note what has happened, once it has happened.")
        return {name: message % {"day": format_day(day)}}
    if day.year < EARLIEST_YEAR:
        message = _("%(day)s is before such systems existed. Check the year.")
        return {name: message % {"day": format_day(day)}}
    return {}


def list_unfit_texts(texts: Iterable[tuple[str, str, int]]) -> Problems:
    """Return by field what is wrong with texts; each is given with its field and its limit."""
    return {
        name: message for name, text, limit in texts if (message := describe_unfit(text, limit))
    }


def describe_unfit(text: str, limit: int) -> str:
    """Return why a text is too long or cannot be stored on every database, '' if it can."""
    if len(text) > limit:
        return _("This has %(found)s characters; the limit is %(most)s. Shorten it.") % {
            "found": len(text),
            "most": limit,
        }
    if unfit := UNFIT.search(text):
        message = _("This holds a character that cannot be read: %(found)s. Remove it.")
        return message % {"found": printable(unfit[0])}
    return ""


def list_content_problems(content: ColumnContent, needed: Mapping[str, str]) -> Problems:
    """Return by field what is missing of what is `needed`, and which texts are unfit."""
    missing = {
        name: _(text)
        for name, text in needed.items()
        if not getattr(content, name.removesuffix("_fr"))
    }
    return missing | list_unfit_texts(_iter_texts(content))


def _iter_texts(content: ColumnContent) -> Iterator[tuple[str, str, int]]:
    for name, value in ((each.name, getattr(content, each.name)) for each in fields(content)):
        if isinstance(value, Mapping):
            for language, text in value.items():
                yield f"{name}_{language}", text, TEXT_LENGTH
        elif type(value) is str:
            yield name, value, NAME_LENGTH
