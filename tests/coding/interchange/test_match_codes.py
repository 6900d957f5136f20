"""The codes of a file beside those here: known again, new, or differing; nothing is lost."""

from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from tests.coding.interchange.files import guid
from vecu.coding.interchange.id_map import derive_identity
from vecu.coding.interchange.match_codes import CodeMatch, CodeMatchStatus, compare_codes
from vecu.coding.refi import RefiCode

BOOK = guid(0)


@dataclass
class FakeCode:
    """A code of the codebook."""

    name: str
    parent_id: UUID | None = None
    definition: str = ""
    use_when: str = ""
    not_when: str = ""
    examples: str = ""
    translated_names: dict = field(default_factory=dict)
    colour: str = "#1f3f8f"
    questions: tuple = ()
    retired: bool = False
    merged_id: UUID | None = None
    revision: int = 4
    place: int = 0
    id: UUID = field(default_factory=uuid4)


def compare(codes, ours, **known) -> list[CodeMatch]:
    return compare_codes(codes, ours, codebook=BOOK, **known)


def test_a_code_is_known_again_by_its_identity_whatever_it_is_called_now():
    here = FakeCode("Invents")

    (met,) = compare([RefiCode(here.id, "Makes up")], [here])

    assert (met.standing, met.id, met.fields) == (CodeMatchStatus.DIFFERS, here.id, ("name",))
    assert met.revision == 4


def test_a_code_is_known_again_by_its_name_and_those_above_it_else_by_its_name_alone():
    limits = FakeCode("Limits")
    invents, courts = FakeCode("Invents", limits.id), FakeCode("Courts")
    file = [
        RefiCode(guid(1), "LIMITS"),
        RefiCode(guid(2), "invents", guid(1)),
        RefiCode(guid(3), "Courts", guid(2)),
    ]

    found = compare(file, [limits, invents, courts])

    assert [met.id for met in found] == [limits.id, invents.id, courts.id]
    assert [met.standing for met in found] == [CodeMatchStatus.DIFFERS] * 3
    assert found[2].fields == ("parent",)
    assert found[2].parent == invents.id


def test_a_name_that_several_bear_tells_nothing():
    first, second = FakeCode("Limits"), FakeCode("Fears")
    ours = [first, second, FakeCode("Time", first.id), FakeCode("Time", second.id)]

    (met,) = compare([RefiCode(guid(1), "Time")], ours)

    assert met.standing is CodeMatchStatus.NEW


def test_what_the_file_does_not_say_does_not_differ():
    here = FakeCode("Invents", definition="It makes\nthings up.", use_when="A law.")

    (same,) = compare([RefiCode(guid(1), "Invents", definition="It makes things  up.")], [here])
    (other,) = compare([RefiCode(guid(1), "Invents", definition="It lies.")], [here])

    assert same.standing is CodeMatchStatus.SAME
    assert other.fields == ("definition",)


def test_a_code_merged_here_counts_as_the_other_and_new_ones_come_below_that():
    other = FakeCode("Lies")
    merged = FakeCode("Invents", merged_id=other.id)

    found = compare(
        [RefiCode(merged.id, "X"), RefiCode(guid(1), "Courts", merged.id)], [other, merged]
    )

    assert found[0].standing is CodeMatchStatus.SAME
    assert found[0].remarks == ("It was merged into another code here, and counts as that one.",)
    assert (found[1].standing, found[1].parent) == (CodeMatchStatus.NEW, other.id)


def test_two_codes_of_one_name_at_one_place_both_come_in():
    found = compare([RefiCode(guid(1), "Time"), RefiCode(guid(2), "time")], [])

    assert [met.code.name for met in found] == ["Time", "time (2)"]
    assert found[1].remarks == (
        "There is one of this name beside it: it will be called “time (2)”.",
    )


def test_a_name_too_long_is_cut_and_stands_whole_in_the_definition():
    long = "word " * 40

    (met,) = compare([RefiCode(guid(1), long, definition="Said.")], [])

    assert len(met.code.name) <= 120
    assert met.code.definition == f"{long.strip()}\n\nSaid."


def test_a_code_without_a_name_gets_one_in_the_language_of_the_codebook():
    (met,) = compare([RefiCode(guid(1), "  ")], [], language="en")

    assert met.code.name == "Unnamed code"


def test_an_identity_in_use_in_another_codebook_is_not_taken_from_it():
    (met,) = compare([RefiCode(guid(1), "Time")], [], taken=frozenset({guid(1)}))
    assert met.id == derive_identity(BOOK, guid(1))

    here = FakeCode("Renamed since", id=met.id)
    (again,) = compare([RefiCode(guid(1), "Time")], [here], taken=frozenset({guid(1)}))
    assert again.id == here.id


@st.composite
def codebooks(draw) -> list[RefiCode]:
    """Trees of codes with few names, so that many are alike."""
    codes: list[RefiCode] = []
    for number in range(draw(st.integers(1, 8))):
        above = draw(st.sampled_from([None, *(code.guid for code in codes)]))
        codes.append(RefiCode(guid(number), draw(st.sampled_from(["A", "b", "Ä", "c (2)"])), above))
    return draw(st.permutations(codes))


def to_codes(found: list[CodeMatch]) -> list[FakeCode]:
    return [FakeCode(met.code.name, met.parent, met.code.definition, id=met.id) for met in found]


@given(codebooks())
def test_what_came_in_is_not_new_when_it_comes_again(codes):
    here = to_codes(compare(codes, []))

    again = compare([replace(code, colour="") for code in codes], here)

    assert not [met for met in again if met.standing is CodeMatchStatus.NEW]
    assert {met.id for met in again} == {each.id for each in here}


@given(codebooks())
def test_names_beside_each_other_differ_and_parents_come_first(codes):
    found = compare(codes, [])

    beside = [(met.parent, met.code.name.casefold()) for met in found]
    assert len(set(beside)) == len(beside) == len(codes)
    met_before: set[UUID] = set()
    for met in found:
        assert met.parent is None or met.parent in met_before
        met_before.add(met.id)


def test_a_name_in_another_language_differs_only_where_the_file_has_one():
    here = FakeCode("Invents", translated_names={"fr": "Invente"})

    (same,) = compare([RefiCode(here.id, "Invents")], [here])
    (other,) = compare([RefiCode(here.id, "Invents", translated_names={"fr": "Fabule"})], [here])

    assert same.standing is CodeMatchStatus.SAME
    assert other.fields == ("translated_names",)
