"""Commands for studies: create, publish versions, open, pause, close, delete."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import click
from django.utils import timezone

from vecu.accounts import actions as accounts
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.site.cli_output import pluralize
from vecu.site.commands.attachments import BESIDE, read_files
from vecu.surveys import actions, queries
from vecu.surveys.actions import StateRefused, StudyInfo
from vecu.surveys.consent.legal_bases import LegalBasis, SpecialCategoryBasis
from vecu.surveys.consent.server_operators import ServerOperator
from vecu.surveys.library import get_template
from vecu.surveys.queries.data_protection import REQUIRED, list_missing_information
from vecu.surveys.queries.results import count_people, list_fieldings, list_studies
from vecu.surveys.queries.studies import find_prepared_fielding
from vecu.surveys.rules import DRAFT_DAYS, AvailabilityStatus, Mode, draft_expiry

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def study() -> None:
    """Begin an inquiry, list them, open, pause, close or delete one."""


def _by_language(_: click.Context, __: click.Parameter, texts: tuple[str, ...]) -> dict[str, str]:
    """Parse `fr=Bonjour` pairs; a text without a language counts as French."""
    return dict((text[:2], text[3:]) if text[2:3] == "=" else ("fr", text) for text in texts)


def _day(_: click.Context, __: click.Parameter, given: datetime | None) -> date | None:
    return given.date() if given else None


def _day_to_come(
    context: click.Context, option: click.Parameter, given: datetime | None
) -> date | None:
    """Reject a retention date so early that every answer would be deleted on arrival."""
    day, soonest = _day(context, option, given), draft_expiry(timezone.localdate())
    if day and day < soonest:
        raise click.BadParameter(
            f"{day} is too soon: answers can come for {DRAFT_DAYS} days after the inquiry closes. "
            f"Give {soonest} or a later day."
        )
    return day


@study.command()
@click.argument("name")
@click.option("--template", help="One of the ready inquiries, such as testimonies.")
@click.option(
    "--workbook", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="An XLSForm."
)
@BESIDE
@click.option("--owner", required=True, help="The account that answers for the study.")
@click.option("--title", multiple=True, callback=_by_language, help="fr=Titre; repeat by language.")
@click.option("--asked-by", multiple=True, callback=_by_language, help="Who asks, likewise.")
@click.option("--purpose", multiple=True, callback=_by_language, help="Why, likewise.")
@click.option("--contact", default="", help="An address that people can write to.")
@click.option(
    "--kept-until",
    "retained_until",
    type=DAY,
    callback=_day_to_come,
    help="The last day answers are kept.",
)
@click.option("--controller", default="", help="The organisation responsible for the data.")
@click.option("--dpo", default="", help="The data protection officer: an office, an address.")
@click.option(
    "--legal-basis",
    type=click.Choice([basis.value for basis in LegalBasis]),
    help="GDPR, article 6.",
)
@click.option(
    "--special-basis",
    type=click.Choice([basis.value for basis in SpecialCategoryBasis]),
    help="GDPR, article 9: where answers may reveal health, opinions and the like.",
)
@click.option("--authority", default="", help="The supervisory authority [default: the CNIL].")
@click.option(
    "--server-run-by",
    "server_operator",
    type=click.Choice([operator.value for operator in ServerOperator]),
    help="Who runs the server, as seen by those who answer.",
)
@click.option("--operator", default="", help="The name of whoever runs the server.")
def create(
    name: str,
    template: str | None,
    workbook: Path | None,
    beside: tuple[Path, ...],
    owner: str,
    title: Mapping[str, str],
    asked_by: Mapping[str, str],
    purpose: Mapping[str, str],
    contact: str,
    retained_until: date | None,
    controller: str,
    dpo: str,
    legal_basis: str | None,
    special_basis: str | None,
    authority: str,
    server_operator: str | None,
    operator: str,
) -> None:
    """Begin the study NAME from a template or a workbook; its address ends in NAME."""
    if (template is None) == (workbook is None):
        raise click.UsageError("Give either --template or --workbook.")
    ready = get_template(template) if template else None
    content = ready.workbook if ready else workbook.read_bytes() if workbook else b""
    about = StudyInfo(
        title=title or (ready.title if ready else {"fr": name}),
        asked_by=asked_by,
        purpose=purpose or (ready.purpose if ready else {}),
        contact=contact,
        retained_until=retained_until,
        controller=controller,
        protection_officer=dpo,
        supervisory_authority=authority,
        legal_basis=legal_basis or "",
        special_category_basis=special_basis or "",
        server_operator=server_operator or "",
        server_operator_name=operator,
    )
    member = get_member(owner)
    file_name = ready.workbook_name if ready else workbook.name if workbook else ""
    made = actions.create_study(
        name,
        about,
        workbook=content,
        workbook_name=file_name,
        files=actions.accept_attachments(read_files(beside)),
    )
    accounts.give_role(member, made.scope, Role.OWNER, by="command", now=timezone.now())
    if missing := list_missing_information(made):
        names = ", ".join(REQUIRED[field] for field in missing)
        click.echo(
            f"Study {name} is a draft. It cannot open before it says {names}: write it on the "
            f"page studies/{name}/about/."
        )
    else:
        click.echo(f"Study {name} is a draft. Open it with: vecu study open {name}")


@study.command("list")
def list_all() -> None:
    """List the studies with their state and number of answers."""
    for found in list_studies():
        for fielding in list_fieldings(found):
            mode = f"{fielding.mode} {fielding.wave}"
            people = pluralize(count_people(fielding), "answer", "answers")
            click.echo(f"{found.slug:24} {mode:12} {fielding.state:8} {people:>14}")


@study.command()
@click.argument("name")
@click.option(
    "--workbook",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="The XLSForm that the study asks from now on.",
)
@BESIDE
def version(name: str, workbook: Path, beside: tuple[Path, ...]) -> None:
    """Publish the next version of what the study NAME asks.

    A study that has opened goes on asking the version it opened with, until the next is opened.
    """
    found = queries.get_study(name)
    made = actions.publish_next(
        found,
        actions.WorkbookUpload(workbook.read_bytes(), workbook.name),
        actions.accept_attachments(read_files(beside)),
        by="command",
        now=timezone.now(),
    )
    waits = find_prepared_fielding(found, timezone.localdate()) is not None
    opened = f" Ask it from now on with: vecu study open {name} --next" if waits else ""
    click.echo(f"Study {name} has version {made.number}.{opened}")


BY_CARDS = click.option("--cards", is_flag=True, help="The door for cards, not the public link.")


def _moves(
    name: str, move: str, done: str, *, cards: bool, waits: bool = False, **dates: date | None
) -> None:
    found, today = queries.get_study(name), timezone.localdate()
    mode = Mode.CARDS if cards else Mode.OPEN
    fielding = (
        find_prepared_fielding(found, today)
        if waits
        else queries.find_current_fielding(found, today, mode)
    )
    if fielding is None and waits:
        raise StateRefused(f"No version of {name} waits to be opened.")
    if fielding is None and cards:
        raise StateRefused(f"Study {name} has no cards yet. Draw some with: vecu card draw {name}")
    if fielding is None:
        raise StateRefused(f"Study {name} only holds imported answers: it has no door.")
    proposed = queries.get_proposed_days(fielding)
    given = {name: day or proposed[name] for name, day in dates.items()}
    getattr(actions, move)(fielding, **given)
    accounts.record_audit_event(
        "command", f"set {done}", found.scope, str(fielding.id), now=timezone.now()
    )
    click.echo(f"Study {name} is now {done}{' to cards' if cards else ''}.")
    other = queries.get_availability_by_mode(found, timezone.localdate())[
        Mode.OPEN if cards else Mode.CARDS
    ]
    if done != "open" and other is AvailabilityStatus.OPEN:
        click.echo("Its link is still open." if cards else "Cards are still accepted.")


@study.command("open")
@click.argument("name")
@click.option("--from", "opens", type=DAY, callback=_day, help="The first day [default: as set].")
@click.option("--until", "closes", type=DAY, callback=_day, help="The last day [default: as set].")
@BY_CARDS
@click.option(
    "--next", "waits", is_flag=True, help="The version that waits; the one before closes."
)
def open_study(
    name: str, opens: date | None, closes: date | None, cards: bool, waits: bool
) -> None:
    """Let people answer the study NAME, from a day and until a day, both included."""
    if cards and waits:
        raise click.UsageError("Give either --cards or --next: a card asks what it was drawn for.")
    dates = {"opens": opens, "closes": closes, "today": timezone.localdate()}
    _moves(name, "open_fielding", "open", cards=cards, waits=waits, **dates)


@study.command()
@click.argument("name")
@BY_CARDS
def pause(name: str, cards: bool) -> None:
    """Stop taking answers for now; what people have begun is kept."""
    _moves(name, "pause_fielding", "paused", cards=cards)


@study.command()
@click.argument("name")
@BY_CARDS
def close(name: str, cards: bool) -> None:
    """Stop letting people in."""
    _moves(name, "close_fielding", "closed", cards=cards, today=timezone.localdate())


@study.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask for the name again.")
def delete(name: str, yes: bool) -> None:
    """Delete the study NAME with all its answers, drafts, cards, codings and uploads.

    It must be closed, cards included.
    """
    found = queries.get_study(name)
    preview = queries.get_deletion_preview(found, timezone.localdate())
    for phrase in preview.contents:
        click.echo(f"  {phrase}")
    if preview.drafts_until:
        click.echo(f"People were told that they can still send until {preview.drafts_until}.")
    if not yes and not preview.open:
        typed = click.prompt("This cannot be undone. To confirm, type the name of the study")
        if typed != name:
            raise click.UsageError("This is another name: nothing was deleted.")
    actions.delete_study(found, by="command", now=timezone.now())
    click.echo(f"Study {name} is deleted. Earlier backups and exported files still hold it.")
