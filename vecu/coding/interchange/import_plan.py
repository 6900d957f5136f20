"""Plan an import: codes, codings, memos. Pure.

Importing the same file again changes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from vecu.coding.interchange.match_coders import CoderMatcher, ExistingCoders, ImportedCoder
from vecu.coding.interchange.match_codes import CodeMatch, CodeMatchStatus, OwnCode, compare_codes
from vecu.coding.interchange.match_memos import MemoMatcher, NewMemo
from vecu.coding.interchange.match_texts import MatchedTexts, ReadWords, match_own_texts
from vecu.coding.interchange.match_texts import OwnText as Text
from vecu.coding.refi import RefiAdjudication, RefiProject, RefiReadResult
from vecu.messages import Message
from vecu.translation import gettext_noop

NewRuling = tuple[UUID, RefiAdjudication]
"""A text of ours, and an adjudication from the file with our code."""


@dataclass(frozen=True)
class ExistingCoding:
    """Existing data; `memos` are the texts of each, `rulings` the adjudications by text."""

    codes: Sequence[OwnCode]
    coders: ExistingCoders
    texts: Sequence[Text]
    memos: Mapping[UUID, str]
    rulings: Mapping[tuple[UUID, UUID], bool]


@dataclass(frozen=True)
class CodingImportPlan:
    """Everything that a file would import into a study, before anything is written.

    `rulings` are adjudications that are missing here; only a new study imports them.
    """

    codes: Sequence[CodeMatch]
    matched: MatchedTexts
    coders: Sequence[ImportedCoder]
    memos: Sequence[NewMemo]
    rulings: Sequence[NewRuling]
    left_out: Sequence[Message]
    remarks: Sequence[Message]

    @property
    def new_codes(self) -> list[CodeMatch]:
        """The new codes."""
        return [met for met in self.codes if met.standing is CodeMatchStatus.NEW]

    @property
    def differing(self) -> list[CodeMatch]:
        """The codes whose texts differ from ours."""
        return [met for met in self.codes if met.standing is CodeMatchStatus.DIFFERS]

    @property
    def brought(self) -> int:
        """How many codings are new."""
        return sum(coder.brought for coder in self.coders)

    @property
    def already(self) -> int:
        """How many codings exist already."""
        return sum(coder.already for coder in self.coders)

    @property
    def unmarked(self) -> bool:
        """Whether a coder of the file left texts of it without any code."""
        return any(coder.unmarked for coder in self.coders)

    @property
    def brings_something(self) -> bool:
        """Whether the import would change anything, or could with other options."""
        options = self.differing or self.unmarked
        return bool(self.new_codes or self.brought or self.memos or options)


def plan_import(found: RefiReadResult, here: ExistingCoding, read: ReadWords) -> CodingImportPlan:
    """Return what a file would import; `read` returns the words of our texts.

    A codebook alone imports codes. Raise `CodebookCycle`.
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
    matched = match_own_texts(project.sources, here.texts, codebook=here.coders.codebook, read=read)
    coders = CoderMatcher(here.coders, {user.guid: user for user in project.users})
    bringing = coders.take(matched.matches, codes)
    memos = MemoMatcher(coders, codes, here.memos)
    new_memos = list(memos.take(project, matched))
    left_out = _left_out(project, blanks=coders.blanks, memos=memos.lost)
    return CodingImportPlan(
        codes=met,
        matched=matched,
        coders=bringing,
        memos=new_memos,
        rulings=list(_rulings(project, here, matched, codes)),
        left_out=(*found.left_out, *left_out),
        remarks=found.remarks,
    )


def _rulings(
    project: RefiProject, here: ExistingCoding, matched: MatchedTexts, codes: Mapping[UUID, UUID]
) -> Iterator[NewRuling]:
    texts = {match.source.guid: match.text for match in matched.matches}
    for ruling in project.rulings:
        if (text := texts.get(ruling.source)) and ruling.code in codes:
            code = codes[ruling.code]
            settled = here.rulings.get((text, here.coders.final.get(code, code)))
            if settled != ruling.present:
                yield text, replace(ruling, code=code)


def _left_out(project: RefiProject, *, blanks: int, memos: int) -> Iterator[Message]:
    counts = {
        gettext_noop("Codings on nothing but blanks: %(times)s."): blanks,
        gettext_noop("Memos about texts or codings that are not here: %(times)s."): memos,
        gettext_noop("Sets of codes, which are not imported: %(times)s."): len(project.sets),
        gettext_noop("Cases with their values, which are not imported: %(times)s."): _count(
            project.cases
        ),
    }
    for message, times in counts.items():
        if times:
            yield Message(message, times=str(times))


def _count(things: Iterable[object]) -> int:
    return sum(1 for _each in things)
