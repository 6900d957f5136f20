"""What other rooms may ask of accounts: who someone is in a scope, and what was done there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vecu.accounts.models import AuditEvent, Mandate, Membership, User, scope_columns
from vecu.accounts.rules import DEMO_ACCOUNTS, Role, Scope, ScopeKind
from vecu.errors import VecuError
from vecu.ui.templatetags.ui import day as format_day

Mandates = Mapping[str, Mandate]
"""Mandates by key."""


class UnknownAccount(VecuError):
    """No member has this account name."""


@dataclass(frozen=True, slots=True)
class Member:
    """One account with a role in a scope; `name` is what colleagues call the person."""

    account: str
    name: str
    role: Role
    is_active: bool = True


def get_role(user: User, scope: Scope) -> Role | None:
    """Return the role of `user` in this scope, or None when they have none.

    Site-level permissions such as `may_create_studies` or Django's superuser flag give no role:
    only members of the study read answers.
    """
    found = Membership.objects.filter(**scope_columns(scope), user=user)
    role = found.values_list("role", flat=True).first()
    return Role(role) if role else None


def list_roles(user: User, kind: ScopeKind) -> dict[UUID, Role]:
    """Return the role of `user` by uuid, for every scope of one kind in whose team they are.

    An interviewer is in no team: pages that show what is new, or counts, never list their studies.
    """
    held = Membership.objects.filter(user=user, scope_kind=kind).exclude(role=Role.INTERVIEWER)
    return {uuid: Role(role) for uuid, role in held.values_list("scope_uuid", "role")}


def list_interviewed_scopes(user: User) -> set[UUID]:
    """Return the studies for which `user` is an interviewer."""
    held = Membership.objects.filter(user=user, role=Role.INTERVIEWER)
    return set(held.values_list("scope_uuid", flat=True))


def is_interviewer(account: str) -> bool:
    """Return whether an account types what people say in calls, in any study."""
    held = Membership.objects.filter(user__username=account, role=Role.INTERVIEWER)
    return bool(account) and held.exists()


def get_undertaking_day(user: User, scope: Scope) -> date | None:
    """Return on which day an interviewer undertook secrecy in this scope, None if not yet."""
    held = Membership.objects.filter(**scope_columns(scope), user=user, role=Role.INTERVIEWER)
    return held.values_list("undertaking", flat=True).first()


def find_mandate(account: str, scope: Scope) -> Mandate | None:
    """Return the mandate of an account that speaks for the staff in a scope now, None without."""
    given = Membership.objects.filter(**scope_columns(scope), user__username=account)
    found = given.filter(role=Role.REPRESENTATIVE).select_related("mandate").first()
    return found.mandate if found else None


def list_mandates(scope: Scope) -> Mandates:
    """Return all mandates that there were in a scope, by key."""
    return {str(each.pk): each for each in Mandate.objects.filter(**scope_columns(scope))}


def get_mandate_note(mandate: Mandate | None) -> str:
    """Return who opened an account of representatives, or which paper of their body appoints it."""
    if mandate and mandate.paper and mandate.paper_day:
        return _("Appointed by: %(body)s, %(paper)s, %(day)s.") % {
            "body": mandate.body,
            "paper": mandate.paper,
            "day": format_day(mandate.paper_day),
        }
    if mandate and mandate.opened:
        return _(
            "Account opened for staff representatives by management on %(day)s; no document of"
            " their body vouches for it here."
        ) % {"day": format_day(mandate.opened)}
    return _(
        "Account opened for staff representatives by management, on a day that is not known; no"
        " document of their body vouches for it here."
    )


def has_active_representative(scope: Scope) -> bool:
    """Return whether some account that can sign in speaks for the staff in a scope."""
    given = Membership.objects.filter(**scope_columns(scope), role=Role.REPRESENTATIVE)
    return given.filter(user__is_active=True).exists()


def list_members(scope: Scope) -> list[Member]:
    """Return the members of a scope: owners first, then by account name."""
    found = Membership.objects.filter(**scope_columns(scope)).select_related("user")
    members = [
        Member(item.user.username, item.user.get_full_name(), Role(item.role), item.user.is_active)
        for item in found
    ]
    order = list(Role)
    return sorted(members, key=lambda member: (order.index(member.role), member.account))


def get_display_names() -> dict[str, str]:
    """Return display names by account; accounts without a name are left out."""
    named = User.objects.exclude(first_name="", last_name="")
    return {user.username: user.get_full_name() for user in named}


def get_account(name: str) -> User | None:
    """Return the active account with this name, ignoring case, or None."""
    exact = User.objects.filter(username=name, is_active=True).first()
    return exact or User.objects.filter(username__iexact=name, is_active=True).first()


def find_account(name: str) -> User | None:
    """Return the account with exactly this name, a disabled one too; None if there is none."""
    return User.objects.filter(username=name, removed=None).first()


def list_accounts() -> QuerySet[User]:
    """Return all accounts but the removed ones, by account name."""
    return User.objects.filter(removed=None).order_by("username")


def is_any_manager_left() -> bool:
    """Return whether some account that can sign in may manage all accounts."""
    return User.objects.filter(may_manage_accounts=True, is_active=True).exists()


def may_replace_password(maker: User, user: User) -> bool:
    """Return whether `maker` may hand out a link by which the password of `user` is replaced.

    Whoever has the link becomes this account. So whoever manages all accounts may, and an owner
    only where the account opens nothing that the owner does not own, and speaks for no staff: its
    owner would confirm in their name.
    """
    if not maker.is_active or not user.is_active or maker == user:
        return False
    if maker.may_manage_accounts:
        return True
    if user.may_manage_accounts or user.may_create_studies:
        return False
    given = list(user.memberships.all())
    if any(item.role == Role.REPRESENTATIVE for item in given):
        return False
    scopes = [Scope(ScopeKind(item.scope_kind), item.scope_uuid) for item in given]
    return bool(scopes) and all(get_role(maker, scope) is Role.OWNER for scope in scopes)


def is_any_scope_owned(user: User) -> bool:
    """Return whether a member owns a study, system or group."""
    return Membership.objects.filter(user=user, role=Role.OWNER).exists()


def get_member(name: str) -> User:
    """Return the active account with this name; raise `UnknownAccount` if there is none."""
    user = get_account(name)
    if user is None:
        raise UnknownAccount(
            _("No account is called “%(account)s”. Add it with: vecu member add %(account)s")
            % {"account": name}
        )
    return user


def has_members() -> bool:
    """Return whether anybody could sign in."""
    return User.objects.filter(is_active=True).exists()


def has_real_accounts() -> bool:
    """Return whether any account is not one that the demonstration makes.

    A removed account counts, as does one of the demonstration's to which somebody gave an address.
    """
    return User.objects.exclude(username__in=DEMO_ACCOUNTS, email="").exists()


def list_demo_accounts(scopes: Collection[Scope]) -> dict[str, bool]:
    """Return the demonstration's accounts with a role in these scopes, by name.

    The value says whether they have a role elsewhere, too.
    """
    inside, held = {scope.id for scope in scopes}, dict[str, set[UUID]]()
    rows = Membership.objects.filter(user__username__in=DEMO_ACCOUNTS).order_by("user__username")
    for name, uuid in rows.values_list("user__username", "scope_uuid"):
        held.setdefault(name, set()).add(uuid)
    return {name: bool(uuids - inside) for name, uuids in held.items() if uuids & inside}


ACCOUNT_VERBS = {
    "added second factor": gettext_noop("added a second step to their sign-in"),
    "changed own password": gettext_noop("changed their own password"),
    "changed permissions": gettext_noop("changed what an account may do"),
    "deleted account": gettext_noop("deleted an account"),
    "disabled account": gettext_noop("disabled an account"),
    "enabled account": gettext_noop("enabled an account"),
    "ended own sessions": gettext_noop("ended sessions of their own"),
    "invited": gettext_noop("created a link to join"),
    "joined": gettext_noop("created their account by a link"),
    "linked account": gettext_noop("tied an account to a sign-in at the provider"),
    "made password link": gettext_noop("created a link for a new password"),
    "made recovery codes": gettext_noop("made new recovery codes"),
    "removed account": gettext_noop("removed an account"),
    "revoked link": gettext_noop("revoked a link"),
    "removed second factor": gettext_noop("removed a second step of their sign-in"),
    "removed second factors": gettext_noop("removed the second step of an account"),
    "used password link": gettext_noop("chose a new password by a link"),
    "used recovery code": gettext_noop("signed in with a recovery code"),
}
"""The label of each verb about accounts; the laboratory's page of accounts lists these events."""


VERBS = ACCOUNT_VERBS | {
    "added relay": gettext_noop("added a relay"),
    "adopted pilot": gettext_noop("made a system a pilot of the laboratory"),
    "agreed to month": gettext_noop("agreed to let others read the figures of a month"),
    "began study": gettext_noop("created the study"),
    "began group": gettext_noop("created a learning group"),
    "began system": gettext_noop("started the register entry of a system"),
    "brought answers in": gettext_noop("imported answers"),
    "brought coding in": gettext_noop("imported coding done elsewhere"),
    "brought a document in": gettext_noop("imported a document"),
    "changed description": gettext_noop("changed the study details"),
    "changed diary": gettext_noop("changed what the diary offers"),
    "chose sectors of replies": gettext_noop("chose the sectors that replies can name"),
    "deleted answer": gettext_noop("deleted an answer"),
    "deleted group": gettext_noop("deleted a learning group"),
    "ended group": gettext_noop("ended a learning group"),
    "deleted study": gettext_noop("deleted the study"),
    "deleted system": gettext_noop("deleted a system"),
    "discarded finding": gettext_noop("deleted the draft of a finding"),
    "drew cards": gettext_noop("drew cards"),
    "drew diary codes": gettext_noop("drew diary codes"),
    "froze extract": gettext_noop("counted people for an extract"),
    "gave role": gettext_noop("gave a role"),
    "issued log token": gettext_noop("issued a token, with which a system sends events"),
    "printed codes of people": gettext_noop("printed codes of people supported"),
    "made diary codes void": gettext_noop("revoked all diary codes"),
    "confirmed log papers": gettext_noop("confirmed the documents of the log"),
    "contested log papers": gettext_noop("contested the documents of the log"),
    "named mandate": gettext_noop("named the document that appoints them"),
    "noted log papers": gettext_noop("noted what a log needs before it begins"),
    "noted feedback": gettext_noop("noted that results were told back aloud"),
    "prepared interviews": gettext_noop("prepared answers by telephone and on paper"),
    "published case": gettext_noop("published a case"),
    "published finding": gettext_noop("published a finding"),
    "published group": gettext_noop("published the mandate sheet of a group"),
    "published matrix": gettext_noop("published a matrix"),
    "published system": gettext_noop("published a system"),
    "published version": gettext_noop("published a version"),
    "read coded stories": gettext_noop("read the stories behind a count of codes"),
    "read answer": gettext_noop("read one person’s answers"),
    "read completion": gettext_noop("looked at where people stopped"),
    "read file": gettext_noop("opened a file that a person gave"),
    "read figures": gettext_noop("looked at figures"),
    "read to code": gettext_noop("read texts to code them"),
    "read passages": gettext_noop("read the passages behind a cell of a matrix"),
    "read list": gettext_noop("looked at the list of people"),
    "read replies": gettext_noop("read replies to findings"),
    "released figure": gettext_noop("released a figure"),
    "published whole story": gettext_noop("published a whole story"),
    "withheld whole story": gettext_noop("withheld a whole story"),
    "released quotation": gettext_noop("released a quotation"),
    "removed relay": gettext_noop("removed a relay"),
    "removed role": gettext_noop("took away a role"),
    "renamed relay": gettext_noop("renamed a relay"),
    "resumed field log": gettext_noop("resumed the log"),
    "revoked cards": gettext_noop("revoked unused cards"),
    "revoked log token": gettext_noop("revoked a token of the log"),
    "set closed": gettext_noop("closed the study"),
    "set open": gettext_noop("opened the study"),
    "set paused": gettext_noop("paused the study"),
    "stated origin": gettext_noop("said where an imported file comes from"),
    "superseded finding": gettext_noop("replaced a finding by its next version"),
    "suspended field log": gettext_noop("suspended the log"),
    "took agreement back": gettext_noop("took back the agreement to the figures of a month"),
    "took coding out": gettext_noop("exported the coding"),
    "took case back": gettext_noop("took back a case"),
    "took data out": gettext_noop("exported all answers"),
    "took finding back": gettext_noop("took back a finding"),
    "took group back": gettext_noop("stopped publishing a group"),
    "took matrix back": gettext_noop("took back a matrix"),
    "took system back": gettext_noop("stopped publishing a system"),
    "undertook secrecy": gettext_noop("undertook secrecy as an interviewer"),
    "undid finding": gettext_noop("undid the last act on a finding"),
    "took release back": gettext_noop("took back a released figure"),
    "updated extract": gettext_noop("counted the same people again for an extract"),
    "uploaded a file": gettext_noop("uploaded a file"),
    "withheld quotation": gettext_noop("withheld a quotation"),
    "wrote statement": gettext_noop("wrote the impact assessment, simple version or call card"),
    "wrote finding": gettext_noop("wrote a draft of a finding"),
}
"""The label of each verb in the audit log; the verb itself is stored."""


DETAILS = {
    "accounts": gettext_noop("may manage all accounts"),
    "already": gettext_noop("rows imported before"),
    "answers": gettext_noop("answers"),
    "bytes": gettext_noop("bytes"),
    "cards": gettext_noop("cards"),
    "closes": gettext_noop("last day"),
    "code": gettext_noop("code"),
    "codes": gettext_noop("codes"),
    "codings": gettext_noop("codings"),
    "columns": gettext_noop("columns"),
    "fielding": gettext_noop("way of taking part"),
    "files": gettext_noop("files"),
    "format": gettext_noop("format"),
    "from": gettext_noop("from"),
    "guide": gettext_noop("guide"),
    "invited by": gettext_noop("invited by"),
    "kept": gettext_noop("rows imported"),
    "language": gettext_noop("language"),
    "name": gettext_noop("name"),
    "opens": gettext_noop("first day"),
    "people": gettext_noop("people"),
    "question": gettext_noop("question"),
    "quotation": gettext_noop("quotation"),
    "reason": gettext_noop("reason"),
    "refused": gettext_noop("rows refused"),
    "relay": gettext_noop("relay"),
    "revoked": gettext_noop("cards revoked"),
    "role": gettext_noop("role"),
    "rows": gettext_noop("rows"),
    "shares": gettext_noop("shares of"),
    "shape": gettext_noop("shape"),
    "since": gettext_noop("since"),
    "studies": gettext_noop("may create studies"),
    "to": gettext_noop("to"),
    "until": gettext_noop("until"),
    "which": gettext_noop("which"),
    "words": gettext_noop("words looked for"),
}
"""The label of each detail in the audit log; a question as detail has its own name."""


REASONS = {
    "names somebody": gettext_noop("it names somebody"),
    "requested": gettext_noop("the person requested it"),
    "spam": gettext_noop("spam"),
    "test": gettext_noop("a test"),
}
"""The label of each reason for deleting an answer."""


def list_audit_details(detail: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return the nonempty details of an audit event, labelled in the current language."""
    formatted = ((name, _format_detail(name, value)) for name, value in detail.items())
    return [
        (_(DETAILS[name]) if name in DETAILS else name, text) for name, text in formatted if text
    ]


def _format_detail(name: str, value: object) -> str:
    if name == "reason":
        return _(REASONS.get(str(value), str(value)))
    if name == "role":
        return _(Role(str(value)).label)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def get_audit_verb_label(verb: str) -> str:
    """Return the label of an audit verb in the current language; unknown verbs as stored."""
    return _(VERBS.get(verb, verb))


def get_last_audit_time() -> datetime | None:
    """Return when a member last did something that is audited, None if nobody did."""
    return AuditEvent.objects.order_by("-at").values_list("at", flat=True).first()


def list_audit(scope: Scope) -> QuerySet[AuditEvent]:
    """Return what members did with a scope's data, latest first; lazy, so that it can be paged."""
    return AuditEvent.objects.filter(**scope_columns(scope))


def list_account_events() -> QuerySet[AuditEvent]:
    """Return what was done with accounts of the laboratory, latest first."""
    return AuditEvent.objects.filter(scope_kind=None, verb__in=ACCOUNT_VERBS)
