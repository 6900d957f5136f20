"""The sidecar file vecu.json beside project.qde, for what REFI-QDA has no element for.

It holds the kind of each coder (a person, a machine) and all adjudications, which overwrite
nobody's codings. Other programs ignore it.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from uuid import UUID

from vecu.coding.refi.guids import read_guid
from vecu.coding.refi.model import RefiAdjudication, RefiProject, RefiUser
from vecu.coding.refi.offsets import fit_text
from vecu.coding.refi.values import read_moment, write_moment
from vecu.coding.rules import CoderKind

NAME = "vecu.json"
_FORMAT = "vecu-coding-1"


class SidecarUnreadable(ValueError):
    """The sidecar exists but is not in our format; the project is read without it."""


@dataclass(frozen=True, slots=True)
class Sidecar:
    """The contents of a sidecar."""

    kinds: dict[UUID, CoderKind] = field(default_factory=dict)
    rulings: tuple[RefiAdjudication, ...] = ()

    def known(self, user: RefiUser) -> RefiUser:
        """Return the user with the kind that the sidecar gives."""
        return replace(user, kind=self.kinds.get(user.guid, user.kind))


def write_sidecar(project: RefiProject) -> Iterator[str]:
    """Yield the pieces of the file; adjudications stream."""
    kinds = {str(user.guid): user.kind.value for user in project.users}
    yield f'{{"format": "{_FORMAT}",\n"users": {json.dumps(kinds)},\n"rulings": ['
    between = "\n"
    for ruling in project.rulings:
        yield between + json.dumps(_written(ruling), ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def _written(ruling: RefiAdjudication) -> dict[str, object]:
    return {
        "source": str(ruling.source),
        "code": str(ruling.code),
        "present": ruling.present,
        "by": fit_text(ruling.by),
        "reason": fit_text(ruling.reason),
        "at": write_moment(ruling.at) if ruling.at else None,
    }


def read_sidecar(content: bytes) -> Sidecar:
    """Return the contents of a sidecar; raise `SidecarUnreadable` unless all of it is valid."""
    try:
        held = json.loads(content)
        if held["format"] != _FORMAT:
            raise SidecarUnreadable(held["format"])
        kinds = {UUID(guid): CoderKind(kind) for guid, kind in held["users"].items()}
        return Sidecar(kinds, tuple(_rulings(held["rulings"])))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SidecarUnreadable(NAME) from error


def _rulings(written: Iterable[dict[str, object]]) -> Iterator[RefiAdjudication]:
    for each in written:
        source, code = read_guid(str(each["source"])), read_guid(str(each["code"]))
        if source is None or code is None or not isinstance(each["present"], bool):
            raise SidecarUnreadable(str(each)[:80])
        by, reason = fit_text(str(each["by"])), fit_text(str(each["reason"]))
        at = read_moment(str(each["at"])) if each["at"] else None
        yield RefiAdjudication(source, code, each["present"], by, reason, at)
