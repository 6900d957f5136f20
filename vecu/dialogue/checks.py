"""Why what somebody notes of a dialogue cannot be stored."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from vecu.dialogue.content import (
    AgendaContent,
    AgreementContent,
    AvisContent,
    ClauseContent,
    CommitmentContent,
    ConsultationProcess,
    DialogueContent,
    EndingContent,
    PointContent,
    WorkshopContent,
    WritingPositionContent,
)
from vecu.dialogue.models import (
    ENTRY_MODELS,
    AgendaItem,
    Dialogue,
    DialogueEntry,
    LastingEntry,
    ReviewClause,
    StaffAgreement,
    StaffConsultation,
    Workshop,
    WorkshopPoint,
)
from vecu.dialogue.position_checks import (
    list_debate_day_problems,
    list_debate_problems,
    list_force_problems,
    list_position_problems,
)
from vecu.dialogue.rules import (
    ORIGINS,
    Avis,
    DialogueVerb,
    Ending,
    StaffBody,
    Stance,
    WatchedFigure,
)
from vecu.dialogue.text_checks import (
    Problems,
    list_copied_words,
    list_name_problems,
    list_reference_problems,
    list_unfit,
)
from vecu.evidence.citing_days import describe_later_evidence, describe_later_source
from vecu.evidence.sources import Audience, list_evidence
from vecu.records.kinds import list_answered_problems
from vecu.records.queries import Act
from vecu.records.rules import Side
from vecu.records.two_sides import TwoSidedRecord
from vecu.register.checks import list_day_problems
from vecu.search_folding import fold_for_search
from vecu.ui.templatetags.ui import day as format_day
from vecu.ui.wording import pick_text

MOST_UNIONS = 20
MOST_HOURS = 10_000
"""Of an agreement."""
MOST_LATE = 1_000


def list_entry_problems(
    dialogue: Dialogue, content: DialogueContent, row: DialogueEntry | None, today: date
) -> Problems:
    """Return by field why an entry cannot stand; `row` is the one that it would replace, if any."""
    problems = _list_missing(content)
    if not isinstance(content, PointContent):
        problems |= list_day_problems("day", content.day, today)
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
            problems |= list_reference_problems(dialogue, content.references, row, content.day)
    problems |= list_position_problems(dialogue, content, row)
    if isinstance(content, PointContent | AgendaContent):
        problems |= list_copied_words(content, content.references)
    problems |= list_name_problems(dialogue, content)
    return problems | list_unfit(content)


def list_avis_problems(row: StaffConsultation, content: AvisContent, today: date) -> Problems:
    """Return by field why an avis cannot be noted so."""
    problems = list_day_problems("avis_day", content.avis_day, today)
    if content.avis_day < row.day:
        message = _("The dossier was handed over on %(day)s: the opinion cannot be older.")
        problems["avis_day"] = message % {"day": format_day(row.day)}
    if not content.avis_reference:
        problems["avis_reference"] = _("Say where the opinion can be read, such as in the minutes.")
    if content.avis is Avis.EQUAL_VOTE and row.body_kind != StaffBody.CST:
        problems["avis"] = _("Only a CST’s opinion counts as given with equal votes.")
    return problems | list_unfit(content)


def list_ending_problems(row: LastingEntry, content: EndingContent, today: date) -> Problems:
    """Return by field why an entry cannot end so."""
    problems = list_day_problems("ended_day", content.ended_day, today)
    first_day: date = getattr(row, "day", content.ended_day)
    if content.ended_day < first_day:
        message = _("It began on %(day)s, and cannot end before.")
        problems["ended_day"] = message % {"day": format_day(first_day)}
    if not content.ended_by:
        problems["ended_by"] = _("Say on behalf of which group or function.")
    if not content.ended_reason:
        problems["ended_reason_fr"] = _("Say why, or what came of it.")
    if isinstance(row, AgendaItem):
        problems |= list_copied_words(content, row.cited)
    problems |= list_name_problems(row.dialogue, content)
    return problems | list_unfit(content)


def list_denunciation_problems(row: LastingEntry, content: EndingContent, side: Side) -> Problems:
    """Return why a side cannot denounce an agreement for another: each does so in its own name."""
    if not isinstance(row, StaffAgreement) or content.ended is not Ending.DENOUNCED:
        return {}
    others = row.unions if side is Side.SYSTEM else [row.employer]
    said = f" {fold_for_search(content.ended_by)} "
    if any(f" {fold_for_search(each)} " in said for each in others if fold_for_search(each)):
        message = _("Each side denounces in its own name: “%(name)s” would note it by its account.")
        return {"ended_by": message % {"name": content.ended_by}}
    return {}


def list_removal_problems(row: DialogueEntry, side: str) -> Problems:
    """Return why a side cannot remove an entry, nor undo that it was added."""
    if isinstance(row, AgendaItem) and row.clause_id:
        return {"": _("A review clause put this on the agenda: answer it, it stays.")}
    if isinstance(row, ReviewClause) and row.items.exists():
        return {"": _("This clause has been triggered: end it and say why. What it found stays.")}
    if isinstance(row, Workshop) and row.points.exists():
        return {"": _("Remove the points of this workshop first.")}
    if isinstance(row, AgendaItem) and row.dialogue.workshoppoints.filter(answers=row.pk).exists():
        return {"": _("A point of a workshop takes this up. Remove the point first.")}
    derived = (row.dialogue.commitments, row.dialogue.reviewclauses)
    if any(each.filter(origin=row.pk).exists() for each in derived):
        return {"": _("A commitment or a clause comes from this. Remove that first.")}
    answered = _list_answer_problems(row, side)
    return answered or list_force_problems(row) or list_debate_problems(row, row.dialogue)


def list_side_problems(row: DialogueEntry, side: str) -> Problems:
    """Return why a side can neither change nor remove an entry."""
    if not row.side:
        return {"": _("A review clause put this on the agenda: answer it, it stays.")}
    if row.side == side:
        return {}
    return {"": _("The other side noted this: only they can change or remove it.")}


def list_avis_side_problems(row: StaffConsultation, side: str) -> Problems:
    """Return why a side cannot correct the avis that is noted."""
    if row.avis_side == Side.STAFF and side != Side.STAFF:
        return {"": _("Staff representatives noted this opinion: only they can correct it.")}
    return {}


def list_ended_problems(row: DialogueEntry) -> Problems:
    """Return why an entry cannot change any more, or end again."""
    if isinstance(row, LastingEntry) and row.ending:
        return {"": _("This has ended. Undo its end first, or note another one.")}
    return list_force_problems(row)


def _list_answer_problems(row: DialogueEntry, side: str) -> Problems:
    """Return why an entry stays: the other side's words would go with it."""
    if isinstance(row, TwoSidedRecord) and (answered := list_answered_problems(row, side)):
        return dict(answered)
    if isinstance(row, StaffConsultation):
        return list_avis_side_problems(row, side)
    ends = Act.objects.filter(entry=row.pk, verb=DialogueVerb.END, undoes=None, undone_by=None)
    ended = isinstance(row, LastingEntry) and row.ending
    if ended and ends.exclude(side=side).exists():
        return {"": _("The other side has answered this: it stays, with its answer.")}
    return {}


def _list_missing(content: DialogueContent) -> Problems:
    subject = _("Say what it is about.")
    needed: Problems = {"subject_fr": subject}
    match content:
        case WritingPositionContent():
            return {}
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
        cited = [each for point in row.points.all() for each in point.cited]
        if later := describe_later_evidence(list_evidence(cited, Audience.MEMBERS), content.day):
            problems["day"] = later
        problems |= list_debate_day_problems(row, content.day)
    return problems


def _list_point_problems(
    dialogue: Dialogue, content: PointContent, row: DialogueEntry | None
) -> Problems:
    workshop = dialogue.workshops.filter(pk=content.workshop).first()
    if workshop is None:
        return {"workshop": _("This workshop no longer exists.")}
    if isinstance(row, WorkshopPoint) and row.workshop_id != workshop.pk:
        return {"workshop": _("A point stays with its workshop.")}
    problems = {}
    for college in sorted(content.positions.keys() ^ set(workshop.present)):
        words = {"college": _(college.label)}
        if college in content.positions:
            message = _("%(college)s: not at this workshop, so they have no position.")
        else:
            message = _(
                "%(college)s: choose their position; if they must consult first, choose “on"
                " mandate”."
            )
        problems[f"position_{college}"] = message % words
    for college, position in content.positions.items():
        if position.stance is not Stance.SHARED and not position.reason:
            message = _("%(college)s: say why, or whom they must consult first.")
            words = {"college": _(college.label)}
            problems[f"reason_{college}_fr"] = message % words
    if content.answers and not dialogue.agendaitems.filter(pk=content.answers).exists():
        problems["answers"] = _("This item is not on the agenda any more.")
    problems |= list_reference_problems(dialogue, content.references, row, workshop.day)
    return problems


def _list_consultation_problems(
    content: ConsultationProcess, row: DialogueEntry | None
) -> Problems:
    problems = {}
    if content.last_day and not content.last_day_source:
        problems["last_day_source"] = _("Say what sets this day: an agreement, a court, a meeting.")
    if content.last_day_source and not content.last_day:
        problems["last_day"] = _("Give the deadline that this sets.")
    if content.last_day and content.last_day < content.day:
        problems["last_day"] = _("This is before the dossier was handed over.")
    if isinstance(row, StaffConsultation) and row.avis:
        if row.avis == Avis.EQUAL_VOTE and content.body_kind is not StaffBody.CST:
            problems["body_kind"] = _("Only a CST’s opinion counts as given with equal votes.")
        if row.avis_day and content.day > row.avis_day:
            problems["day"] = _("The opinion is older than this. Check both days.")
        names = ("day", "body_kind", "body", "subject", "expertise", "last_day")
        same = all(getattr(content, name) == getattr(row, name) for name in names)
        handed_over = sorted(row.dossier), dict(row.dossier_note)
        same &= (sorted(content.dossier), dict(content.dossier_note)) == handed_over
        if row.avis_side == Side.STAFF and not same:
            problems[""] = _(
                "Staff representatives noted the opinion: the body, its dossier, what it was"
                " consulted about, and the dates that its time depends on cannot change any more."
            )
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
    if message := _find_limit_problem(content.watched, content.most):
        problems["most"] = message
    if content.watched is WatchedFigure.DATE and content.due is None:
        problems["due"] = _("Give the date of the review.")
    if content.watched is not WatchedFigure.DATE and content.due is not None:
        problems["due"] = _("Only a clause on a date has one. Leave this empty.")
    if content.due is not None and content.due < content.day:
        problems["due"] = _("This is before the clause was agreed.")
    if isinstance(row, ReviewClause) and row.items.exists():
        same = (content.day, content.watched, content.most, content.due)
        if same != (row.day, row.watched, row.most, row.due):
            problems["watched"] = _(
                "This clause has been triggered: what it watches cannot change. End it and add"
                " another one."
            )
    return problems


def _find_limit_problem(watched: WatchedFigure, most: int | None) -> str:
    """Return what is wrong with the limit of a clause: a percentage, hours, a number, or none."""
    if watched is WatchedFigure.LATE_LOOKS:
        fits = most is not None and 0 <= most <= MOST_LATE
        message = _(
            "Give the number of late answers above which it is triggered, at most %(most)s."
        )
        return "" if fits else message % {"most": MOST_LATE}
    if watched is WatchedFigure.UPKEEP:
        fits = most is not None and 0 <= most <= MOST_HOURS
        message = _("Give the hours in a month above which it is triggered, at most %(most)s.")
        return "" if fits else message % {"most": MOST_HOURS}
    if watched is not WatchedFigure.OVERRIDES:
        message = _(
            "Only a clause on a share, on hours or on late answers has one. Leave this empty."
        )
        return message if most is not None else ""
    if most is None:
        return _("Give the share above which it is triggered, in percent.")
    return "" if 0 <= most <= 100 else _("Give a share between 0 and 100 percent.")


def _list_origin_problems(
    dialogue: Dialogue, content: CommitmentContent | ClauseContent
) -> Problems:
    if content.origin_kind is None and content.origin is None:
        return {}
    kind, origin = content.origin_kind, content.origin
    if kind is not None and kind in ORIGINS and origin is not None:
        model = ENTRY_MODELS[kind]
        row: Any = model._default_manager.filter(dialogue=dialogue, pk=origin).first()
        if row is not None:
            title = row.statement if isinstance(row, WorkshopPoint) else row.subject
            day = row.workshop.day if isinstance(row, WorkshopPoint) else row.day
            later = describe_later_source(pick_text(title), day, content.day)
            return {"origin": later} if later else {}
    return {"origin": _("What this comes from no longer exists.")}
