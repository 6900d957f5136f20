"""What was said at the hearing, and what answers it here."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vecu.reports.hearing.items import read_hearing
from vecu.reports.hearing_presenters import (
    ItemChoice,
    list_hearing_sections,
    list_speaker_choices,
    list_state_choices,
    read_item_choice,
)


@require_safe
def show_answers(request: HttpRequest) -> HttpResponse:
    """Show the items, all or those that the address chooses."""
    record, choice = read_hearing(), read_item_choice(request.GET)
    context = {
        "sections": list_hearing_sections(record, choice),
        "number": len(record.items),
        "numbers": Counter(item.state.value for item in record.items),
        "states": list_state_choices(record, choice),
        "speakers": list_speaker_choices(record, choice),
        "chosen": choice != ItemChoice(),
    }
    return render(request, "reports/answers.html", context)
