"""What claims can stand on: what everybody may read, never on the words of a quotation itself."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from vecu.evidence.citing_days import describe_later_evidence
from vecu.evidence.public_findings import list_references_of
from vecu.evidence.rules import FINDING_SOURCE, find_repeated_words, list_word_runs
from vecu.evidence.sources import (
    Audience,
    Evidence,
    EvidenceState,
    Reference,
    list_evidence,
)
from vecu.recommendations.content import CardContent, Claim, GroupContent
from vecu.recommendations.rules import CLAIM_SOURCES
from vecu.recommendations.texts import iter_texts, name_claim

MOST_CLAIMS = 30
"""In one version, or on one card."""
MOST_EVIDENCE = 50
"""For one claim."""
Problems = dict[str, str]


def get_claims(content: GroupContent) -> Sequence[Claim]:
    """Return the claims in what a group writes; on a card they are what was observed."""
    if isinstance(content, CardContent):
        return content.observed
    claims: Sequence[Claim] = getattr(content, "claims", ())
    return claims


def map_evidence(claims: Iterable[Claim]) -> dict[Reference, Evidence]:
    """Return what everybody reads now of all that claims cite, asked for at once."""
    cited = list(dict.fromkeys(each for claim in claims for each in claim.references))
    return dict(zip(cited, list_evidence(cited, Audience.EVERYBODY), strict=True))


def list_claim_problems(
    content: GroupContent, day: date, before: Iterable[Reference] = ()
) -> Problems:
    """Return by field what claims cannot say or cite, in a fixed number of queries.

    What is newly cited must stand, be no later than `day`, and everybody must be able to read it.
    Of what was cited `before`, some may be gone: the claim says so, and can still be amended.
    """
    before = list(before)
    claims = get_claims(content)
    shown = map_evidence(claims)
    problems = _list_number_problems(claims)
    known = {(each.source, each.id) for each in before}
    for number, claim in enumerate(claims, 1):
        if not claim.text:
            problems[f"{name_claim(number)}_fr"] = _("Write the claim as one sentence.")
        new = [each for each in claim.references if (each.source, each.id) not in known]
        if message := _describe_uncitable([shown[each] for each in new], day):
            problems[f"{name_claim(number)}_evidence"] = message
    return problems | list_copied_words(content, [*shown, *before])


def list_lost_evidence(content: GroupContent, day: date) -> Problems:
    """Return by field which claims everybody would read without what they were argued with.

    Or with what came after `day`, when they are published. It may go between a vote and the
    publication; the same words whatever the reason.
    """
    problems = {}
    claims = get_claims(content)
    shown = map_evidence(claims)
    for number, claim in enumerate(claims, 1):
        evidence = [shown[each] for each in claim.references]
        if later := describe_later_evidence(evidence, day):
            problems[f"{name_claim(number)}_evidence"] = later
        if any(each.state is not EvidenceState.STANDING for each in evidence):
            problems[f"{name_claim(number)}_evidence"] = _(
                "Some of its evidence is gone or reads otherwise now. Argue this claim again in an"
                " amendment, then publish. All positions stay on the version they were taken on."
            )
    return problems


def list_reference_problems(references: Sequence[Reference], day: date) -> Problems:
    """Return why some evidence cannot be cited beside what a group saw."""
    shown = list_evidence(references, Audience.EVERYBODY)
    message = _describe_uncitable(shown, day)
    return {"evidence": message} if message else {}


def _describe_uncitable(evidence: Sequence[Evidence], day: date) -> str:
    """Return what is wrong with evidence that is newly cited, '' if nothing is."""
    if any(each.reference.source not in CLAIM_SOURCES for each in evidence):
        return _("This cannot be cited here. Cite findings, words, figures, points or agreements.")
    states = {each.state for each in evidence}
    if EvidenceState.GONE in states:
        return _("Something that you ticked is not public, or is gone. Untick it.")
    if EvidenceState.CHANGED in states:
        return _("Something that you ticked reads otherwise now. Read it again, then tick it.")
    return describe_later_evidence(evidence, day)


def _list_number_problems(claims: Sequence[Claim]) -> Problems:
    problems = {}
    if len(claims) > MOST_CLAIMS:
        message = _("At most %(most)s claims. Found: %(found)s.")
        problems["claims"] = message % {"most": MOST_CLAIMS, "found": len(claims)}
    if len({each.id for each in claims}) < len(claims):
        problems["claims"] = _("The same claim stands here twice. Remove one of them.")
    for number, claim in enumerate(claims, 1):
        if len(claim.references) > MOST_EVIDENCE:
            message = _("At most %(most)s pieces of evidence for a claim. Found: %(found)s.")
            words = {"most": MOST_EVIDENCE, "found": len(claim.references)}
            problems[f"{name_claim(number)}_evidence"] = message % words
    return problems


def list_copied_words(content: GroupContent, references: Iterable[Reference]) -> Problems:
    """Return words of quotations: they go with their author, in a text here they would stay.

    Also those that a cited finding stands on. `references` are all that can be read beside a text.
    """
    cited = list_evidence(dict.fromkeys(references), Audience.EVERYBODY)
    findings = [each.reference.id for each in cited if each.reference.source == FINDING_SOURCE]
    cited += list_evidence(list_references_of(findings), Audience.EVERYBODY)
    runs = list_word_runs(words for each in cited for words in each.wordings)
    return {
        name: _(
            "“%(words)s” are words of a quotation that is cited here. They must go if their author"
            " withdraws them: use your own."
        )
        % {"words": words}
        for name, text, _limit in iter_texts(content)
        if (words := find_repeated_words(text, runs))
    }
