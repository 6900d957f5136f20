"""Invite many people at once, from a table: all of them, or nobody.

A line names a person, and may name a role with the study, system or group that it is in. Nothing of
the table is stored but what a link holds today: no address.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from vecu.accounts.access_links import list_open_links, make_invitation
from vecu.accounts.models import User
from vecu.accounts.queries import get_role, list_accounts
from vecu.accounts.rules import GRANTABLE_ROLES, Role, Scope
from vecu.accounts.scope_finders import find_scopes
from vecu.errors import VecuError
from vecu.search_folding import fold_for_search
from vecu.tables import EXACT, format_csv, open_table
from vecu.translation import translate
from vecu.ui.templatetags.ui import current_language

MOST_PEOPLE, _LONGEST_NAME = 200, 150
_COLUMNS = {
    "name": {"name", "nom"},
    "role": {"role"},
    "scope": {"in", "dans"},
    "email": {"email", "courriel", "e-mail", "mail"},
}
"""The names of columns, folded, in both languages."""
_LANGUAGES = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Invitation:
    """One line that can become a link; `where` is the slug of its scope, '' without one."""

    line: int
    name: str
    role: Role | None
    scope: Scope | None
    where: str
    email: str


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with one line, 0 for the whole table, and what to do."""

    line: int
    words: str


class InvitationsRefused(VecuError):
    """Some lines cannot become links, so none does."""

    def __init__(self, problems: Sequence[LineProblem]) -> None:
        super().__init__("; ".join(f"{each.line}: {each.words}" for each in problems))
        self.problems = problems


def normalize_table(content: bytes) -> str:
    """Return a table as CSV, to be read and changed in a field; raise `FileRefused` or as below."""
    table = open_table(content)
    rows = list(table.rows())
    if broken := [
        LineProblem(row.line, row.problem.say(current_language())) for row in rows if row.problem
    ]:
        raise InvitationsRefused(broken)
    filled = [row.cells for row in rows if any(cell.strip() for cell in row.cells)]
    return format_csv(table.columns, filled, EXACT).decode()


def read_invitations(text: str, *, by: User, now: datetime) -> list[Invitation]:
    """Return what the table invites to; raise `InvitationsRefused` with every problem at once.

    Raise `FileRefused` for what is no table.
    """
    lines = list(_read_lines(text))
    if not lines:
        raise InvitationsRefused([LineProblem(0, _("There is nobody in this table."))])
    if len(lines) > MOST_PEOPLE:
        words = _("These are %(found)s people. Invite %(most)s at a time, or fewer.")
        words %= {"found": len(lines), "most": MOST_PEOPLE}
        raise InvitationsRefused([LineProblem(0, words)])
    check = _LineCheck(by, now)
    invitations, problems = [], []
    for number, cells in lines:
        try:
            invitations.append(check.read(number, cells))
        except ValidationError as refusal:
            problems.append(LineProblem(number, str(refusal.message)))
    if problems:
        raise InvitationsRefused(problems)
    return invitations


@transaction.atomic
def make_invitations(
    invitations: Iterable[Invitation], *, by: User, now: datetime
) -> list[tuple[Invitation, str]]:
    """Make a link for each line, and return it with its token: for all, or for none."""
    return [
        (each, make_invitation(each.name, by=by, now=now, scope=each.scope, role=each.role))
        for each in invitations
    ]


class _LineCheck:
    """Check lines in their order: against each other, accounts, open links, what `by` owns."""

    def __init__(self, by: User, now: datetime) -> None:
        self._by, self._now = by, now
        self._lines: dict[str, int] = {}
        self._invited: dict[Scope | None, set[str]] = {}
        self._accounts = {
            fold_for_search(name): account.username
            for account in list_accounts()
            for name in (account.username, account.get_full_name())
        }

    def read(self, number: int, cells: Mapping[str, str]) -> Invitation:
        """Return the invitation of one line; raise `ValidationError`."""
        name = self._check_name(number, cells.get("name", ""))
        where = cells.get("scope", "")
        scope = self._find_scope(where) if where else None
        role = _read_role(cells.get("role", ""), scope)
        if scope is None and not self._by.may_manage_accounts:
            raise ValidationError(
                _(
                    "Say in which study, system or group, and the role: only whoever manages the "
                    "accounts invites without one."
                )
            )
        self._check_open_links(name, scope)
        return Invitation(number, name, role, scope, where, _check_email(cells.get("email", "")))

    def _check_name(self, number: int, name: str) -> str:
        folded = fold_for_search(name).strip()
        if not folded:
            raise ValidationError(_("Write the name of the person."))
        if len(name) > _LONGEST_NAME:
            words = _("This name is too long: write %(most)s characters at most.")
            raise ValidationError(words % {"most": _LONGEST_NAME})
        if (first := self._lines.setdefault(folded, number)) != number:
            words = _(
                "%(name)s is in line %(line)s already. If these are two people, tell them apart."
            )
            raise ValidationError(words % {"name": name, "line": first})
        if account := self._accounts.get(folded):
            words = _("%(name)s has the account “%(account)s” already: give it the role.")
            raise ValidationError(words % {"name": name, "account": account})
        return name

    def _find_scope(self, slug: str) -> Scope:
        owned = [each for each in find_scopes(slug) if get_role(self._by, each) is Role.OWNER]
        if not owned:
            words = _("You own nothing called “%(slug)s”: take the end of its address.")
            raise ValidationError(words % {"slug": slug[:100]})
        if len(owned) > 1:
            words = _("Two of those you own are called “%(slug)s”: invite on their own pages.")
            raise ValidationError(words % {"slug": slug})
        return owned[0]

    def _check_open_links(self, name: str, scope: Scope | None) -> None:
        if scope not in self._invited:
            links = list_open_links(scope, now=self._now)
            self._invited[scope] = {fold_for_search(link.name).strip() for link in links}
        if fold_for_search(name).strip() in self._invited[scope]:
            words = _("A link for %(name)s is open already. Revoke it, or leave this line out.")
            raise ValidationError(words % {"name": name})


def _read_role(typed: str, scope: Scope | None) -> Role | None:
    """Return the role that a word in either language names, among those of this kind of scope."""
    if scope is None:
        if typed:
            raise ValidationError(_("Say in which study, system or group this role is."))
        return None
    roles = GRANTABLE_ROLES[scope.kind]
    for role in roles:
        words = {role.value, *(translate(role.label, language) for language in _LANGUAGES)}
        if fold_for_search(typed).strip() in {fold_for_search(word) for word in words}:
            return role
    message = _("Give one of these roles: %(roles)s.")
    raise ValidationError(message % {"roles": ", ".join(_(role.label) for role in roles)})


def _check_email(typed: str) -> str:
    if not typed:
        return ""
    if not settings.HAS_MAIL:
        raise ValidationError(_("This laboratory sends no mail: leave this column out."))
    try:
        validate_email(typed)
    except ValidationError:
        raise ValidationError(_("This is no email address.")) from None
    return typed


def _read_lines(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the number of each line with its cells by column; names of columns in any order."""
    table = open_table(text.encode())
    columns = [_find_column(column) for column in table.columns]
    if "name" not in columns:
        words = _("The first line must name the columns: name, and where needed role, in, email.")
        raise InvitationsRefused([LineProblem(1, words)])
    for row in table.rows():
        if row.problem is not None:
            raise InvitationsRefused([LineProblem(row.line, row.problem.say(current_language()))])
        if any(cell.strip() for cell in row.cells):
            cells = zip(columns, row.cells, strict=True)
            yield row.line, {column: cell.strip() for column, cell in cells if column}


def _find_column(name: str) -> str:
    folded = fold_for_search(name).strip()
    return next((column for column, names in _COLUMNS.items() if folded in names), "")
