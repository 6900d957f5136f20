"""A case in words: what is noted of it, who has which role, what its employer undertook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vecu.casestudies.cases.models import Case, EmployerTerms
from vecu.casestudies.cases.queries import SmallRole
from vecu.casestudies.cases.rules import CaseRole, CaseSector, OrganisationSize, Undertaking
from vecu.records.descriptions import ResponseLine, list_response_lines
from vecu.records.rules import Standing
from vecu.register.queries import System
from vecu.register.rules import SystemFamily
from vecu.ui.noted_facts import NotedFact, make_plain_fact
from vecu.ui.templatetags.ui import day as format_day
from vecu.ui.templatetags.ui import translate_wording


@dataclass(frozen=True, slots=True)
class TermsDescription:
    """What an employer undertook, who says so, and what the employer answered."""

    row: EmployerTerms
    undertakings: Sequence[str]
    refused: Sequence[str]
    signature: str
    signer: Mapping[str, str]
    claim: str
    responses: Sequence[ResponseLine]


def describe_small_role(small: SmallRole) -> str:
    """Return a role and a place that name somebody together, with how many people that is."""
    words = {
        "role": _(small.role.label),
        "place": translate_wording(small.case.place),
        "case": translate_wording(small.case.name),
        "number": small.case.get_count(small.role),
    }
    if words["number"] is None:
        return _("%(role)s – %(place)s (%(case)s): nobody has counted how many people") % words
    return _("%(role)s – %(place)s (%(case)s): %(number)s") % words


def list_case_facts(case: Case, system: System | None) -> list[NotedFact]:
    """Return what is noted of a case, without its counts of people."""
    named = NotedFact(_("System"), system.name) if system else None
    return [
        named or NotedFact(_("System"), case.described),
        NotedFact(_("Place"), case.place),
        make_plain_fact(_("Technology"), _(SystemFamily(case.technology).label)),
        make_plain_fact(_("Sector"), _(CaseSector(case.sector).label)),
        make_plain_fact(_("Size of the organisation"), _(OrganisationSize(case.size).label)),
        NotedFact(_("How the door was opened"), case.door),
        NotedFact(_("By whom"), case.door_opener),
        NotedFact(_("On what terms"), case.door_terms),
        make_plain_fact(_("Since"), format_day(case.door_day) if case.door_day else ""),
    ]


def list_count_facts(case: Case) -> list[NotedFact]:
    """Return how many people have each role in the place, for members only."""
    return [
        make_plain_fact(_(role.label), "" if number is None else str(number))
        for role in CaseRole
        for number in [case.get_count(role)]
    ]


def describe_terms(row: EmployerTerms) -> TermsDescription:
    """Return what an employer undertook, and what it did not."""
    return TermsDescription(
        row,
        [_(each.label) for each in Undertaking if each.value in row.undertakings],
        [_(each.label) for each in Undertaking if each.value not in row.undertakings],
        _("Signed on %(day)s") % {"day": format_day(row.signed)},
        row.signer,
        describe_terms_claim(row),
        list_response_lines(row, {}),
    )


def describe_terms_claim(row: EmployerTerms) -> str:
    """Return who says so, '' once the employer has confirmed it."""
    if row.standing is Standing.CONTESTED:
        return _("Contested by those who answer for the system")
    if row.standing is Standing.CLAIMED:
        return _("Claimed by the laboratory: the employer has not confirmed it here")
    return ""


def describe_case(case: Case) -> str:
    """Return what a case is sorted by, in one line."""
    labels = (
        SystemFamily(case.technology).label,
        CaseSector(case.sector).label,
        OrganisationSize(case.size).label,
    )
    return " · ".join(_(each) for each in labels)
