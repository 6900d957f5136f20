"""A demonstration: 300 invented people's testimonies, an AI system and a learning group."""

import secrets
import sys
from collections import deque
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TypeVar
from uuid import UUID

import click
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from vecu.accounts import actions as accounts
from vecu.accounts.queries import get_account, get_member, get_role
from vecu.accounts.rules import DEMO_ACCOUNTS, GRANTABLE_ROLES, Role, Scope
from vecu.coding.actions import ActionContext, request_run
from vecu.coding.queries import count_finished, find_codebook
from vecu.coding.rules import RunPurpose
from vecu.coding.tasks import queue_run
from vecu.datasets.release_queries import get_extract
from vecu.fieldlog.queries import find_log, list_missing
from vecu.fieldlog.rules import AgreementSide
from vecu.groups.queries import find_group_by_slug
from vecu.records.rules import Side
from vecu.register.queries import find_system_by_slug
from vecu.replies.queries import list_sectors
from vecu.site.cli_output import pluralize
from vecu.site.commands.serve import LISTENING, Address, check_free, make_ready, run_server
from vecu.site.demo import (
    DAYS,
    STUDY,
    cases,
    help_inquiry,
    iter_people_by_day,
    scribe,
    walks,
    writings,
)
from vecu.site.demo.coding import LANGUAGE, count_coding_steps, make_coding
from vecu.site.demo.days import (
    CLOSES,
    CODED,
    COLLECTED,
    PUBLISHED,
    act_in_order,
    find_first_month,
    get_day,
    get_moment,
)
from vecu.site.demo.decisions import MONTHS
from vecu.site.demo.dialogue import hold_dialogue
from vecu.site.demo.field_log import find_log_figures, make_log, renew_diary_code
from vecu.site.demo.findings import make_findings
from vecu.site.demo.learning_group import GROUP, make_learning_group, renew_visitor_link
from vecu.site.demo.quarters import count_quarters
from vecu.site.demo.recommendations import make_recommendations
from vecu.site.demo.replies import reply_to_findings
from vecu.site.demo.safeguards import make_safeguards
from vecu.site.demo.second_looks import ask_again
from vecu.site.demo.system import SYSTEM, make_system, note_gaps, note_outcomes
from vecu.site.loopback import is_loopback
from vecu.site.tour.access import allow_tour
from vecu.surveys import actions, queries
from vecu.surveys.actions import StudyInfo
from vecu.surveys.consent.legal_bases import LegalBasis
from vecu.surveys.consent.server_operators import ServerOperator
from vecu.surveys.consent.versions import PROMISE_NUMBER
from vecu.surveys.library import get_template
from vecu.surveys.rules import draft_expiry

Step = TypeVar("Step")
NAMES = {Role.RESEARCHER: "Camille", Role.CODER: "Nour"}
"""Names of the coders of the demonstration's stories."""
SIDES = {AgreementSide.STAFF: Role.REPRESENTATIVE.value, AgreementSide.OWNER: Role.OWNER.value}
"""The accounts that agree to figures of the log."""
DIALOGUE_SIDES = {
    Side.STAFF: Role.REPRESENTATIVE.value,
    Side.SYSTEM: Role.OWNER.value,
}
"""The accounts that note what is said of the system."""
STOPPED = {0: 6, 1: 3, 2: 8, 3: 5, 5: 4, 7: 3, 8: 2}
"""How many respondents broke off, by the number of pages that they completed."""
TYPED = {
    "stance": {"stance": ["use"]},
    "story.1.task": {"story.1.task": ["Un courrier"]},
    "story.more": {"more": ["no"]},
}
"""What they typed, by page: where they stand, the only required answer, no other story."""
TITLE = {
    "fr": "L’IA dans mon travail, dans le Val-de-Sève",
    "en": "AI in my work, in the Val-de-Sève",
}
PURPOSE = {
    "fr": "Comprendre comment l’IA entre vraiment dans le travail d’un département rural, du "
    "travail social aux mairies et au service de l’emploi : à quoi elle sert, ce qui coince, ce "
    "que vous faites pour que ça marche. Ce que vous racontez aidera à décider avec celles et "
    "ceux qui font le travail.",
    "en": "To understand how AI really enters the work of a rural département, from social work to "
    "town halls and the job agency: what it is used for, what goes wrong, what you do to make it "
    "work. What you tell will help people decide together with those who do the work.",
}
COMMISSIONED_BY = {
    "fr": "Le laboratoire « L’IA au travail » du Val-de-Sève, avec l’Université du Val-de-Sève. "
    "Ce département, ce laboratoire et tout ce que vous lirez ici sont inventés.",
    "en": "The laboratory “AI at work” of the Val-de-Sève, with the University of the Val-de-Sève. "
    "This département, this laboratory and everything you will read here are invented.",
}
CONTROLLER = "Université du Val-de-Sève, 1 place du Marché, 99000 Montrève"
OPERATOR = "Université du Val-de-Sève"
"""Invented too: there is no such place."""


def show_progress(
    steps: Iterable[Step], length: int, label: str
) -> AbstractContextManager[Iterable[Step]]:
    """Show a bar on the error output; a file or a log gets the label alone."""
    return click.progressbar(steps, length=length, label=f"{label} …", file=sys.stderr)


def make_about(today: date) -> StudyInfo:
    """Return who asks in all invented inquiries, and why in the first of them."""
    return StudyInfo(
        title=TITLE,
        asked_by=COMMISSIONED_BY,
        purpose=PURPOSE,
        contact="demonstration@example.org",
        retained_until=date(today.year + 2, 12, 31),
        controller=CONTROLLER,
        protection_officer="dpo@example.org",
        legal_basis=LegalBasis.PUBLIC_TASK,
        server_operator=ServerOperator.THIRD_PARTY,
        server_operator_name=OPERATOR,
        fictional=True,
    )


@transaction.atomic
def make_study(today: date) -> None:
    """Create the demonstration's study with its answers, and show progress.

    In one transaction: if it is interrupted, it is repeated the next time.
    """
    ready = get_template("testimonies")
    study = actions.create_study(
        STUDY, make_about(today), workbook=ready.workbook, workbook_name=ready.workbook_name
    )
    fielding = queries.find_current_fielding(study, today)
    assert fielding is not None  # noqa: S101 - create_study has just made it
    first = find_first_month(today)
    end, closes = get_day(first, COLLECTED), get_day(first, CLOSES)
    opens = end - timedelta(days=DAYS)
    actions.open_fielding(fielding, today=today, opens=opens, closes=closes)
    with show_progress(iter_people_by_day(end), DAYS, "Inventing answers") as days:
        for day, people in days:
            actions.store_imported_answers(fielding, people, day, promise=PROMISE_NUMBER)
    simulate_breakoffs(today)


def simulate_breakoffs(today: date) -> None:
    """Create drafts that break off at several pages, and expire them."""
    fielding = queries.find_current_fielding(queries.get_study(STUDY), today)
    assert fielding is not None  # noqa: S101 - it has just been opened
    for went_through, people in STOPPED.items():
        for _person in range(people):
            visit = queries.RespondentContext(slug=STUDY, token="", language="fr", today=today)
            token, draft = actions.start_draft(fielding, visit)
            visit, page = replace(visit, token=token), draft.page
            for _page in range(went_through):
                page = actions.save_page(visit, page, TYPED.get(page, {})).key
    actions.purge_drafts(draft_expiry(today) + timedelta(days=1))


@transaction.atomic
def renew_accounts(password: str) -> None:
    """Set this password for one account per role, creating those that are missing."""
    for role in Role:
        member = get_account(role.value)
        if member:
            accounts.set_password(member, password)
        else:
            begins = role in {Role.OWNER, Role.RESEARCHER}
            member = accounts.create_member(
                role.value,
                password,
                name=NAMES.get(role, ""),
                may_create_studies=begins,
                may_manage_accounts=role is Role.OWNER,
            )
    give_roles(queries.get_study(STUDY).scope)
    for slug in (SYSTEM, scribe.SYSTEM):
        if (system := find_system_by_slug(slug)) and system.fictional:
            give_roles(system.scope)
    if (group := find_group_by_slug(GROUP)) and group.fictional:
        give_roles(group.scope)


def has_study(slug: str) -> bool:
    """Return whether a study has this address."""
    try:
        queries.get_study(slug)
    except queries.StudyNotFound:
        return False
    return True


def give_roles(scope: Scope) -> None:
    """Give each account its role in a study, a system or a group, where there is such a role."""
    for role in GRANTABLE_ROLES[scope.kind]:
        member = get_member(role.value)
        if get_role(member, scope) is None:
            accounts.give_role(member, scope, role, by="demonstration", now=timezone.now())


@transaction.atomic
def make_system_with_log(now: datetime) -> None:
    """Create the demonstration's system, log and dialogue, unless a system has its address.

    In one transaction, although months close in it: nobody else writes yet.
    """
    if find_system_by_slug(SYSTEM):
        return
    system = make_system(now, by=Role.OWNER.value, staff=Role.REPRESENTATIVE.value)
    give_roles(system.scope)
    months = make_log(system, now, accounts=SIDES, random_bytes=secrets.token_bytes)
    with show_progress(months, MONTHS, "Keeping the log of a machine") as progress:
        deque(progress, maxlen=0)
    study, figures = queries.get_study(STUDY), find_log_figures(system)
    note_gaps(system, study, now, by=Role.OWNER.value)
    hold_dialogue(system, study, now, accounts=DIALOGUE_SIDES, figures=figures)
    note_outcomes(system, now, by=Role.OWNER.value)


@transaction.atomic
def make_scribe(now: datetime) -> None:
    """Create the scribe with its log, its dialogue and its evaluation, unless it exists."""
    if find_system_by_slug(scribe.SYSTEM):
        return
    with translation.override(LANGUAGE):
        system = scribe.begin_scribe(now, by=Role.OWNER.value, staff=Role.REPRESENTATIVE.value)
        give_roles(system.scope)
        months = scribe.make_typed_log(
            system, now, accounts=SIDES, random_bytes=secrets.token_bytes
        )
        with show_progress(months, scribe.MONTHS, "Counting corrections") as progress:
            deque(progress, maxlen=0)
        study, figures = queries.get_study(STUDY), find_log_figures(system)
        sides, half = DIALOGUE_SIDES, secrets.token_hex(16)
        opinion = scribe.hold_scribe_dialogue(system, study, now, accounts=sides, figures=figures)
        scribe.evaluate_scribe(system, opinion, now, accounts=sides, half=half)
        owner, first = Role.OWNER.value, find_first_month(timezone.localtime(now).date())
        act_in_order(
            make_safeguards(system, first, by=owner, random_bytes=secrets.token_bytes),
            count_quarters(system, first, now, by=owner),
            ask_again(system, first, accounts=sides, random_bytes=secrets.token_bytes),
            walks.note_walks(system, first, now, accounts=sides),
        )


@transaction.atomic
def make_writings(now: datetime) -> None:
    """Create the inquiry in which writings are sorted, unless it exists."""
    if has_study(writings.STUDY):
        return
    first = find_first_month(timezone.localtime(now).date())
    with translation.override(LANGUAGE):
        study = make_sorting(get_day(first, COLLECTED), get_day(first, CLOSES), now)
        give_roles(study.scope)
        released = get_moment(first, PUBLISHED)
        group = COMMISSIONED_BY[LANGUAGE].partition(",")[0]
        writings.release_sorts(study, group=group, by=Role.RESEARCHER.value, now=released)


def make_sorting(end: date, closes: date, now: datetime) -> queries.Study:
    """Create the ready inquiry with the answers of invented sorters, and return it."""
    ready, today = get_template("sorting"), timezone.localdate(now)
    about = replace(make_about(today), title=ready.title, purpose=ready.purpose)
    study = actions.create_study(
        writings.STUDY, about, workbook=ready.workbook, workbook_name=ready.workbook_name
    )
    fielding = queries.find_current_fielding(study, today)
    assert fielding is not None  # noqa: S101 - create_study has just made it
    opens = end - timedelta(days=writings.DAYS)
    actions.open_fielding(fielding, today=today, opens=opens, closes=closes)
    form = queries.get_fielding_questionnaire(fielding)
    sorters = writings.iter_sorters_by_day(form, end, Random(STUDY))  # noqa: S311 - invented people
    with show_progress(sorters, writings.DAYS, "Sorting writings") as days:
        for day, people in days:
            actions.store_imported_answers(fielding, people, day, promise=PROMISE_NUMBER)
    return study


@transaction.atomic
def make_interviews(now: datetime) -> None:
    """Create the inquiry of people who are supported, unless it is there."""
    if not has_study(help_inquiry.STUDY):
        about = make_about(timezone.localdate(now))
        study = help_inquiry.make_help_inquiry(about, now, by=Role.RESEARCHER.value)
        give_roles(study.scope)


def find_diary_code(now: datetime) -> str:
    """Return a diary code drawn anew, '' where the log is gone or lacks what was noted."""
    system = find_system_by_slug(SYSTEM)
    log = find_log(system.pk) if system and system.fictional else None
    if log is None or list_missing(log):
        return ""
    return renew_diary_code(log, by=Role.OWNER.value, now=now, random_bytes=secrets.token_bytes)


def describe_diary(site: str) -> str:
    """Return how the diary of the system is opened, '' if it cannot be."""
    code = find_diary_code(timezone.now())
    return code and (
        f"  keep its diary       {site}/fr/at-work/{SYSTEM}/diary/\n"
        f"  with the diary code  {code}   (drawn anew each time)\n"
    )


@transaction.atomic
def code_stories(now: datetime) -> None:
    """Add the coding of the demonstration's researcher and coder, unless it exists."""
    study = queries.get_study(STUDY)
    if find_codebook(study.id) is not None:
        return
    people = {name.casefold(): get_account(role.value) for role, name in NAMES.items()}
    accounts = {name: account for name, account in people.items() if account}
    coded = get_moment(find_first_month(timezone.localtime(now).date()), CODED)
    steps = make_coding(study, accounts, coded)
    with show_progress(steps, count_coding_steps(), "Coding the stories") as coding:
        deque(coding, maxlen=0)
    queue_machine_run(study.id, ActionContext(Role.RESEARCHER.value, now))


@transaction.atomic
def publish_findings(now: datetime) -> None:
    """Release the demonstration's figures and publish its findings, unless there are any."""
    study = queries.get_study(STUDY)
    if get_extract(study.scope) is None:
        systems = [find_system_by_slug(slug) for slug in (SYSTEM, scribe.SYSTEM)]
        log_figures = {
            each.slug: find_log_figures(each) for each in systems if each and each.fictional
        }
        day = get_moment(find_first_month(timezone.localtime(now).date()), PUBLISHED)
        make_findings(study, log_figures, by=Role.RESEARCHER.value, now=day)


@transaction.atomic
def make_cases(now: datetime) -> None:
    """Create the case studies of both invented systems, unless one is gone or they are there."""
    found = [find_system_by_slug(slug) for slug in (SYSTEM, scribe.SYSTEM)]
    systems = {each.slug: each for each in found if each and each.fictional}
    coder = get_account(Role.RESEARCHER.value)
    if has_study(cases.STUDY) or len(systems) < len(found) or coder is None:
        return
    about = make_about(timezone.localdate(now))
    with translation.override(LANGUAGE):
        study = cases.make_case_studies(about, now, systems=systems, coder=coder)
        give_roles(study.scope)


@transaction.atomic
def make_group(now: datetime) -> None:
    """Create the demonstration's learning group, unless a group has its address.

    It speaks of the invented system: without that there is nothing to recommend.
    """
    system = find_system_by_slug(SYSTEM)
    if find_group_by_slug(GROUP) or system is None or not system.fictional:
        return
    with translation.override(LANGUAGE):
        group = make_learning_group(now, by=Role.OWNER.value)
        give_roles(group.scope)
        study = queries.get_study(STUDY)
        make_recommendations(group, study, system, now, by=Role.OWNER.value)


@transaction.atomic
def make_replies(now: datetime) -> None:
    """Store what invented people reply to the findings, and what becomes of it, unless it is there.

    After the group: what it cites was published before anybody replied.
    """
    study = queries.get_study(STUDY)
    if not list_sectors(study.id):
        reply_to_findings(study, now, by=Role.RESEARCHER.value)


def describe_membership(site: str) -> str:
    """Return the link of the member whom a visitor plays, '' if there is none."""
    group = find_group_by_slug(GROUP)
    if group is None or not group.fictional:
        return ""
    token = renew_visitor_link(group, by=Role.OWNER.value, now=timezone.now())
    return token and f"  be one of a group    {site}/fr/my-group/enter/{token}/\n"


def queue_machine_run(study: UUID, act: ActionContext) -> None:
    """Queue a machine run on the coding; the worker does it later."""
    codebook = find_codebook(study)
    if codebook is None:
        return
    for question in codebook.questions:
        coded = count_finished(codebook, question)
        purpose = RunPurpose.SUGGESTIONS if coded else RunPurpose.LEADS
        request_run(codebook, question, purpose, act, queue_run)


def describe_tour(address: Address, site: str) -> str:
    """Return where the tour begins, '' if it is closed: others could reach the address, too."""
    if not is_loopback(address.host):
        return ""
    return f"  a tour of 10 minutes {site}/fr/tour/           {site}/en/tour/\n"


def remove_demo(*, confirmed: bool) -> None:
    """Delete what is invented and the demonstration's accounts, after asking; say what is gone."""
    found = queries.list_fictional_contents()
    if not found.studies and not found.systems and not found.groups:
        click.echo("There is no demonstration here.")
        return
    if found.studies:
        click.echo(f"To be deleted with all answers and codings: {', '.join(found.studies)}")
    if found.systems:
        click.echo(f"To be deleted with its log and all that is noted: {', '.join(found.systems)}")
    if found.groups:
        click.echo(f"To be deleted with its members and all it wrote: {', '.join(found.groups)}")
    if found.accounts:
        click.echo(f"Accounts to be deleted: {', '.join(found.accounts)}")
    if not confirmed:
        click.confirm("Delete all this? It cannot be undone.", abort=True)
    removed = actions.delete_fictional_contents(by="command", now=timezone.now())
    studies = pluralize(len(removed.studies), "invented study", "invented studies")
    accounts_ = pluralize(len(removed.accounts), "account", "accounts")
    systems = pluralize(len(removed.systems), "invented system", "invented systems")
    groups = pluralize(len(removed.groups), "invented group", "invented groups")
    click.echo(f"Deleted {studies}, {systems}, {groups} and {accounts_}.")
    for name in found.staying:
        click.echo(f"The account {name} stays: it has a role elsewhere.")


@click.command()
@LISTENING
@click.option("--remove", is_flag=True, help="Delete what is invented, and serve nothing.")
@click.option("--yes", is_flag=True, help="With --remove: do not ask.")
def demo(address: Address, remove: bool, yes: bool) -> None:
    """Show a laboratory with invented answers. Its data stay in VECU_HOME, for the next time."""
    if remove:
        remove_demo(confirmed=yes)
        return
    check_free(address)
    prepare_demo(address)
    run_server(address, threads=3, workers=2)


def prepare_demo(address: Address) -> None:
    """Make the demonstration, unless it is there, and say where each part of it is."""
    make_ready()
    if not has_study(STUDY):
        click.echo("The first time, invented answers are made: half a minute or so.", err=True)
        make_study(timezone.localdate())
    else:
        click.echo(
            "There is a demonstration already: what a newer version adds is made now, what was made"
            " before stays as it was. To make all of it anew, remove it first.",
            err=True,
        )
    password = secrets.token_urlsafe(12)
    renew_accounts(password)
    code_stories(timezone.now())
    make_system_with_log(timezone.now())
    make_scribe(timezone.now())
    make_writings(timezone.now())
    publish_findings(timezone.now())
    make_cases(timezone.now())
    make_group(timezone.now())
    make_interviews(timezone.now())
    make_replies(timezone.now())
    allow_tour(address.host)
    site = f"http://localhost:{address.port}"
    click.echo(
        "\nThe laboratory of the Val-de-Sève, a rural département. Everything in it is invented "
        f"(kept in {Path(settings.HOME)}):\n"
        f"{describe_tour(address, site)}"
        f"  answer the inquiry   {site}/fr/take/{STUDY}/   {site}/en/take/{STUDY}/\n"
        f"  read what was found  {site}/fr/findings/       {site}/en/findings/\n"
        f"  look at an AI system {site}/fr/at-work/        {site}/en/at-work/\n"
        f"{describe_diary(site)}"
        f"  what is recommended  {site}/fr/recommended/    {site}/en/recommended/\n"
        f"{describe_membership(site)}"
        f"  two tools followed   {site}/fr/studies/{cases.STUDY}/cases/   (as researcher)\n"
        f"  take a call          {site}/fr/studies/{help_inquiry.STUDY}/call/   (as interviewer)\n"
        f"  sort twelve writings {site}/fr/take/{writings.STUDY}/       {site}/fr/writings/\n"
        f"  read the answers     {site}/fr/studies/        {site}/en/studies/\n"
        f"  sign in as           {', '.join(DEMO_ACCOUNTS)}\n"
        f"  with the password    {password}   (drawn anew each time)\n"
        "Stop with Ctrl+C. Remove the demonstration with: vecu demo --remove\n"
    )
