"""Commands for members."""

import click
from django.utils import timezone

from vecu.accounts import actions
from vecu.accounts.account_changes import remove_factors, set_permissions
from vecu.accounts.queries import get_member, is_any_manager_left
from vecu.accounts.rules import GRANTABLE_ROLES, Role, Scope
from vecu.register.queries import find_system_by_slug
from vecu.surveys.queries import get_study


@click.group()
def member() -> None:
    """Add people of the laboratory and give them roles."""


@member.command()
@click.argument("account")
@click.option("--name", default="", help="The name that colleagues read.")
@click.option("--email", default="", help="Where links for a new password can be sent.")
@click.option("--may-create-studies", is_flag=True, help="May begin studies in the browser.")
@click.option("--may-manage-accounts", is_flag=True, help="May invite, disable and remove anybody.")
@click.password_option(help="Asked for when not given.")
def add(
    account: str,
    name: str,
    email: str,
    may_create_studies: bool,
    may_manage_accounts: bool,
    password: str,
) -> None:
    """Create the account ACCOUNT. The first one may manage all accounts."""
    manages = may_manage_accounts or not is_any_manager_left()
    actions.create_member(
        account,
        password,
        name=name,
        email=email,
        may_create_studies=may_create_studies,
        may_manage_accounts=manages,
    )
    if manages:
        click.echo(f"{account} may manage all accounts, in the browser under Accounts.")
    click.echo(f"{account} can sign in. Give a role with: vecu member role {account} STUDY ROLE")


@member.command()
@click.argument("account")
@click.option("--create-studies/--no-create-studies", default=None, help="Begin studies.")
@click.option("--manage-accounts/--no-manage-accounts", default=None, help="Manage all accounts.")
def permit(account: str, create_studies: bool | None, manage_accounts: bool | None) -> None:
    """Change what ACCOUNT may do in the laboratory; what is not named stays."""
    user = get_member(account)
    creates = user.may_create_studies if create_studies is None else create_studies
    manages = user.may_manage_accounts if manage_accounts is None else manage_accounts
    set_permissions(
        user,
        may_create_studies=creates,
        may_manage_accounts=manages,
        by="command",
        now=timezone.now(),
    )
    click.echo(
        f"{account} {'may' if creates else 'may not'} create studies and "
        f"{'may' if manages else 'may not'} manage all accounts."
    )


@member.command()
@click.argument("account")
@click.argument("name")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@click.option("--system", is_flag=True, help="NAME is an AI system, not a study.")
def role(account: str, name: str, role: str, system: bool) -> None:
    """Give ACCOUNT a ROLE in the study, or the AI system, whose address ends in NAME."""
    scope = _find_system(name) if system else get_study(name).scope
    roles = GRANTABLE_ROLES[scope.kind]
    if role not in roles:
        raise click.UsageError(f"A {scope.kind} has no {role}. Give one of: {', '.join(roles)}.")
    actions.give_role(get_member(account), scope, Role(role), by="command", now=timezone.now())
    click.echo(f"{account} is now {role} of {name}.")


@member.command("remove-second-factor")
@click.argument("account")
def remove_second_factor(account: str) -> None:
    """Remove the second factors of ACCOUNT, whose holder lost them with the recovery codes.

    Be sure first who asks. The password stays, and all sessions end.
    """
    remove_factors(get_member(account), by="command", now=timezone.now())
    click.echo(f"{account} signs in with the password alone, and can add a second factor again.")


def _find_system(slug: str) -> Scope:
    found = find_system_by_slug(slug)
    if found is None:
        raise click.UsageError(f"There is no AI system called “{slug}”.")
    return found.scope
