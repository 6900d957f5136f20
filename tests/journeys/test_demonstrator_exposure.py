"""Somebody asks what was published of a job that they know, on a phone without a script."""

from vecu.demonstrators.machines.exposure.criteria import QUESTIONS


def test_a_job_is_held_against_two_indices(person):
    reader = person(scripts=False)
    reader.go("demonstrators/exposure/")
    reader.page.get_by_role("link", name="l’hôpital").click()
    for question in ("finger", "hand", "space", "ideas", "art", "agree", "persuade"):
        reader.choose("some", question)
    reader.choose("lot", "people")
    reader.press("See what was concluded")
    reader.reads("Answer all nine questions to see what was concluded.")
    reader.choose("lot", "care")
    reader.press("See what was concluded")
    reader.reads("The two indices differ on this job")
    reader.reads("Nothing has been published here about it yet.")

    other = person(language="en")
    other.go("demonstrators/exposure/")
    other.press("Another job")
    other.reads("Perception and manipulation")
    other.go(f"demonstrators/exposure/?job=other&{'&'.join(f'{key}=lot' for key in QUESTIONS)}")
    other.reads("You see all three barriers")
