"""Guides: begun, changed, mapped and removed by members; nothing is guessed, all is told."""

from uuid import UUID

import pytest

from tests.coding.factories import ACT, make_room
from vecu.coding.actions import (
    GuideChanged,
    GuideRefused,
    GuideText,
    PracticeText,
    adjudicate_code,
    change_guide,
    create_guide,
    map_codes,
    merge_code,
    remove_guide,
    retire_code,
    unmerge_code,
)
from vecu.coding.analysis.guide_comparison import MentionCounts
from vecu.coding.library import (
    UnknownGuide,
    get_ready_guide,
    list_ready_guides,
    list_ready_translations,
)
from vecu.coding.models import CodingEvent, Guide, Practice, Quotation
from vecu.coding.queries.codebook import list_codes
from vecu.coding.queries.consensus import list_text_codes
from vecu.coding.queries.guides import find_guide, get_comparison, get_mapping
from vecu.coding.queries.history import iter_rendered_events, list_events
from vecu.coding.queries.quotations import list_released_for_codes

pytestmark = [pytest.mark.django_db, pytest.mark.data]

TEXT = GuideText(
    "Good prompting", "en", "A vendor, 2023", [PracticeText("Be clear"), PracticeText("Test")]
)


def practice(guide, name):
    return guide.practices.get(name=name)


def mapped(guide, name):
    return set(practice(guide, name).codes.values_list("name", flat=True))


def compared(room, guide):
    codes = list_codes(room.codebook)
    return get_comparison(
        find_guide(room.codebook, guide.id), codes, list_text_codes(room.codebook, codes)
    )


def test_the_ready_guide_has_the_six_strategies_in_both_languages():
    for language, first in (("en", "Write clear instructions"), ("fr", "Écrire des consignes")):
        (guide,) = list_ready_guides(language)
        assert guide.language == language
        assert len(guide.practices) == 6
        assert guide.practices[0].name.startswith(first)
        assert all(each.description for each in guide.practices)


def test_a_reader_of_another_language_gets_a_ready_guide_in_one_it_has():
    assert get_ready_guide("prompting_2023_12", "de").language == "fr"
    with pytest.raises(UnknownGuide, match="prompting_2023_12"):
        get_ready_guide("nothing", "en")


def test_a_guide_begins_with_its_practices_in_order_and_no_code_mapped():
    room = make_room()
    guide = create_guide(
        room.codebook, GuideText.of(get_ready_guide("prompting_2023_12", "en")), ACT
    )

    assert [each.place for each in guide.practices.all()] == [0, 1, 2, 3, 4, 5]
    assert not any(each.codes.exists() for each in guide.practices.all())
    assert CodingEvent.objects.get(verb="began guide").detail == {"guide": guide.name}


@pytest.mark.parametrize(
    "text",
    [
        GuideText("", "en", practices=[PracticeText("One")]),
        GuideText("No practices", "en"),
        GuideText("x" * 201, "en", practices=[PracticeText("One")]),
        GuideText("Long", "en", practices=[PracticeText("y" * 201)]),
        GuideText("Many", "en", practices=[PracticeText("z")] * 201),
    ],
)
def test_a_guide_without_name_or_practices_or_with_too_much_is_refused(text):
    with pytest.raises(GuideRefused) as refused:
        create_guide(make_room().codebook, text, ACT)
    assert str(refused.value)
    assert not Guide.objects.exists()


def test_codes_are_mapped_and_each_is_reported_in_the_history_of_the_code():
    room = make_room()
    orders, checks = room.code("Orders"), room.code("Checks")
    guide = create_guide(room.codebook, TEXT, ACT)
    map_codes(practice(guide, "Be clear"), [orders.id, checks.id], ACT, revision=1)
    map_codes(practice(guide, "Be clear"), [checks.id], ACT, revision=2)

    assert mapped(guide, "Be clear") == {"Checks"}
    told = [line.detail for line in iter_rendered_events(list_events(room.codebook, code=orders))]
    assert told[:2] == ["no longer matches “Be clear”", "matches “Be clear”"]
    assert CodingEvent.objects.filter(verb="mapped practice", code=checks).count() == 1


def test_mapping_what_is_mapped_already_tells_nothing():
    room = make_room()
    code, guide = room.code("Orders"), create_guide(room.codebook, TEXT, ACT)
    map_codes(practice(guide, "Test"), [code.id], ACT, revision=1)
    map_codes(practice(guide, "Test"), [code.id], ACT, revision=2)

    assert CodingEvent.objects.filter(verb="mapped practice").count() == 1
    assert practice(guide, "Test").revision == 2


def test_of_two_members_who_map_one_practice_at_once_the_second_gets_a_message():
    room = make_room()
    one, two = room.code("One"), room.code("Two")
    guide = create_guide(room.codebook, TEXT, ACT)
    map_codes(practice(guide, "Test"), [one.id], ACT, revision=1)

    with pytest.raises(GuideChanged):
        map_codes(practice(guide, "Test"), [two.id], ACT, revision=1)
    assert mapped(guide, "Test") == {"One"}
    map_codes(practice(guide, "Be clear"), [two.id], ACT, revision=1)  # another one is free


def test_a_code_that_is_in_no_such_codebook_is_refused():
    guide = create_guide(make_room().codebook, TEXT, ACT)

    with pytest.raises(GuideRefused):
        map_codes(practice(guide, "Test"), [UUID(int=7)], ACT, revision=1)


def test_a_guide_changes_and_its_practices_keep_their_codes():
    room = make_room()
    code, guide = room.code("Orders"), create_guide(room.codebook, TEXT, ACT)
    clear = practice(guide, "Be clear")
    map_codes(clear, [code.id], ACT, revision=1)
    new = GuideText(
        "Better prompting",
        "en",
        practices=[PracticeText("Ask again"), PracticeText("Be very clear", "Say all.", clear.id)],
    )
    change_guide(guide, new, ACT, revision=1, remove=[practice(guide, "Test").id])

    after = find_guide(room.codebook, guide.id)
    assert (after.name, after.revision) == ("Better prompting", 2)
    assert [each.name for each in after.practices.all()] == ["Ask again", "Be very clear"]
    assert mapped(after, "Be very clear") == {"Orders"}
    told = CodingEvent.objects.get(verb="changed guide").detail
    assert told["before"]["name"] == "Good prompting"
    assert told["removed"] == {"Test": []}


def test_a_practice_that_somebody_added_meanwhile_is_not_lost_with_the_next_change():
    room = make_room()
    guide = create_guide(room.codebook, TEXT, ACT)
    shown = [PracticeText(each.name, "", each.id) for each in guide.practices.all()]
    change_guide(
        guide, GuideText("G", "en", practices=[*shown, PracticeText("New")]), ACT, revision=1
    )

    with pytest.raises(GuideChanged):
        change_guide(guide, GuideText("H", "en", practices=shown), ACT, revision=1)
    change_guide(guide, GuideText("H", "en", practices=shown), ACT, revision=2)
    names = [each.name for each in find_guide(room.codebook, guide.id).practices.all()]
    assert names == ["Be clear", "Test", "New"]


def test_a_guide_keeps_one_practice_at_least():
    room = make_room()
    guide = create_guide(room.codebook, TEXT, ACT)
    every = [each.id for each in guide.practices.all()]

    with pytest.raises(GuideRefused):
        change_guide(guide, GuideText("G", "en"), ACT, revision=1, remove=every)
    assert Practice.objects.count() == 2


def test_a_guide_that_is_removed_stays_in_the_history_with_what_was_mapped():
    room = make_room()
    code, guide = room.code("Orders"), create_guide(room.codebook, TEXT, ACT)
    map_codes(practice(guide, "Test"), [code.id], ACT, revision=1)
    remove_guide(guide, ACT)

    assert not Practice.objects.exists()
    told = CodingEvent.objects.get(verb="removed guide").detail
    assert told["removed"] == {"Be clear": [], "Test": ["Orders"]}
    assert told["before"]["source"] == "A vendor, 2023"
    remove_guide(guide, ACT)  # again, by whoever had the page open: nothing happens
    assert CodingEvent.objects.filter(verb="removed guide").count() == 1


def test_what_people_mentioned_is_found_through_merged_retired_and_finer_codes():
    room = make_room({"strategy": "A"}, {"strategy": "B"}, {"strategy": "C"}, {"strategy": "D"})
    orders, tells, checks = room.code("Orders"), room.code("Tells"), room.code("Checks")
    finer = room.code("Short orders", parent=orders)
    guide = create_guide(room.codebook, TEXT, ACT)
    map_codes(practice(guide, "Be clear"), [tells.id], ACT, revision=1)
    room.codes("ana", "A", tells)
    room.codes("ana", "B", orders)
    room.codes("ana", "C", finer)
    room.codes("ana", "D", checks)

    def count_first_practice():
        ((_line, clear), _tests) = compared(room, guide).practices
        return clear

    assert count_first_practice() == MentionCounts(texts=1, people=1)
    merge_code(tells, orders, ACT)  # Tells counts as Orders, with all that stands below
    assert count_first_practice() == MentionCounts(texts=3, people=3)
    retire_code(checks, ACT)
    codes = list_codes(room.codebook)
    assert get_mapping(find_guide(room.codebook, guide.id), codes) == {
        practice(guide, "Be clear").id: [orders.id],
        practice(guide, "Test").id: [],
    }
    ((line, found),) = compared(room, guide).beyond
    assert (line.id, found) == (checks.id, MentionCounts(texts=1, people=1))
    unmerge_code(tells, ACT)
    assert count_first_practice() == MentionCounts(texts=1, people=1)


def test_counts_hold_nothing_of_texts_that_not_all_coders_have_finished():
    room = make_room({"strategy": "A"}, {"strategy": "B"})
    orders, guide = room.code("Orders"), create_guide(room.codebook, TEXT, ACT)
    map_codes(practice(guide, "Be clear"), [orders.id], ACT, revision=1)
    text = room.give("A", "ana", "bea")
    room.codes("ana", "A", orders)

    def count_first_practice():
        return compared(room, guide).practices[0][1]

    assert count_first_practice() == MentionCounts()
    room.codes("bea", "A")
    assert count_first_practice() == MentionCounts(texts=0, people=0, more=1)
    adjudicate_code(text, orders, ACT, present=True)
    assert count_first_practice() == MentionCounts(texts=1, people=1)


def test_only_released_quotations_are_given_out_and_those_of_merged_codes_too():
    room = make_room({"strategy": "A"}, {"strategy": "B"})
    orders, tells = room.code("Orders"), room.code("Tells")
    for words, code, released in (("A", tells, True), ("B", orders, False)):
        Quotation.objects.create(
            verbatim=room.text(words),
            code=code,
            text=words,
            proposed_by="ana",
            state="released" if released else "proposed",
        )

    def quoted(code):
        codes = list_codes(room.codebook)
        return [each.text for each in list_released_for_codes(room.codebook, codes, [code.id])]

    assert quoted(orders) == []
    assert quoted(tells) == ["A"]
    merge_code(tells, orders, ACT)
    assert quoted(orders) == ["A"]


def test_a_guide_from_the_library_has_its_texts_in_both_languages_at_once():
    room, french = make_room(), get_ready_guide("prompting_2023_12", "fr")
    english = get_ready_guide("prompting_2023_12", "en")

    text = GuideText.of(french, list_ready_translations(french))
    guide = create_guide(room.codebook, text, ACT)

    assert guide.names.texts == {"fr": french.name, "en": english.name}
    assert guide.sources.texts == {"fr": french.source, "en": english.source}
    practices = zip(guide.practices.all(), french.practices, english.practices, strict=True)
    for practice, own, translated in practices:
        assert practice.names.texts == {"fr": own.name, "en": translated.name}
        descriptions = {"fr": own.description, "en": translated.description}
        assert practice.descriptions.texts == descriptions


def test_translations_of_a_practice_that_a_page_does_not_name_stay():
    room = make_room()
    clear = PracticeText("Be clear", "Say all.", None, {"fr": "Être clair"}, {"fr": "Tout dire."})
    guide = create_guide(room.codebook, GuideText("G", "en", practices=[clear]), ACT)

    new = GuideText("G", "en", practices=[PracticeText("Test")], translated_names={"fr": "Gé"})
    guide = change_guide(guide, new, ACT, revision=1)

    assert guide.names.texts == {"en": "G", "fr": "Gé"}
    _test, clear = guide.practices.all()
    assert clear.names.texts == {"en": "Be clear", "fr": "Être clair"}
    assert clear.descriptions.texts == {"en": "Say all.", "fr": "Tout dire."}


def test_a_translated_name_of_a_practice_that_is_too_long_is_refused():
    room, long = make_room(), PracticeText("One", translated_names={"fr": "y" * 201})

    with pytest.raises(GuideRefused, match="201 characters"):
        create_guide(room.codebook, GuideText("G", "en", practices=[long]), ACT)
