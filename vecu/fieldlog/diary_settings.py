"""What a diary code opens, and the kinds of proposal that the diary offers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from vecu.accounts.actions import record_audit_event
from vecu.errors import VecuError
from vecu.fieldlog.diary_notes import KEY_LENGTH, MOST_KINDS
from vecu.fieldlog.models import FieldLog

LABEL_LENGTH = 60
"""Characters of a kind of proposal: a button on a phone."""


class DiarySettingsRefused(VecuError):
    """The kinds of proposal cannot be offered so; the message says what to change."""


@transaction.atomic
def set_diary(
    log: FieldLog, *, diary_open: bool, kinds: Mapping[str, str], by: str, now: datetime
) -> None:
    """Set whether codes open the diary, and the kinds of proposal: by language, one a line.

    The lines of both languages are the same kinds in the same order. A kind keeps its key, by which
    its decisions are counted, while its label stays in one of the languages. Raise
    `DiarySettingsRefused`.
    """
    locked = FieldLog.objects.select_for_update().get(pk=log.pk)
    locked.diary_open = diary_open
    locked.proposal_kinds = _make_kinds(_split_lines(kinds), locked.proposal_kinds)
    locked.save(update_fields=["diary_open", "proposal_kinds"])
    record_audit_event(by, "changed diary", log.scope, now=now)


def format_kinds(stored: Sequence[Mapping[str, Any]], language: str) -> str:
    """Return the kinds of proposal in one language as a member writes them, one a line."""
    return "\n".join(each["label"].get(language, "") for each in stored).strip()


def _split_lines(kinds: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the lines of each language that has any; refuse what does not correspond."""
    lines = {
        language: [" ".join(line.split()) for line in text.splitlines() if line.strip()]
        for language, text in kinds.items()
    }
    written = {language: each for language, each in lines.items() if each}
    numbers = {len(each) for each in written.values()}
    if len(numbers) > 1:
        raise DiarySettingsRefused(
            _("Both languages need the same kinds in the same order: one has more lines.")
        )
    if numbers and max(numbers) > MOST_KINDS:
        message = _("At most %(most)s kinds: more cannot be read in ten seconds.")
        raise DiarySettingsRefused(message % {"most": MOST_KINDS})
    for line in (line for each in written.values() for line in each):
        if len(line) > LABEL_LENGTH or not line.isprintable():
            message = _("“%(line)s” is too long for a button: write at most %(most)s characters.")
            raise DiarySettingsRefused(
                message % {"line": line[:LABEL_LENGTH], "most": LABEL_LENGTH}
            )
    return written


def _make_kinds(
    lines: Mapping[str, Sequence[str]], stored: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    number = max((len(each) for each in lines.values()), default=0)
    labels = [{language: each[i] for language, each in lines.items()} for i in range(number)]
    kinds: list[dict[str, Any]] = []
    for label in labels:
        taken = {kind["key"] for kind in kinds}
        keys = (
            each["key"]
            for each in stored
            if each["label"].items() & label.items() and each["key"] not in taken
        )
        key = next(keys, "") or _make_key(next(iter(label.values())), taken)
        kinds.append({"key": key, "label": label})
    return kinds


def _make_key(label: str, taken: set[str]) -> str:
    """Return a key that reads like the label, and stands for no other kind."""
    base = slugify(label)[: KEY_LENGTH - 2].strip("-_") or "kind"
    keys = (base if number == 1 else f"{base}-{number}" for number in range(1, MOST_KINDS + 2))
    return next(key for key in keys if key not in taken)
