"""Commands for cards: generate and print batches, list, revoke."""

import secrets
from collections.abc import Sequence
from pathlib import Path

import click
from django.utils import timezone

from vecu.accounts import actions as accounts
from vecu.site.commands.relays import (
    LANGUAGE,
    NEW_FILE,
    format_reach,
    get_relay,
    site_option,
    write_new,
)
from vecu.surveys import actions
from vecu.surveys.links import SiteUrls
from vecu.surveys.print.render import Paper, print_cards
from vecu.surveys.queries import AccessCodeBatch, get_study
from vecu.surveys.queries.relays import list_batches
from vecu.surveys.rules import FEWEST_CARDS, MOST_CARDS


@click.group()
def card() -> None:
    """Draw batches of cards, list them, revoke what is unused."""


@card.command()
@click.argument("study")
@click.option("--count", default=100, show_default=True, help=f"{FEWEST_CARDS} to {MOST_CARDS}.")
@click.option("--relay", "name", help="Who hands them out: the end of a relay's link.")
@site_option
@click.option("--out", type=NEW_FILE, required=True, help="The PDF to write, the only one.")
@click.option("--language", type=LANGUAGE, default="fr", show_default=True, help="To print in.")
def draw(
    study: str, count: int, name: str | None, site: SiteUrls, out: Path, language: str
) -> None:
    """Draw a batch of cards for STUDY and write its sheets, which cannot be printed again.

    The file is readable by you only. Erase it once it is printed.
    """
    found = get_study(study)
    by = get_relay(found, name) if name else None
    paper = Paper(found, language, site)
    written: list[Path] = []

    def printed(batch: AccessCodeBatch, codes: Sequence[str]) -> bytes:
        sheets = print_cards(paper, batch, codes)
        write_new(out, sheets)  # before the batch is stored, which is useless without them
        written.append(out)
        return sheets

    try:
        batch, _sheets = actions.draw_batch(
            found, count, printed, relay=by, random_bytes=secrets.token_bytes
        )
    except BaseException:
        for file in written:
            file.unlink()
        raise
    detail = {"cards": count, "relay": by.slug if by else ""}
    target = f"batch {batch.number}"
    accounts.record_audit_event(
        "command", "drew cards", found.scope, target, detail, now=timezone.now()
    )
    click.echo(f"{out} holds batch {batch.number}, {count} cards. Print it, then erase it.")
    click.echo(f"They lead to {site.card(found, language)}")
    if batch.fielding.state == "draft":
        click.echo(f"Nobody can use them before: vecu study open {study} --cards")


@card.command("list")
@click.argument("study")
def list_all(study: str) -> None:
    """List the batches of STUDY: how many cards, at least how many are begun and used."""
    for each in list_batches(get_study(study)):
        by = each.batch.relay.name if each.batch.relay else "no relay"
        state = "revoked" if each.batch.revoked else "valid"
        begun, used = format_reach(each.begun), format_reach(each.used)
        counts = f"{each.drawn:4} drawn, begun: {begun}, used: {used}"
        click.echo(f"batch {each.batch.number:3}  {counts:60} {state:8} {by}")


@card.command()
@click.argument("study")
@click.argument("number", type=int, metavar="BATCH")
def revoke(study: str, number: int) -> None:
    """Make the cards of a BATCH of STUDY that nobody has taken worthless, for good."""
    found = get_study(study)
    batch = next((b.batch for b in list_batches(found) if b.batch.number == number), None)
    if batch is None:
        raise click.UsageError(f"Study {study} has no batch {number}. See: vecu card list {study}")
    actions.revoke_unused(batch)
    target = f"batch {number}"
    accounts.record_audit_event("command", "revoked cards", found.scope, target, now=timezone.now())
    click.echo(f"The unused cards of batch {number} no longer work.")
