"""The checker of job offers as a pilot: rules applied to one offer, as one version does. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import regex

from vecu.messages import Message
from vecu.pilots.interface import (
    Explanation,
    InventedCase,
    LocalReason,
    PilotProposal,
    PilotVersion,
    ProposalForm,
    UnknownPilotVersion,
    Words,
    check_case,
    check_step,
    get_version,
)
from vecu.pilots.job_offers.folded_text import fold_offer
from vecu.pilots.job_offers.offers import list_invented_offers
from vecu.pilots.job_offers.rule_book import (
    WORDS,
    OfferRule,
    RuleBook,
    RuleStatus,
    read_rule_book,
)
from vecu.pilots.job_offers.rule_files import DATA
from vecu.pilots.job_offers.rule_matching import RuleFinder
from vecu.pilots.job_offers.version_file import FirstQuestion, OfferVersion, read_versions
from vecu.translation import LANGUAGES, gettext_noop

NOT_LEGAL_ADVICE = gettext_noop(
    "This is not legal advice. The system finds words; whether an offer is lawful is for a lawyer"
    " or a judge to say."
)

TITLE = {
    "fr": "Offres d'emploi : les mots qui peuvent discriminer",
    "en": "Job offers: words that may discriminate",
}

_STATED = {
    "fr": "L'offre donne elle-même une raison. ",
    "en": "The offer itself gives a reason. ",
}


@dataclass(frozen=True)
class JobOfferPilot:
    """Finds words in an offer that may discriminate, and says why, by whose rule, how surely."""

    book: RuleBook
    finder: RuleFinder
    offer_versions: Sequence[OfferVersion]
    cases: Sequence[InventedCase] = ()
    name: str = "job-offers"
    language: str = "fr"
    asks_for: str = gettext_noop("Paste a job offer")
    caution: str = NOT_LEGAL_ADVICE

    @property
    def title(self) -> Words:
        """What it is, in a few words."""
        return TITLE

    @property
    def versions(self) -> Sequence[PilotVersion]:
        """Its versions, oldest first."""
        return tuple(one.version for one in self.offer_versions)

    @property
    def reasons(self) -> Mapping[str, LocalReason]:
        """All local reasons by key."""
        return self.book.reasons

    @property
    def kinds(self) -> Mapping[str, Words]:
        """What each rule is about."""
        return {rule.key: rule.what for rule in self.book.rules}

    def propose(self, case: str, version: str, step: int) -> Sequence[PilotProposal]:
        """Return what it proposes for an offer, in the order of the text.

        Where two rules of one ground overlap, the longer passage stands.
        """
        check_case(case)
        check_step(step)
        wanted = get_version(self, version)
        questions = next(one.questions for one in self.offer_versions if one.version == wanted)
        folded = fold_offer(case)
        if not folded.tokens:
            return ()
        drafts: dict[str, PilotProposal] = {}
        proposals = []
        for rule, span in self.finder.find(folded, step):
            if rule.key not in drafts:
                drafts[rule.key] = _draft_proposal(rule, folded.text, questions.get(rule.key))
            start, end = folded.find_original(*span)
            rewording = rule.rewording.replace(WORDS, case[start:end])
            draft = drafts[rule.key]
            proposals.append(replace(draft, start=start, end=end, rewording=rewording))
        return tuple(proposals)

    def reply(self, proposal: PilotProposal, key: str) -> PilotProposal | None:
        """Return the alert that follows a reply to a question, or None."""
        for reply in proposal.replies:
            if reply.key == key:
                alert = replace(proposal, form=ProposalForm.ALERT, replies=())
                return alert if reply.alert else None
        raise UnknownPilotVersion(
            Message(gettext_noop("“%(key)s” is no reply to this question."), key=key[:40])
        )


@lru_cache
def load_job_offer_pilot(folder: Path = DATA) -> JobOfferPilot:
    """Return the checker with the rules and versions of a folder; raise `RuleBookRefused`."""
    book = read_rule_book(folder)
    cases = tuple(
        InventedCase(offer.key, offer.title, offer.case.text)
        for offer in list_invented_offers(folder)
    )
    return JobOfferPilot(book, RuleFinder(book), read_versions(book, folder), cases)


def _draft_proposal(rule: OfferRule, text: str, question: FirstQuestion | None) -> PilotProposal:
    """Return what a rule says of an offer; it is the same of all its passages."""
    asks = question and not _matches(question.nothing_justifies, text)
    form = ProposalForm.QUESTION if asks else ProposalForm.ALERT
    if rule.status is RuleStatus.ALLOWED:
        form = ProposalForm.NOTE
    return PilotProposal(
        kind=rule.key,
        value=rule.status,
        form=form,
        start=0,
        end=0,
        forbidden=rule.status.forbids,
        explanation=Explanation(
            what=rule.what,
            why=_explain(rule, question, text),
            status=rule.status_words,
            whose=rule.whose,
            cited=rule.cited,
            others=rule.others,
            uncertain=rule.ground.uncertain,
        ),
        question=question.asks if question else rule.ground.question,
        rewording=rule.rewording,
        reasons=rule.reasons,
        replies=question.replies if question and asks else (),
    )


def _explain(rule: OfferRule, question: FirstQuestion | None, text: str) -> Words:
    if not question:
        return rule.ground.why
    stated = _STATED if _matches(question.states_why, text) else dict.fromkeys(LANGUAGES, "")
    return {
        code: f"{stated[code]}{rule.ground.why[code]} {question.explains[code]}"
        for code in LANGUAGES
    }


def _matches(pattern: regex.Pattern[str] | None, text: str) -> bool:
    return pattern is not None and pattern.search(text) is not None
