"""What REFI-QDA has no element for: vecu.json, beside project.qde in the archive.

It holds what a coder is (a person, a machine) and every ruling: the adjudicated layer, which
overwrites nobody's codings. Other programs leave it where it is.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from uuid import UUID

from vecu.coding.refi.guids import read_guid
from vecu.coding.refi.model import (
    RefiAdjudication,
    RefiProject,
    RefiUser,
)
from vecu.coding.refi.offsets import fit_text
from vecu.coding.refi.values import read_moment, write_moment
from vecu.coding.rules import CoderKind

NAME = "vecu.json"
_FORMAT = "vecu-coding-1"


class SidecarUnreadable(ValueError):
    """It is there and is not what we write; the project is read without it."""


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What was read from one."""

    kinds: dict[UUID, CoderKind] = field(default_factory=dict)
    rulings: tuple[RefiAdjudication, ...] = ()

    def known(self, user: RefiUser) -> RefiUser:
        """Return the user as the one that it was where the file was written."""
        return replace(user, kind=self.kinds.get(user.guid, user.kind))


def write_sidecar(project: RefiProject) -> Iterator[str]:
    """Yield the pieces of the file; rulings stream."""
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
    """Return what a sidecar says; raise `SidecarUnreadable` unless all of it is as we write it."""
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
