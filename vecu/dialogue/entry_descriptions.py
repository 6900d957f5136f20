"""An entry of a dialogue in words: what it is about, how it stands, and what holds of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from vecu.accounts.queries import Mandates
from vecu.dialogue.avis_clock import AvisState
from vecu.dialogue.content import ByLanguage
from vecu.dialogue.models import (
    AgendaItem,
    DialogueEntry,
    LastingEntry,
    ReviewClause,
    StaffAgreement,
    WorkshopPoint,
)
from vecu.dialogue.queries import (
    AgendaDetail,
    CommitmentDetail,
    ConsultationDetail,
    PointDetail,
    WorkshopDetail,
)
from vecu.dialogue.rules import (
    Avis,
    ClauseCause,
    CommitmentState,
    DialogueKind,
    DossierItem,
    Expertise,
    PointState,
    StaffBody,
    Stance,
)
from vecu.dialogue.sections import CLAUSE_EFFECT
from vecu.dialogue.sentences import (
    describe_cause,
    describe_clock,
    describe_late_avis,
    describe_watch,
)
from vecu.evidence.sources import Evidence, EvidenceState
from vecu.fieldlog.counted_figures import name_month
from vecu.records.descriptions import ResponseLine, describe_claim, list_response_lines
from vecu.records.rules import Side, Standing
from vecu.records.two_sides import TwoSidedRecord
from vecu.translation import gettext_noop
from vecu.ui.noted_facts import (
    NotedFact,
    make_plain_fact,
)
from vecu.ui.templatetags.ui import day as format_day
from vecu.ui.wording import lower_first

NOTED_BY: Mapping[str, str] = {
    Side.STAFF: gettext_noop("Noted by staff representatives"),
    Side.SYSTEM: gettext_noop("Noted by those who answer for the system"),
    "": gettext_noop("Put here by a review clause, not by a member"),
}


class DialogueTone(StrEnum):
    """How an entry stands, for those who see it at a glance; its words say the same."""

    AGREED = "agreed"
    REFUSED = "refused"
    CLAIMED = "claimed"
    WAITING = "waiting"
    DUE = "due"
    PAST = "past"
    NONE = ""


@dataclass(frozen=True, slots=True)
class PositionLine:
    """How a college stands to a point: its name, who sat for it, its stance and its reason."""

    college: str
    group: str
    stance: Stance
    label: str
    reason: ByLanguage


@dataclass(frozen=True, slots=True)
class DialogueDescription:
    """An entry in words. `title` is by language, `state` how it stands today, '' where nothing can.

    `sentence` is what holds of it beside its facts; `noted_by` which side noted it, and `responses`
    are what sides said of it since.
    """

    row: DialogueEntry
    kind: DialogueKind
    title: ByLanguage
    day: str
    state: str
    tone: DialogueTone
    facts: Sequence[NotedFact]
    noted_by: str
    sentence: str = ""
    positions: Sequence[PositionLine] = ()
    evidence: Sequence[Evidence] = ()
    responses: Sequence[ResponseLine] = ()

    @property
    def awaits(self) -> Sequence[Side]:
        """Which sides have not said yet whether it is so."""
        return self.row.awaited if isinstance(self.row, TwoSidedRecord) else ()


def get_title(row: DialogueEntry) -> ByLanguage:
    """Return what an entry is about, by language; what a clause put there is about the same."""
    if isinstance(row, AgendaItem) and row.clause:
        return row.clause.subject  # type: ignore[no-any-return] # JSON
    text: ByLanguage = row.statement if isinstance(row, WorkshopPoint) else row.subject  # type: ignore[attr-defined]
    return text


def judge_tone(row: TwoSidedRecord, tone: DialogueTone) -> DialogueTone:
    """Return the tone of an entry, which is no agreement before both sides say so."""
    if row.standing is Standing.CONTESTED:
        return DialogueTone.REFUSED
    claimed = row.standing is Standing.CLAIMED and tone is DialogueTone.AGREED
    return DialogueTone.CLAIMED if claimed else tone


def join_standing(row: TwoSidedRecord, state: str) -> str:
    """Return how an entry stands, with who claims or contests that."""
    claim = describe_claim(row)
    return f"{state} – {lower_first(claim)}" if claim else state


def present_workshop(detail: WorkshopDetail) -> DialogueDescription:
    """Return a workshop: who was there, who was not, and how much was shared."""
    row = detail.workshop
    there = [make_plain_fact(_(each.label), row.colleges[each]) for each in row.present]
    absent = "\n".join(_(each.label) for each in row.absent)
    return DialogueDescription(
        row,
        DialogueKind.WORKSHOP,
        get_title(row),
        format_day(row.day),
        _count_shared(detail.points),
        DialogueTone.NONE,
        [*there, *_known(make_plain_fact(_("Not present"), absent))],
        _(NOTED_BY[row.side]),
    )


def _count_shared(points: Sequence[PointDetail]) -> str:
    states = [each.point.state for each in points]
    if not states:
        return _("No point is noted yet")
    words = {
        "shared": sum(each.point.is_shared for each in points),
        "points": len(states),
        "pending": states.count(PointState.PENDING),
    }
    if words["pending"]:
        return _("Points shared: %(shared)s of %(points)s, pending: %(pending)s") % words
    return _("Points shared: %(shared)s of %(points)s") % words


def present_point(
    detail: PointDetail, titles: Mapping[UUID | None, ByLanguage], mandates: Mandates
) -> DialogueDescription:
    """Return a point with the position of each college that was there."""
    row = detail.point
    tones = {
        PointState.SHARED: DialogueTone.AGREED,
        PointState.NOT_SHARED: DialogueTone.REFUSED,
        PointState.PENDING: DialogueTone.WAITING,
    }
    return DialogueDescription(
        row,
        DialogueKind.POINT,
        get_title(row),
        format_day(row.workshop.day),
        join_standing(row, _(row.state.label)),
        judge_tone(row, tones[row.state]),
        _known(NotedFact(_("Takes up this item of the agenda"), titles.get(row.answers, {}))),
        _(NOTED_BY[row.side]),
        positions=[
            PositionLine(
                _(college.label),
                row.workshop.colleges.get(college, ""),
                position.stance,
                _(position.stance.label),
                position.reason,
            )
            for college, position in row.stances.items()
        ],
        evidence=detail.evidence,
        responses=list_response_lines(row, mandates),
    )


def present_consultation(detail: ConsultationDetail, mandates: Mandates) -> DialogueDescription:
    """Return a consultation: its dossier, its time, and what the body answered."""
    row, standing = detail.consultation, detail.standing
    waiting = {
        AvisState.AWAITED: DialogueTone.WAITING,
        AvisState.OVERDUE: DialogueTone.DUE,
        AvisState.FAVOURABLE: DialogueTone.AGREED,
        AvisState.UNFAVOURABLE: DialogueTone.REFUSED,
        AvisState.SILENT: DialogueTone.REFUSED,
        AvisState.EQUAL_VOTE: DialogueTone.NONE,
    }
    body = _(StaffBody(row.body_kind).label)
    handed_over = [_(each.label) for each in DossierItem if each.value in row.dossier]
    absent = [_(each.label) for each in row.absent_items]
    return DialogueDescription(
        row,
        DialogueKind.CONSULTATION,
        get_title(row),
        format_day(row.day),
        join_standing(row, _(standing.state.label)),
        judge_tone(row, waiting[standing.state]),
        [
            make_plain_fact(_("Body consulted"), f"{row.body}\n{body}"),
            make_plain_fact(_("Dossier handed over on"), format_day(row.day)),
            make_plain_fact(_("Reference"), row.reference),
            make_plain_fact(_("In the dossier"), "\n".join(handed_over)),
            *_known(make_plain_fact(_("Not in the dossier"), "\n".join(absent))),
            *_known(NotedFact(_("About the dossier"), row.dossier_note)),
            make_plain_fact(_("Expertise"), _(Expertise(row.expertise).label)),
            *_list_avis_facts(detail),
        ],
        _(NOTED_BY[row.side]),
        sentence=" ".join(
            filter(None, [describe_clock(row, standing), describe_late_avis(row, standing)])
        ),
        responses=list_response_lines(row, mandates),
    )


def _list_avis_facts(detail: ConsultationDetail) -> list[NotedFact]:
    row = detail.consultation
    if not row.avis:
        return []
    day = format_day(row.avis_day) if row.avis_day else ""
    return [
        make_plain_fact(_("Opinion"), f"{_(Avis(row.avis).label)}\n{day}"),
        make_plain_fact(_("Where to read it"), row.avis_reference),
        *_known(NotedFact(_("Reasons given"), row.avis_reasons)),
        *_known(make_plain_fact(_("Opinion noted by"), _(NOTED_BY[row.avis_side]))),
    ]


def present_agreement(row: StaffAgreement, mandates: Mandates) -> DialogueDescription:
    """Return an agreement: what it says, who signed it or is said to have, and how it ended."""
    until = format_day(row.until) if row.until else ""
    state = join_standing(row, _(row.ending.label)) if row.ending else describe_claim(row)
    return DialogueDescription(
        row,
        DialogueKind.AGREEMENT,
        get_title(row),
        format_day(row.day),
        state or _("Signed"),
        DialogueTone.PAST if row.ending else judge_tone(row, DialogueTone.AGREED),
        [
            NotedFact(_("What was agreed"), row.terms),
            make_plain_fact(_("For the employer"), row.employer),
            make_plain_fact(_("Unions"), "\n".join(row.unions)),
            *_known(make_plain_fact(_("Reference"), row.reference)),
            *_known(make_plain_fact(_("Signed until"), until)),
            *_list_ending_facts(row),
        ],
        _(NOTED_BY[row.side]),
        responses=list_response_lines(row, mandates),
    )


def present_commitment(
    detail: CommitmentDetail, titles: Mapping[UUID | None, ByLanguage], mandates: Mandates
) -> DialogueDescription:
    """Return a commitment: who answers for it, and by when; its end is claimed like itself."""
    row = detail.commitment
    tones = {
        CommitmentState.OPEN: DialogueTone.WAITING,
        CommitmentState.LATE: DialogueTone.DUE,
        CommitmentState.DONE: DialogueTone.AGREED,
        CommitmentState.DROPPED: DialogueTone.PAST,
    }
    return DialogueDescription(
        row,
        DialogueKind.COMMITMENT,
        get_title(row),
        format_day(row.due),
        join_standing(row, _(detail.state.label)),
        judge_tone(row, tones[detail.state]),
        [
            make_plain_fact(_("Who answers for it"), row.group),
            make_plain_fact(_("To be done by"), format_day(row.due)),
            make_plain_fact(_("Undertaken on"), format_day(row.day)),
            *_known(NotedFact(_("Comes from"), titles.get(row.origin, {}))),
            *_list_ending_facts(row),
        ],
        _(NOTED_BY[row.side]),
        responses=list_response_lines(row, mandates),
    )


def present_clause(
    row: ReviewClause,
    agenda: Sequence[AgendaDetail],
    titles: Mapping[UUID | None, ByLanguage],
    mandates: Mandates,
) -> DialogueDescription:
    """Return a review clause: what it watches, whether it was triggered, and all that it does."""
    fired = any(each.item.clause_id == row.pk for each in agenda)
    if row.ending:
        state, tone = _(row.ending.label), DialogueTone.PAST
    elif fired:
        state, tone = _("Triggered"), DialogueTone.DUE
    else:
        state, tone = _("Watching"), DialogueTone.WAITING
    return DialogueDescription(
        row,
        DialogueKind.CLAUSE,
        get_title(row),
        format_day(row.day),
        join_standing(row, state),
        tone,
        [
            make_plain_fact(_("Agreed on"), format_day(row.day)),
            *_known(NotedFact(_("Comes from"), titles.get(row.origin, {}))),
            *_list_ending_facts(row),
        ],
        _(NOTED_BY[row.side]),
        sentence=f"{describe_watch(row)} {_(CLAUSE_EFFECT)}",
        responses=list_response_lines(row, mandates),
    )


def present_item(detail: AgendaDetail) -> DialogueDescription:
    """Return an item of the agenda: who asked for it, or why a clause, even a claimed one, did."""
    row = detail.item
    noted_by = _(NOTED_BY[row.side])
    if row.ending:
        state, tone = _(row.ending.label), DialogueTone.PAST
    elif detail.points:
        state, tone = _("Taken up at a workshop"), DialogueTone.WAITING
    else:
        state, tone = pgettext("agenda item", "Open"), DialogueTone.DUE
    return DialogueDescription(
        row,
        DialogueKind.AGENDA_ITEM,
        get_title(row),
        format_day(row.day),
        state,
        tone,
        [
            *_known(make_plain_fact(_("Asked for by"), row.group)),
            make_plain_fact(_("Put on the agenda on"), format_day(row.day)),
            *(NotedFact(_label_answer(each), each.statement) for each in detail.points),
            *_list_ending_facts(row),
        ],
        join_standing(row.clause, noted_by) if row.clause else noted_by,
        sentence=describe_agenda_cause(detail),
        evidence=detail.evidence,
    )


def describe_agenda_cause(detail: AgendaDetail) -> str:
    """Return why a clause put an item there, '' if a group asked for it.

    What a figure showed goes with the figure.
    """
    item = detail.item
    gone = any(each.state is EvidenceState.GONE for each in detail.evidence)
    if item.clause_id and item.cause == ClauseCause.ABOVE and (gone or not detail.evidence):
        sentence = _("A figure of %(month)s put this on the agenda; it is no longer public.")
        return sentence % {"month": name_month(item.month)}
    return describe_cause(item)


def _label_answer(point: WorkshopPoint) -> str:
    state = lower_first(join_standing(point, _(point.state.label)))
    return _("Taken up: %(state)s") % {"state": state}


def _list_ending_facts(row: LastingEntry) -> list[NotedFact]:
    if row.ending is None:
        return []
    day = format_day(row.ended_day) if row.ended_day else ""
    return [
        make_plain_fact(_(row.ending.label), f"{day}\n{row.ended_by}"),
        NotedFact(_("Why, or what came of it"), row.ended_reason),
    ]


def _known(fact: NotedFact) -> list[NotedFact]:
    """Return what is optional only where it is known."""
    return [fact] if any(fact.texts.values()) else []
