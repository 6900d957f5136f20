"""Before each text that people without an account write stands whom to call, and nobody reads it.

A template whose page takes words in a new way is found here, and has to say so too, or why not.
"""

import re

from tests.architecture.sources import ROOT

BASES = (
    "{% extends layout",
    "ui/base.html",
    "demonstrators/base.html",
    "surveys/take/base",
    "groups/members/base",
    "fieldlog/diary_base",
)
"""What the pages of those who have no account are built on."""
WITH_THE_NOTICE = {
    "surveys/take/question.html",
    "groups/members/position.html",
    "recommendations/members/recommendation.html",
    "replies/reason.html",
    "demonstrators/answering_bot.html",
}
"""Where people write in their own words; tests of these pages look for the numbers."""
WITHOUT_FREE_TEXT = {
    "surveys/take/any_card.html": "a code",
    "surveys/take/card.html": "a code",
    "surveys/take/code.html": "a code",
    "replies/mine.html": "a code",
    "fieldlog/diary.html": "closed lists and minutes",
    "fieldlog/diary_code.html": "a code",
    "fieldlog/diary_totals.html": "numbers and closed lists",
    "groups/members/place.html": "a name and a college",
    "groups/members/leave.html": "whether words stay",
}


def test_a_new_page_on_which_people_write_says_whom_to_call_or_why_not():
    takes_words = set()
    for path in sorted((ROOT / "vecu").glob("*/templates/**/*.html")):
        text, name = path.read_text(), re.sub(r"^.*/templates/", "", path.as_posix())
        if any(base in text for base in BASES) and re.search(r"ui/field\.html|<textarea", text):
            takes_words.add(name)
    assert takes_words == WITH_THE_NOTICE | set(WITHOUT_FREE_TEXT)
