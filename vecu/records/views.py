"""What views of members have in common where they note something: who asks, and what follows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vecu.accounts.actions import record_audit_event
from vecu.accounts.decorators import Page, Permission, StaffRequest, require_permission
from vecu.accounts.rules import Role, Scope
from vecu.records.actions import add_record, change_record, remove_record, undo_move
from vecu.records.history import read_move
from vecu.records.kinds import Ledger
from vecu.records.submission import FormOutcome, press_button, read_revision, submit_form
from vecu.ui.content_forms import ContentForm
from vecu.ui.side_by_side import FormProblem

READ, WRITE = ["GET", "HEAD"], ["POST"]
P = ParamSpec("P")
Form = TypeVar("Form", bound=ContentForm[Any])


class HasAddress(Protocol):
    """A study, a system or a group: what members have a role in, at an address ending in `slug`."""

    slug: Any

    @property
    def scope(self) -> Scope:
        """Where roles in it are looked up."""


Subject = TypeVar("Subject", bound=HasAddress)


@dataclass(frozen=True, slots=True)
class StaffVisit(Generic[Subject]):
    """A request of somebody with a role in a subject; rooms say what the frame of pages shows."""

    request: StaffRequest
    subject: Subject
    role: Role

    @property
    def frame(self) -> dict[str, Any]:
        """What templates of all pages of this subject show."""
        raise NotImplementedError

    @property
    def sent(self) -> QueryDict | None:
        """What was typed, None unless a form was sent."""
        return self.request.POST if self.request.method == "POST" else None

    @property
    def act(self) -> dict[str, Any]:
        """Who does something, and when, as all actions take it."""
        return {"by": self.request.user.get_username(), "now": timezone.now()}

    def retype(self, **hidden: object) -> QueryDict:
        """Return what was typed, with other values in hidden fields."""
        typed = self.request.POST.copy()
        for name, value in hidden.items():
            typed[name] = str(value)
        return typed

    def audit(self, verb: str, target: str = "", details: dict[str, Any] | None = None) -> None:
        """Note in the audit of the subject that the member did something."""
        by, now = self.request.user.get_username(), timezone.now()
        record_audit_event(by, verb, self.subject.scope, target, details, now=now)

    def make_address(self, page: str, *rest: object) -> str:
        """Return the address of a page of this subject, which begins with its slug."""
        return reverse(page, args=(self.subject.slug, *rest))

    def render(
        self,
        template: str,
        context: Mapping[str, Any],
        refusals: Sequence[str] = (),
        status: int | None = None,
    ) -> HttpResponse:
        """Return a page; where its `problems`, or refusals, say what is not done, a 422."""
        problems = [FormProblem("main", text) for text in refusals]
        shown = self.frame | {"problems": problems} | dict(context)
        status = status or (422 if shown["problems"] else 200)
        return render(self.request, template, shown, status=status)

    def go_on(self, message: str, page: str, *rest: object) -> HttpResponse:
        """Redirect to a page of this subject, which says what was done."""
        messages.success(self.request, message)
        return redirect(self.make_address(page, *rest))

    def submit(
        self,
        form_type: type[Form],
        row: Any = None,
        save: Callable[..., Any] = change_record,
        /,
        **options: Any,
    ) -> FormOutcome[Form]:
        """Return the form of a row as it begins, or what became of it; without row, of a new one.

        A new one is added, a row is changed by `save`; `options` are those of the form.
        """
        if self.sent is None:
            initial = form_type.get_initial_values(row) if row else None
            return FormOutcome(form_type(initial=initial, **options), row)

        subject: Any = self.subject

        def store(content: Any, revision: int) -> Any:
            if row is None:
                return add_record(subject, content, **self.act)
            return save(row, content, revision=revision, **self.act)

        return submit_form(self.request, form_type(self.sent, **options), store, **options)

    def begin_again(self, form_type: type[Form], **options: Any) -> Form:
        """Offer to add what was typed about what somebody else removed meanwhile.

        Raise `Http404` if nothing was typed.
        """
        if self.sent is None:
            raise Http404
        form = form_type(self.sent, **options)
        form.is_valid()
        message = _(
            "Somebody else has removed this in the meantime. What you wrote is below: add it again."
        )
        form.add_error(None, message)
        return form

    def remove(self, row: Any) -> str:
        """Remove a row, as its button says; return '', or why it was not done."""
        revision = read_revision(self.request)
        return press_button(lambda: remove_record(row, revision=revision, **self.act))

    def undo(self, ledger: Ledger) -> str:
        """Undo the move that the button names; return '', or why it was not done."""
        move = read_move(self.request)
        subject: Any = self.subject
        return press_button(lambda: undo_move(subject, ledger, move, **self.act))


Visit = TypeVar("Visit", bound=StaffVisit[Any])


@dataclass(frozen=True, slots=True)
class PageDecorator(Generic[Subject, Visit]):
    """Decorate views of one subject, such as those of a room; they get a visit.

    Only a role that a permission accepts reaches them, by one of the `methods`.
    """

    visit_type: Callable[[StaffRequest, Subject, Role], Visit]
    find: Callable[[str], Subject]

    def __call__(
        self, permission: Permission, methods: Sequence[str] = READ
    ) -> Callable[[Callable[Concatenate[Visit, P], HttpResponse]], Page]:
        """Return the decorator of a view."""

        def decorate(view: Callable[Concatenate[Visit, P], HttpResponse]) -> Page:
            def respond(
                request: StaffRequest,
                subject: Subject,
                role: Role,
                /,
                *args: P.args,
                **kwargs: P.kwargs,
            ) -> HttpResponse:
                return view(self.visit_type(request, subject, role), *args, **kwargs)

            allowed = require_permission(permission, self.find)
            return wraps(view)(allowed(require_http_methods(methods)(respond)))

        return decorate
