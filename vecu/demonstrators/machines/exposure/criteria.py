"""The three criteria of the early studies, nine questions, and a counting rule of this laboratory.

The questions follow the nine O*NET variables of Frey and Osborne (2013, table 1): three of
perception and manipulation, two of creative intelligence, four of social intelligence. The rule is
not their model, which was a Gaussian process classifier learnt from 70 occupations.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from vecu.messages import Message
from vecu.translation import gettext_noop

A_LOT = "lot"
SCALE = {
    "little": Message(gettext_noop("Not much")),
    "some": Message(gettext_noop("Somewhat")),
    A_LOT: Message(gettext_noop("A lot")),
}
"""What may be answered to each question."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """What was thought to keep machines out, with questions about it by their key."""

    name: Message
    why: Message
    questions: Mapping[str, Message]


CRITERIA = (
    Criterion(
        Message(gettext_noop("Perception and manipulation")),
        Message(gettext_noop("What the hand does in three dimensions, as a plumber’s does.")),
        {
            "finger": Message(gettext_noop("Working finely with one’s fingers")),
            "hand": Message(
                gettext_noop("Holding things or supporting a person, with hands and arms")
            ),
            "space": Message(gettext_noop("Working in cramped spaces or awkward postures")),
        },
    ),
    Criterion(
        Message(gettext_noop("Creative intelligence")),
        Message(gettext_noop("Having new ideas, or practising an art.")),
        {
            "ideas": Message(gettext_noop("Finding new ideas for a problem that has no recipe")),
            "art": Message(gettext_noop("Drawing on an art: music, theatre, drawing, dance")),
        },
    ),
    Criterion(
        Message(gettext_noop("Social intelligence")),
        Message(gettext_noop("Persuading people, or caring for them.")),
        {
            "people": Message(gettext_noop("Understanding why people react as they do")),
            "agree": Message(gettext_noop("Bringing together people who disagree")),
            "persuade": Message(gettext_noop("Persuading somebody to change their mind")),
            "care": Message(gettext_noop("Caring for somebody, supporting them")),
        },
    ),
)
QUESTIONS = tuple(key for criterion in CRITERIA for key in criterion.questions)

CONCLUSIONS = (
    Message(
        gettext_noop(
            "You see no barrier: the early reasoning would have counted this job among the most"
            " exposed."
        )
    ),
    Message(
        gettext_noop(
            "You see one barrier: the early reasoning would have counted this job among the less"
            " exposed."
        )
    ),
    Message(
        gettext_noop(
            "You see two barriers: the early reasoning would have counted this job among the least"
            " exposed."
        )
    ),
    Message(
        gettext_noop(
            "You see all three barriers: the early reasoning would have counted this job among the"
            " least exposed."
        )
    ),
)
"""What the early reasoning would have concluded, by the number of barriers."""


def is_barrier(criterion: Criterion, replies: Mapping[str, str | None]) -> bool:
    """Return whether at least half of a criterion’s questions were answered “a lot”."""
    many = sum(replies[key] == A_LOT for key in criterion.questions)
    return 2 * many >= len(criterion.questions)
