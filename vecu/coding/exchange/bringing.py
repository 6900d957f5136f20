"""What a file of another program would bring: codes, who coded what, memos. Pure.

The same file again brings nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from vecu.coding.exchange.codebooks import Met, Ours, Standing, compare_codes
from vecu.coding.exchange.coders import Bringing, Coders, CodersHere
from vecu.coding.exchange.matching import Here as Text
from vecu.coding.exchange.matching import Matched, ReadWords, match_texts
from vecu.coding.exchange.memos import Memos, NewMemo
from vecu.coding.refi import Found, Project, Ruling
from vecu.messages import Message
from vecu.text import _

NewRuling = tuple[UUID, Ruling]
"""A text of ours, and what a file says was settled of it, by a code of ours."""


@dataclass(frozen=True)
class Here:
    """What is here already; `memos` are the words of each, `rulings` what is settled by text."""

    codes: Sequence[Ours]
    coders: CodersHere
    texts: Sequence[Text]
    memos: Mapping[UUID, str]
    rulings: Mapping[tuple[UUID, UUID], bool]


@dataclass(frozen=True)
class Plan:
    """All that a file would bring into a study, before anything is written.

    `rulings` are those of the file that are not so here; only a new study takes them over.
    """

    codes: Sequence[Met]
    matched: Matched
    coders: Sequence[Bringing]
    memos: Sequence[NewMemo]
    rulings: Sequence[NewRuling]
    left_out: Sequence[Message]
    remarks: Sequence[Message]

    @property
    def new_codes(self) -> list[Met]:
        """The codes that are new."""
        return [met for met in self.codes if met.standing is Standing.NEW]

    @property
    def differing(self) -> list[Met]:
        """The codes that say something else than ours."""
        return [met for met in self.codes if met.standing is Standing.DIFFERS]

    @property
    def brought(self) -> int:
        """How many codings are new."""
        return sum(coder.brought for coder in self.coders)

    @property
    def already(self) -> int:
        """How many codings are here already."""
        return sum(coder.already for coder in self.coders)

    @property
    def unmarked(self) -> bool:
        """Whether a coder of the file left texts of it without any code."""
        return any(coder.unmarked for coder in self.coders)

    @property
    def brings_something(self) -> bool:
        """Whether anything would change, or could be made to."""
        asked = self.differing or self.unmarked
        return bool(self.new_codes or self.brought or self.memos or asked)


def plan_file(found: Found, here: Here, read: ReadWords) -> Plan:
    """Return what a file would bring; `read` returns the words of texts of ours.

    A codebook alone brings codes. Raises `CodebookCycle`.
    """
    project = found.project
    met = compare_codes(
        project.codes,
        here.codes,
        codebook=here.coders.codebook,
        taken=here.coders.taken,
        language=here.coders.language,
    )
    codes = {each.code.guid: each.id for each in met}
    matched = match_texts(project.sources, here.texts, codebook=here.coders.codebook, read=read)
    coders = Coders(here.coders, {user.guid: user for user in project.users})
    bringing = coders.take(matched.matches, codes)
    memos = Memos(coders, codes, here.memos)
    new_memos = list(memos.take(project, matched))
    left_out = _left_out(project, blanks=coders.blanks, memos=memos.lost)
    return Plan(
        codes=met,
        matched=matched,
        coders=bringing,
        memos=new_memos,
        rulings=list(_rulings(project, here, matched, codes)),
        left_out=(*found.left_out, *left_out),
        remarks=found.remarks,
    )


def _rulings(
    project: Project, here: Here, matched: Matched, codes: Mapping[UUID, UUID]
) -> Iterator[NewRuling]:
    texts = {match.source.guid: match.text for match in matched.matches}
    for ruling in project.rulings:
        if (text := texts.get(ruling.source)) and ruling.code in codes:
            code = codes[ruling.code]
            settled = here.rulings.get((text, here.coders.final.get(code, code)))
            if settled != ruling.present:
                yield text, replace(ruling, code=code)


def _left_out(project: Project, *, blanks: int, memos: int) -> Iterator[Message]:
    counts = {
        _("Codings on nothing but blanks: %(times)s."): blanks,
        _("Memos about texts or codings that are not here: %(times)s."): memos,
        _("Sets of codes, which are not brought in: %(times)s."): len(project.sets),
        _("Cases with their values, which are not brought in: %(times)s."): _count(project.cases),
    }
    for message, times in counts.items():
        if times:
            yield Message(message, times=str(times))


def _count(things: Iterable[object]) -> int:
    return sum(1 for _each in things)
