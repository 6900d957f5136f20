"""Somebody talks to ELIZA on a phone without scripts, tells it from people, reads its author."""


def test_somebody_talks_to_the_machine_and_tells_it_from_people(person):
    phone = person(scripts=False)
    phone.go("demonstrators/eliza/")
    for number in phone.page.locator(".calls a").all():
        box = number.bounding_box()
        assert box["y"] + box["height"] <= phone.page.viewport_size["height"]
        assert box["height"] >= 44
    phone.write("Mon équipe ne m’écoute plus.")
    phone.press("Send to the machine")
    assert "« Votre équipe ne vous écoute plus »" in read(phone)
    phone.write("Le planning est affiché.")
    phone.press("Send to the machine")
    assert "de votre équipe" in read(phone)
    phone.write("Il pleut.")
    phone.press("Send to the machine")
    assert "Je ne trouve aucun mot du travail" in read(phone)

    phone.press("Go on and guess who is writing")
    for number, by in enumerate(["person", "person", "machine", "machine", "person", "person"], 1):
        phone.choose(by, of=f"exchange-{number}")
    phone.press("See who was writing")
    assert "Vous avez vu juste 5 fois sur 6" in read(phone)
    phone.press("Go on to what its author concluded")
    assert "1976" in read(phone)

    phone.press("Talk to it")
    phone.write("Je veux mourir.")
    phone.press("Send to the machine")
    stopped = read(phone)
    assert phone.page.locator(".stopped .calls a").count() == 9
    assert stopped.index("rien n’est gardé. Quelqu’un peut") < stopped.index("Je veux mourir.")
    assert "Quitter cette page" in stopped
    phone.write("Mon équipe ne m’écoute plus.")
    phone.press("Send to the machine")
    assert "Je veux mourir." in read(phone)
    assert "« Votre équipe ne vous écoute plus »" in read(phone)

    desk = person(language="en", phone=False)
    desk.go("demonstrators/eliza/")
    desk.press("My colleagues no longer listen to me")
    assert "“Your colleagues no longer listen to you in meetings”: since when?" in read(desk)
    desk.go("demonstrators/eliza/?part=round")
    desk.go(
        "demonstrators/eliza/?part=round&" + "&".join(f"exchange-{n}=person" for n in range(1, 7))
    )
    desk.go("demonstrators/eliza/?part=author")


def read(reader):
    return reader.page.locator("main").inner_text().replace("\u00a0", " ")
