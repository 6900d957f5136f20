"""What pages say of a system and its entries: in words, with what is not known yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from vecu.accounts.queries import Mandates
from vecu.accounts.rules import Role
from vecu.evidence.sources import Evidence
from vecu.records.descriptions import ResponseLine, describe_claim, list_response_lines
from vecu.records.kinds import get_kind_of_row
from vecu.records.two_sides import TwoSidedRecord
from vecu.register.models import (
    CitingSystemEntry,
    Consultation,
    System,
    SystemEntry,
    SystemSetting,
)
from vecu.register.queries import SystemDetail, SystemStanding
from vecu.register.rules import (
    OUTCOME_NOT_NOTED,
    ConsultationKind,
    ConsultationOutcome,
    ConsultationState,
    InvolvementEffect,
    SystemFamily,
    judge_consultation,
)
from vecu.translation import LANGUAGES, gettext_noop
from vecu.ui.noted_facts import NotedFact, make_plain_fact
from vecu.ui.templatetags.ui import day as format_day
from vecu.ui.wording import lower_first

SYSTEM_ROLE_LABELS = {
    Role.OWNER: gettext_noop("Owner: answers for the system, says who may do what"),
    Role.RESEARCHER: gettext_noop("Researcher: writes in the register"),
    Role.READER: gettext_noop("Reader: reads what is noted"),
    Role.REPRESENTATIVE: gettext_noop(
        "Staff representative: reads figures first, can suspend the log"
    ),
}
"""The label of each role in a system, with what it permits."""


@dataclass(frozen=True, slots=True)
class EntryDescription:
    """An entry in words; `evidence` is None of a kind that cites none.

    `current`: it holds now, as far as its kind can be replaced by another. Of a consultation,
    `claim` says who claims or contests it, and `responses` what each side said of it; `confirms`
    and `contests` are where whoever reads it responds, '' where they cannot.
    """

    row: SystemEntry
    title: str
    facts: Sequence[NotedFact]
    evidence: Sequence[Evidence] | None = None
    current: bool = True
    claim: str = ""
    responses: Sequence[ResponseLine] = ()
    confirms: str = ""
    contests: str = ""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Something that is not known yet, and the name of the page on which it can be noted.

    `early`: better noted before everybody reads of the system.
    """

    sentence: str
    page: str
    early: bool = False


def change_record(system: System) -> list[NotedFact]:
    """Return what a system is, in the order in which it is read."""
    family = _(SystemFamily(system.family).label) if system.family else ""
    return [
        NotedFact(_("The problem"), system.problem),
        NotedFact(_("Without the tool"), system.without_tool),
        NotedFact(_("What it is meant to do"), system.purpose),
        NotedFact(_("Who works with it"), system.users),
        NotedFact(_("Who is affected"), system.touched),
        make_plain_fact(_("Kind of task"), family),
        make_plain_fact(_("Supplier"), system.supplier),
        NotedFact(_("What its supplier promises"), system.promise),
    ]


def describe_entries(
    detail: SystemDetail,
    rows: Sequence[SystemEntry],
    mandates: Mandates = MappingProxyType({}),
) -> list[EntryDescription]:
    """Return entries in words, the latest first; `mandates` are those in the system."""
    current = {each.pk for each in detail.current_settings}
    return [
        EntryDescription(
            row,
            get_title(row),
            [*get_kind_of_row(row).facts(row), *_list_timing(detail, row)],
            detail.list_cited(row) if isinstance(row, CitingSystemEntry) else None,
            current=not isinstance(row, SystemSetting) or row.pk in current,
            claim=describe_claim(row) if isinstance(row, TwoSidedRecord) else "",
            responses=list_response_lines(row, mandates) if isinstance(row, TwoSidedRecord) else (),
        )
        for row in reversed(rows)
    ]


def _list_timing(detail: SystemDetail, row: SystemEntry) -> list[NotedFact]:
    """Return whether a consultation that was held came before the decision."""
    if not isinstance(row, Consultation) or row.kind != ConsultationKind.HELD:
        return []
    state = judge_consultation([(ConsultationKind(row.kind), row.day)], detail.first_use)
    return [make_plain_fact(_("When"), capfirst(_(state.label)))]


def get_title(row: System | SystemEntry) -> str:
    """Return a system or an entry in a few words, without its day."""
    title: str = get_kind_of_row(row).title(row)
    return title


def describe_outcome(row: Consultation) -> str:
    """Return what came of a consultation that was held."""
    return _(ConsultationOutcome(row.outcome).label if row.outcome else OUTCOME_NOT_NOTED)


def describe_consultation(standing: SystemStanding) -> str:
    """Return the outcome of the first consultation, whether it was in time, and who claims that."""
    row, state = standing.first_consultation, standing.consultation
    if row is None:
        return _(state.label)
    words = _(state.label)
    if row.kind == ConsultationKind.HELD:
        outcome = _("%(outcome)s of %(body)s on %(day)s, %(when)s")
        words = outcome % {
            "outcome": describe_outcome(row),
            "body": row.body,
            "day": format_day(row.day),
            "when": words,
        }
    claim = describe_claim(row)
    return f"{words} – {lower_first(claim)}" if claim else words


@dataclass(frozen=True, slots=True)
class ConsultationLine:
    """A consultation in a sentence, who claims or noted it, and what each side said of it."""

    row: Consultation
    sentence: str
    claim: str
    responses: Sequence[ResponseLine]


def list_consultation_lines(detail: SystemDetail, mandates: Mandates) -> list[ConsultationLine]:
    """Return the consultations of a system as pages show them, by their days."""
    return [
        ConsultationLine(
            each,
            _describe_one(each, detail),
            describe_claim(each) or _("Noted by those who answer for the system"),
            list_response_lines(each, mandates),
        )
        for each in detail.consultations
    ]


def _describe_one(row: Consultation, detail: SystemDetail) -> str:
    if row.kind != ConsultationKind.HELD:
        return _("No consultation was due")
    state = judge_consultation([(ConsultationKind(row.kind), row.day)], detail.first_use)
    return _("%(body)s: %(outcome)s, %(when)s; %(reference)s") % {
        "body": row.body,
        "outcome": lower_first(describe_outcome(row)),
        "when": _(state.label),
        "reference": row.reference,
    }


def list_open_questions(detail: SystemDetail) -> list[OpenQuestion]:
    """Return what is not known of a system yet; what to note first stands first."""
    return [question for question, is_open in list_questions(detail) if is_open]


def list_questions(detail: SystemDetail) -> list[tuple[OpenQuestion, bool]]:
    """Return what should be known of a system, and of each whether it is still open."""
    system = detail.system
    described = [
        (system.problem, _("which problem it is for")),
        (system.without_tool, _("what becomes of this problem without the tool")),
        (system.purpose, _("what it is meant to do")),
        (system.users, _("who works with it")),
        (system.touched, _("whom it concerns")),
    ]
    unexplained = [each for each in detail.versions if not any(each.version.changes)]
    effects = [each for each in detail.involvements if each.effect == InvolvementEffect.NOT_KNOWN]
    early: list[tuple[bool, str, str]] = [
        *((not any(text), sentence, "description") for text, sentence in described),
        (not detail.stages, _("where it stands"), "stages"),
        (
            not system.contact_name,
            _("who answers for it, and how to reach them without a screen"),
            "contact",
        ),
        (
            detail.consultation is ConsultationState.NOT_NOTED,
            _("whether staff representatives were consulted, or why not"),
            "consultation",
        ),
    ]
    later: list[tuple[bool, str, str]] = [
        (not detail.involvements, _("who took part, and to what effect"), "involvement"),
        (bool(effects), _("what came of taking part, for some groups"), "involvement"),
        (not detail.settings, _("which settings somebody chose, and why"), "settings"),
        (not detail.versions, _("which version is in use"), "versions"),
        (bool(unexplained), _("what some versions changed"), "versions"),
        (not system.family, _("what kind of task it does"), "description"),
        (not system.supplier, _("who supplies it"), "description"),
        (not any(system.promise), _("what its supplier promises"), "description"),
    ]
    return [
        (OpenQuestion(sentence, f"register:{page}", early=tests is early), missing)
        for tests in (early, later)
        for missing, sentence, page in tests
    ]


def list_untranslated(system: System) -> list[str]:
    """Return the labels of what is written in one language only."""
    facts = [*change_record(system), NotedFact(_("Contact"), system.contact_reach)]
    written = [(fact.label, set(fact.texts)) for fact in facts if fact.texts and fact.is_translated]
    return [label for label, languages in written if languages != set(LANGUAGES)]


def keep_known(fact: NotedFact) -> list[NotedFact]:
    """Return what is optional only where it is known."""
    return [fact] if any(fact.texts.values()) else []
