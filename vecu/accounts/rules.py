"""Who may do what in which scope.

Each permission is one sentence over the role in the scope at hand; None means no role there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from vecu.labelled_enum import LabelledEnum
from vecu.translation import gettext_noop


class ScopeKind(StrEnum):
    """What a member can have a role in."""

    STUDY = "study"
    SYSTEM = "system"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Scope:
    """One study, system or group, by kind and uuid.

    Always compare both: the uuid alone does not say which room it is of.
    """

    kind: ScopeKind
    id: UUID


class Role(LabelledEnum):
    """What a member is in one scope, from the one who answers for it to the one who reads.

    A *representative* speaks for the staff, and answers to nobody in the scope. An *interviewer*
    comes from outside: types what people answer on the telephone, and reads nothing.
    """

    OWNER = "owner", gettext_noop("owner")
    RESEARCHER = "researcher", gettext_noop("researcher")
    CODER = "coder", gettext_noop("coder")
    READER = "reader", gettext_noop("reader")
    REPRESENTATIVE = "representative", gettext_noop("staff representative")
    INTERVIEWER = "interviewer", gettext_noop("interviewer")


EVERYBODY, MANAGERS = "all", "managers"
"""Beside roles, of whom a second factor is required: all, or whoever may manage all accounts."""


def read_second_factor(setting: str) -> frozenset[str]:
    """Return of whom a laboratory requires a second factor: roles, `MANAGERS`, `EVERYBODY`.

    `setting` is `none`, or some of them with commas between; raise `ValueError` for another.
    """
    if setting == "none":
        return frozenset()
    named = frozenset(name.strip() for name in setting.split(","))
    if unknown := sorted(named - {EVERYBODY, MANAGERS, *Role}):
        raise ValueError(
            f"VECU_SECOND_FACTOR: nobody is called “{unknown[0]}”. Give none, all, or some of "
            f"{MANAGERS}, {', '.join(Role)}, with commas between."
        )
    return named


DEMO_ACCOUNTS = tuple(role.value for role in Role)
"""The names of the demonstration's accounts, one for each role."""

GRANTABLE_ROLES: Mapping[ScopeKind, tuple[Role, ...]] = MappingProxyType(
    {
        ScopeKind.STUDY: (
            Role.OWNER,
            Role.RESEARCHER,
            Role.CODER,
            Role.READER,
            Role.INTERVIEWER,
        ),
        ScopeKind.SYSTEM: (Role.OWNER, Role.RESEARCHER, Role.READER, Role.REPRESENTATIVE),
        ScopeKind.GROUP: (Role.OWNER, Role.RESEARCHER, Role.READER),
    }
)
"""The roles that may be granted in each kind of scope, the widest first.

Only a study has coders and interviewers, only a system representatives. The owner of a group
facilitates it; its members have no account.
"""


def can_see_study(role: Role | None) -> bool:
    """Allow all members of the team to see the study, and what has been released.

    An interviewer is none: of what others answered, not even a count may reach them.
    """
    return role not in {None, Role.INTERVIEWER}


def can_interview(role: Role | None) -> bool:
    """Allow only interviewers to type what somebody answers; they see no earlier answer.

    Nobody of the team may: it could learn who called, and when.
    """
    return role is Role.INTERVIEWER


def can_read_stories(role: Role | None) -> bool:
    """Allow those who work on the answers to read them, one respondent at a time; it is audited."""
    return role in {Role.OWNER, Role.RESEARCHER, Role.CODER}


def can_see_counts(role: Role | None) -> bool:
    """Allow only those who may read the answers to see counts before disclosure control."""
    return can_read_stories(role)


def can_code(role: Role | None) -> bool:
    """Allow those who may read stories to code them, and to add codes."""
    return can_read_stories(role)


def can_lead_coding(role: Role | None) -> bool:
    """Allow owners and researchers to edit the codebook, assign texts and settle disagreements."""
    return role in {Role.OWNER, Role.RESEARCHER}


def can_bring_answers_in(role: Role | None) -> bool:
    """Allow owners and researchers to import answers."""
    return role in {Role.OWNER, Role.RESEARCHER}


def can_take_data_out(role: Role | None) -> bool:
    """Allow owners and researchers to export all answers; it is audited."""
    return role in {Role.OWNER, Role.RESEARCHER}


def can_release(role: Role | None) -> bool:
    """Allow owners and researchers to release counts to everybody; it is audited."""
    return role in {Role.OWNER, Role.RESEARCHER}


def can_write_findings(role: Role | None) -> bool:
    """Allow owners and researchers to write findings, to publish them and to take them back."""
    return role in {Role.OWNER, Role.RESEARCHER}


def can_run_fielding(role: Role | None) -> bool:
    """Allow owners and researchers to open, pause and close fieldings."""
    return role in {Role.OWNER, Role.RESEARCHER}


def can_write_questionnaire(role: Role | None) -> bool:
    """Allow owners and researchers to publish versions and edit the study's description."""
    return role in {Role.OWNER, Role.RESEARCHER}


def can_manage_members(role: Role | None) -> bool:
    """Allow only owners to give and remove roles."""
    return role is Role.OWNER


def can_read_audit(role: Role | None) -> bool:
    """Allow owners to see who did what with the answers."""
    return role is Role.OWNER


def can_delete_answer(role: Role | None) -> bool:
    """Allow only owners to delete what somebody answered; it is audited."""
    return role is Role.OWNER


def can_delete_study(role: Role | None) -> bool:
    """Allow only owners to delete a study, with everything in it; it is audited."""
    return role is Role.OWNER


def can_see_system(role: Role | None) -> bool:
    """Allow all members of a system to read what is noted of it before everybody does."""
    return role is not None


def can_edit_system(role: Role | None) -> bool:
    """Allow owners and researchers to write in the register of a system, and to publish it."""
    return role in {Role.OWNER, Role.RESEARCHER}


def can_delete_system(role: Role | None) -> bool:
    """Allow only owners to delete a system, with everything noted of it; it is audited."""
    return role is Role.OWNER


def can_adopt_pilot(role: Role | None) -> bool:
    """Allow only owners to make a system a pilot of the laboratory; it is audited."""
    return role is Role.OWNER


def can_keep_log(role: Role | None) -> bool:
    """Allow owners and researchers to prepare a log: its papers, tokens and diary codes."""
    return role in {Role.OWNER, Role.RESEARCHER}


def can_suspend_log(role: Role | None) -> bool:
    """Allow only staff representatives to suspend the log of a system and to resume it."""
    return role is Role.REPRESENTATIVE


def can_read_figures_first(role: Role | None) -> bool:
    """Allow only staff representatives to read figures of the log before they agree to them."""
    return role is Role.REPRESENTATIVE


def can_see_closed_months(role: Role | None) -> bool:
    """Allow staff representatives and owners to see which months of the log have closed.

    Owners see the figures of a month only once the representatives agreed to them.
    """
    return can_read_figures_first(role) or can_publish_log_figures(role)


def can_publish_log_figures(role: Role | None) -> bool:
    """Allow only owners to publish figures of the log, once representatives have agreed."""
    return role is Role.OWNER


def can_write_dialogue(role: Role | None) -> bool:
    """Allow owners and researchers to note workshops, consultations, agreements and clauses."""
    return role in {Role.OWNER, Role.RESEARCHER}


def can_note_avis(role: Role | None) -> bool:
    """Allow them, and staff representatives, to note the opinion of a body that was consulted.

    What representatives noted, nobody else corrects.
    """
    return can_write_dialogue(role) or role is Role.REPRESENTATIVE


def can_put_on_agenda(role: Role | None) -> bool:
    """Allow them, and staff representatives, to put something on the agenda and to answer it."""
    return can_write_dialogue(role) or role is Role.REPRESENTATIVE


def can_respond(role: Role | None) -> bool:
    """Allow them, and staff representatives, to confirm or contest what the other side noted."""
    return can_write_dialogue(role) or role is Role.REPRESENTATIVE


def can_speak_for_staff(role: Role | None) -> bool:
    """Allow only staff representatives to confirm what a log needs, and to say who names them."""
    return role is Role.REPRESENTATIVE


def can_see_group(role: Role | None) -> bool:
    """Allow all with a role in a group to see its calendar and, once closed, what rounds show."""
    return role is not None


def can_lead_group(role: Role | None) -> bool:
    """Allow owners and researchers to write of a group, to let members in and to open rounds.

    Nobody with a role reads a position of one member.
    """
    return role in {Role.OWNER, Role.RESEARCHER}


def can_delete_group(role: Role | None) -> bool:
    """Allow only owners to delete a group, with everything in it; it is audited."""
    return role is Role.OWNER
