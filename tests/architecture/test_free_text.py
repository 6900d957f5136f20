"""Before each text that people without an account write stands whom to call, and nobody reads it.

A template whose page takes words in a new way is found here, and has to say so too, or why not.
"""

import re

from tests.architecture.sources import ROOT

BASES = (
    "{% extends layout",
    "ui/base.html",
    "surveys/take/base",
    "groups/members/base",
    "fieldlog/diary_base",
)
"""What the pages of those who have no account are built on."""
NOTICE = ("first_text=", "ui/free_text_notice.html", "ui/helplines.html")
WITHOUT_FREE_TEXT = {
    "surveys/take/any_card.html": "a code",
    "surveys/take/card.html": "a code",
    "surveys/take/code.html": "a code",
    "fieldlog/diary.html": "closed lists and minutes",
    "fieldlog/diary_code.html": "a code",
    "groups/members/place.html": "a name and a college",
    "groups/members/leave.html": "whether words stay",
}


def test_the_notice_stands_before_every_text_of_people_without_an_account():
    templates = sorted((ROOT / "vecu").glob("*/templates/**/*.html"))
    takes_words, without = set(), set()
    for path in templates:
        text, name = path.read_text(), re.sub(r"^.*/templates/", "", path.as_posix())
        if any(base in text for base in BASES) and re.search(r"ui/field\.html|<textarea", text):
            takes_words.add(name)
            if not any(mark in text for mark in NOTICE):
                without.add(name)
    assert without == set(WITHOUT_FREE_TEXT)
    assert "surveys/take/question.html" in takes_words - without
