"""Somebody guesses of whom a machine wrote, on a phone without a script; then in English."""

ADDRESS = "demonstrators/recorded-summaries/"


def test_somebody_guesses_before_they_read_the_record(person):
    reader = person(scripts=False)
    reader.go("demonstrators/")
    reader.press("Summaries that machines wrote")
    reader.choose("food", of="miss")
    reader.press("See the record, and who was who")
    reader.reads("Say first which is about the man; “I cannot tell” is an answer.")
    reader.choose("second", of="man")
    reader.press("See the record, and who was who")
    reader.reads("The record, and what is left of it")
    reader.reads("You had noticed.")

    other = person(language="en", phone=False)
    other.go(f"{ADDRESS}?record=mf197&model=t5")
    other.choose("second", of="man")
    other.press("See the record, and who was who")
    other.reads("the record says mild cognitive impairment, and nothing more")
    other.press("Guess again")
    other.reads("In a care facility, aged 81")
