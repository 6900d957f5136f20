"""A simulated school, from a guess to a refusal: on a phone in French, at a desk in English."""


def test_a_reader_guesses_and_follows_the_story_to_a_refusal(person):
    reader = person(scripts=False)
    reader.go("demonstrators/weak-signals/")
    for pupil, guess in {"a": "yes", "b": "no", "c": "unsure"}.items():
        reader.choose(guess, of=pupil)
        reader.press("See what happened")
    reader.reads("This pupil was bullied during the weeks that are tinted in the picture.")
    reader.press("See what each adult finds alone")
    reader.press("See what the machine adds")
    reader.page.locator(".steps").get_by_role("link", name="40").click()
    reader.look()
    reader.press("See who is named wrongly")
    reader.press("See what a refusal costs")
    assert reader.page.locator(".steps [aria-current]").first.inner_text() == "40"
    reader.reads("With so many alerts a refusal can be read from the lists.")

    visitor = person(language="en", phone=False)
    visitor.go("demonstrators/weak-signals/")
    visitor.choose("no", of="a")
    visitor.press("See what happened")
    for step in ("joined", "refusal"):
        visitor.go(f"demonstrators/weak-signals/?step={step}")
