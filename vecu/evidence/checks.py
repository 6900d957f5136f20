"""What must change in a finding before it is stored, and before everybody reads it."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from vecu.accounts.queries import list_members
from vecu.evidence.citing_days import describe_later_evidence
from vecu.evidence.models import Finding
from vecu.evidence.queries import iter_repetitions, list_citable
from vecu.evidence.rules import list_word_runs
from vecu.evidence.sources import Audience, Evidence, EvidenceState, Reference, list_evidence
from vecu.search_folding import fold_for_search
from vecu.translation import LANGUAGES


def list_problems(finding: Finding, day: date) -> dict[str, str]:
    """Return by field why a finding cannot be published as it is on a day."""
    gaps = {}
    for language in LANGUAGES:
        if not finding.sentence.get(language):
            gaps[f"sentence_{language}"] = _("Write the sentence in both languages.")
    if not finding.group:
        gaps["group"] = _("Name the group that answers for this finding.")
    if not finding.confidence:
        gaps["confidence"] = _("Say how sure the group is.")
    if not any(any(texts.values()) for texts in finding.confidence_reasons.values()):
        gaps["methods_fr"] = _("To say why, answer at least one question, in one language.")
    if not any(finding.limits.values()):
        gaps["limits_fr"] = _("Say, in at least one language, what the finding does not say.")
    if not any(finding.would_change.values()):
        gaps["would_change_fr"] = _("Say, in at least one language, what would change it.")
    gaps |= _list_amendment_gaps(finding)
    cited = list_evidence(finding.references, Audience.MEMBERS)
    if any(each.state is not EvidenceState.STANDING for each in cited):
        gaps["evidence"] = _(
            "Some of what it cites is gone or reads otherwise now. Edit the draft: untick what is"
            " gone, read again what has changed, and save."
        )
    elif later := describe_later_evidence(cited, day):
        gaps["evidence"] = later
    return gaps | list_refusals(finding, finding.references)


def _list_amendment_gaps(finding: Finding) -> dict[str, str]:
    """Return why a version cannot say that replies changed it: it must read otherwise as well."""
    if not any(finding.amendment.values()):
        return {}
    if (earlier := finding.supersedes) is None:
        return {"amendment_fr": _("This is the first version: there is nothing to change yet.")}
    gaps = {
        f"amendment_{language}": _("Say in both languages what replies changed.")
        for language in LANGUAGES
        if not finding.amendment.get(language)
    }
    if finding.claims == earlier.claims:
        gaps["amendment_fr"] = _(
            "Nothing differs from the version before. Change the sentence, another text or what it"
            " cites, or leave this empty."
        )
    return gaps


def list_refusals(finding: Finding, references: Sequence[Reference]) -> dict[str, str]:
    """Return by field what is refused even in a draft that would cite these references.

    It is words of quotations, those for members only too; what this scope does not let it cite,
    which could be words of another; and a worker's name.
    """
    citable = [one for each in list_citable(finding.scope) for one in each.evidence]
    refusals = _list_repetitions(finding, references, citable)
    known = {(one.reference.source, one.reference.id) for one in citable}
    cited = [*finding.references, *(finding.supersedes.references if finding.supersedes else [])]
    known |= {(each.source, each.id) for each in cited}
    if any((each.source, each.id) not in known for each in references):
        refusals["evidence"] = _(
            "Something that you ticked is no longer available. It has been unticked."
        )
    ids = {each.id for each in references}
    if (bar := finding.card_bar) and bar.figure not in ids:
        refusals["bar"] = _("Its figure is no longer ticked. Choose another bar, or none.")
    if finding.quotation and finding.quotation not in ids:
        refusals["quotation"] = _("It is no longer ticked. Choose another quotation, or none.")
    group = fold_for_search(finding.group)
    for member in list_members(finding.scope) if group else ():
        if group in {fold_for_search(member.account), fold_for_search(member.name)}:
            refusals["group"] = _(
                "“%(name)s” is one member. Name the group: the finding is published under its name."
            ) % {"name": finding.group}
    return refusals


def _list_repetitions(
    finding: Finding, references: Sequence[Reference], citable: Sequence[Evidence]
) -> dict[str, str]:
    cited = list_evidence(references, Audience.MEMBERS)
    runs = list_word_runs(words for one in (*citable, *cited) for words in one.wordings)
    message = _(
        "These words are in a quotation: “%(words)s”. They would remain here if their author"
        " withdrew them. Say it in your own words, and cite the quotation."
    )
    return {name: message % {"words": words} for name, words in iter_repetitions(finding, runs)}
