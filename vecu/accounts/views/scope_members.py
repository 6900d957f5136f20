"""Members of one study, system or group, for its owners: roles, links to join, new passwords.

Each room has these pages at its own addresses, and decides who may open them.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.accounts.access_links import (
    LinkRefused,
    find_link,
    list_open_links,
    make_invitation,
    make_password_link,
    revoke_link,
)
from vecu.accounts.actions import LastOwner, give_role, remove_role
from vecu.accounts.decorators import StaffRequest
from vecu.accounts.forms import RoleForm, ScopeInvitationForm
from vecu.accounts.queries import (
    find_account,
    get_account,
    get_role,
    list_members,
    may_replace_password,
)
from vecu.accounts.rules import Role, Scope
from vecu.accounts.views.fresh_sign_in import require_fresh_sign_in
from vecu.accounts.views.members import build_new_link


@dataclass(frozen=True, slots=True)
class MemberPages:
    """The pages of the members of one scope, at the addresses of a room.

    `labels` are the roles that can be given. The room `room` names its addresses `members`,
    `remove-member`, `invite`, `password-link` and `revoke-link`, which take the scope's `slug`;
    `home` lists all scopes. `render` shows one of its templates, `members` or `new_link`.
    """

    request: StaffRequest
    scope: Scope
    slug: str
    labels: Mapping[Role, str]
    room: str
    home: str
    render: Callable[[str, dict[str, Any], int], HttpResponse]

    def list_or_give(self) -> HttpResponse:
        """List the members; on POST, give a role to an account."""
        form = RoleForm(self.labels, self.request.POST if self.request.method == "POST" else None)
        if form.is_valid():
            user = get_account(form.cleaned_data["account"])
            if user is None:
                message = _("No account is called “%(account)s”. Check the spelling.")
                form.add_error("account", message % {"account": form.cleaned_data["account"]})
            else:
                try:
                    role, by = Role(form.cleaned_data["role"]), self._by
                    give_role(user, self.scope, role, by=by, now=timezone.now())
                except LastOwner as refusal:
                    form.add_error("account", str(refusal))
                else:
                    return self._go_on(_("The role was given."))
        return self._list({"form": form}, 422 if form.errors else 200)

    def remove_member(self) -> HttpResponse:
        """Remove an account's role."""
        user = find_account(self._get_posted("account"))
        if user is None:
            raise Http404
        try:
            remove_role(user, self.scope, by=self._by, now=timezone.now())
        except LastOwner as refusal:
            form = RoleForm(self.labels, {"account": user.get_username(), "role": Role.OWNER})
            form.add_error("account", str(refusal))
            return self._list({"form": form}, 422)
        return self._go_on(_("The role was taken away."))

    def invite(self) -> HttpResponse:
        """Make a link by which somebody without an account joins."""
        form = ScopeInvitationForm(self.labels, self.request.POST)
        if not form.is_valid():
            return self._list({"invitation": form}, 422)
        require_fresh_sign_in(self.request)
        token = make_invitation(
            form.cleaned_data["name"],
            by=self.request.user,
            now=timezone.now(),
            scope=self.scope,
            role=Role(form.cleaned_data["role"]),
        )
        return self._show_link(token, email=form.cleaned_data.get("email", ""), joins=True)

    def make_password_link(self) -> HttpResponse:
        """Make a link by which a member chooses a new password."""
        user = get_account(self._get_posted("account"))
        if user is None or get_role(user, self.scope) is None:
            raise Http404
        require_fresh_sign_in(self.request)
        try:
            token = make_password_link(user, by=self.request.user, now=timezone.now())
        except LinkRefused as refusal:
            return self._list({"refusal": str(refusal)}, 422)
        return self._show_link(token, email="", joins=False)

    def revoke_link(self) -> HttpResponse:
        """Make an open link to join useless."""
        with suppress(ValueError):
            link = find_link(UUID(self._get_posted("link")))
            if link is not None and link.scope == self.scope:
                revoke_link(link, by=self._by, now=timezone.now())
        return self._go_on(_("The link no longer works."))

    @property
    def _by(self) -> str:
        return self.request.user.get_username()

    def _get_posted(self, name: str) -> str:
        return self.request.POST.get(name, "").replace("\x00", "")[:150]

    def _get_address(self, name: str) -> str:
        return reverse(f"{self.room}:{name}", args=(self.slug,))

    def _show_link(self, token: str, *, email: str, joins: bool) -> HttpResponse:
        back = self._get_address("members")
        made = build_new_link(self.request, token, joins=joins, email=email, back=back)
        return self.render("new_link", {"made": made}, 200)

    def _list(self, context: dict[str, Any], status: int) -> HttpResponse:
        lines = []
        for member in list_members(self.scope):
            user = find_account(member.account)
            resettable = user is not None and may_replace_password(self.request.user, user)
            role = self.labels[member.role]
            lines.append({"member": member, "role": role, "resettable": resettable})
        links = list_open_links(self.scope, now=timezone.now())
        shared: dict[str, Any] = {
            "lines": lines,
            "links": [(link, self.labels[Role(link.role)]) for link in links],
            "form": RoleForm(self.labels),
            "invitation": ScopeInvitationForm(self.labels),
            "members_url": self._get_address("members"),
            "remove_url": self._get_address("remove-member"),
            "password_url": self._get_address("password-link"),
            "invite_url": self._get_address("invite"),
            "revoke_url": self._get_address("revoke-link"),
        }
        return self.render("members", shared | context, status)

    def _go_on(self, message: str) -> HttpResponse:
        """Return to the members, or home if the member's role no longer permits that."""
        messages.success(self.request, message)
        if allowed.can_manage_members(get_role(self.request.user, self.scope)):
            return redirect(self._get_address("members"))
        return redirect(self.home)
