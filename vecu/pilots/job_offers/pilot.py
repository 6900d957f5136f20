"""The checker of job offers as a pilot: rules applied to one offer, as one version does. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import regex

from vecu.messages import Message
from vecu.pilots.interface import (
    CaseRefused,
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
from vecu.pilots.job_offers.clause_drafts import ClauseDrafts
from vecu.pilots.job_offers.folded_text import fold_offer
from vecu.pilots.job_offers.language import seems_english
from vecu.pilots.job_offers.offers import list_invented_offers
from vecu.pilots.job_offers.rule_book import OfferRule, RuleBook, RuleStatus
from vecu.pilots.job_offers.rule_files import DATA
from vecu.pilots.job_offers.rule_matching import RuleFinder
from vecu.pilots.job_offers.version_file import FirstQuestion, OfferVersion, read_versions
from vecu.translation import LANGUAGES, gettext_noop

NOT_LEGAL_ADVICE = gettext_noop(
    "This is not legal advice. The system finds words; whether an offer is lawful is for a lawyer"
    " or a judge to say."
)

READS_FRENCH = gettext_noop(
    "This checker reads French. Your offer seems to be in English: nothing of it was checked. An"
    " offer published in France is written in French (Labour Code, article L5331-4): paste the"
    " French version."
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

    offer_versions: Sequence[OfferVersion]
    finders: Mapping[str, RuleFinder]
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
    def book(self) -> RuleBook:
        """The rules of its latest version."""
        return self.offer_versions[-1].book

    @property
    def reasons(self) -> Mapping[str, LocalReason]:
        """All local reasons by key."""
        return self.book.reasons

    @property
    def kinds(self) -> Mapping[str, Words]:
        """What each rule of any version is about."""
        rules = [rule for one in self.offer_versions for rule in one.book.rules]
        return {rule.kind: rule.what for rule in reversed(rules)}

    def propose(self, case: str, version: str, step: int) -> Sequence[PilotProposal]:
        """Return what it proposes for an offer, in the order of the text.

        Where two rules of one ground overlap, the longer passage stands. Raise `CaseRefused` for an
        offer in English, of which a version that says so reads nothing.
        """
        check_case(case)
        check_step(step)
        wanted = get_version(self, version)
        applied = next(one for one in self.offer_versions if one.version == wanted)
        questions, finder = applied.questions, self.finders[version]
        folded = fold_offer(case)
        if not folded.tokens:
            return ()
        words = (one.word for one in folded.tokens)
        if applied.book.reads_french_alone and seems_english(words, widely=True):
            raise CaseRefused(Message(READS_FRENCH))
        drafting = ClauseDrafts(case, folded, finder, step, applied.book.clauses)
        drafts: dict[str, PilotProposal] = {}
        proposals = []
        for rule, span in finder.find(folded, step):
            if rule.key not in drafts:
                drafts[rule.key] = _draft_proposal(rule, folded.text, questions.get(rule.key))
            start, end = drafting.find_original(span)
            rewording, clause = drafting.reword(rule, span)
            draft = replace(drafts[rule.key], start=start, end=end)
            proposals.append(replace(draft, rewording=rewording, clause=clause))
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
    versions = read_versions(folder)
    books = {id(one.book): one.book for one in versions}
    finders = {key: RuleFinder(book) for key, book in books.items()}
    cases = tuple(
        InventedCase(offer.key, offer.title, offer.case.text)
        for offer in list_invented_offers(folder)
    )
    by_version = {one.version.name: finders[id(one.book)] for one in versions}
    return JobOfferPilot(versions, by_version, cases)


def _draft_proposal(rule: OfferRule, text: str, question: FirstQuestion | None) -> PilotProposal:
    """Return what a rule says of an offer; it is the same of all its passages."""
    asks = question and not _matches(question.nothing_justifies, text)
    form = ProposalForm.QUESTION if asks else ProposalForm.ALERT
    if rule.status is RuleStatus.ALLOWED:
        form = ProposalForm.NOTE
    return PilotProposal(
        kind=rule.kind,
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
