"""The words of items: where they stand, who speaks, with what status, how far they are answered."""

from vecu.labelled_enum import LabelledEnum
from vecu.translation import gettext_noop


class HearingPart(LabelledEnum):
    """Where an item stands on the page and in the map, in this order."""

    METHOD = "method", gettext_noop("What his laboratory does")
    FOUND = "found", gettext_noop("What he found")
    RECOMMENDED = "recommended", gettext_noop("What he recommends")
    PLANNED = "planned", gettext_noop("What he plans")
    SUPPOSED = "supposed", gettext_noop("Hypotheses, to be tested")
    OTHERS = "others", gettext_noop("Questions, objections and cautions from others")
    SYSTEMS = "systems", gettext_noop("AI systems that he spoke of")


class HearingSpeaker(LabelledEnum):
    """Who an item comes from, by role; whoever is not the director is quoted by him or asks him."""

    DIRECTOR = "director", gettext_noop("the director")
    OFFICE = "office", gettext_noop("an adviser to the deputy mayor")
    GROUP = "group", gettext_noop("an adviser to a group of elected officials")
    COMMITTEE = "committee", gettext_noop("a committee, quoted by the director")
    WHITE_PAPER = (
        "white paper",
        gettext_noop("a white paper of social workers, quoted by the director"),
    )
    EMPLOYERS = "employers", gettext_noop("employers, quoted by the director")


class SayingStatus(LabelledEnum):
    """What a sentence claims to be: a finding is no plan, and an objection no finding."""

    DONE = "done", gettext_noop("work of his laboratory")
    FOUND = "found", gettext_noop("a finding")
    REPORTED = "reported", gettext_noop("a fact reported")
    RECOMMENDED = "recommended", gettext_noop("a recommendation")
    PLANNED = "planned", gettext_noop("a plan")
    SUPPOSED = "supposed", gettext_noop("a hypothesis")
    OBJECTED = "objected", gettext_noop("an objection")
    ASKED = "asked", gettext_noop("a question")
    CAUTIONED = "cautioned", gettext_noop("a caution")


class AnswerState(LabelledEnum):
    """How far the laboratory answers an item."""

    BUILT = "built", gettext_noop("Answered here")
    PARTLY = "partly", gettext_noop("Answered in part")
    QUESTIONS = "questions", gettext_noop("Questions only")
    NONE = "none", gettext_noop("No answer here yet")
