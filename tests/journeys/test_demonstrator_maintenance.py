"""An alarm set to miss nothing: a phone in French without JavaScript, then a page in English."""


def test_who_answers_an_alarm_that_misses_nothing(person):
    place = "demonstrators/predictive-maintenance/"
    reader = person(scripts=False)
    reader.go(place)
    reader.press("100")
    reader.reads("No failure comes without an alarm.")
    reader.choose("10", of="minutes")
    reader.choose("500", of="readings")
    reader.choose("harm", of="stoppage")
    reader.press("See the week that results")
    reader.reads("No number of hours makes up for somebody who is hurt: nothing is computed here.")
    reader.press("95")
    assert "target=95" in reader.page.url
    assert "minutes=10" in reader.page.url
    reader.choose("supplier", of="chooser")
    reader.choose("unknown", of="review")
    reader.choose("never", of="handlers")
    reader.press("Write the decision down")
    reader.reads("The decision, as it stands")

    visitor = person(language="en", phone=False)
    visitor.go(f"{place}?target=98&minutes=5&readings=100&stoppage=day")
    visitor.choose("together", of="chooser")
    visitor.choose("dated", of="review")
    visitor.choose("before", of="handlers")
    visitor.press("Write the decision down")
    visitor.reads("Management with those who handle the alarms")
