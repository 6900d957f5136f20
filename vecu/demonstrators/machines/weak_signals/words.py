"""The sentences of the simulated school: places, rules, kinds of pupils, answers, steps. Pure."""

from vecu.demonstrators.machines.weak_signals.detection import SelectionRule
from vecu.demonstrators.machines.weak_signals.simulation import PupilKind, SchoolPlace
from vecu.messages import Message
from vecu.translation import gettext_noop

STEPS = {
    "pupils": Message(gettext_noop("Three pupils")),
    "alone": Message(gettext_noop("Each on their own")),
    "joined": Message(gettext_noop("Joined")),
    "wrong": Message(gettext_noop("Named wrongly")),
    "refusal": Message(gettext_noop("A refusal")),
}
"""The parts of the story, in order."""

GUESSES = {
    "yes": Message(gettext_noop("Yes: I would speak with this pupil")),
    "no": Message(gettext_noop("No: an ordinary year")),
    "unsure": Message(gettext_noop("I cannot tell from this")),
}

PLACES = {
    SchoolPlace.CLASSROOM: Message(gettext_noop("In class")),
    SchoolPlace.OFFICE: Message(gettext_noop("At the school office")),
    SchoolPlace.INFIRMARY: Message(gettext_noop("At the infirmary")),
    SchoolPlace.YARD: Message(gettext_noop("In the yard")),
    SchoolPlace.CANTEEN: Message(gettext_noop("In the canteen")),
}

SIGHTINGS = {
    SchoolPlace.CLASSROOM: Message(gettext_noop("stays apart, takes no part")),
    SchoolPlace.OFFICE: Message(gettext_noop("late or absent")),
    SchoolPlace.INFIRMARY: Message(gettext_noop("visits")),
    SchoolPlace.YARD: Message(gettext_noop("incidents")),
    SchoolPlace.CANTEEN: Message(gettext_noop("skips the meal or eats alone")),
}
"""What is noted in each place."""

RULES = {
    SelectionRule.ALONE_FREQUENT: Message(
        gettext_noop("Each adult alone: who comes up most often")
    ),
    SelectionRule.ALONE_CHANGED: Message(gettext_noop("Each adult alone: who has changed")),
    SelectionRule.TABLE: Message(gettext_noop("The five adults at one table")),
    SelectionRule.JOINED_FREQUENT: Message(
        gettext_noop("Joined by the machine: who comes up most often")
    ),
    SelectionRule.JOINED_CHANGED: Message(gettext_noop("Joined by the machine: who has changed")),
}

BY_MACHINE = frozenset({SelectionRule.JOINED_FREQUENT, SelectionRule.JOINED_CHANGED})

TRUTHS = {
    PupilKind.BULLIED: Message(
        gettext_noop("This pupil was bullied during the weeks that are tinted in the picture.")
    ),
    PupilKind.ILL: Message(
        gettext_noop(
            "This pupil has a chronic illness. Many visits and absences are usual, all year long;"
            " nothing else happened."
        )
    ),
    PupilKind.OTHER: Message(
        gettext_noop("Nothing happened to this pupil. What you see is chance, and winter.")
    ),
}
"""What happened to the three pupils whose weeks one looks at."""

GROUPS = {
    "right": Message(gettext_noop("Bullied in that very week")),
    "beside": Message(gettext_noop("Bullied, but in other weeks")),
    "ill": Message(gettext_noop("Chronically ill")),
    "bus": Message(gettext_noop("On the bus line that ran late")),
    "moved": Message(gettext_noop("After a move of the family")),
    "other": Message(gettext_noop("None of these reasons")),
}
"""With whom a conversation was, by the field of a `RuleOutcome` that counts it."""
