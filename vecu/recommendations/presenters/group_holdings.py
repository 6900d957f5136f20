"""What a group holds of recommendations and suppliers' cards: how many, what is new, what waits."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.groups.holdings import HeldContents, HeldLine, HomeStep
from vecu.groups.queries import GroupMember, LearningGroup, PositionRound
from vecu.groups.rules import ROUNDS
from vecu.recommendations.details import AddressDetail, RecommendationDetail
from vecu.recommendations.queries import (
    list_group_recommendations,
    list_supplier_cards,
    list_unanswered_versions,
)
from vecu.recommendations.rules import LIVE_STATES, AddressState
from vecu.ui.next_steps import News, NextStep
from vecu.ui.templatetags.ui import day as format_day
from vecu.ui.wording import pick_text


def describe_holdings(
    group: LearningGroup, rounds: Sequence[PositionRound], today: date
) -> HeldContents:
    """Return what a group wrote, in words; it makes the same number of queries whatever that is."""
    recommendations = list_group_recommendations(group.pk, today)
    cards = len(list_supplier_cards(group.pk))
    return HeldContents(
        _list_lines(group, len(recommendations), cards),
        list(_iter_phrases(len(recommendations), cards)),
        [
            *_iter_claim_news(group, recommendations),
            *_iter_answer_news(group, recommendations),
        ],
        [
            *_iter_returned(group, recommendations),
            *_iter_first(group, recommendations, rounds),
        ],
    )


def offer_recommendation(member: GroupMember) -> HomeStep | None:
    """Return what waits for the position of a member, None if nothing does."""
    unanswered = list_unanswered_versions(member)
    if not unanswered:
        return None
    message = ngettext(
        "%(number)s text of the group waits for your position: “%(statement)s”",
        "%(number)s texts of the group wait for your position, first: “%(statement)s”",
        len(unanswered),
    )
    words = {"number": len(unanswered), "statement": pick_text(unanswered[0].statement)}
    address = reverse("recommendations:my-recommendation", args=[unanswered[0].recommendation_id])
    return HomeStep(message % words, _("Read it and take a position"), address)


def _list_lines(group: LearningGroup, recommendations: int, cards: int) -> list[HeldLine]:
    lines = [
        ("recommendations", _("Recommendations"), recommendations),
        ("cards", _("Suppliers’ cards"), cards),
    ]
    return [HeldLine(label, str(number), _find(group, page)) for page, label, number in lines]


def _iter_phrases(recommendations: int, cards: int) -> Iterator[str]:
    if recommendations:
        text = ngettext(
            "%(number)s recommendation or checklist, with all its versions, reasons and answers",
            "%(number)s recommendations and checklists, with all their versions, reasons and"
            " answers",
            recommendations,
        )
        yield text % {"number": recommendations}
    if cards:
        text = ngettext("%(number)s supplier’s card", "%(number)s suppliers’ cards", cards)
        yield text % {"number": cards}


def _iter_claim_news(
    group: LearningGroup, recommendations: Sequence[RecommendationDetail]
) -> Iterator[News]:
    returned = len(_list_returned(recommendations))
    if returned:
        sentence = ngettext(
            "%(number)s recommendation has claims to be discussed again.",
            "%(number)s recommendations have claims to be discussed again.",
            returned,
        )
        meaning = _("Their evidence is gone or has changed. Readers see that, too.")
        yield News(sentence % {"number": returned}, meaning, _find(group, "recommendations"))


def _iter_answer_news(
    group: LearningGroup, recommendations: Sequence[RecommendationDetail]
) -> Iterator[News]:
    """Yield who has not answered in time, who has, and what was promised and is late.

    An answer is new until the group notes what it sees of it; one that declines asks for no note.
    """
    for each in recommendations:
        where = reverse("recommendations:answers", args=(group.slug, each.recommendation.pk))
        for address in each.addresses:
            if words := _describe_answer_state(address):
                yield News(*words, where)


def _describe_answer_state(detail: AddressDetail) -> tuple[str, str] | None:
    words = {"addressee": detail.address.addressee, "day": format_day(detail.address.due)}
    if detail.state is AddressState.OVERDUE:
        sentence = _("No answer from: %(addressee)s. It was wanted by %(day)s.")
        return sentence % words, _("Everybody reads that there is none.")
    if detail.state is AddressState.LATE and detail.answer and detail.answer.done_by:
        words["day"] = format_day(detail.answer.done_by)
        sentence = _("%(addressee)s: what was accepted was to be done by %(day)s.")
        return sentence % words, _("Note what the group sees of it.")
    if detail.state is AddressState.UNDER_WAY and detail.answer and not detail.follow_ups:
        words["day"] = format_day(detail.answer.day)
        sentence = _("%(addressee)s answered on %(day)s.")
        return sentence % words, _("Everybody reads it. Note later what the group sees of it.")
    return None


def _iter_returned(
    group: LearningGroup, recommendations: Sequence[RecommendationDetail]
) -> Iterator[NextStep]:
    """Yield the first text whose claims are to be discussed again."""
    for detail in _list_returned(recommendations)[:1]:
        title = pick_text(detail.version.statement).rstrip(".")
        sentence = _("Claims to be discussed again, what they stand on is gone: “%(title)s”.")
        args = (group.slug, detail.recommendation.pk)
        address = reverse("recommendations:recommendation", args=args)
        yield NextStep(sentence % {"title": title}, _("See what is gone"), address, 11)


def _iter_first(
    group: LearningGroup,
    recommendations: Sequence[RecommendationDetail],
    rounds: Sequence[PositionRound],
) -> Iterator[NextStep]:
    """Yield that a group which took position in both rounds can recommend something."""
    closed = [each for each in rounds if each.closed is not None]
    if not recommendations and len(closed) >= ROUNDS:
        sentence = _("Both rounds have closed: say what the group recommends, or what divides it.")
        label = _("Write what the group recommends")
        yield NextStep(sentence, label, _find(group, "new-recommendation"), 55)


def _list_returned(
    recommendations: Sequence[RecommendationDetail],
) -> list[RecommendationDetail]:
    """Return what has claims to be discussed again, as long as the group still works on it."""
    live = [each for each in recommendations if each.recommendation.state in LIVE_STATES]
    return [each for each in live if each.must_be_argued_again]


def _find(group: LearningGroup, page: str) -> str:
    return reverse(f"recommendations:{page}", args=(group.slug,))
