"""What holds for all that members write: texts fit, groups speak, and evidence can be cited."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date

from django.utils.translation import gettext as _

from vecu.dialogue.content import (
    AgendaContent,
    AvisContent,
    CollegePosition,
    DialogueContent,
    EndingContent,
    PointContent,
    WorkshopContent,
)
from vecu.dialogue.models import NAME_LENGTH, CitingEntry, Dialogue, DialogueEntry
from vecu.evidence.citing_days import describe_later_evidence
from vecu.evidence.queries import list_citable
from vecu.evidence.rules import find_repeated_words, list_word_runs
from vecu.evidence.sources import Audience, Reference, list_evidence
from vecu.register.checks import TEXT_LENGTH, list_group_problems, list_unfit_texts
from vecu.register.queries import list_words_for_situations
from vecu.writings import PartLimit

Problems = dict[str, str]


def list_reference_problems(
    dialogue: Dialogue, references: Sequence[Reference], row: DialogueEntry | None, day: date
) -> Problems:
    """Return what cannot be cited on a day; what an entry already cites may be gone meanwhile.

    Beside what is about the system, everything that everybody may read of inquiries can be.
    """
    if not references:
        return {}
    sources = (*list_citable(dialogue.scope), *list_words_for_situations())
    citable = {one.reference for each in sources for one in each.evidence}
    known = {(each.source, each.id) for each in citable if not row or each.id != row.pk}
    if isinstance(row, CitingEntry):
        known |= {(each.source, each.id) for each in row.cited}
    if any((each.source, each.id) not in known for each in references):
        return {"evidence": _("Something that you ticked cannot be cited here, or is gone.")}
    later = describe_later_evidence(list_evidence(references, Audience.MEMBERS), day)
    return {"evidence": later} if later else {}


def list_copied_words(
    content: PointContent | AgendaContent | EndingContent, references: Sequence[Reference]
) -> Problems:
    """Return words of quotations: they go with their author, in the entry they would stay."""
    shown = list_evidence(references, Audience.MEMBERS)
    runs = list_word_runs(words for each in shown for words in each.wordings)
    return {
        name: _(
            "“%(words)s” are words of a quotation that you ticked. They stand beside it already"
            " and must go if their author withdraws them: use your own."
        )
        % {"words": words}
        for name, text, _limit in _iter_texts(content)
        if (words := find_repeated_words(text, runs))
    }


def list_name_problems(dialogue: Dialogue, content: DialogueContent | EndingContent) -> Problems:
    """Return names that are those of one member: groups and functions speak, not persons."""
    names: dict[str, str] = {}
    if isinstance(content, WorkshopContent):
        names = {f"college_{college}": name for college, name in content.colleges.items()}
    for each in fields(content):
        if each.name in {"group", "employer", "ended_by", "organisation"}:
            names[each.name] = getattr(content, each.name)
    return {
        field: problems["group"]
        for field, name in names.items()
        if (problems := list_group_problems(dialogue.scope, name))
    }


def list_unfit(content: DialogueContent | AvisContent | EndingContent) -> Problems:
    """Return by field which texts are too long, or cannot be stored on every database."""
    return list_unfit_texts(_iter_texts(content))


def _iter_texts(
    content: DialogueContent | AvisContent | EndingContent,
) -> Iterator[tuple[str, str, int]]:
    for each in fields(content):
        value = getattr(content, each.name)
        if each.name == "colleges":
            yield from ((f"college_{key}", text, NAME_LENGTH) for key, text in value.items())
        elif each.name in {"positions", "parts"}:
            yield from _iter_detail_texts(value)
        elif isinstance(value, Mapping):
            yield from ((f"{each.name}_{key}", text, TEXT_LENGTH) for key, text in value.items())
        elif each.name == "unions":
            yield from ((each.name, text, NAME_LENGTH) for text in value)
        elif type(value) is str:
            yield each.name, value, NAME_LENGTH


def _iter_detail_texts(
    details: Mapping[str, CollegePosition | PartLimit],
) -> Iterator[tuple[str, str, int]]:
    for key, detail in details.items():
        if isinstance(detail, CollegePosition):
            name, texts = "reason", detail.reason
        else:
            name, texts = "argument", detail.argument
            yield f"source_{key}", detail.source, NAME_LENGTH
            yield f"rule_{key}", detail.rule, NAME_LENGTH
        yield from ((f"{name}_{key}_{code}", text, TEXT_LENGTH) for code, text in texts.items())
