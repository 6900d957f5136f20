"""Commands for maintenance."""

from datetime import datetime

import click
from django.core.management import call_command, execute_from_command_line
from django.utils import timezone

from vecu.accounts import actions as accounts
from vecu.accounts.access_links import purge_links
from vecu.accounts.failed_sign_ins import purge_failed_sign_ins
from vecu.accounts.second_factor import purge_cached_values
from vecu.coding.actions import uploads as coding
from vecu.datasets import actions as datasets
from vecu.dialogue.clause_monitor import fire_clauses
from vecu.fieldlog.actions import close_months
from vecu.groups.round_actions import count_due_rounds
from vecu.last_runs.actions import record_run
from vecu.last_runs.queries import get_last_run
from vecu.last_runs.rules import RegularTask
from vecu.rate_limits.shared_limiter import remove_expired_tries
from vecu.recommendations.claim_returns import return_claims
from vecu.replies.actions import purge_replies
from vecu.safeguards.actions import delete_expired_codes
from vecu.safeguards.second_looks.actions import delete_old_looks
from vecu.site.cli_output import pluralize
from vecu.site.limits import RESERVE
from vecu.site.purge_clock import check_clock
from vecu.surveys import actions as surveys
from vecu.surveys import queries as surveys_queries
from vecu.surveys.actions import WalOutcome

_LOG_LEFT = {
    WalOutcome.READ: (
        "Another program reads SQLite's file, so its write-ahead log could not be emptied: a copy "
        "of the disk shows which card or relay submitted answers came by. End that program (a "
        "shell, a backup by other means than “vecu backup”), and run this once more."
    ),
    WalOutcome.COPIED: (
        "PostgreSQL's write-ahead log is archived, or kept for another server: what was withdrawn, "
        "and which draft became which answer, can be read there. Erase those copies yourself. A "
        "purge rewrites tables, so that they grow by about as much each day."
    ),
    WalOutcome.NOT_ALLOWED: (
        "The role that Vécu uses may not empty PostgreSQL's write-ahead log: until PostgreSQL "
        "overwrites it, a copy of the disk shows what was withdrawn, and which draft became which "
        "answer. docs/how-to/install.md says how to allow it."
    ),
}


@click.command()
@click.option(
    "--large", is_flag=True, help="Also rewrite large tables, which others wait for meanwhile."
)
@click.option("--the-clock-is-right", is_flag=True, help="Purge although the clock was doubted.")
def purge(large: bool, the_clock_is_right: bool) -> None:
    """Delete answers, drafts, uploaded files, old audit events; close months, erase traces.

    Review clauses are looked at too, and put what they found on the agenda.

    Until it runs, the database's files can tell with which card an answer came, in which form of
    another program, and in which order people answered. Run it once a day. If the last one was
    more than 60 days ago, or is yet to come, nothing is deleted: the clock may be wrong.
    """
    RESERVE.make_room()  # first: SQLite needs room even to open a database
    today = timezone.localdate()
    if not the_clock_is_right:
        newest = surveys_queries.get_newest_answer_day()
        check_clock(get_last_run(RegularTask.PURGE), newest, today)
    answers, drafts = surveys.purge_answers(today), surveys.purge_drafts(today)
    replies = purge_replies(today)
    codes = delete_expired_codes(today) + delete_old_looks(today)
    surveys.rebuild_index()
    call_command("prune_db_task_results", min_age_days=1, verbosity=0)
    call_command("clearsessions")
    _purge_sign_ins(timezone.now())
    uploads = datasets.purge_uploads(today) + surveys.purge_staged_uploads(today)
    uploads += coding.purge_uploads(today)
    events = pluralize(accounts.purge_audit(now=timezone.now()), "event", "events")
    deleted = f"{pluralize(answers, 'answer', 'answers')}, {pluralize(drafts, 'draft', 'drafts')}"
    files = pluralize(uploads, "uploaded file", "uploaded files")
    record_run(RegularTask.PURGE, today)
    click.echo(f"Deleted {deleted}, {files} and {events} of the audit that had passed their date.")
    if replies:
        click.echo(f"Deleted {pluralize(replies, 'reply', 'replies')} to findings, with reasons.")
    if codes:
        # Without their number: what is missing of a pile is how many said no.
        click.echo("Deleted codes of people supported that had passed their date.")
    try:
        _run_daily_acts()
    finally:
        _erase_traces(large=large)
    RESERVE.restore()


def _purge_sign_ins(now: datetime) -> None:
    """Delete links, codes used, counts of failures and tries that have passed their time."""
    purge_links(now)
    purge_cached_values(now)
    purge_failed_sign_ins(timezone.localtime(now).date())
    remove_expired_tries(now.timestamp())


def _run_daily_acts() -> None:
    """Do what a day brings that has passed, and say what was done."""
    now = timezone.now()
    if closed := close_months(now):
        click.echo(f"Closed {pluralize(closed, 'month', 'months')} of logs of AI systems.")
    if items := fire_clauses(now):
        put = pluralize(items, "item", "items")
        click.echo(f"Review clauses put {put} on the agenda of a dialogue.")
    if rounds := count_due_rounds(now):
        click.echo(f"Counted {pluralize(rounds, 'round', 'rounds')} of positions.")
    return_claims(now)


def _erase_traces(*, large: bool) -> None:
    """Erase what files show beside the values, and say what could not be erased."""
    if tables := surveys.rewrite_tables(large=large):
        click.echo(
            f"PostgreSQL still holds deleted rows of {', '.join(tables)}, or shows in which order "
            "rows came: others used the table all the time, a transaction from before may still "
            "read them, or the role that Vécu uses does not own the table. The next purge tries "
            "again; to have it done today, end what runs long and run it once more."
        )
    if not large and (tables := surveys.list_large_tables()):
        click.echo(
            f"{', '.join(tables)}: too large to be rewritten while people answer. What was deleted "
            "can still be read there until other rows overwrite it, and rows of SQLite show in "
            "which order they came. “vecu purge --large” rewrites them; people wait meanwhile."
        )
    if left := _LOG_LEFT.get(surveys.erase_wal()):
        click.echo(left)


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands, such as `vecu manage migrate`."""
    execute_from_command_line(["vecu manage", *arguments])
