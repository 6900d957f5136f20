"""Why a case, its terms or an event cannot stand so, and why everybody cannot read them so."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from vecu.casestudies.cases.content import CaseContent, CaseEventContent, EmployerTermsContent
from vecu.casestudies.cases.models import Case, CaseEvent, EmployerTerms
from vecu.casestudies.cases.queries import find_case, has_cells
from vecu.casestudies.matrix.rules import find_small_count
from vecu.records.kinds import list_answered_problems
from vecu.records.queries import Act
from vecu.register.checks import list_content_problems, list_day_problems
from vecu.register.queries import find_system
from vecu.surveys.queries import Study
from vecu.translation import LANGUAGES, gettext_noop

Problems = dict[str, str]
_NEEDED = {
    "name_fr": gettext_noop("Name the case, in one language at least."),
    "place_fr": gettext_noop("Say in which place, in one language at least."),
}
_PUBLIC_TEXTS = ("name", "place", "described", "door", "door_opener", "door_terms")
_PUBLIC_EVENT_TEXTS = ("title", "account")
_PUBLIC_TERMS_TEXTS = ("signer", "besides")


def list_case_problems(
    _study: Study, content: CaseContent, row: Case | None, today: date
) -> Problems:
    """Return by field why a case cannot be described so."""
    problems = list_content_problems(content, _NEEDED)
    if content.system is None and not content.described:
        problems["described_fr"] = _("Choose a system of the register, or describe it here.")
    elif content.system is not None and content.described:
        problems["described_fr"] = _("Either a system of the register, or one described here.")
    elif content.system is not None and find_system(content.system) is None:
        problems["system"] = _("This system is gone. Choose another one.")
    if content.door_day is not None:
        problems |= list_day_problems("door_day", content.door_day, today)
    if problems or row is None or row.published is None:
        return problems
    return list_text_problems(content, _PUBLIC_TEXTS)


def list_terms_problems(
    study: Study, content: EmployerTermsContent, row: EmployerTerms | None, today: date
) -> Problems:
    """Return by field why terms cannot be noted so."""
    needed = {
        "undertakings": gettext_noop("Tick what the employer undertakes."),
        "signer_fr": gettext_noop("Say which function signed."),
    }
    problems = list_content_problems(content, needed)
    problems |= list_day_problems("signed", content.signed, today)
    case = find_case(study, content.case)
    if case is None:
        return problems | {"": _("This case is gone.")}
    if row is None and EmployerTerms.objects.filter(case=content.case).exists():
        message = _("Somebody else has noted the terms in the meantime. Go back to the case.")
        return problems | {"": message}
    if problems or case.published is None:
        return problems
    return list_text_problems(content, _PUBLIC_TERMS_TEXTS)


def list_event_problems(
    study: Study, content: CaseEventContent, _row: CaseEvent | None, today: date
) -> Problems:
    """Return by field why an event cannot be noted so."""
    needed = {"title_fr": gettext_noop("Say what happened, in one language at least.")}
    problems = list_content_problems(content, needed)
    problems |= list_day_problems("day", content.day, today)
    case = find_case(study, content.case)
    if case is None:
        return problems | {"": _("This case is gone.")}
    if problems or case.published is None:
        return problems
    return list_text_problems(content, _PUBLIC_EVENT_TEXTS)


def list_case_removal_problems(row: Case, _side: str) -> Problems:
    """Return why a case cannot be removed."""
    if row.published is not None:
        return {"": _("Everybody reads this case. Take it back first.")}
    if has_cells(row):
        return {"": _("Cells of the matrix are written on this case. Empty them first.")}
    return {}


def list_case_undo_problems(_act: Act, row: Any, restored: Any) -> Problems:
    """Return why what was undone would show everybody what must not be read, or hang in the air."""
    if restored is None:
        return list_case_removal_problems(row, "") if row is not None else {}
    if row is None or row.published is None:
        return {}
    return _as_refusal(list_text_problems(restored, _PUBLIC_TEXTS).values())


def list_part_undo_problems(_act: Act, row: Any, restored: Any) -> Problems:
    """Return why terms or an event cannot come back: its case is gone, or it counts few people."""
    if restored is None:
        return dict(list_answered_problems(row, "")) if isinstance(row, EmployerTerms) else {}
    case = Case.objects.filter(pk=restored.case).first()
    if case is None:
        return {"": _("This case is gone.")}
    is_first = row is None and isinstance(restored, EmployerTerms)
    if is_first and EmployerTerms.objects.filter(case=restored.case).exists():
        return {"": _("Somebody has noted the terms again: what was removed stays removed.")}
    if case.published is None:
        return {}
    return _as_refusal(_list_part_problems(restored).values())


def list_publication_problems(case: Case) -> list[str]:
    """Return why everybody cannot read a case as it is."""
    problems = list_text_problems(case, _PUBLIC_TEXTS)
    system = find_system(case.system) if case.system else None
    if case.system and (system is None or system.published is None):
        problems["system"] = _("Publish the system in the register first, or describe it here.")
    if not case.door:
        problems["door_fr"] = _("Say how the door was opened: readers judge a case by it.")
    parts: list[Any] = [
        *EmployerTerms.objects.filter(case=case.pk),
        *CaseEvent.objects.filter(case=case.pk),
    ]
    found = [
        *problems.values(),
        *(text for each in parts for text in _list_part_problems(each).values()),
    ]
    return list(dict.fromkeys(found))


def list_text_problems(content: Any, names: Iterable[str]) -> Problems:
    """Return by field why everybody cannot read texts: a language lacks, or they count few."""
    return dict(_iter_text_problems({name: getattr(content, name) for name in names}))


def _iter_text_problems(texts: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    for name, text in texts.items():
        written = any(text.values())
        for language in LANGUAGES:
            words = text.get(language, "")
            if written and not words:
                yield f"{name}_{language}", _("Everybody reads it: write it in both languages.")
            elif count := find_small_count(words):
                yield (
                    f"{name}_{language}",
                    _(
                        "“%(count)s” counts fewer than 11 people: colleagues would know who. Say"
                        " it without a number."
                    )
                    % {"count": count},
                )


def _list_part_problems(row: EmployerTerms | CaseEvent) -> Problems:
    names = _PUBLIC_TERMS_TEXTS if isinstance(row, EmployerTerms) else _PUBLIC_EVENT_TEXTS
    return list_text_problems(row, names)


def _as_refusal(lines: Iterable[str]) -> Problems:
    text = " ".join(dict.fromkeys(lines))
    return {"": text} if text else {}
