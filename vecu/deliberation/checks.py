"""Why what somebody notes of a dialogue cannot be stored."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from vecu.deliberation.content import (
    AgendaContent,
    AgreementContent,
    AvisContent,
    ClauseContent,
    CollegePosition,
    CommitmentContent,
    ConsultationProcess,
    DialogueContent,
    EndingContent,
    PointContent,
    WorkshopContent,
)
from vecu.deliberation.models import (
    ENTRY_MODELS,
    NAME_LENGTH,
    AgendaItem,
    CitingEntry,
    Dialogue,
    DialogueEntry,
    ReviewClause,
    StaffConsultation,
    Workshop,
)
from vecu.deliberation.rules import (
    COLLEGE_LABELS,
    ORIGINS,
    Avis,
    StaffBody,
    Stance,
    WatchedFigure,
)
from vecu.evidence.queries import list_citable
from vecu.evidence.rules import find_repeated_words, list_word_runs
from vecu.evidence.sources import Audience, Reference, list_evidence
from vecu.register.checks import EARLIEST_YEAR, TEXT_LENGTH, describe_unfit, list_group_problems
from vecu.ui.templatetags.ui import day as format_day

MOST_UNIONS = 20
"""Of an agreement."""

Problems = dict[str, str]
Content = TypeVar("Content", bound=DialogueContent | AvisContent | EndingContent)


def strip_texts(content: Content) -> Content:
    """Return content without space around its texts, empty texts or the line ends of browsers."""
    return replace(
        content, **{each.name: _clean(getattr(content, each.name)) for each in fields(content)}
    )


def list_entry_problems(
    dialogue: Dialogue, content: DialogueContent, row: DialogueEntry | None, today: date
) -> Problems:
    """Return by field why an entry cannot stand; `row` is the one that it would replace, if any."""
    problems = _list_missing(content)
    if not isinstance(content, PointContent):
        problems |= _list_day_problems("day", content.day, today)
    match content:
        case WorkshopContent():
            problems |= _list_workshop_problems(content, row)
        case PointContent():
            problems |= _list_point_problems(dialogue, content, row)
        case ConsultationProcess():
            problems |= _list_consultation_problems(content, row)
        case AgreementContent():
            problems |= _list_agreement_problems(content)
        case CommitmentContent():
            problems |= _list_due_problems(content.day, content.due)
            problems |= _list_origin_problems(dialogue, content)
        case ClauseContent():
            problems |= _list_clause_problems(content, row)
            problems |= _list_origin_problems(dialogue, content)
        case AgendaContent():
            problems |= _list_reference_problems(dialogue, content.references, row)
    problems |= _list_name_problems(dialogue, content)
    return problems | _list_unfit(content)


def list_avis_problems(row: StaffConsultation, content: AvisContent, today: date) -> Problems:
    """Return by field why an avis cannot be noted so."""
    problems = _list_day_problems("avis_day", content.avis_day, today)
    if content.avis_day < row.day:
        message = _("The dossier was handed over on %(day)s: the opinion cannot be older.")
        problems["avis_day"] = message % {"day": format_day(row.day)}
    if not content.avis_reference:
        problems["avis_reference"] = _("Say where the opinion can be read, such as in the minutes.")
    if content.avis is Avis.EQUAL_VOTE and row.body_kind != StaffBody.CST:
        problems["avis"] = _("Only a CST’s opinion counts as given with equal votes.")
    return problems | _list_unfit(content)


def list_ending_problems(
    dialogue: Dialogue, first_day: date, content: EndingContent, today: date
) -> Problems:
    """Return by field why something that began on `first_day` cannot end so."""
    problems = _list_day_problems("ended_day", content.ended_day, today)
    if content.ended_day < first_day:
        message = _("It began on %(day)s, and cannot end before.")
        problems["ended_day"] = message % {"day": format_day(first_day)}
    if not content.ended_by:
        problems["ended_by"] = _("Say which group or function says so.")
    if not content.ended_reason:
        problems["ended_reason_fr"] = _("Say why, or what came of it.")
    problems |= _list_name_problems(dialogue, content)
    return problems | _list_unfit(content)


def list_removal_problems(row: DialogueEntry) -> Problems:
    """Return why an entry cannot be removed, nor its adding be undone."""
    if isinstance(row, AgendaItem) and row.clause_id:
        return {"": _("A review clause put this on the agenda: answer it, it stays.")}
    if isinstance(row, ReviewClause) and row.items.exists():
        return {"": _("This clause has fired. End it and say why; what it found stays.")}
    if isinstance(row, Workshop) and row.points.exists():
        return {"": _("Remove the points of this workshop first.")}
    if isinstance(row, AgendaItem) and row.dialogue.workshoppoints.filter(answers=row.pk).exists():
        return {"": _("A point of a workshop takes this up. Remove the point first.")}
    dialogue = row.dialogue
    if any(some.filter(origin=row.pk).exists() for some in (
        dialogue.commitments, dialogue.reviewclauses,
    )):  # fmt: skip
        return {"": _("A commitment or a clause comes from this. Remove that first.")}
    return {}


def _list_missing(content: DialogueContent) -> Problems:
    subject = _("Say what it is about.")
    needed: Problems = {"subject_fr": subject}
    match content:
        case PointContent():
            needed = {"statement_fr": _("Write the point as one sentence.")}
        case ConsultationProcess():
            needed["body"] = _("Name the body that is consulted.")
            needed["reference"] = _("Give the reference of the dossier or of the convocation.")
        case AgreementContent():
            needed["terms_fr"] = _("Say what was agreed.")
            needed["employer"] = _("Say who signed for the employer: a function, not a person.")
            needed["unions"] = _("Name the unions that signed.")
        case CommitmentContent():
            needed["group"] = _("Say which group or function answers for it.")
        case AgendaContent():
            needed["group"] = _("Say which group asks for it.")
    return {
        name: text
        for name, text in needed.items()
        if not getattr(content, name.removesuffix("_fr"))
    }


def _list_day_problems(name: str, day: date, today: date) -> Problems:
    if day > today:
        message = _("%(day)s is still to come. Note what has happened, once it has happened.")
        return {name: message % {"day": format_day(day)}}
    if day.year < EARLIEST_YEAR:
        message = _("%(day)s is before there were such systems. Check the year.")
        return {name: message % {"day": format_day(day)}}
    return {}


def _list_workshop_problems(content: WorkshopContent, row: DialogueEntry | None) -> Problems:
    if not content.colleges:
        return {"colleges": _("Say who was there.")}
    problems = {}
    if isinstance(row, Workshop):
        noted = {college for point in row.points.all() for college in point.stances}
        if content.colleges.keys() != set(row.present) and noted:
            problems["colleges"] = _(
                "Points of this workshop hold the positions of who was there. Change those first."
            )
    return problems


def _list_point_problems(
    dialogue: Dialogue, content: PointContent, row: DialogueEntry | None
) -> Problems:
    workshop = dialogue.workshops.filter(pk=content.workshop).first()
    if workshop is None:
        return {"workshop": _("This workshop is not there any more.")}
    problems = {}
    for college in sorted(content.positions.keys() ^ set(workshop.present)):
        words = {"college": _(COLLEGE_LABELS[college])}
        if college in content.positions:
            message = _("%(college)s: not at this workshop, so they have no position.")
        else:
            message = _("%(college)s: note their position; if they must ask first, on mandate.")
        problems[f"position_{college}"] = message % words
    for college, position in content.positions.items():
        if position.stance is not Stance.SHARED and not position.reason:
            message = _("%(college)s: say why, or whom they must ask first.")
            words = {"college": _(COLLEGE_LABELS[college])}
            problems[f"reason_{college}_fr"] = message % words
    if content.answers and not dialogue.agendaitems.filter(pk=content.answers).exists():
        problems["answers"] = _("This item is not on the agenda any more.")
    problems |= _list_reference_problems(dialogue, content.references, row)
    return problems | _list_copied_words(content)


def _list_consultation_problems(
    content: ConsultationProcess, row: DialogueEntry | None
) -> Problems:
    problems = {}
    if content.last_day and not content.last_day_source:
        problems["last_day_source"] = _("Say what sets this day: an agreement, a court, a meeting.")
    if content.last_day_source and not content.last_day:
        problems["last_day"] = _("Give the last day that this sets.")
    if content.last_day and content.last_day < content.day:
        problems["last_day"] = _("This is before the dossier was handed over.")
    if isinstance(row, StaffConsultation) and row.avis:
        if row.avis == Avis.EQUAL_VOTE and content.body_kind is not StaffBody.CST:
            problems["body_kind"] = _("Only a CST’s opinion counts as given with equal votes.")
        if row.avis_day and content.day > row.avis_day:
            problems["day"] = _("The opinion is older than this. Check both days.")
    return problems


def _list_agreement_problems(content: AgreementContent) -> Problems:
    if content.until and content.until < content.day:
        return {"until": _("This is before it was signed.")}
    if len(content.unions) > MOST_UNIONS:
        message = _("At most %(most)s unions. Found: %(found)s.")
        return {"unions": message % {"most": MOST_UNIONS, "found": len(content.unions)}}
    return {}


def _list_due_problems(day: date, due: date) -> Problems:
    return {"due": _("This is before it was undertaken.")} if due < day else {}


def _list_clause_problems(content: ClauseContent, row: DialogueEntry | None) -> Problems:
    problems = {}
    if content.watched is WatchedFigure.OVERRIDES and content.most is None:
        problems["most"] = _("Say above which share it fires, in percent.")
    if content.most is not None and not 0 <= content.most <= 100:
        problems["most"] = _("Give a share between 0 and 100 percent.")
    if content.watched is not WatchedFigure.OVERRIDES and content.most is not None:
        problems["most"] = _("Only a clause on a share has one. Leave this empty.")
    if content.watched is WatchedFigure.DATE and content.due is None:
        problems["due"] = _("Say on which day it fires.")
    if content.watched is not WatchedFigure.DATE and content.due is not None:
        problems["due"] = _("Only a clause on a date has one. Leave this empty.")
    if content.due is not None and content.due < content.day:
        problems["due"] = _("This is before the clause was agreed.")
    if isinstance(row, ReviewClause) and row.items.exists():
        same = (content.day, content.watched, content.most, content.due)
        if same != (row.day, row.watched, row.most, row.due):
            problems["watched"] = _(
                "This clause has fired, and watches what it watched. End it and note another one."
            )
    return problems


def _list_origin_problems(
    dialogue: Dialogue, content: CommitmentContent | ClauseContent
) -> Problems:
    if content.origin_kind is None and content.origin is None:
        return {}
    kind, origin = content.origin_kind, content.origin
    if kind is not None and kind in ORIGINS and origin is not None:
        model = ENTRY_MODELS[kind]
        if model._default_manager.filter(dialogue=dialogue, pk=origin).exists():
            return {}
    return {"origin": _("What this comes from is not there any more.")}


def _list_reference_problems(
    dialogue: Dialogue, references: Sequence[Reference], row: DialogueEntry | None
) -> Problems:
    """Return what cannot be cited; what an entry already cites may be gone meanwhile."""
    if not references:
        return {}
    citable = {one.reference for each in list_citable(dialogue.scope) for one in each.evidence}
    known = {(each.source, each.id) for each in citable if not row or each.id != row.pk}
    if isinstance(row, CitingEntry):
        known |= {(each.source, each.id) for each in row.cited}
    if any((each.source, each.id) not in known for each in references):
        return {"evidence": _("Something that you ticked cannot be cited here, or is gone.")}
    return {}


def _list_copied_words(content: PointContent) -> Problems:
    """Return words of quotations: they go with their author, in the point they would stay."""
    shown = list_evidence(content.references, Audience.MEMBERS)
    runs = list_word_runs(each.quotation for each in shown if each.quotation)
    return {
        name: _(
            "“%(words)s” are words of a quotation that you ticked. They stand beside it already"
            " and must go if their author withdraws them: use your own."
        )
        % {"words": words}
        for name, text, _limit in _iter_texts(content)
        if (words := find_repeated_words(text, runs))
    }


def _list_name_problems(dialogue: Dialogue, content: DialogueContent | EndingContent) -> Problems:
    """Return names that are those of one member: groups and functions speak, not persons."""
    names: dict[str, str] = {}
    if isinstance(content, WorkshopContent):
        names = {f"college_{college}": name for college, name in content.colleges.items()}
    for each in fields(content):
        if each.name in {"group", "employer", "ended_by"}:
            names[each.name] = getattr(content, each.name)
    return {
        field: problems["group"]
        for field, name in names.items()
        if (problems := list_group_problems(dialogue.scope, name))
    }


def _list_unfit(content: DialogueContent | AvisContent | EndingContent) -> Problems:
    """Return by field which texts are too long, or cannot be stored on every database."""
    return {
        name: message
        for name, text, limit in _iter_texts(content)
        if (message := describe_unfit(text, limit))
    }


def _iter_texts(
    content: DialogueContent | AvisContent | EndingContent,
) -> Iterator[tuple[str, str, int]]:
    for each in fields(content):
        value = getattr(content, each.name)
        if each.name == "colleges":
            yield from ((f"college_{key}", text, NAME_LENGTH) for key, text in value.items())
        elif each.name == "positions":
            for college, position in value.items():
                for language, text in position.reason.items():
                    yield f"reason_{college}_{language}", text, TEXT_LENGTH
        elif isinstance(value, Mapping):
            yield from ((f"{each.name}_{key}", text, TEXT_LENGTH) for key, text in value.items())
        elif each.name == "unions":
            yield from ((each.name, text, NAME_LENGTH) for text in value)
        elif type(value) is str:
            yield each.name, value, NAME_LENGTH


def _clean(value: Any) -> Any:
    if type(value) is str:
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, CollegePosition):
        return replace(value, reason=_clean(value.reason))
    if isinstance(value, Mapping):
        cleaned = {key: _clean(each) for key, each in value.items()}
        return {key: each for key, each in cleaned.items() if each}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [cleaned for each in value if (cleaned := _clean(each))]
    return value
