"""Commands for members."""

import click
from django.utils import timezone

from vecu.accounts import actions
from vecu.accounts.queries import get_member
from vecu.accounts.rules import GRANTABLE_ROLES, Role, ScopeKind
from vecu.surveys.queries import get_study


@click.group()
def member() -> None:
    """Add people of the laboratory and give them roles."""


@member.command()
@click.argument("account")
@click.option("--name", default="", help="The name that colleagues read.")
@click.option("--email", default="")
@click.option("--may-create-studies", is_flag=True, help="May begin studies in the browser.")
@click.password_option(help="Asked for when not given.")
def add(account: str, name: str, email: str, may_create_studies: bool, password: str) -> None:
    """Create the account ACCOUNT."""
    actions.create_member(
        account, password, name=name, email=email, may_create_studies=may_create_studies
    )
    click.echo(f"{account} can sign in. Give a role with: vecu member role {account} STUDY ROLE")


@member.command()
@click.argument("account")
@click.argument("study")
@click.argument(
    "role", type=click.Choice([role.value for role in GRANTABLE_ROLES[ScopeKind.STUDY]])
)
def role(account: str, study: str, role: str) -> None:
    """Give ACCOUNT a ROLE in the study named STUDY."""
    found = get_study(study)
    actions.give_role(
        get_member(account), found.scope, Role(role), by="command", now=timezone.now()
    )
    click.echo(f"{account} is now {role} of {study}.")
