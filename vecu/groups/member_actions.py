"""Let members in, and do what members do by their link: none has an account.

The history has that somebody came or left, never who. What members declare of themselves has no
history at all.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from vecu.accounts.key_ring import get_fingerprint, list_fingerprints
from vecu.credentials import generate_token
from vecu.groups.checks import list_joining_problems, list_name_problems
from vecu.groups.holdings import list_group_holdings
from vecu.groups.member_names import fold_member_name
from vecu.groups.models import GroupMember, HypothesisPosition, LearningGroup
from vecu.groups.vocabulary import GroupCollege, GroupVerb
from vecu.records.actions import append_act, begin_writing, check_problems, lock_row
from vecu.records.errors import RecordRefused
from vecu.surveys.actions.storage_traces import rewrite_tables_on_commit


@transaction.atomic
def add_group_member(
    group: LearningGroup, name: str, college: GroupCollege, *, by: str, now: datetime
) -> tuple[GroupMember, str]:
    """Let somebody in under the name that they chose; return them, and the token of their link.

    The token is stored nowhere. Raise `RecordRefused`.
    """
    locked, name = lock_row(group), name.strip()
    check_problems(list_joining_problems(locked) or list_name_problems(locked, name))
    token = generate_token(secrets.token_bytes)
    member = GroupMember.objects.create(
        group=locked,
        name=name,
        folded_name=fold_member_name(name),
        college=college,
        link=hash_link(locked, token),
    )
    append_act(begin_writing(locked, by, now), GroupVerb.ADD_MEMBER)
    return member, token


@transaction.atomic
def renew_member_link(member: GroupMember, *, by: str, now: datetime) -> str:
    """Return a new token for a member whose link is lost; the old one no longer works.

    The account `by` sees the new one before the member does, so it does not show how they stand
    to hypotheses or recommendations, nor what they declared or agreed to. That a link was
    renewed stands in the history, never whose.
    """
    locked = _lock_member(member)
    token = generate_token(secrets.token_bytes)
    locked.link = hash_link(locked.group, token)
    locked.hides_declared = locked.hides_agreed = True
    locked.save(update_fields=["link", "hides_declared", "hides_agreed"])
    HypothesisPosition.objects.filter(member=locked).update(hidden=True)
    for each in list_group_holdings():
        each.hide_words(locked)
    append_act(begin_writing(locked.group, by, now), GroupVerb.RENEW_LINK)
    return token


@transaction.atomic
def take_own_link(member: GroupMember, token: str) -> None:
    """Let a token that only the member has seen open their place, in place of the one handed over.

    It shows all that the other one showed: nobody else has it. Nothing is noted of it.
    """
    locked = _lock_member(member)
    locked.link = hash_link(locked.group, token)
    locked.save(update_fields=["link"])


def find_member_by_link(token: str) -> GroupMember | None:
    """Return whose link this is, None if it is nobody’s, or no longer."""
    found = GroupMember.objects.select_related("group").filter(
        link__in=list_fingerprints(_name_link(token))
    )
    return found.first()


def map_members_by_link(tokens: Sequence[str]) -> dict[str, GroupMember]:
    """Return by token whose links these are, in their order, without those that are nobody’s."""
    hashes = {mark: each for each in tokens for mark in list_fingerprints(_name_link(each))}
    found = GroupMember.objects.select_related("group").filter(link__in=hashes)
    members = {hashes[each.link]: each for each in found}
    return {each: members[each] for each in tokens if each in members}


@transaction.atomic
def rename_member(member: GroupMember, name: str) -> GroupMember:
    """Give a member another name. Raise `RecordRefused`."""
    locked, name = _lock_member(member), name.strip()
    check_problems(list_name_problems(locked.group, name, locked))
    locked.name, locked.folded_name = name, fold_member_name(name)
    locked.save(update_fields=["name", "folded_name"])
    return locked


@transaction.atomic
def change_member_college(member: GroupMember, college: GroupCollege) -> GroupMember:
    """Note that a member speaks from another college now.

    In hypotheses on which they already took position in a closed round they go on counting in the
    college of that time: a difference between both would be theirs alone.
    """
    locked = _lock_member(member)
    locked.college = college
    locked.save(update_fields=["college"])
    return locked


@transaction.atomic
def declare_without_manager(member: GroupMember, *, declared: bool) -> GroupMember:
    """Note that a member declares to sit with no manager of theirs, or take it back."""
    locked = _lock_member(member)
    locked.without_manager, locked.hides_declared = declared, False
    locked.save(update_fields=["without_manager", "hides_declared"])
    return locked


@transaction.atomic
def agree_public_totals(member: GroupMember, *, agreed: bool) -> GroupMember:
    """Note whether everybody may read the totals of rounds that open from now on.

    Who takes it back takes it back for all totals that are not public yet.
    """
    locked = _lock_member(member)
    locked.totals_public, locked.hides_agreed = agreed, False
    locked.save(update_fields=["totals_public", "hides_agreed"])
    if not agreed:
        locked.group.rounds.update(totals_public=False)
    return locked


@transaction.atomic
def leave_group(member: GroupMember, *, erase_words: bool, by: str, now: datetime) -> None:
    """Let a member go, with name and link; `by` is the account that did it, '' of themselves.

    Positions of an open round go with them. Those of closed rounds are counted already, and no
    count changes: the difference would be theirs. Their words, also those for or against what the
    group recommends, stay with the group without a name, or go with them; who has read them may
    then notice whose they were. What the database's files still show is erased as far as possible.
    Only the day is stored.
    """
    locked = _lock_member(member)
    positions = HypothesisPosition.objects.filter(member=locked)
    positions.filter(round__closed=None).delete()
    if erase_words:
        positions.update(reason="", would_change="")
        for each in list_group_holdings():
            each.erase_words(locked)
    positions.update(member=None, named=False)
    append_act(begin_writing(locked.group, by, now), GroupVerb.MEMBER_LEFT)
    locked.delete()
    rewrite_tables_on_commit()


def hash_link(group: LearningGroup, token: str) -> str:
    """Return what is stored in place of a member’s link."""
    return get_fingerprint(_name_link(token), group.key_number)


def _name_link(token: str) -> str:
    return f"group member {token}"


def _lock_member(member: GroupMember) -> GroupMember:
    """Return a member as they are now, with their group locked."""
    group = lock_row(member.group)
    found = GroupMember.objects.filter(pk=member.pk, group=group).first()
    if found is None:
        raise RecordRefused({"": _("You have left this group, so this can no longer be done.")})
    found.group = group
    return found
