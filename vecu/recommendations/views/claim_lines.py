"""The claims of a form, each with its own evidence to tick; one at a time has all that can be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vecu.evidence.choice import EvidenceChoice, EvidenceOption, build_evidence_choice
from vecu.evidence.sources import Audience, EvidenceState, list_evidence
from vecu.groups.views.group_access import GroupVisit
from vecu.recommendations.forms.version_form import SEARCH, ThreadVersionForm
from vecu.recommendations.texts import name_claim
from vecu.recommendations.views.evidence_picker import list_group_citable
from vecu.ui.side_by_side import TextRow


@dataclass(frozen=True, slots=True)
class WrittenClaim:
    """One claim of a form. `opened`: all that it can cite stands below it.

    `theirs` is what it cites in what somebody else saved meanwhile, and is not ticked here.
    """

    number: int
    key: str
    row: TextRow
    choice: EvidenceChoice
    theirs: Sequence[EvidenceOption]
    errors: Sequence[str]
    opened: bool


def build_claim_lines(visit: GroupVisit, form: ThreadVersionForm) -> list[WrittenClaim]:
    """Return the claims of a form, in the same number of queries however much they cite.

    What can be cited is looked up only while somebody chooses, or where a claim cites something
    that reads otherwise now: saved again, it is cited as it is then.
    """
    numbers = range(1, form.claim_count + 1)
    ticked = {each: form.get_references(each) for each in numbers}
    theirs = {
        each: [one for one in form.get_their_references(each) if one not in ticked[each]]
        for each in numbers
    }
    cited = list({one: None for each in numbers for one in (*ticked[each], *theirs[each])})
    shown = dict(zip(cited, list_evidence(cited, Audience.EVERYBODY), strict=True))
    opened = visit.request.POST.get(SEARCH, "")
    changed = any(each.state is EvidenceState.CHANGED for each in shown.values())
    citable = list_group_citable(visit.group.scope) if opened or changed else []
    public = {one.reference for each in citable for one in each.evidence}
    lines = []
    for number in numbers:
        name = f"{name_claim(number)}_evidence"
        choice = build_evidence_choice(
            citable,
            [shown[each] for each in ticked[number]],
            ticked[number],
            public=public,
            theirs=theirs[number],
            search=visit.request.POST.get("words", "") if name == opened else "",
            field=name,
        )
        lines.append(
            WrittenClaim(
                number,
                str(form[f"{name_claim(number)}_id"].value() or ""),
                form.get_claim_row(number),
                choice if name == opened else replace(choice, groups=()),
                [EvidenceOption(shown[each], "", theirs=True) for each in theirs[number]],
                [str(each) for each in form.errors.get(name, [])],
                name == opened,
            )
        )
    return lines
