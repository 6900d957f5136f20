"""Who may do what in a study. Each permission is one sentence over roles; None means no role."""

from enum import StrEnum


class Role(StrEnum):
    """What a member is in one study, from the one who answers for it to the one who reads."""

    OWNER = "owner"
    RESEARCHER = "researcher"
    CODER = "coder"
    READER = "reader"


def can_see_study(role: Role | None) -> bool:
    """Every member of the study sees that it exists, and what has been released from it."""
    return role is not None


def can_read_stories(role: Role | None) -> bool:
    """Those who work on the answers read them, one person's stories at a time; it is audited."""
    return role in {Role.OWNER, Role.RESEARCHER, Role.CODER}


def can_see_counts(role: Role | None) -> bool:
    """Counts before any disclosure control are for those who may read the answers themselves."""
    return can_read_stories(role)


def can_bring_answers_in(role: Role | None) -> bool:
    """Owners and researchers import answers."""
    return role in {Role.OWNER, Role.RESEARCHER}


def can_run_fielding(role: Role | None) -> bool:
    """Owners and researchers open, pause and close."""
    return role in {Role.OWNER, Role.RESEARCHER}


def can_manage_members(role: Role | None) -> bool:
    """Only owners say who may do what."""
    return role is Role.OWNER


def can_read_audit(role: Role | None) -> bool:
    """Owners see who did what with the answers."""
    return role is Role.OWNER
