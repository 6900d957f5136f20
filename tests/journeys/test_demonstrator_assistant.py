"""A group finds what is invented in a draft, on a phone; another opens the page in English."""

ADDRESS = "demonstrators/generative-assistant/"


def test_a_group_finds_an_invented_sentence_and_goes_on_to_the_next_draft(person):
    group = person(scripts=False)
    group.go(ADDRESS)
    group.choose("landlord-4")
    group.press("See what is invented")
    group.reads("Invented. You suspected it.")
    group.reads("Invented. You believed it.")
    group.reads("The count so far")
    group.press("Read another draft")
    group.choose("visit-6")
    group.press("See what is invented")
    group.reads("Not invented. You suspected it.")
    group.reads("It speaks for somebody who did not speak.")

    other = person(language="en", phone=False)
    other.go(ADDRESS)
    other.choose("landlord-5")
    other.press("See what is invented")
    other.reads("What would have shown it")
    other.reads(
        "This laboratory has published nobody’s words about it yet. Once it has, they will be here."
    )
