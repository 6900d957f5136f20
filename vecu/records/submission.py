"""What pages do with a form or a button: done, refused in words, or changed meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import HttpRequest

from vecu.records.errors import RecordChanged, RecordRefused
from vecu.ui.content_forms import ContentForm

Form = TypeVar("Form", bound=ContentForm[Any])
SEARCH = "find"
"""The button that looks for something to cite, and saves nothing."""


@dataclass(frozen=True, slots=True)
class FormOutcome(Generic[Form]):
    """What became of a form: `row` is what was stored, or what somebody else stored meanwhile.

    Unless it is done, `form` is to be shown again, with what was typed and what forbids it.
    `is_removed`: what it would change is not there any more.
    """

    form: Form
    row: Any = None
    is_done: bool = False
    is_removed: bool = False


def submit_form(
    request: HttpRequest,
    form: Form,
    save: Callable[[Any, int], Any],
    *,
    read: Callable[[Any], Any] = lambda row: row,
    **options: Any,
) -> FormOutcome[Form]:
    """Save the content of a form by `save(content, revision)`; `options` are those of the form.

    `read` returns what the form shows of a row that somebody else has changed.
    """
    if SEARCH in request.POST or not form.is_valid():
        return FormOutcome(form)
    try:
        row = save(form.content, form.cleaned_data["revision"] or 0)
    except RecordRefused as refusal:
        form.refuse(refusal.problems)
    except RecordChanged as changed:
        if changed.theirs is None:
            return FormOutcome(form, is_removed=True)
        beside = form.beside(request.POST, read(changed.theirs), str(changed), **options)
        return FormOutcome(beside, changed.theirs)
    else:
        return FormOutcome(form, row, is_done=True)
    return FormOutcome(form)


def press_button(act: Callable[[], object]) -> str:
    """Do something and return '', or why it was not done."""
    try:
        act()
    except (RecordRefused, RecordChanged) as refusal:
        return str(refusal)
    return ""


def read_revision(request: HttpRequest) -> int:
    """Return the revision that a button names, 0 for what is no number."""
    sent = request.POST.get("revision", "")
    return int(sent[:9]) if sent.isdecimal() else 0
