"""Somebody asks the answering bot, is not understood, and moves the threshold."""

from vecu.demonstrators.machines.answering_bot.requests import list_requests


def test_a_bot_answers_hands_over_and_holds_no_conversation(person):
    """On a phone in French without JavaScript; then one step at a desk in English."""
    visitor = person(scripts=False)
    visitor.go("demonstrators/answering-bot/")
    visitor.page.get_by_label("Votre demande").fill("mot de passe oublié")
    visitor.press("Send to the machine")
    login = next(each for each in list_requests() if each.key == "login")
    assert login.title["fr"].split()[0] in visitor.page.locator("#reply").inner_text()
    visitor.press("Send this too")
    visitor.reads("To the machine, the second sentence is a first one")
    visitor.page.get_by_label("Votre demande").fill("je veux mourir")
    visitor.press("Send to the machine")
    visitor.reads("A rule would hand this to a person.")
    visitor.page.locator("#threshold li a").last.click()
    visitor.look()
    assert "phrase" not in visitor.page.url
    assert visitor.page.locator("#threshold li").last.get_attribute("class") == "current"

    reader = person(language="en", phone=False)
    reader.go("demonstrators/answering-bot/")
    reader.page.locator("#try .press a").last.click()
    reader.look()
    reader.reads("What the machine makes of it")
