"""Every page and export as every role: no name that was sent, and no number that shows somebody.

What is public is compared with the decisions as they were sent: every set of decisions whose number
follows from all published numbers together is one that may be published.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter
from django.utils import timezone

from tests.fieldlog.hand_made_months import (
    CLOSED,
    MADE,
    ORDINARY,
    SECRET,
    SUSPENDED,
    Laboratory,
    SentDecision,
    agree,
    cite_figures,
    make_laboratory,
)
from tests.fieldlog.span_attack import list_countable
from tests.surveys.factories import make_member
from vecu.accounts.actions import give_role
from vecu.accounts.rules import GRANTABLE_ROLES, Role, ScopeKind
from vecu.datasets.release_queries import list_released
from vecu.dialogue.rules import DialogueKind
from vecu.evidence.models import Finding
from vecu.fieldlog.models import ClosedMonth, LogToken
from vecu.fieldlog.month_figures import list_month_figures
from vecu.fieldlog.queries import list_month_contents, list_public_month_contents
from vecu.fieldlog.rules import AgreementSide
from vecu.fieldlog.vocabulary import CorrectionKind, ExplanationUse, Outcome, OverrideReason
from vecu.pilots.models import PilotUse
from vecu.register.models import SystemVersion
from vecu.surveys.converters import FileNameConverter
from vecu.ui.figures import CountFigure

pytestmark = pytest.mark.django_db
NOWHERE = UUID(int=0)
DIARY = "/en/at-work/job-offers/diary/"

Atom = tuple[str, ...]
"""The category of a decision in each line."""
Line = tuple[int, frozenset[str]]
"""What a number counts: decisions of some categories of one line."""

OVERRIDES = frozenset(f"overridden/{each}" for each in (*OverrideReason, "no_reason"))
LINES: Mapping[str, frozenset[str]] = {
    "outcome": frozenset(Outcome) - {Outcome.OVERRIDDEN} | OVERRIDES,
    "truth": frozenset({"right", "wrong", "unknown"}),
    "explanation": frozenset({*ExplanationUse, "unknown"}),
    **{str(kind): frozenset({"yes", "no"}) for kind in CorrectionKind},
}


def get_atom(decision: SentDecision) -> Atom:
    data = decision.data
    outcome = str(data["outcome"])
    if outcome == Outcome.OVERRIDDEN:
        outcome += f"/{data.get('reason', {}).get('code', 'no_reason')}"
    truth = {True: "right", False: "wrong", None: "unknown"}[decision.proposal_right]
    kinds = data.get("correction_kinds", [])
    corrected = ("yes" if kind in kinds else "no" for kind in CorrectionKind)
    return outcome, truth, str(data.get("explanation", "unknown")), *corrected


def list_counted(content: Mapping[str, Any], number: int) -> Iterator[Line]:
    """Yield what each published count of a version counts, shares times their whole included."""
    axes = list(LINES)
    for figure in ("outcome", "truth", "explanation"):
        axis, part = axes.index(figure), get_part(content, figure, number)
        for names, _count in part.get("groups", []):
            yield axis, spread(axis, names)
        for names, _count in part.get("reasons", []):
            yield axis, frozenset(f"overridden/{name}" for name in names)
        if "overridden" in part.get("shares", {}):
            yield axis, OVERRIDES
    for names, _count in get_part(content, "corrections", number).get("groups", []):
        yield axes.index(names[0]), frozenset({"yes"})


def get_part(content: Mapping[str, Any], figure: str, number: int) -> Mapping[str, Any]:
    return content[figure]["versions"][number] if figure in content else {}


def spread(axis: int, names: Sequence[str]) -> frozenset[str]:
    """Return categories, overridden as its reasons."""
    overridden = OVERRIDES if not axis and Outcome.OVERRIDDEN in names else frozenset()
    return frozenset(names) - {Outcome.OVERRIDDEN} | overridden


def is_enough(decisions: Sequence[SentDecision]) -> bool:
    """Eleven by five, of whom nobody supplies more than half."""
    supplied = Counter(each.worker for each in decisions)
    return (
        len(decisions) >= 11 and len(supplied) >= 5 and 2 * max(supplied.values()) <= len(decisions)
    )


def check_version(decisions: Sequence[SentDecision], counted: Sequence[Line]) -> int:
    """Try every number that follows from published ones; return how many there are.

    Nothing is unknown where all is known: that is a trait of the system that sends events.
    """
    known = [{get_atom(each)[axis] for each in decisions} for axis in range(len(LINES))]
    patterns = [
        sorted(
            {
                tuple(a == axis and name in names for a, names in counted)
                for name in categories - ({"unknown"} - known[axis])
            }
        )
        for axis, categories in enumerate(LINES.values())
    ]
    kinds = list(product(*patterns))
    columns = sorted({tuple(map(any, zip(*kind, strict=True))) for kind in kinds})
    rows = [[1] * len(columns), *([int(each[i]) for each in columns] for i in range(len(counted)))]
    of_kind = [
        columns.index(tuple(atom[axis] in names for axis, names in counted))
        for atom in map(get_atom, decisions)
    ]
    found = 0
    for chosen in list_countable(rows):
        some = [each for each, kind in zip(decisions, of_kind, strict=True) if chosen[kind]]
        assert is_enough(some), (len(some), Counter(each.worker for each in some))
        found += 1
    return found


# --- Numbers


@pytest.fixture
def laboratory() -> Laboratory:
    return make_laboratory()


def list_sent(month: str, content: Mapping[str, Any], number: int) -> list[SentDecision]:
    """Return the decisions of a version of a month, as they were sent."""
    versions = content["outcome"]["versions"]
    named = {name for version in versions for name in version["names"]}
    chosen = []
    for each in MADE[month]():
        name = each.data.get("system_version", "2.1")
        others = versions[number].get("others", False)
        if name in versions[number]["names"] or (others and name not in named):
            chosen.append(each)
    return chosen


def iter_versions(laboratory: Laboratory) -> Iterator[tuple[list[SentDecision], Mapping, int]]:
    for month, content in list_month_contents(laboratory.log):
        for number in range(len(content.get("outcome", {"versions": []})["versions"])):
            yield list_sent(month, content, number), content, number


@pytest.mark.data
def test_no_number_that_follows_from_all_published_ones_shows_anybody(laboratory):
    """Months and versions exclude each other: what follows of all of them is a sum of these."""
    for side in AgreementSide:
        agree(laboratory, side)
    contents = list_month_contents(laboratory.log)
    shown = [(month, content) for month, content in contents if content]
    assert [month for month, _content in contents] == list(CLOSED)
    assert shown == list_public_month_contents(laboratory.system.pk)
    assert [month for month, _content in shown] == [ORDINARY, SUSPENDED]
    found = [
        check_version(sent, list(list_counted(content, number)))
        for sent, content, number in iter_versions(laboratory)
    ]
    assert sum(found) > 30, "this shows little"


@pytest.mark.data
def test_each_published_number_is_that_of_the_decisions_that_were_sent(laboratory):
    for sent, content, number in iter_versions(laboratory):
        assert abs(content["outcome"]["versions"][number]["decisions"] - len(sent)) <= 2
        for axis, figure in enumerate(LINES):
            for names, count in get_part(content, figure, number).get("groups", []):
                some = [each for each in sent if get_atom(each)[axis] in spread(axis, names)]
                assert abs(count - len(some)) <= 2


SHARES = {
    ("truth", "right"): (1, {"right"}, {"right", "wrong"}),
    ("outcome", "overridden"): (0, OVERRIDES, LINES["outcome"]),
    ("explanation", "helped"): (2, {"helped"}, {"helped", "did_not_help"}),
}


@pytest.mark.data
def test_each_share_and_its_rest_and_each_mean_rest_on_enough(laboratory):
    checked = Counter[str]()
    for sent, content, number in iter_versions(laboratory):
        for (figure, name), (axis, found, whole) in SHARES.items():
            if name in get_part(content, figure, number).get("shares", {}):
                checked[name] += 1
                for some in (found, whole - found):
                    assert is_enough([each for each in sent if get_atom(each)[axis] in some])
        for measure, means in get_part(content, "minutes", number).get("means", {}).items():
            noted = [each for each in sent if measure in each.data]
            rest = LINES["truth"] - means.keys()
            for some in ({"right"} & means.keys(), {"wrong"} & means.keys(), rest, LINES["truth"]):
                timed = [each for each in noted if get_atom(each)[1] in some]
                if timed:
                    checked[measure] += 1
                    assert is_enough(timed)
                    minutes = Counter[str]()
                    for each in timed:
                        minutes[each.worker] += each.data[measure]
                    assert 2 * max(minutes.values()) <= sum(minutes.values())
    assert checked.keys() >= {"right", "overridden", "active_minutes", "told_minutes"}


# --- Pages


def test_no_page_shows_a_name_that_was_sent_or_stored_nor_figures_before_they_may_be_read(
    laboratory, caplog
):
    roles = sign_everybody_in(laboratory)
    first, staff = {"representative", "worker"}, {"representative", "worker", "owner"}
    log_pages = list(iter_addresses(laboratory, LOG_PAGES))
    assert visit(laboratory, roles, log_pages) == first
    agree(laboratory, AgreementSide.STAFF)
    assert visit(laboratory, roles, log_pages) == staff
    agree(laboratory, AgreementSide.OWNER)
    finding = cite_figures(laboratory)
    PilotUse.objects.create(system=laboratory.system.pk, pilot="job-offers")
    assert visit(laboratory, roles, iter_addresses(laboratory, PAGES, finding)) == set(roles)
    everything = set(iter_addresses(laboratory, ("",), finding))
    others = everything - set(iter_addresses(laboratory, PAGES, finding))
    visit(laboratory, {"owner": roles["owner"]}, others)

    assert SECRET not in caplog.text


NAMES = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64}")
"""Of what form the names are that are stored: uuids, fingerprints and keys."""
FILES = (".csv", ".svg")
FIGURE = re.compile(r'<figure class="counts (?:machine|time)"(.*?)</figure>', re.DOTALL)
CELL = re.compile(r'<td class="n">(.*?)</td>')


def sign_everybody_in(laboratory: Laboratory) -> dict[str, Client]:
    """Return a browser for each role, a worker's too."""
    roles = {"anonymous": Client(), "worker": Client()}
    for role in GRANTABLE_ROLES[ScopeKind.SYSTEM]:
        member = make_member(role.value, laboratory.system, role)
        if role is not Role.REPRESENTATIVE:
            give_role(member, laboratory.study.scope, role, by="test", now=timezone.now())
        roles[role.value] = Client()
        roles[role.value].force_login(member)
    return roles


def visit(
    laboratory: Laboratory, roles: Mapping[str, Client], addresses: Iterable[str]
) -> set[str]:
    """Visit pages as each role; return the roles that read figures of a log anywhere.

    Public files do not ask who reads them, and take long to draw. The worker opens the diary with
    the code: an earlier visit to its quick exit has closed it.
    """
    allowed, readers = list_numbers_of_page(laboratory), set()
    if "worker" in roles:
        roles["worker"].post(DIARY, {"code": laboratory.code})
    for address, (role, client) in product(addresses, roles.items()):
        if address.endswith(FILES) and role not in {"anonymous", "owner"}:
            continue
        response = client.get(address)
        assert response.status_code < 500, address
        text = b"".join(response).decode(errors="replace") + str(response.headers)
        assert SECRET not in text, (role, address)
        assert not laboratory.secrets & set(NAMES.findall(text)), (role, address)
        figures = FIGURE.findall(text)
        numbers = {number for each in figures for number in CELL.findall(each)}
        assert numbers <= allowed, (role, address, numbers - allowed)
        if figures:
            readers.add(role)
    return readers


def list_numbers_of_page(laboratory: Laboratory) -> set[str]:
    """Return all numbers of the months by themselves and together, as a table has them."""
    contents = [each for each in list_month_contents(laboratory.log) if each[1]]
    numbers = {"", "hidden", "masqué"}
    shown = (*([each] for each in contents), contents)
    for months, language in product(shown, ("en", "fr")):
        for section in list_month_figures(months, language).sections:
            for figure in section.figures:
                if not isinstance(figure, CountFigure):
                    numbers |= {row.text for row in figure.rows}
                    continue
                counts = [count for row in figure.rows for count in row.counts]
                for count in filter(None, (*counts, *figure.totals, figure.people)):
                    numbers |= {
                        str(count),
                        f"≥ {count}",
                    }
    return numbers


def iter_addresses(
    laboratory: Laboratory, starts: tuple[str, ...], finding: Finding | None = None
) -> Iterator[str]:
    """Yield all addresses that begin in one of some ways, each with all that it can be given."""
    released = [each.figure for each in list_released(laboratory.system.scope)]
    values: dict[str, list[Any]] = {
        "month": [each.month for each in ClosedMonth.objects.all()],
        "figure": released or [NOWHERE],
        "finding": [finding.pk if finding else NOWHERE],
        "kind": ["versions"],
        "dialogue_kind": list(DialogueKind),
        "name": ["1"],
        "entry": [SystemVersion.objects.get().pk],
        "token": [LogToken.objects.get().pk],
    }
    for address, name, takes in iter_patterns(get_resolver().url_patterns, "", ""):
        if not address.startswith(starts):
            continue
        of_system = address.startswith(PAGES[:2])
        slug = laboratory.system.slug if of_system else laboratory.study.slug
        options = [
            [slug]
            if each == "slug"
            else [1]
            if isinstance(takes[each], IntConverter)
            else values.get(each, [DUMMIES.get(type(takes[each]), "x")])
            for each in takes
        ]
        for chosen in product(*options):
            yield reverse(name, kwargs=dict(zip(takes, chosen, strict=True)))
    yield from (f"/en/at-work/job-offers/?month={month}" for month in (ORDINARY, SUSPENDED))
    yield "/fr/at-work/job-offers/"


PAGES = ("en/at-work/", "en/systems/", "en/findings/", "log/")
"""How the addresses begin of pages of systems, and of others on which a log may be shown."""
LOG_PAGES = ("en/at-work/", "en/systems/<slug:slug>/log/", "en/systems/<slug:slug>/audit/")
DUMMIES: Mapping[type, object] = {
    UUIDConverter: NOWHERE,
    IntConverter: 1,
    FileNameConverter: "x.txt",
}


def iter_patterns(
    patterns: Sequence[URLPattern | URLResolver], start: str, space: str
) -> Iterator[tuple[str, str, Mapping[str, object]]]:
    """Yield the address of each page as it is declared, its name, and what it takes."""
    for each in patterns:
        address = f"{start}{each.pattern}"
        if isinstance(each, URLResolver):
            for found, name, takes in iter_patterns(
                each.url_patterns, address, each.app_name or space
            ):
                yield found, name, {**each.pattern.converters, **takes}
        elif each.name:
            yield address, f"{space}:{each.name}" if space else each.name, each.pattern.converters


@pytest.mark.data
def test_a_table_says_where_there_is_more_than_it_counts(laboratory, client):
    """Overrides of the second version are counted together with others."""
    for side in AgreementSide:
        agree(laboratory, side)
    released = list_released(laboratory.system.scope)
    [outcome] = [each.figure for each in released if each.item == f"{ORDINARY}/outcome"]
    table = client.get(f"/en/at-work/job-offers/figures/{outcome}.csv").text
    assert "What became of proposals,Overridden,50,≥ 50" in table


@pytest.mark.data
def test_a_used_code_and_a_fresh_one_get_the_same_bytes(laboratory):
    """But for the random name of the next note, and the cookie itself."""
    read = []
    for code in (laboratory.code, laboratory.fresh_code):
        client, texts = Client(), list[str]()
        entered = client.post(DIARY, {"code": code})
        cookie = entered.cookies["diary"].OutputString().replace(entered.cookies["diary"].value, "")
        for address in (DIARY, f"{DIARY}figures/"):
            texts.append(re.sub(r"[0-9a-f]{32}", "", client.get(address).text))
        read.append((entered.status_code, entered.headers["Location"], cookie, texts))
    assert read[0] == read[1]
