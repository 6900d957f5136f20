# ruff: noqa: E501 - the rows of a table are not broken
"""What changed between two versions, and which answers may be read together."""

import pytest

from tests.questionnaires.factories import form, testimonies
from vecu.questionnaires import VersionChangeKind, VersionComparison, compare_versions
from vecu.questionnaires.answer_formats import restore_references

BEFORE = """
| survey |
| | type | name | label::fr | label::en | relevant | constraint | required |
| | integer | age | Âge ? | Age? | | . < 120 | |
| | select_one yn | uses | Utilisez-vous l’IA ? | Do you use AI? | | | |
| | begin group | work | Travail | Work | | | |
| | text | job | Métier ? | Job? | | | |
| | end group | | | | | | |

| choices |
| | list_name | name | label::fr | label::en |
| | yn | yes | Oui | Yes |
| | yn | no | Non | No |
"""


def changed(old: str, new: str) -> VersionComparison:
    assert old in BEFORE
    return compare_versions(form(BEFORE), form(BEFORE.replace(old, new)))


def test_a_questionnaire_compared_with_itself_changed_in_nothing() -> None:
    comparison = compare_versions(testimonies(), testimonies())
    assert comparison.changes == ()
    assert all(verdict.comparable for verdict in comparison.verdicts.values())


@pytest.mark.parametrize(
    ("old", "new", "kind", "name"),
    [
        ("| integer | age", "| decimal | age", VersionChangeKind.TYPE, "age"),
        (". < 120", ". < 99", VersionChangeKind.CONSTRAINT, "age"),
        ("Do you use AI?", "Do you ever use AI?", VersionChangeKind.REWORDED, "uses"),
        ("| | yn | no | Non | No |", "", VersionChangeKind.CHOICE_REMOVED, "uses"),
        ("| | yn | no | Non | No |", "| | yn | no | Non | Never |",
         VersionChangeKind.CHOICE_RELABELLED, "uses"),
        ("| | yn | no | Non | No |", "| | yn | no | Non | No |\n| | yn | dk | ? | ? |",
         VersionChangeKind.CHOICE_ADDED, "uses"),
        ("| Métier ? | Job? | |", "| Métier ? | Job? | ${age} > 18 |", VersionChangeKind.RELEVANCE, "job"),
        ("| Travail | Work | |", "| Travail | Work | ${age} > 18 |", VersionChangeKind.RELEVANCE, "job"),
    ],
)  # fmt: skip
def test_a_change_after_which_answers_are_not_comparable(
    old: str, new: str, kind: VersionChangeKind, name: str
) -> None:
    comparison = changed(old, new)
    assert [(change.kind, change.name) for change in comparison.changes] == [(kind, name)]
    assert [verdict.name for verdict in comparison.breaks] == [name]
    assert comparison.breaks[0].reason("en")


ALL = """
| survey |
| | type | name | label | parameters | choice_filter | guidance_hint | default | image | readonly | calculation | trigger | repeat_count | audio | video |
| | text | a | A | | | | | | | | | | a.mp3 | a.mp4 |
| | range | n | N | start=0 end=10 step=1 | | | | | | | | |
| | select_one c | s | S | | | | | | | | | |
| | text | t | T | | | | x | | | | | |
| | text | told | Told ${a} | | | | | | | | | |
| | calculate | w | | | | | | | | 'x' | ${a} | |
| | begin repeat | r | R | | | | | | | | | ${n} |
| | text | inside | I | | | | | | | | | |
| | end repeat | | | | | | | | | | | |

| choices |
| | list_name | name | label | k | image |
| | c | a | A | 1 | a.png |
| | c | b | B | 2 | b.png |
"""


@pytest.mark.parametrize(
    ("old", "new", "kind", "name"),
    [
        ("end=10", "end=5", VersionChangeKind.SCALE, "n"),
        ("step=1", "step=2", VersionChangeKind.SCALE, "n"),
        ("| s | S | | |", "| s | S | | k = '1' |", VersionChangeKind.OFFER, "s"),
        ("| s | S | | |", "| s | S | randomize=true | |", VersionChangeKind.OFFER, "s"),
        ("| s | S | | | |", "| s | S | | | Tick the worst |", VersionChangeKind.REWORDED, "s"),
        ("| T | | | | x |", "| T | | | | y |", VersionChangeKind.DEFAULT, "t"),
        ("| T | | | | x |", "| T | | | | today() |", VersionChangeKind.DEFAULT, "t"),
        ("| T | | | | x | |", "| T | | | | x | t.png |", VersionChangeKind.PICTURE, "t"),
        ("| A | 1 | a.png |", "| A | 1 | z.png |", VersionChangeKind.PICTURE, "s"),
        ("| a.mp3 |", "| z.mp3 |", VersionChangeKind.SOUND, "a"),
        ("| a.mp4 |", "| z.mp4 |", VersionChangeKind.FILM, "a"),
        ("| a.mp4 |", "| |", VersionChangeKind.FILM, "a"),
        ("| T | | | | x | | |", "| T | | | | x | | yes |", VersionChangeKind.READ_ONLY, "t"),
        ("| 'x' | ${a} |", "| 'y' | ${a} |", VersionChangeKind.TRIGGER, "w"),
        ("| 'x' | ${a} |", "| 'x' | ${t} |", VersionChangeKind.TRIGGER, "w"),
        ("| | | ${n} |", "| | | ${s} |", VersionChangeKind.COUNT, "inside"),
        ("Told ${a}", "Told ${t}", VersionChangeKind.REWORDED, "told"),
    ],
)  # fmt: skip
def test_nothing_that_may_colour_an_answer_changes_unseen(
    old: str, new: str, kind: VersionChangeKind, name: str
) -> None:
    assert ALL.count(old) == 1
    comparison = compare_versions(form(ALL), form(ALL.replace(old, new)))
    assert [(change.kind, change.name) for change in comparison.changes] == [(kind, name)]
    assert [verdict.name for verdict in comparison.breaks] == [name]
    assert comparison.breaks[0].reason("fr") != comparison.breaks[0].reason("en")


BEHIND = """
| survey |
| | type | name | label | relevant | calculation | choice_filter | constraint |
| | integer | age | Age | | | | |
| | calculate | grown | | | if(${age} >= 18, 'yes', 'no') | | |
| | calculate | adult | | | ${grown} | | |
| | begin group | work | How often | | | | |
| | text | job | Job | ${adult} = 'yes' | | | |
| | end group | | | | | | |
| | select_one c | s | S | | | k = '1' | |
| | calculate | told | | | instance('c')/root/item[name = 'a']/k | | |
| | integer | n | N | | | | . < ${told} |

| choices |
| | list_name | name | label | k |
| | c | a | A | 1 |
| | c | b | B | 2 |
"""


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        (">= 18", ">= 16", [
            (VersionChangeKind.CALCULATION, "grown"), (VersionChangeKind.CALCULATION, "adult"),
            (VersionChangeKind.RELEVANCE, "job"),
        ]),
        ("How often", "How seldom", [(VersionChangeKind.HEADING, "job")]),
        ("| b | B | 2 |", "| b | B | 1 |", [
            (VersionChangeKind.OFFER, "s"), (VersionChangeKind.CALCULATION, "told"), (VersionChangeKind.CONSTRAINT, "n"),
        ]),
    ],
)  # fmt: skip
def test_what_stands_behind_a_question_counts_as_its_own(
    old: str, new: str, changes: list[tuple[VersionChangeKind, str]]
) -> None:
    """Who is asked, what is offered and what is accepted follow from calculations and lists."""
    comparison = compare_versions(form(BEHIND), form(BEHIND.replace(old, new)))
    assert [(change.kind, change.name) for change in comparison.changes] == changes
    assert all(change.before != change.after for change in comparison.changes)


def test_long_rules_are_quoted_from_where_they_differ() -> None:
    long = " or ".join(f"${{age}} = {n}" for n in range(30))
    old, new = (
        BEHIND.replace("| Job | ${adult} = 'yes' |", f"| Job | {long} or ${{age}} = {last} |")
        for last in (50, 60)
    )
    (change,) = compare_versions(form(old), form(new)).changes
    assert (change.before.startswith("…"), "50" in change.before, "60" in change.after) == (
        True, True, True,
    )  # fmt: skip


def test_answers_stay_comparable_when_a_question_only_becomes_required() -> None:
    comparison = changed("| Age? | | . < 120 | |", "| Age? | | . < 120 | yes |")
    assert [change.kind for change in comparison.changes] == [VersionChangeKind.REQUIRED]
    assert comparison.breaks == ()


def test_new_and_lost_questions_break_nothing_but_are_reported() -> None:
    comparison = changed(
        "| | integer | age | Âge ? | Age? | | . < 120 | |",
        "| | text | town | Ville ? | Town? | | | |",
    )
    told = {(change.kind, change.name) for change in comparison.changes}
    assert told == {(VersionChangeKind.ADDED, "town"), (VersionChangeKind.REMOVED, "age")}
    assert comparison.breaks == ()
    assert not comparison.verdicts["/data/age"].comparable


def test_a_question_that_left_its_group_is_found_again_by_its_name() -> None:
    comparison = changed(
        "| | begin group | work | Travail | Work | | | |\n"
        "| | text | job | Métier ? | Job? | | | |\n"
        "| | end group | | | | | | |",
        "| | text | job | Métier ? | Job? | | | |",
    )
    (change,) = comparison.changes
    assert (change.kind, change.before, change.after) == (
        VersionChangeKind.RENAMED, "/data/work/job", "/data/job",
    )  # fmt: skip


def test_a_question_moved_to_another_place_is_reported() -> None:
    age = "| | integer | age | Âge ? | Age? | | . < 120 | |\n"
    uses = "| | select_one yn | uses | Utilisez-vous l’IA ? | Do you use AI? | | | |\n"
    comparison = changed(age + uses, uses + age)
    assert [change.kind for change in comparison.changes] == [VersionChangeKind.MOVED]


def test_choices_in_another_order_are_reported() -> None:
    yes, no = "| | yn | yes | Oui | Yes |\n", "| | yn | no | Non | No |\n"
    comparison = changed(yes + no, no + yes)
    assert [change.kind for change in comparison.changes] == [VersionChangeKind.ORDER_OF_CHOICES]


def test_a_change_is_described_in_french() -> None:
    (change,) = changed(". < 120", ". < 99").changes
    assert change.say("fr") == "« age » accepte « . < 99 » au lieu de « . < 120 »."


@pytest.mark.parametrize(
    ("old", "new", "kind", "there", "back"),
    [
        (". < 120", "", "constraint", "accepts anything instead of “. < 120”",
         "accepts “. < 120” instead of anything"),
        ("| Métier ? | Job? | |", "| Métier ? | Job? | ${age} > 18 |", "relevance",
         "is asked when “${age} > 18”, no longer always",
         "is asked always, no longer when “${age} > 18”"),
    ],
)  # fmt: skip
def test_that_there_was_no_rule_is_described_by_what_it_means(old, new, kind, there, back) -> None:
    (change,) = changed(old, new).changes
    assert (change.kind, there in change.say("en")) == (kind, True)
    (change,) = compare_versions(form(BEFORE.replace(old, new)), form(BEFORE)).changes
    assert back in change.say("en")


def test_formulas_are_displayed_as_their_author_wrote_them() -> None:
    rule = "| Métier ? | Job? | selected(${uses}, 'yes') and ${age} > %d |"
    versions = (form(BEFORE.replace("| Métier ? | Job? | |", rule % age)) for age in (18, 21))
    (change,) = compare_versions(*versions).changes
    assert (change.before, change.after) == (
        "selected(${uses}, 'yes') and ${age} > 18",
        "selected(${uses}, 'yes') and ${age} > 21",
    )


@pytest.mark.parametrize(
    ("held", "written"),
    [
        ("/data/work/job = 'x'", "${job} = 'x'"),
        ("count( /data/story/task ) > 1", "count(${task}) > 1"),
        ("../story/task", "../story/task"),
        ("instance('towns')/root/item", "instance('towns')/root/item"),
        ("https://example.org/a/b", "https://example.org/a/b"),
    ],
)
def test_only_whole_paths_are_names(held, written) -> None:
    assert restore_references(held) == written
