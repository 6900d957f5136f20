"""What a page about a form sends back: closed values, silences and replies, by field. Pure.

What is sent may have been changed by anybody: a word that is not of its list counts as none.
"""

import re
from collections.abc import Iterator, Mapping

from vecu.pilots.cold_writing.filled_form import (
    SILENCES,
    DisputeReply,
    FieldState,
    FormEntries,
    PaperChoice,
)
from vecu.pilots.cold_writing.form_book import FormDescription

TYPED, SILENT, REPLY, LOOK = "typed-", "silent-", "reply-", "look-"
LOOKERS = ("worker", "person")
"""Who looks at two papers that disagree: neither alone."""
MOST_TYPED = 40
TOKEN = re.compile(r"[0-9a-f]{32}")


def read_form_entries(form: FormDescription, sent: Mapping[str, str]) -> FormEntries:
    """Return what people did with a form; other fields and longer values are left out."""
    corrected = [each.key for each in form.fields if each.may_be_corrected]
    looks = [
        PaperChoice(sent[LOOK + each])
        for each in LOOKERS
        if sent.get(LOOK + each) in list(PaperChoice)
    ]
    return FormEntries(
        typed={key: sent[TYPED + key][:MOST_TYPED] for key in corrected if TYPED + key in sent},
        silent={
            key: FieldState(sent[SILENT + key])
            for key in corrected
            if sent.get(SILENT + key) in SILENCES
        },
        replies={
            part: DisputeReply(sent[REPLY + part])
            for part in {each.part for each in form.fields}
            if sent.get(REPLY + part) in list(DisputeReply)
        },
        looks=tuple(looks),
    )


def iter_hidden_entries(entries: FormEntries, shown: set[str]) -> Iterator[tuple[str, str]]:
    """Yield what the page carries on without an input for it: nothing is lost by a moved limit."""
    for begins, values in ((TYPED, entries.typed), (SILENT, entries.silent)):
        yield from ((begins + key, value) for key, value in values.items() if key not in shown)
