"""What a page about one text carries from one press of a button to the next. Pure.

Nothing of a text is stored, so the form holds it, with the passages that were settled on this page.
What a form sends back may have been changed by anybody: it is read with suspicion.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vecu.errors import VecuError
from vecu.messages import Message, TranslatableError
from vecu.pilots.interface import MOST_CHARACTERS, PilotProposal, ProposalForm
from vecu.translation import gettext_noop

_TOKEN = re.compile(r"[0-9a-f]{32}")
_PASSAGE = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]{0,39}):([0-9]{1,6}):([0-9]{1,6})")
_BETWEEN = " "
_LINE_ENDS = re.compile(r"\r\n?")
_MOST_AT_ONCE = 10
"""Settled passages that hold the same words, on the average of a text: few kinds overlap."""


class CaseStateRefused(TranslatableError, VecuError):
    """What a page sent back does not belong together; the text alone can be used."""

    def __init__(self) -> None:
        super().__init__(
            Message(
                gettext_noop(
                    "What this page sent does not match: it was changed on its way, or comes from"
                    " another page. Your text is below; have it read again."
                )
            )
        )


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """A proposal as a form names it: its place in the text as it stands now, and its kind."""

    start: int
    end: int
    kind: str

    def __str__(self) -> str:
        """Return what stands in the form."""
        return f"{self.kind}:{self.start}:{self.end}"

    def move(self, distance: int) -> "Passage":
        """Return the passage in a text in which something before it was changed."""
        return replace(self, start=self.start + distance, end=self.end + distance)


@dataclass(frozen=True, slots=True)
class LastDecision:
    """What was decided last on this page, so that a mistake can be taken back.

    `passage` is where it stood before, `words` are those that were there, `note` is its name.
    """

    passage: Passage
    words: str
    note: str


@dataclass(frozen=True, slots=True)
class CaseState:
    """A text, the random token of its page, and the passages that were settled, oldest first.

    `version` says which version, how strict, proposed what the page shows.
    """

    text: str
    token: str
    version: str
    settled: tuple[Passage, ...] = ()
    last: LastDecision | None = None

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The hidden fields of the form."""
        fields = [
            ("text", self.text),
            ("token", self.token),
            ("version", self.version),
            ("settled", _BETWEEN.join(map(str, self.settled))),
        ]
        if self.last:
            fields += [
                ("last", str(self.last.passage)),
                ("before", self.last.words),
                ("note", self.last.note),
            ]
        return fields

    def list_open(self, proposals: Sequence[PilotProposal]) -> list[PilotProposal]:
        """Return the proposals that ask for something and are not settled."""
        settled = set(self.settled)
        return [
            one
            for one in proposals
            if one.form is not ProposalForm.NOTE and name_passage(one) not in settled
        ]

    def settle(self, passage: Passage, words: str | None = None) -> "CaseState":
        """Return what the page carries once a passage is settled, with other `words` for it.

        What was settled about words that are no longer there is open again.
        """
        before = self.text[passage.start : passage.end]
        last = LastDecision(passage, before, self.name_decision(passage))
        if words is None or words == before:
            return replace(self, settled=(*self.settled, passage), last=last)
        end = passage.start + len(words)
        text = self.text[: passage.start] + words + self.text[passage.end :]
        left = [one for one in self.settled if not _overlap(one, passage)]
        moved = _move_after(left, passage.end, end - passage.end)
        settled = (*moved, replace(passage, end=end))
        return replace(self, text=text, settled=settled, last=last)

    def take_back(self) -> "CaseState":
        """Return what the page carried before its last decision; raise `CaseStateRefused`."""
        if not self.last or not self.settled:
            raise CaseStateRefused
        *earlier, settled = self.settled
        passage, words = self.last.passage, self.last.words
        fits = len(words) == passage.end - passage.start and settled.end <= len(self.text)
        if (passage.start, passage.kind) != (settled.start, settled.kind) or not fits:
            raise CaseStateRefused
        text = self.text[: settled.start] + words + self.text[settled.end :]
        moved = _move_after(earlier, settled.end, passage.end - settled.end)
        return replace(self, text=text, settled=tuple(moved), last=None)

    def name_decision(self, passage: Passage) -> str:
        """Return the id of a decision: the same if the page is sent twice, else another."""
        name = f"{self.token} {len(self.settled)} {passage}"
        return hashlib.sha256(name.encode()).hexdigest()[:32]


def read_case_state(sent: Mapping[str, str]) -> CaseState:
    """Return what a form carries; raise `CaseStateRefused`."""
    token, version = sent.get("token", ""), sent.get("version", "")
    if not _TOKEN.fullmatch(token) or len(version) > 50:
        raise CaseStateRefused
    settled = tuple(map(read_passage, sent.get("settled", "").split()))
    text = read_text(sent)
    if any(not 0 <= one.start <= one.end <= len(text) for one in settled):
        raise CaseStateRefused
    most = _MOST_AT_ONCE * min(len(text), MOST_CHARACTERS)
    if len(settled) > MOST_CHARACTERS or sum(one.end - one.start for one in settled) > most:
        raise CaseStateRefused  # the text could not be marked in any reasonable time
    last = None
    if sent.get("last"):
        note = sent.get("note", "")
        if not _TOKEN.fullmatch(note):
            raise CaseStateRefused
        last = LastDecision(read_passage(sent["last"]), read_text(sent, "before"), note)
    return CaseState(text, token, version, settled, last)


def read_text(sent: Mapping[str, str], name: str = "text") -> str:
    """Return a text as it was pasted, with one kind of line end: forms change them."""
    return _LINE_ENDS.sub("\n", sent.get(name, "")).replace("\x00", "\ufffd")


def read_passage(written: str) -> Passage:
    """Return the passage that stands in a form; raise `CaseStateRefused`."""
    match = _PASSAGE.fullmatch(written)
    if not match:
        raise CaseStateRefused
    return Passage(int(match[2]), int(match[3]), match[1])


def name_passage(proposal: PilotProposal) -> Passage:
    """Return a proposal as a form names it."""
    return Passage(proposal.start, proposal.end, proposal.kind)


def _move_after(passages: Sequence[Passage], index: int, distance: int) -> list[Passage]:
    return [one.move(distance) if one.start >= index else one for one in passages]


def _overlap(one: Passage, other: Passage) -> bool:
    return one.start < other.end and other.start < one.end
