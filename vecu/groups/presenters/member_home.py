"""What a member needs on opening their group: one next step, what is new, the mandate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.groups.holdings import HomeStep
from vecu.groups.presenters.member_rounds import MemberRounds
from vecu.groups.queries import GroupStep
from vecu.groups.vocabulary import StepKind
from vecu.ui.templatetags.ui import day as format_day
from vecu.ui.wording import pick_text


@dataclass(frozen=True, slots=True)
class MemberHome:
    """The one step that is next, None if there is nothing to do, and what else is new."""

    following: HomeStep | None
    news: Sequence[HomeStep]


def lay_out_home(
    rounds: MemberRounds,
    held: Sequence[HomeStep],
    steps: Sequence[GroupStep],
    today: date,
) -> MemberHome:
    """Return the most urgent step, then the others; a position still to be taken comes first.

    `held` waits in other rooms.
    """
    found = [
        each
        for each in (
            _offer_round(rounds, waits=True),
            *held,
            _offer_results(rounds),
            _offer_round(rounds, waits=False),
            _offer_notes(steps),
            _offer_next_day(steps, today),
        )
        if each
    ]
    return MemberHome(found[0] if found else None, found[1:])


def _offer_round(rounds: MemberRounds, *, waits: bool) -> HomeStep | None:
    """Offer the open round, if it waits for the reader or, without `waits`, if it does not."""
    opened = rounds.open
    if opened is None or waits != (opened.following is not None):
        return None
    left = len(opened.standings) - opened.answered
    words = {
        "day": format_day(opened.round.last_day),
        "left": left,
        "all": len(opened.standings),
    }
    if opened.following is None:
        sentence = _("You have taken position on everything. You can change it until %(day)s.")
        return HomeStep(sentence % words, _("My positions"), reverse("groups:my-positions"))
    message = ngettext(
        "A round is open until %(day)s: %(left)s of %(all)s hypotheses waits for your position.",
        "A round is open until %(day)s: %(left)s of %(all)s hypotheses wait for your position.",
        left,
    )
    address = reverse("groups:my-position", args=[opened.following.pk])
    return HomeStep(message % words, _("Take position"), address)


def _offer_results(rounds: MemberRounds) -> HomeStep | None:
    if not rounds.results:
        return None
    sentence = _(
        "%(round)s: the results are in. See whether your position changed, and what others think."
    )
    return HomeStep(
        sentence % {"round": rounds.results[0].name},
        _("Read the results"),
        reverse("groups:my-positions"),
    )


def _offer_notes(steps: Sequence[GroupStep]) -> HomeStep | None:
    agreed = [each for each in steps if each.agreed is not None]
    if not agreed:
        return None
    sentence = _("Notes to read: %(subject)s, %(day)s.") % _name_step(agreed[-1])
    return HomeStep(sentence, _("Read the notes"), _find_step(agreed[-1]))


def _offer_next_day(steps: Sequence[GroupStep], today: date) -> HomeStep | None:
    coming = next((each for each in steps if each.day >= today), None)
    if coming is None:
        return None
    sentence = _("Next: %(kind)s, %(subject)s, %(day)s.") % _name_step(coming)
    return HomeStep(sentence, _("See the calendar"), _find_step(coming))


def _name_step(step: GroupStep) -> dict[str, str]:
    return {
        "kind": _(StepKind(step.kind).label).lower(),
        "subject": pick_text(step.subject),
        "day": format_day(step.day),
    }


def _find_step(step: GroupStep) -> str:
    return f"{reverse('groups:my-calendar')}#step-{step.pk}"
