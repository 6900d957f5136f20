"""Where the limit of a form stands today, as organisations took position in the dialogue."""

from datetime import date
from uuid import UUID

from vecu.pilots.cold_writing.filled_form import FormLimits
from vecu.pilots.cold_writing.form_book import FormDescription
from vecu.writings import find_writing_kind, judge_part, list_limits, list_objections


def find_form_limits(system: UUID, form: FormDescription, today: date) -> FormLimits:
    """Return the limits in force: asked anew each time, so that a form follows one that moved."""
    positions = list_limits(system, form.writing, today)
    kind = find_writing_kind(form.writing)
    if kind is None:
        raise LookupError(f"There is no kind of writing “{form.writing}”.")
    judged = {each.key: judge_part(each.key, positions) for each in kind.parts}
    return FormLimits(
        sorts={key: sort for key, sort in judged.items() if sort is not None},
        objections=tuple(list_objections(kind, positions)),
        mark="; ".join(
            f"{each.organisation}, {each.day.isoformat()}, {each.version}" for each in positions
        ),
    )
