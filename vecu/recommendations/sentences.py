"""Recommendations in sentences: who stands how, what a claim stands on, what was answered.

Numbers are counts with what they count, never a percentage: a group represents only itself.
"""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.evidence.rules import ConfidenceReason
from vecu.groups.vocabulary import GroupCollege
from vecu.recommendations.content import ByLanguage, CostPart
from vecu.recommendations.details import PositionSides
from vecu.recommendations.models import AddresseeAnswer, RecommendationVersion
from vecu.recommendations.rules import (
    Alternative,
    AnswerDecision,
)
from vecu.ui.templatetags.ui import day as format_day
from vecu.ui.templatetags.ui import grouped
from vecu.ui.wording import join_phrases, lower_first, pick_text


def describe_cost_parts(parts: Sequence[CostPart]) -> str:
    """Return each part of a cost with its euros and who pays them, '' without any."""
    texts = []
    for each in parts:
        what = pick_text(each.label)
        if each.payer:
            what = _("%(what)s (%(payer)s)") % {"what": what, "payer": each.payer}
        amount = describe_euros(each.least or 0, each.most or 0)
        texts.append(_("%(label)s: %(value)s") % {"label": what, "value": amount})
    return join_phrases(texts)


def describe_euros(least: int, most: int) -> str:
    """Return euros a year: one amount, or from the least to the most."""
    if least == most:
        return _("€%(amount)s a year") % {"amount": grouped(most)}
    words = {"least": grouped(least), "most": grouped(most)}
    return _("€%(least)s to €%(most)s a year") % words


def describe_positions(sides: PositionSides) -> str:
    """Return how many stand how: those against stand in it as those for do, also where none is."""
    if sides.is_empty:
        return _("Nobody has taken a position on this version yet.")
    supporting, opposing, neither = (
        each.number for each in (sides.supporting, sides.opposing, sides.neither)
    )
    parts = [
        ngettext("%(number)s supports it", "%(number)s support it", supporting)
        % {"number": supporting},
        ngettext("%(number)s opposes it", "%(number)s oppose it", opposing) % {"number": opposing},
        ngettext("%(number)s takes no side", "%(number)s take no side", neither)
        % {"number": neither},
    ]
    return f"{', '.join(parts)}."


def list_written_answers(
    questions: Mapping[Alternative, str] | Mapping[ConfidenceReason, str],
    stored: Mapping[str, ByLanguage],
) -> list[tuple[str, ByLanguage]]:
    """Return the questions that a version answers, in their order, each with its answer."""
    return [
        (_(question), text) for each, question in questions.items() if (text := stored.get(each))
    ]


def describe_answer(answer: AddresseeAnswer) -> str:
    """Return one answer with its reasons; of a correction also why it was corrected."""
    words = {
        "day": format_day(answer.day),
        "who": answer.signed_by,
        "decision": lower_first(_(AnswerDecision(answer.decision).label)),
        "reasons": pick_text(answer.reasons),
        "done_by": format_day(answer.done_by) if answer.done_by else "",
        "correction": pick_text(answer.correction),
    }
    sentences = [_("%(who)s answered on %(day)s: %(decision)s. “%(reasons)s”") % words]
    if answer.done_by:
        sentences.append(_("To be done by %(done_by)s.") % words)
    if answer.correction:
        sentences.append(_("This corrects an earlier answer: “%(correction)s”") % words)
    return " ".join(sentences)


def describe_version(version: RecommendationVersion) -> str:
    """Return which version this is, who proposed it, and why."""
    words = {
        "number": version.number,
        "day": format_day(version.day),
        "who": _describe_proposer(version),
        "reason": pick_text(version.reason),
    }
    if version.undone:
        return _("Version %(number)s of %(day)s, undone. Proposed by %(who)s: %(reason)s") % words
    if words["who"]:
        return _("Version %(number)s of %(day)s, proposed by %(who)s: %(reason)s") % words
    return _("Version %(number)s of %(day)s: %(reason)s") % words


def _describe_proposer(version: RecommendationVersion) -> str:
    """Return the member and the college that proposed a version, '' on a public page."""
    if not version.college:
        return ""
    college = lower_first(_(GroupCollege(version.college).label))
    return f"{version.proposer.name}, {college}" if version.proposer else college
