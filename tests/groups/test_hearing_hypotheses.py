"""The six hypotheses of the hearing, compared with its record: who said what, by their role."""

from vecu.groups.hearing_hypotheses import list_hearing_hypotheses

AT_THE_HEARING = {"en": "at the hearing", "fr": "lors de l’audition"}
OURS = {"en": "The laboratory that runs these pages", "fr": "Le laboratoire qui tient ces pages"}


def test_each_says_whether_what_speaks_against_it_is_of_the_hearing_or_the_laboratory_s():
    """The record has a counter-argument to the first three, in lines 165 to 182 of its text."""
    for language in ("en", "fr"):
        arguments = [each.counter_argument[language] for each in list_hearing_hypotheses()]
        assert all(AT_THE_HEARING[language] in each for each in arguments[:3])
        assert not any(OURS[language] in each for each in arguments[:3])
        assert all(OURS[language] in each for each in arguments[3:])


def test_their_author_stands_by_role_and_never_by_name():
    """Of the speaker, a committee that he reported, and an adviser."""
    sources = [each.source["en"] for each in list_hearing_hypotheses()]

    assert ["director" in each for each in sources] == [True, True, True, True, True, False]
    assert "white paper" in sources[0]
    assert "committee" in sources[4]
    assert "adviser" in sources[5]
    for each in sources:
        assert "Ferguson" not in each
        assert "Slama" not in each


def test_each_has_plain_words_of_twenty_at_most_in_both_languages():
    for each in list_hearing_hypotheses():
        for language in ("en", "fr"):
            words = [word for word in each.plain[language].split() if word not in {";", ":"}]
            assert 5 <= len(words) <= 20
