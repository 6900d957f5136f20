"""Commands for relays and their posters."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import click
from django.conf import settings
from django.utils import timezone

from vecu.accounts import actions as accounts
from vecu.site.commands.import_answers import at_a_terminal
from vecu.surveys import actions
from vecu.surveys.links import SiteUrls
from vecu.surveys.print.render import Paper, print_poster
from vecu.surveys.queries import (
    OutreachPartner,
    Study,
    find_current_fielding,
    get_respondent_burden,
    get_study,
)
from vecu.surveys.queries.relays import find_relay, list_batches, list_reach
from vecu.surveys.rules import MIN_REPORTED_COUNT, Mode

LANGUAGE = click.Choice([code for code, _name in settings.LANGUAGES])
NEW_FILE = click.Path(dir_okay=False, path_type=Path)


def _site(_: click.Context, __: click.Parameter, given: str) -> SiteUrls:
    """Parse the base URL of the site: scheme, host and port, nothing after."""
    parts = urlsplit(given.rstrip("/"))
    if (
        parts.scheme not in {"http", "https"}
        or not parts.netloc
        or parts.geturl() != (f"{parts.scheme}://{parts.netloc}")
    ):
        raise click.BadParameter(f"{given}: write it as https://lab.example.org")
    return SiteUrls(parts.geturl())


site_option = click.option(
    "--site",
    required=True,
    callback=_site,
    help="The address by which people reach the laboratory, such as https://lab.example.org.",
)


def format_reach(people: int | None) -> str:
    """Format a count as the pages do."""
    return f"fewer than {MIN_REPORTED_COUNT}" if people is None else f"{people} or more"


def get_relay(study: Study, name: str) -> OutreachPartner:
    """Return the relay whose link ends in `name`."""
    found = find_relay(study, name)
    if found is None:
        ends = ", ".join(each.relay.slug for each in list_reach(study)) or "none yet"
        raise click.UsageError(f"No relay's link ends in {name}. There are: {ends}.")
    return found


def write_new(out: Path, content: bytes) -> None:
    """Write a file that only its owner may read; never overwrite an existing one."""
    try:
        with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
    except FileExistsError as error:
        raise click.UsageError(f"{out} is there already. Name a new file.") from error
    except OSError as error:
        raise click.UsageError(f"{out} cannot be written: {error.strerror}.") from error


@click.group()
def relay() -> None:
    """Give relays their links, list, rename or remove them, print their posters."""


@relay.command()
@click.argument("study")
@click.argument("name")
@click.option("--link", default="", help="How its link ends [default: in its name].")
def add(study: str, name: str, link: str) -> None:
    """Give the relay NAME (a union, an association) a link of its own to STUDY."""
    found = get_study(study)
    added = actions.add_relay(found, name, link)
    accounts.record_audit_event(
        "command", "added relay", found.scope, added.slug, now=timezone.now()
    )
    click.echo(f"{added.name} has its link: /take/{found.slug}/by/{added.slug}/")


@relay.command("list")
@click.argument("study")
def list_all(study: str) -> None:
    """List the relays of STUDY: the end of each link, how many began and sent, the name."""
    for each in list_reach(get_study(study)):
        reach = f"begun: {format_reach(each.begun)}, sent: {format_reach(each.sent)}"
        click.echo(f"{each.relay.slug:24} {reach:44} {each.relay.name}")


@relay.command()
@click.argument("study")
@click.argument("name", metavar="RELAY")
@click.argument("new")
def rename(study: str, name: str, new: str) -> None:
    """Call the RELAY of STUDY, named by the end of its link, NEW. Its link stays."""
    found = get_study(study)
    renamed = get_relay(found, name)
    before = renamed.name
    actions.rename_relay(renamed, new)
    detail = {"from": before, "to": renamed.name}
    accounts.record_audit_event(
        "command", "renamed relay", found.scope, name, detail, now=timezone.now()
    )
    click.echo(f"{before} is called {renamed.name} now. Its link still ends in {name}.")


@relay.command()
@click.argument("study")
@click.argument("name", metavar="RELAY")
@click.option("--revoke-cards", is_flag=True, help="Make its unused cards worthless as well.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(study: str, name: str, revoke_cards: bool, yes: bool) -> None:
    """Remove the RELAY of STUDY, named by the end of its link, with its counts.

    Its link then leads to the study's own page; its batches stay, without a relay.
    """
    found = get_study(study)
    removed = get_relay(found, name)
    batches = [each for each in list_batches(found) if each.batch.relay_id == removed.pk]
    cards = "no longer work" if revoke_cards else "go on working"
    click.echo(
        f"The counts of {removed.name} are erased. Its link leads to the inquiry's own page. "
        f"Batches that stay, without a relay: {len(batches)}; their unused cards {cards}."
    )
    if not yes and at_a_terminal():
        click.confirm("Remove it?", abort=True)
    actions.remove_relay(removed, revoke=revoke_cards)
    detail = {"name": removed.name, "revoked": revoke_cards}
    accounts.record_audit_event(
        "command", "removed relay", found.scope, name, detail, now=timezone.now()
    )
    click.echo(f"{removed.name} is removed.")


@relay.command()
@click.argument("study")
@click.argument("name", metavar="[RELAY]", required=False)
@site_option
@click.option("--out", type=NEW_FILE, required=True, help="The PDF to write.")
@click.option("--language", type=LANGUAGE, default="fr", show_default=True, help="To print in.")
def poster(study: str, name: str | None, site: SiteUrls, out: Path, language: str) -> None:
    """Write a poster that leads to STUDY, by the link of RELAY if one is named."""
    found, today = get_study(study), timezone.localdate()
    by = get_relay(found, name) if name else None
    fielding = find_current_fielding(found, today) or find_current_fielding(
        found, today, Mode.CARDS
    )
    if fielding is None:
        raise click.UsageError(f"Study {study} only holds imported answers: it has no way in.")
    paper = Paper(found, language, site)
    write_new(out, print_poster(paper, by, get_respondent_burden(fielding, language, today)))
    click.echo(f"{out} leads to {site.welcome(found, by, language)}")
