"""Why what a group writes, or is answered, cannot be stored or published."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from vecu.accounts.rules import Scope
from vecu.evidence.sources import Reference
from vecu.groups.queries import GroupMember, LearningGroup
from vecu.recommendations.claim_checks import (
    Problems,
    list_claim_problems,
    list_copied_words,
    list_reference_problems,
)
from vecu.recommendations.content import (
    AddressContent,
    AmendmentContent,
    AnswerContent,
    BackingContent,
    CardContent,
    CostPart,
    EndReason,
    FollowUpContent,
    LandmarkContent,
    NoneYetContent,
    RecommendationContent,
    ThreadContent,
    Voice,
)
from vecu.recommendations.models import SupplierCard
from vecu.recommendations.rules import (
    Alternative,
    AnswerDecision,
    Backing,
)
from vecu.recommendations.stored import read_claims
from vecu.recommendations.texts import list_unfit, name_cost_part
from vecu.recommendations.thread import MergeProblem
from vecu.register.checks import list_day_problems, list_group_problems
from vecu.translation import LANGUAGES
from vecu.ui.templatetags.ui import day as format_day


def list_version_problems(
    scope: Scope, content: ThreadContent, day: date, before: Iterable[Reference] = ()
) -> Problems:
    """Return by field why a version of a day cannot stand even as a draft.

    `before` was cited already.
    """
    problems: Problems = {}
    if not content.statement:
        problems["statement_fr"] = _list_statement_requests()[type(content)]
    if isinstance(content, RecommendationContent):
        problems |= _list_name_problems(scope, "decider", content.decider)
        problems |= _list_cost_problems(scope, content.cost_parts)
    return problems | list_claim_problems(content, day, before) | list_unfit(content)


def list_amendment_problems(
    group: UUID, content: AmendmentContent, cited: Iterable[Reference]
) -> Problems:
    """Return by field why nobody can propose a version so; `cited` is beside its reason."""
    problems = list_voice_problems(group, content.voice)
    if not content.reason:
        problems["reason_fr"] = _("Say what this changes, and why.")
    return problems | list_copied_words(content, cited) | list_unfit(content)


def list_end_problems(content: EndReason, cited: Iterable[Reference]) -> Problems:
    """Return by field why nothing can end so; `cited` is what its versions stand on."""
    problems = {} if content.ended_reason else {"ended_reason_fr": _("Say why.")}
    return problems | list_copied_words(content, cited) | list_unfit(content)


def list_voice_problems(group: UUID, voice: Voice) -> Problems:
    """Return why somebody cannot speak so in a group, which is locked: its members stay."""
    member = voice.member
    if member is None or GroupMember.objects.filter(pk=member.pk, group=group).exists():
        return {}
    return {"voice": _("This member has left the group. Choose who speaks now.")}


def list_publication_problems(content: ThreadContent, backings: Collection[Backing]) -> Problems:
    """Return by field what is still to be written before everybody reads it.

    A claim without evidence may be published, and is shown as such. How many support it is not
    counted: one with a reason is enough, and each reason against it has the same space.
    """
    problems: Problems = {}
    for language in LANGUAGES:
        if not content.statement.get(language):
            problems[f"statement_{language}"] = _("Write the sentence in both languages.")
    if not content.claims:
        problems["claims"] = _("Write at least one claim: what this stands on.")
    if not content.not_known:
        problems["not_known_fr"] = _("Say, in at least one language, what is not known.")
    match content:
        case RecommendationContent():
            problems |= _list_means_problems(content) | _list_confidence_problems(content)
        case LandmarkContent():
            problems |= _list_actor_problems(content) | _list_confidence_problems(content)
        case NoneYetContent():
            problems |= _list_division_problems(content)
    if not isinstance(content, NoneYetContent) and Backing.SUPPORTS not in backings:
        problems[""] = _("Nobody has supported this version yet. Ask the group for its positions.")
    return problems


def list_position_problems(
    group: UUID, voice: Voice, content: BackingContent, cited: Iterable[Reference]
) -> Problems:
    """Return by field why somebody cannot take such a position; `cited` is what they judge."""
    problems = list_voice_problems(group, voice)
    if content.backing is not Backing.NEITHER and not content.reason:
        problems["reason_fr"] = _("Say why: reasons for and against have the same space.")
    return problems | list_copied_words(content, cited) | list_unfit(content)


def describe_merge_problems(problems: Mapping[UUID, MergeProblem]) -> Problems:
    """Return what keeps recommendations from being merged, in one message, {} if nothing does."""
    messages = {
        MergeProblem.ITSELF: _("A recommendation cannot be merged into itself."),
        MergeProblem.DESCENDANT: _(
            "The one that you chose already comes from this one: it cannot be merged into what"
            " comes from it. Set this one aside, or merge both into a new one."
        ),
        MergeProblem.ENDED: _(
            "One of them was merged, set aside or taken back meanwhile. Choose among the others."
        ),
        MergeProblem.ANOTHER_KIND: _(
            "Only what is of one kind can be merged: recommendations, checklists, or what there is"
            " no recommendation on yet."
        ),
    }
    found = dict.fromkeys(problems.values())
    return {"": " ".join(messages[each] for each in found)} if found else {}


def list_address_problems(scope: Scope, content: AddressContent, today: date) -> Problems:
    """Return by field why nobody can be asked so."""
    problems = _list_name_problems(scope, "addressee", content.addressee)
    if not content.addressee:
        problems["addressee"] = _("Say to whom it goes: a function or a body, not a person.")
    if content.due <= today:
        problems["due"] = _("Give a day that is still to come: an answer takes time.")
    return problems | list_unfit(content)


def list_answer_problems(content: AnswerContent, earlier: int, first_day: date) -> Problems:
    """Return by field why nobody can answer so; `earlier` says how many answers there are."""
    problems: Problems = {}
    if not content.reasons:
        problems["reasons_fr"] = _(
            "Give your reasons: the group reads them, and so does everybody."
        )
    if not content.signed_by:
        problems["signed_by"] = _("Say which function or body answers.")
    if content.decision is AnswerDecision.DECLINED and content.done_by:
        problems["done_by"] = _("What is declined has no day. Leave this empty.")
    if content.decision is not AnswerDecision.DECLINED:
        if content.done_by is None:
            problems["done_by"] = _("Say by which day it will be done.")
        elif content.done_by < first_day:
            message = _("It was addressed to you on %(day)s: this is before.")
            problems["done_by"] = message % {"day": format_day(first_day)}
    if earlier and not content.correction:
        problems["correction_fr"] = _(
            "Say why you correct your answer: the one before it stays readable."
        )
    return problems | list_unfit(content)


def list_follow_up_problems(
    content: FollowUpContent, decision: AnswerDecision | None, day: date
) -> Problems:
    """Return by field why a group cannot note so on a day what it saw."""
    if decision is None:
        return {"": _("There is no answer yet: note what becomes of it once there is one.")}
    if decision is AnswerDecision.DECLINED:
        return {"": _("It was declined: there is nothing to follow. You can address it again.")}
    problems: Problems = {}
    if not content.observed:
        problems["observed_fr"] = _("Say what you see of it.")
    problems |= list_reference_problems(content.references, day)
    return problems | list_copied_words(content, content.references) | list_unfit(content)


def list_card_problems(
    group: LearningGroup, content: CardContent, row: SupplierCard | None, today: date
) -> Problems:
    """Return by field why a supplier’s card cannot stand so; `row` is how it stands now."""
    stored = row.observed if row else []
    before = [each for claim in read_claims(stored) for each in claim.references]
    problems: Problems = {
        name: message
        for name, text, message in (
            ("supplier", content.supplier, _("Name the supplier.")),
            ("product", content.product, _("Name what it sells.")),
            ("promised_fr", content.promised, _("Say what was promised, in the supplier’s words.")),
            ("promised_source", content.promised_source, _("Say where it was promised.")),
            (
                "without_it_fr",
                content.without_it,
                _("Say what becomes of the problem where nobody buys this."),
            ),
        )
        if not text
    }
    problems |= list_day_problems("day", content.day, today)
    problems |= _list_name_problems(group.scope, "supplier", content.supplier)
    return problems | list_claim_problems(content, today, before) | list_unfit(content)


def _list_statement_requests() -> Mapping[type[ThreadContent], str]:
    return {
        RecommendationContent: _("Write the recommendation as one sentence."),
        LandmarkContent: _("Write as one sentence what to look at, not what to do."),
        NoneYetContent: _("Write the question on which there is no recommendation yet."),
    }


def _list_cost_problems(scope: Scope, parts: Sequence[CostPart]) -> Problems:
    problems: Problems = {}
    for number, part in enumerate(parts, 1):
        name = name_cost_part(number)
        problems |= _list_name_problems(scope, f"{name}_payer", part.payer)
        if not part.label:
            problems[f"{name}_fr"] = _("Say what this amount is for.")
        if part.least is None or part.most is None:
            problems[f"{name}_least"] = _(
                "Give an amount in euros a year, or empty this part: what nobody knows is said in"
                " the text above."
            )
        elif part.most < part.least:
            problems[f"{name}_most"] = _("At most, it costs less than at least: change one.")
    return problems


def _list_means_problems(content: RecommendationContent) -> Problems:
    problems: Problems = {}
    if not content.decider:
        problems["decider"] = _("Say who decides: a function or a body.")
    if not content.cost:
        problems["cost_fr"] = _("Say what it costs, upkeep included, or that nobody knows.")
    if not content.alternatives:
        name = f"alternatives_{Alternative.POSTS}_fr"
        problems[name] = _("Say what the same money pays otherwise: answer at least one question.")
    return problems


def _list_actor_problems(content: LandmarkContent) -> Problems:
    if content.actor is None:
        return {"actor": _("Say for which kind of actor this checklist is.")}
    return {}


def _list_division_problems(content: NoneYetContent) -> Problems:
    problems: Problems = {}
    if not content.divides:
        problems["divides_fr"] = _("Say what divides the group.")
    if not content.needed:
        problems["needed_fr"] = _("Say what the group would need to see.")
    return problems


def _list_confidence_problems(content: RecommendationContent | LandmarkContent) -> Problems:
    problems: Problems = {}
    if content.confidence is None:
        problems["confidence"] = _("Say how sure the group is.")
    if not content.confidence_reasons:
        problems["methods_fr"] = _("To say why, answer at least one question, in one language.")
    return problems


def _list_name_problems(scope: Scope, field: str, name: str) -> Problems:
    """Return why somebody cannot be named so: functions and bodies are, one member never."""
    problems = list_group_problems(scope, name)
    return {field: problems["group"]} if problems else {}
