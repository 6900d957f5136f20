"""Members' pages of second looks: what waits, a request that came in, its answer."""

from secrets import token_bytes

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.credentials import generate_access_codes, parse_access_code
from vecu.register.queries import find_end
from vecu.register.views.system_access import SystemVisit, system_page
from vecu.safeguards.person_codes import is_guess_refused
from vecu.safeguards.second_looks.actions import (
    LookRefused,
    answer_look,
    describe_wrong_code,
    receive_look,
)
from vecu.safeguards.second_looks.forms import LookAnswerForm, LookForm, LookReceiptForm
from vecu.safeguards.second_looks.presenters import (
    describe_closed_looks,
    describe_end,
    describe_open_look,
    list_helpers,
    list_look_facts,
    list_look_steps,
)
from vecu.safeguards.second_looks.queries import find_look, find_look_office, list_looks
from vecu.safeguards.second_looks.rules import KEEPS_NO_DEADLINE, list_waiting
from vecu.ui.requests import READ_OR_WRITE


@system_page(allowed.can_see_system)
def show_looks(visit: SystemVisit) -> HttpResponse:
    """Show which requests wait, the most urgent first, and what came of all of them."""
    today, rows = localdate(), list_looks(visit.system)
    office = find_look_office(visit.system)
    context = {
        "office": office,
        "facts": list_look_facts(office) if office else [],
        "waiting": [
            (describe_open_look(each, today), each.is_late(today)) for each in list_waiting(rows)
        ],
        "figures": describe_closed_looks(rows, localdate()),
    }
    return visit.render("safeguards/looks.html", context)


@system_page(allowed.can_edit_system, READ_OR_WRITE)
def receive(visit: SystemVisit) -> HttpResponse:
    """Note that a request came in, and show the receipt, which alone holds a new code."""
    office = find_look_office(visit.system)
    if office is None:
        refusal = _("Name first the office that receives requests, and the function that looks.")
        return visit.render("safeguards/looks.html", {"office": None}, [refusal])
    form = LookReceiptForm(visit.sent, initial={"fresh": generate_access_codes(1, token_bytes)[0]})
    if not form.is_valid():
        return _form_page(visit, "safeguards/look_receive.html", form)
    try:
        look = receive_look(office, form.request, today=localdate())
    except LookRefused as refusal:
        form.add_error(refusal.field, str(refusal))
        return _form_page(visit, "safeguards/look_receive.html", form)
    context = {
        "code": parse_access_code(form.request.code),
        "office": office,
        "facts": list_look_facts(office),
        "steps": list_look_steps(look, office, localdate()),
        "warning": _(KEEPS_NO_DEADLINE),
        "helpers": list_helpers(),
    }
    return visit.render("safeguards/look_receipt.html", context)


@system_page(allowed.can_edit_system, READ_OR_WRITE)
def answer(visit: SystemVisit) -> HttpResponse:
    """Note what became of a request. Nothing says who looked, nor what the reply was."""
    form = LookAnswerForm(visit.sent)
    if not form.is_valid():
        return _form_page(visit, "safeguards/look_answer.html", form)
    typed = form.cleaned_data["code"]
    look = find_look(visit.system, typed)
    if look is None:
        form.add_error("code", _describe_unknown(visit, typed))
        return _form_page(visit, "safeguards/look_answer.html", form)
    try:
        answer_look(
            look, form.cleaned_data["state"], form.cleaned_data["conditions"], today=localdate()
        )
    except LookRefused as refusal:
        form.add_error(refusal.field, str(refusal))
        return _form_page(visit, "safeguards/look_answer.html", form)
    return visit.go_on(_("Noted. The person reads it with the code."), "safeguards:looks")


def _describe_unknown(visit: SystemVisit, typed: str) -> str:
    if parse_access_code(typed) is None:
        return describe_wrong_code()
    if is_guess_refused(visit.system, None):
        return _("Many wrong codes have been tried here. Check this one and wait a minute.")
    return _("No request is noted under this code. Note first that it came in.")


def _form_page(visit: SystemVisit, template: str, form: LookForm) -> HttpResponse:
    problems = form.list_problems() if form.is_bound else []
    off = describe_end(find_look_office(visit.system), find_end(visit.system), localdate())
    return visit.render(template, {"form": form, "problems": problems, "switched_off": off})
