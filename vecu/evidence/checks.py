"""What must change in a finding before it is stored, and before everybody reads it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from vecu.accounts.queries import list_members
from vecu.evidence.models import Finding
from vecu.evidence.queries import find_repetitions
from vecu.evidence.sources import Reference
from vecu.search_folding import fold_for_search
from vecu.translation import LANGUAGES


def list_problems(finding: Finding) -> dict[str, str]:
    """Return by field why a finding cannot be published as it is."""
    gaps = {}
    for language in LANGUAGES:
        if not finding.sentence.get(language):
            gaps[f"sentence_{language}"] = _("Write the sentence in both languages.")
    if not finding.group:
        gaps["group"] = _("Name the group that answers for this finding.")
    if not finding.confidence:
        gaps["confidence"] = _("Say how sure the group is.")
    if not any(any(texts.values()) for texts in finding.confidence_reasons.values()):
        gaps["methods_fr"] = _("Answer one question at least, in one language, to say why.")
    if not any(finding.limits.values()):
        gaps["limits_fr"] = _("Say in one language at least what the finding does not say.")
    if not any(finding.would_change.values()):
        gaps["would_change_fr"] = _("Say in one language at least what would change it.")
    return gaps | list_refusals(finding, finding.references)


def list_refusals(finding: Finding, references: Sequence[Reference]) -> dict[str, str]:
    """Return by field what is refused even in a draft: others' words, and a worker's name."""
    message = _(
        "These words are in a quotation: “%(words)s”. If their author withdraws them, they would"
        " stay here. Say it in your own words, and cite the quotation."
    )
    repetitions = find_repetitions(finding, references)
    refusals = {name: message % {"words": words} for name, words in repetitions.items()}
    group = fold_for_search(finding.group)
    for member in list_members(finding.scope) if group else ():
        if group in {fold_for_search(member.account), fold_for_search(member.name)}:
            refusals["group"] = _(
                "“%(name)s” is one member. Name the group: the finding is published under it."
            ) % {"name": finding.group}
    return refusals
