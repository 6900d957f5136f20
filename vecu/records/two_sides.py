"""Entries in which one side speaks of the other, whatever room they belong to."""

from collections.abc import Mapping

from django.db import models

from vecu.records.rules import (
    Responses,
    ResponseVerb,
    Side,
    Standing,
    judge_standing,
    list_awaited,
    read_responses,
)


class TwoSidedRecord(models.Model):
    """What one side notes of the other too: claimed until each side that it speaks of confirmed it.

    `responses` holds what each side said last, by side (`SideResponse.to_json`). Responding makes
    no new revision: it changes nothing that was noted, and two sides respond at once.
    """

    revision: int
    confirms_minutes = False
    """Whether who confirms it confirms minutes, and no opinion."""
    responses = models.JSONField(default=dict)

    class Meta:
        abstract = True

    @property
    def authors(self) -> frozenset[Side]:
        """Who noted it."""
        return frozenset({Side.SYSTEM})

    @property
    def concerned(self) -> frozenset[Side]:
        """Of which sides it speaks."""
        return frozenset({Side.STAFF})

    @property
    def latest_responses(self) -> Responses:
        """What each side said of it last."""
        return read_responses(self.responses)

    @property
    def standing(self) -> Standing:
        """How it stands between the sides that it speaks of."""
        return judge_standing(self.latest_responses, self.revision, self.authors, self.concerned)

    @property
    def awaited(self) -> list[Side]:
        """Which sides have not said yet whether it is so."""
        return list_awaited(self.latest_responses, self.revision, self.authors, self.concerned)

    def can_confirm(self, side: Side) -> bool:
        """Whether a side has something to confirm: what awaits it, or what it contests itself."""
        said = self.latest_responses.get(side)
        return side in self.awaited or (said is not None and said.verdict is ResponseVerb.CONTEST)

    def can_contest(self, side: Side) -> bool:
        """Whether a side can say that what it neither noted nor contests is not so."""
        said = self.latest_responses.get(side)
        is_theirs = side in self.concerned and side not in self.authors
        return is_theirs and (said is None or said.verdict is ResponseVerb.CONFIRM)

    def list_verdict_problems(self, _verdict: ResponseVerb, _side: Side) -> Mapping[str, str]:
        """Return what forbids any side to say so now, by field."""
        return {}

    def carry_responses(self) -> None:
        """Let what was said of this state hold of the next one too; it is not saved."""
        self.responses = {
            side: each | {"revision": each["revision"] + (each["revision"] == self.revision)}
            for side, each in self.responses.items()
        }
