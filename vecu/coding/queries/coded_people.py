"""Which people told of each code and practice, for counts that may be released."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from vecu.coding.analysis.code_groups import CodeGroup, CodeGroupIndex
from vecu.coding.analysis.consensus import TextCodes
from vecu.coding.analysis.guide_comparison import group_codes_beyond, group_practice_codes
from vecu.coding.code_tree import map_descendants
from vecu.coding.models import Codebook, Guide
from vecu.coding.queries.codebook import Codes, find_codebook, list_codes
from vecu.coding.queries.consensus import list_text_codes
from vecu.coding.queries.guides import get_mapping, list_guides


class CodedListKind(StrEnum):
    """What a list of coded lines holds."""

    CODES = "codes"
    PRACTICES = "practices"
    BEYOND = "beyond"


@dataclass(frozen=True, slots=True)
class CodedLine:
    """One code or practice, and who told of it; `own` is a code without its child codes.

    `codes` are all that count for it.
    """

    id: UUID
    names: Mapping[str, str]
    people: frozenset[UUID]
    codes: frozenset[UUID]
    own: bool = False


@dataclass(frozen=True, slots=True)
class CodedList:
    """Codes below one top code, those without one, the practices of a guide, or what it lacks.

    `id` is that of the top code, the codebook or the guide; `names` are empty for the codebook.
    `questions` are the paths of the coded ones, none where all open ones are.
    """

    kind: CodedListKind
    id: UUID
    names: Mapping[str, str]
    lines: Sequence[CodedLine]
    questions: Sequence[str] = ()


def list_coded_people(study: UUID) -> list[CodedList]:
    """Return all lists of a study, with the answers' ids, in complete texts that people coded.

    Of what the machine coded alone nothing is counted here.
    """
    codebook = find_codebook(study)
    if codebook is None:
        return []
    codes = list_codes(codebook)
    texts = list_text_codes(codebook, codes)
    lists = [*_list_by_top_code(codebook, codes), *_list_by_guide(codebook, codes)]
    filled = [_fill(each, groups, texts) for each, groups in lists if groups]
    return [replace(each, questions=tuple(codebook.questions)) for each in filled]


_Grouped = tuple[CodedList, list[tuple[CodeGroup, Mapping[str, str]]]]


def _list_by_top_code(codebook: Codebook, codes: Codes) -> Iterator[_Grouped]:
    below = map_descendants(codes.parents)
    names = _name_codes(codes)
    offered = {code.id for code, _depth in codes.offered}
    tops = [code.id for code, depth in codes.offered if not depth]
    alone = []
    for top in tops:
        within = [code for code in codes.parents if code in below[top] & offered and code != top]
        if within:
            lines = [(CodeGroup(code, below[code]), names[code]) for code in within]
            yield CodedList(CodedListKind.CODES, top, names[top], ()), lines
        else:
            alone.append((CodeGroup(top, below[top]), names[top]))
    yield CodedList(CodedListKind.CODES, codebook.id, {}, ()), alone


def _list_by_guide(codebook: Codebook, codes: Codes) -> Iterator[_Grouped]:
    names = _name_codes(codes)
    questions = {each.id: set(codes.questions(each)) for each, depth in codes.lines if not depth}
    for guide in list_guides(codebook):
        mapped = get_mapping(guide, codes)
        beyond = group_codes_beyond(
            {code for stand in mapped.values() for code in stand},
            codes.parents,
            lambda one, other: questions[one] == questions[other],
        )
        wording = _name_practices(guide)
        practices = [
            (group, wording[group.id]) for group in group_practice_codes(mapped, codes.parents)
        ]
        title = guide.names.texts
        yield CodedList(CodedListKind.PRACTICES, guide.id, title, ()), practices
        lacking = [(group, names[group.id]) for group in beyond]
        yield CodedList(CodedListKind.BEYOND, guide.id, title, ()), lacking


def _name_codes(codes: Codes) -> dict[UUID, Mapping[str, str]]:
    return {code.id: code.names.texts for code, _depth in codes.lines}


def _name_practices(guide: Guide) -> dict[UUID, Mapping[str, str]]:
    return {each.id: each.names.texts for each in guide.practices.all()}


def _fill(
    empty: CodedList,
    groups: Sequence[tuple[CodeGroup, Mapping[str, str]]],
    texts: Sequence[TextCodes],
) -> CodedList:
    group_index = CodeGroupIndex([group for group, _names in groups])
    people: list[set[UUID]] = [set() for _group in groups]
    for text in texts:
        for index in group_index[text.codes]:
            people[index].add(text.answer)
    lines = [
        CodedLine(group.id, names, frozenset(respondents), group.codes, group.own)
        for (group, names), respondents in zip(groups, people, strict=True)
    ]
    return CodedList(empty.kind, empty.id, empty.names, lines)
