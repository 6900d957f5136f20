"""The words of items: where they stand, who speaks, with what status, how far they are answered."""

from enum import StrEnum


class HearingPart(StrEnum):
    """Where an item stands on the page and in the map, in this order."""

    METHOD = "method"
    FOUND = "found"
    RECOMMENDED = "recommended"
    PLANNED = "planned"
    SUPPOSED = "supposed"
    OTHERS = "others"
    SYSTEMS = "systems"


class HearingSpeaker(StrEnum):
    """Who an item comes from, by role; whoever is not the director is quoted by him or asks him."""

    DIRECTOR = "director"
    OFFICE = "office"
    GROUP = "group"
    COMMITTEE = "committee"
    WHITE_PAPER = "white paper"
    EMPLOYERS = "employers"


class SayingStatus(StrEnum):
    """What a sentence claims to be: a finding is no plan, and an objection no finding."""

    DONE = "done"
    FOUND = "found"
    REPORTED = "reported"
    RECOMMENDED = "recommended"
    PLANNED = "planned"
    SUPPOSED = "supposed"
    OBJECTED = "objected"
    ASKED = "asked"
    CAUTIONED = "cautioned"


class AnswerState(StrEnum):
    """How far the laboratory answers an item."""

    BUILT = "built"
    PARTLY = "partly"
    QUESTIONS = "questions"
    NONE = "none"
