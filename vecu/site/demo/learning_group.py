"""The demonstration's learning group: its mandate, members, calendar and both rounds.

`learning_group.json` names days as `system.json` does. What members think stands in
`group_positions.json`, each in their own language; they are invented as all the rest.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from django.utils import timezone

from vecu.fieldlog.months import LogMonth
from vecu.groups.actions import agree_notes, begin_group, publish_group
from vecu.groups.content import (
    HypothesisContent,
    MandateContent,
    NotesAgreement,
    PositionContent,
    RoundOpening,
    StepContent,
)
from vecu.groups.member_actions import (
    add_group_member,
    agree_public_totals,
    declare_without_manager,
    renew_member_link,
)
from vecu.groups.queries import (
    GroupHypothesis,
    GroupMember,
    LearningGroup,
    PositionRound,
)
from vecu.groups.round_actions import (
    close_round,
    open_round,
    release_totals,
    take_position,
)
from vecu.groups.vocabulary import GroupCollege, HypothesisStance, StepKind
from vecu.records.actions import add_record
from vecu.site.demo.days import Place, act_in_order, find_first_month, get_day, get_moment

GROUP = "val-de-seve"
"""The end of the address of the group."""
OWN = "own"
"""How the files name the hypothesis of the group itself."""
DEVICE = "invented"
Members = Mapping[str, GroupMember]
"""By their chosen names."""


def make_learning_group(now: datetime, *, by: str) -> LearningGroup:
    """Begin the invented group as the account `by`, and let it come to its second count."""
    data, first = read_group(), find_first_month(timezone.localtime(now).date())
    group = _begin(data, first, by=by)
    members = _add_members(group, data, first, by=by)
    group = publish_group(group, by=by, now=get_moment(first, data["published"]))
    hypotheses = _list_hypotheses(group, data, first, by=by)
    rounds = [
        _hold_round(group, members, hypotheses, numbered, first, by=by)
        for numbered in enumerate(data["rounds"])
    ]
    steps = _note_steps(group, data["steps"], first, now, by=by)
    act_in_order(*rounds, steps, _release(group, data["released"], first, by=by))
    return group


def renew_visitor_link(group: LearningGroup, *, by: str, now: datetime, name: str = "") -> str:
    """Return a new token for the member whom a visitor plays, '' if they have left.

    It shows what that member thinks, which nobody wrote: visitors see their own change. It is the
    member called `name`, else the one of the file.
    """
    member = group.members.filter(name=name or read_group()["visitor"]).first()
    if member is None:
        return ""
    token = renew_member_link(member, by=by, now=now)
    member.positions.update(hidden=False)
    return token


def read_group() -> dict[str, Any]:
    """Return what is noted of the group from the file."""
    return _read("learning_group.json")


def read_positions() -> dict[str, Any]:
    """Return what members think in both rounds, by hypothesis, from the file."""
    return _read("group_positions.json")


def _read(name: str) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads((Path(__file__).parent / name).read_text()))


def _begin(data: Mapping[str, Any], first: LogMonth, *, by: str) -> LearningGroup:
    due = get_day(first, data["response_due"])
    mandate = MandateContent(**data["mandate"], response_due=due)
    now = get_moment(first, data["begun"])
    return begin_group(GROUP, mandate, by=by, now=now, fictional=True)


def _add_members(
    group: LearningGroup, data: Mapping[str, Any], first: LogMonth, *, by: str
) -> Members:
    """Let all in under the names that they chose; each declares what members declare."""
    members, now = {}, get_moment(first, data["begun"])
    for college, names in data["members"].items():
        for name in names:
            member, _token = add_group_member(group, name, GroupCollege(college), by=by, now=now)
            declare_without_manager(member, declared=True)
            members[name] = agree_public_totals(member, agreed=True)
    return members


def _list_hypotheses(
    group: LearningGroup, data: Mapping[str, Any], first: LogMonth, *, by: str
) -> dict[str, GroupHypothesis]:
    """Return the six of the hearing by their origin, and that of the group itself."""
    written = dict(data["own_hypothesis"])
    now = get_moment(first, written.pop("day"))
    add_record(group, HypothesisContent(**written), by=by, now=now)
    return {each.origin or OWN: each for each in group.hypotheses.all()}


def _note_steps(
    group: LearningGroup,
    steps: Sequence[Mapping[str, Any]],
    first: LogMonth,
    now: datetime,
    *,
    by: str,
) -> Iterator[Place]:
    """Note each step on its day, and its notes as agreed; what is still to come is announced."""
    for step in steps:
        yield step["day"]
        day, at = get_day(first, step["day"]), get_moment(first, step["day"])
        written = {name: step.get(name, {}) for name in ("subject", "material", "notes", "effect")}
        content = StepContent(StepKind(step["kind"]), day, **written)
        row = add_record(group, content, by=by, now=min(at, now))
        if "agreed" in step:
            agreed = NotesAgreement(step["present"], step["agreed"], step.get("objection", {}))
            agree_notes(row, agreed, revision=row.revision, by=by, now=at)


def _release(
    group: LearningGroup, released: Mapping[str, Any], first: LogMonth, *, by: str
) -> Iterator[Place]:
    yield released["day"]
    keys = [each.pk for each in group.hypotheses.all()]
    day = get_moment(first, released["day"])
    release_totals(group, keys, name=released["group"], by=by, now=day)


def _hold_round(
    group: LearningGroup,
    members: Members,
    hypotheses: Mapping[str, GroupHypothesis],
    numbered: tuple[int, Mapping[str, Any]],
    first: LogMonth,
    *,
    by: str,
) -> Iterator[Place]:
    """Open a round, let every member take position on every hypothesis, and close it."""
    number, days = numbered
    keys = [each.pk for each in hypotheses.values()]
    opening = RoundOpening(keys, get_day(first, days["last_day"]))
    opened = get_moment(first, days["opened"])
    yield days["opened"]
    sealed = open_round(group, opening, by=by, now=opened)
    data = read_positions()
    for name, rounds in data["positions"].items():
        for member, content in _read_contents(rounds[number], data["named"]).items():
            _take(members[member], sealed, hypotheses[name], content, opened)
    yield days["closed"]
    close_round(sealed, by=by, now=get_moment(first, days["closed"]))


def _take(
    member: GroupMember,
    sealed: PositionRound,
    hypothesis: GroupHypothesis,
    content: PositionContent,
    now: datetime,
) -> None:
    take_position(member, sealed, hypothesis.pk, content, revision=0, device=DEVICE, now=now)


def _read_contents(written: Mapping[str, Any], named: list[str]) -> dict[str, PositionContent]:
    """Return what each member thinks; those who are `named` show their name with it."""
    return {
        member: PositionContent(
            HypothesisStance(stance), **written["words"].get(member, {}), named=member in named
        )
        for stance, members in written["stances"].items()
        for member in members
    }
