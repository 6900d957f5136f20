"""Somebody guesses what a machine read on a payslip, and counts what that means."""


def test_a_guess_is_answered_and_a_thousand_pieces_are_counted(person):
    ana = person(scripts=False)
    ana.go("demonstrators/document-reading/")
    ana.choose("all")
    ana.press("Show what it read")
    ana.reads("What stands there, and what was read")
    ana.press("Count all twelve sheets")
    ana.press("And of a thousand pieces?")
    ana.choose("99")
    ana.choose("20")
    ana.press("Count the pieces")
    assert "182 pièces" in ana.page.locator("h2").first.inner_text()
    ana.press("Who reads again?")
    ana.choose("all", of="below")
    ana.press("Count again")
    ana.reads("Somebody reads everything again.")
    ben = person(language="en")
    for address in (
        "?sheet=shadow&guess=most",
        "?step=totals",
        "?step=thousand",
        "?step=rereading",
    ):
        ben.go(f"demonstrators/document-reading/{address}")
    ben.go("demonstrators/document-reading/")
    ben.choose("few")
    ben.press("Show what it read")
    ben.reads("What stands there, and what was read")
