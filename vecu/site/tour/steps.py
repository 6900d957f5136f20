"""The steps of the tour, in their order, which is that of their days: what to look at, as whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vecu.accounts.rules import Role
from vecu.labelled_enum import LabelledEnum
from vecu.translation import gettext_noop


class TourRole(LabelledEnum):
    """As whom a step is seen: with an account of the demonstration, a member's link, or neither."""

    EVERYBODY = "everybody", gettext_noop("without an account")
    RESEARCHER = Role.RESEARCHER.value, gettext_noop("as Camille, researcher")
    CODER = Role.CODER.value, gettext_noop("as Nour, coder")
    REPRESENTATIVE = Role.REPRESENTATIVE.value, gettext_noop("as the staff representatives")
    MEMBER = "member", gettext_noop("as Inès, a member of the group")

    @property
    def account(self) -> str:
        """The account that is signed in, '' for none."""
        return "" if self in {TourRole.EVERYBODY, TourRole.MEMBER} else self.value


class TourPart(LabelledEnum):
    """A part of the tour: what the laboratory does there."""

    ASK = "ask", gettext_noop("Ask")
    UNDERSTAND = "understand", gettext_noop("Understand")
    OBSERVE = "observe", gettext_noop("Observe")
    DECIDE = "decide", gettext_noop("Decide")


PART_MINUTES = {
    TourPart.ASK: 2,
    TourPart.UNDERSTAND: 3,
    TourPart.OBSERVE: 2,
    TourPart.DECIDE: 3,
}
TOUR_MINUTES = sum(PART_MINUTES.values())


@dataclass(frozen=True, slots=True)
class TourStep:
    """One page of the tour; `sentence` says what to look at there and why it matters."""

    key: str
    part: TourPart
    role: TourRole
    title: str | Promise
    sentence: str | Promise

    @property
    def number(self) -> int:
        """The place of the step, from 1."""
        return STEPS.index(self) + 1


STEPS: Sequence[TourStep] = (
    TourStep(
        "promise",
        TourPart.ASK,
        TourRole.EVERYBODY,
        _("What is promised first"),
        _(
            "A job adviser opened this link. They first read what is kept, what is not, and how "
            "to take an answer back."
        ),
    ),
    TourStep(
        "story",
        TourPart.ASK,
        TourRole.RESEARCHER,
        _("One story"),
        _(
            "The adviser’s answer. Remember “It flags ‘own car’”: these words lead all the way "
            "to the recommendation. The audit log notes that Camille read them."
        ),
    ),
    TourStep(
        "coding",
        TourPart.UNDERSTAND,
        TourRole.CODER,
        _("Coding by people"),
        _(
            "Camille’s code is “Fausses alertes”, false alarms. Nour coded 110 stories without "
            "seeing Camille’s codes; then they settled their differences. The machine only "
            "suggests."
        ),
    ),
    TourStep(
        "practices",
        TourPart.UNDERSTAND,
        TourRole.RESEARCHER,
        _("Practices beside a guide"),
        _(
            "First what a supplier’s guide advises, then what it leaves out: checking, correcting "
            "by hand or, like our adviser, putting up with the tool."
        ),
    ),
    TourStep(
        "figure",
        TourPart.UNDERSTAND,
        TourRole.EVERYBODY,
        _("A public figure"),
        _(
            "Each count is changed at random by a few people, so that nobody can be recognised; "
            "small ones read “10 or fewer”. “False alarms” is how the adviser’s words were coded."
        ),
    ),
    TourStep(
        "finding",
        TourPart.UNDERSTAND,
        TourRole.EVERYBODY,
        _("A finding"),
        _(
            "One sentence that a team answers for, with that figure and the adviser’s words. It "
            "also says what it does not show, and what would change it."
        ),
    ),
    TourStep(
        "check",
        TourPart.OBSERVE,
        TourRole.EVERYBODY,
        _("The AI system"),
        _(
            "The adviser’s tool, on an invented offer. It says why it flags a word; people "
            "decide, and say why. Try it."
        ),
    ),
    TourStep(
        "gap",
        TourPart.OBSERVE,
        TourRole.EVERYBODY,
        _("The rule and real work"),
        _(
            "The rule, the real situation, and the adviser’s words again. The log counts how "
            "often people set an alert aside for that reason."
        ),
    ),
    TourStep(
        "dialogue",
        TourPart.DECIDE,
        TourRole.REPRESENTATIVE,
        _("Dialogue"),
        _(
            "Workshop, consultation and negotiation stay three separate things. The point about "
            "the car was shared; another waits for a mandate."
        ),
    ),
    TourStep(
        "version",
        TourPart.DECIDE,
        TourRole.EVERYBODY,
        _("Version 2"),
        _(
            "The tool now asks first whether the job can be done without a car. Each change "
            "names what it stands on, and the page cites the adviser’s words."
        ),
    ),
    TourStep(
        "position",
        TourPart.DECIDE,
        TourRole.MEMBER,
        _("A learning group"),
        _(
            "Inès took a position twice without seeing what others answered: before and after "
            "she saw the tool at work. She changed her mind, and says why."
        ),
    ),
    TourStep(
        "recommendation",
        TourPart.DECIDE,
        TourRole.EVERYBODY,
        _("The recommendation"),
        _(
            "Follow “It flags ‘own car’”: it leads back to the adviser’s words. Further down are "
            "reasons for and against, and the answer received."
        ),
    ),
)


def find_step(key: str) -> TourStep | None:
    """Return the step with this key, None if there is none."""
    return next((each for each in STEPS if each.key == key), None)
