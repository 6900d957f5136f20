"""The map of the hearing, in English: the items as tables, for whoever reads the documents."""

from collections import Counter
from collections.abc import Mapping, Sequence

from vecu.reports.hearing.items import HearingItem, HearingRecord
from vecu.reports.hearing.vocabulary import AnswerState, HearingPart

STATES = {
    AnswerState.BUILT: "built",
    AnswerState.PARTLY: "partly",
    AnswerState.QUESTIONS: "questions only",
    AnswerState.NONE: "not built",
}
INTRODUCTION = """# The map of the hearing

<!-- Written by `python -m tests.hearing_map --write` from vecu/reports/hearing/items.json. -->

Vécu implements what one source describes: a public hearing on AI and social work (Paris, 11 June
2024), in which the director of LaborIA, the French laboratory on AI at work (Inria and the
Ministry of Labour), explained how it observes AI entering work, what it found, what it
recommends, and what it plans; others objected and asked. This map restates each item in our own
words, says who said it and with what status, and what answers it here today. Everybody reads the
same at `/fr/answers/`. Both are made from one file, and tests check it: every sentence of the
record belongs to one item; every test, page, command and question exists.

*Built*: what the item requires of a program exists. *Partly*: some of it does. *Questions only*:
the question library asks about it, and nothing else does. *Not built*: nothing exists.
"""
NOTHING = "–"
DEMONSTRATOR = "demonstrators:demonstrator"
"""The named page that plays a demonstrator."""


def write_hearing_map(record: HearingRecord, addresses: Mapping[str, str]) -> str:
    """Return the map as Markdown; `addresses` has the address of each named page."""
    parts = [INTRODUCTION, _count(record.items)]
    for part in HearingPart:
        rows = [_write_row(item, addresses) for item in record.list_part(part)]
        parts.append("\n".join([f"## {part.label}\n", *_TABLE_HEAD, *rows, ""]))
    return "\n".join(parts)


_TABLE_HEAD = (
    "| Item | In our words | Who, and with what status | What answers it | Shown by | Status |",
    "| --- | --- | --- | --- | --- | --- |",
)


def _count(items: Sequence[HearingItem]) -> str:
    numbers = Counter(item.state for item in items)
    counted = ", ".join(f"{numbers[state]} {label}" for state, label in STATES.items())
    return f"Of {len(items)} items: {counted}.\n"


def _write_row(item: HearingItem, addresses: Mapping[str, str]) -> str:
    cells = (
        f"**{item.name}**",
        item.claim["en"],
        f"{item.speaker.label}: {item.saying.value}",
        _write_answer(item, addresses),
        _write_code(item.tests) or NOTHING,
        STATES[item.state],
    )
    return f"| {' | '.join(cells)} |"


def _write_answer(item: HearingItem, addresses: Mapping[str, str]) -> str:
    library = f"The library asks: {_write_code(item.questions)}." if item.questions else ""
    pages = [addresses[page] for page in item.pages]
    machines = [addresses[DEMONSTRATOR].replace("<name>", name) for name in item.demonstrators]
    places = _write_code([*pages, *machines, *item.commands])
    sentences = (item.answer.get("en", ""), f"See {places}." if places else "", library)
    return " ".join(filter(None, sentences)) or "nothing"


def _write_code(words: Sequence[str]) -> str:
    return ", ".join(f"`{each}`" for each in words)
