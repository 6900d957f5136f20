"""Positions of organisations on writings: claimed, in force, and how the limit moves."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext as _

from vecu.dialogue.models.base import DialogueEntry, make_name_field, make_word_field
from vecu.dialogue.rules import HOLDER_SIDES, PositionHolder
from vecu.records.rules import ResponseVerb, Side, Standing
from vecu.records.two_sides import TwoSidedRecord
from vecu.search_folding import fold_for_search
from vecu.writings import PartLimit


class WritingPosition(DialogueEntry, TwoSidedRecord):
    """A position, voted on `day`. `parts` holds by key how a part is sorted (`PartLimit`).

    In force it stays as it is: it moves only by a new version, which names the `previous` one and
    the workshop that is its `debate`.
    """

    day = models.DateField()
    writing = make_name_field()
    organisation = make_name_field()
    holder = make_word_field(PositionHolder)
    mandate = models.JSONField(default=dict)
    in_favour = models.PositiveIntegerField()
    against = models.PositiveIntegerField()
    abstained = models.PositiveIntegerField()
    statement = models.JSONField(default=dict)
    dissent = models.JSONField(default=dict)
    parts = models.JSONField(default=dict)
    never = models.JSONField(default=dict)
    lifts = models.JSONField(default=dict)
    previous = models.UUIDField(null=True)
    debate = models.UUIDField(null=True)

    class Meta:
        ordering: ClassVar = ["day", "id"]

    @property
    def subject(self) -> Mapping[str, str]:
        """What it is about: what was voted."""
        text: Mapping[str, str] = self.statement
        return text

    @property
    def concerned(self) -> frozenset[Side]:
        """Which sides answer for what is said in the name of the organisation."""
        return HOLDER_SIDES[PositionHolder(self.holder)]

    @property
    def is_in_force(self) -> bool:
        """Whether each side that answers for it says so: it may have a later version."""
        return self.standing is Standing.CONFIRMED

    @property
    def first_day(self) -> date:
        """Since when it is in force, once it is: no earlier than the last confirmation."""
        said = [each.day for each in self.latest_responses.values()]
        return max([self.day, *said])

    @property
    def limits(self) -> dict[str, PartLimit]:
        """How it sorts parts, by key."""
        return {key: PartLimit.from_json(each) for key, each in self.parts.items()}

    @property
    def voters(self) -> int:
        """How many voted or abstained."""
        return self.in_favour + self.against + self.abstained

    @property
    def line(self) -> tuple[object, str, str]:
        """What its versions have in common: the dialogue, the organisation, the writing."""
        return self.dialogue_id, fold_for_search(self.organisation), self.writing

    def can_contest(self, side: Side) -> bool:
        """Whether a side can say that it is not so: of what is in force, nobody alone."""
        return not self.is_in_force and super().can_contest(side)

    def list_verdict_problems(self, verdict: ResponseVerb, _side: Side) -> Mapping[str, str]:
        """Return why nobody can say so: the limit moves by a new version, and one at a time."""
        if self.is_in_force and verdict is ResponseVerb.CONTEST:
            return {"": _("This position is in force: it moves by a new version, after a debate.")}
        of_dialogue = WritingPosition.objects.filter(dialogue=self.dialogue_id)
        latest = find_latest(each for each in of_dialogue if each.line == self.line)
        if latest and latest.pk not in {self.pk, self.previous}:
            message = _("Another version has come into force meanwhile: note a new one after it.")
            return {"": message}
        return {}


def find_latest(positions: Iterable[WritingPosition]) -> WritingPosition | None:
    """Return the version of a position that is in force, None if there is none."""
    standing = [each for each in positions if each.is_in_force]
    followed = {each.previous for each in standing}
    return next((each for each in standing if each.pk not in followed), None)


def list_in_force(positions: Iterable[WritingPosition], today: date) -> Sequence[WritingPosition]:
    """Return the versions in force on a day, one of each organisation on each writing."""
    lines: dict[tuple[object, str, str], list[WritingPosition]] = {}
    for each in positions:
        if each.first_day <= today:
            lines.setdefault(each.line, []).append(each)
    return [latest for line in lines.values() if (latest := find_latest(line))]


def list_versions(
    position: WritingPosition, positions: Iterable[WritingPosition]
) -> list[WritingPosition]:
    """Return a position with all versions before it, the first one first."""
    by_id = {each.pk: each for each in positions}
    versions = [position]
    while (key := versions[0].previous) is not None and key in by_id:
        versions.insert(0, by_id[key])
    return versions
