"""Guess of whom a machine wrote, and what it left out; then read its source and the swap."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from vecu.demonstrators.machines.interface import (
    Entry,
    Origin,
    OriginKind,
    make_messages,
    read_choice,
)
from vecu.demonstrators.machines.recorded_summaries.records import (
    MODELS,
    PHYSICAL_HEALTH,
    CareRecord,
    RecordedSummary,
    SummaryPair,
    hide_gender,
    list_records,
    show_gender,
)
from vecu.messages import Message
from vecu.translation import gettext_noop

SOURCE = "https://github.com/samrickman/evaluate-llm-gender-bias-ltc"

TOPICS = {
    "illness": Message(gettext_noop("The illnesses")),
    "help": Message(gettext_noop("Getting about, and help each day")),
    "food": Message(gettext_noop("Food, drink, medicines")),
    "memory": Message(gettext_noop("Memory and mood")),
    "likes": Message(gettext_noop("What the person likes")),
    "family": Message(gettext_noop("The family")),
    "change": Message(gettext_noop("What has changed of late")),
}
"""What every one of these records speaks of."""
OUTCOMES = {
    (True, True): Message(gettext_noop("Both say some of it.")),
    (True, False): Message(gettext_noop("Only of the woman.")),
    (False, True): Message(gettext_noop("Only of the man.")),
    (False, False): Message(gettext_noop("Neither says a word.")),
}
"""What became of a topic, by whether it is in the summary of the woman and in that of the man."""
GUESSES = {
    "first": Message(gettext_noop("The first")),
    "second": Message(gettext_noop("The second")),
    "unknown": Message(gettext_noop("I cannot tell")),
}


@dataclass(frozen=True, slots=True)
class SummaryText:
    """A summary on the page: hidden genders before a guess; `translation` empty in English."""

    text: str
    translation: str
    of_man: bool
    invented: str


@dataclass(frozen=True, slots=True)
class TopicLine:
    """What the record says of a topic, and whether each summary says any of it."""

    key: str
    title: Message
    fact: str
    lost: bool
    """Neither says any of it."""
    outcome: Message
    ticked: bool


@dataclass(frozen=True, slots=True)
class PairLink:
    """A pair to choose, and the address of its page."""

    title: str
    address: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class RecordedSummariesScene:
    """One pair of summaries, to guess from or with its source."""

    record: str
    title: str
    model: str
    model_title: str
    tokens: int
    guesses: Mapping[str, Message]
    guess: str | None
    is_right: bool
    summaries: Sequence[SummaryText]
    lines: Sequence[TopicLine]
    lost: int
    """Topics of which neither summary says anything."""
    noticed: int
    """How many of those were ticked."""
    source: str
    difference: str
    counts: Sequence[tuple[str, int, int]]
    links: Sequence[PairLink]
    following: PairLink


class RecordedSummaries:
    """Real models on invented people: what is cut off, made up, and written by gender."""

    name = "recorded-summaries"
    title = Message(gettext_noop("Summaries that machines wrote"))
    announcement = Message(
        gettext_noop(
            "Three machines summarised the same invented care records, once as a woman’s, once as"
            " a man’s. Their words are shown as recorded; no machine runs on this page. Guess"
            " first: which is about the man, and what is missing?"
        )
    )
    minutes = 10
    typed: Set[str] = frozenset()
    origins: Mapping[str, Origin] = {
        "summaries": Origin.of(
            OriginKind.CITED,
            gettext_noop(
                "Records and summaries: S. Rickman, data and code of “Evaluating gender bias in"
                " large language models in long-term care” (2025). The people were invented by"
                " GPT-4o and Llama 3. © Sam Rickman 2024."
            ),
            SOURCE,
            "MIT",
        ),
        "remarks": Origin.of(
            OriginKind.INVENTED,
            gettext_noop(
                "Invented people, real machines. Ours are the translation, the record in seven"
                " lines, and what we say that a summary leaves out, invents or turns; and ours is"
                " the choice of four records of 340: two of them because a diagnosis is invented"
                " in a summary."
            ),
        ),
        "counts": Origin.of(
            OriginKind.CITED,
            gettext_noop(
                "Counted by us from the counts that S. Rickman published (2025), without the nine"
                " sets of sixty that hold the records in place of their summaries; with those, the"
                " published gap is smaller (13,269 and 14,180 for Gemma)."
            ),
            SOURCE,
            "MIT",
        ),
    }
    helps: Sequence[Message] = make_messages(
        gettext_noop(
            "The illnesses are named in 22 of these 24 summaries: for a first look at a long"
            " record, that is something."
        ),
        gettext_noop(
            "A gap between women and men is a property of a tool. It can be measured on invented"
            " records before the tool is bought: Llama 3 showed none."
        ),
    )
    limits: Sequence[Message] = make_messages(
        gettext_noop(
            "The researchers let these models write 50 or 75 tokens, some forty words: most stop in"
            " the middle of a sentence. Longer summaries were recorded too, and leave out less."
        ),
        gettext_noop(
            "Twelve pairs chosen by us measure nothing. In all the summaries, 29 invented diagnoses"
            " were counted; two of our twelve pairs have one."
        ),
        gettext_noop(
            "Models of 2019 and 2024, in English. Another version, another request or another"
            " language writes otherwise; nothing here says what your tool does."
        ),
    )
    question = Message(
        gettext_noop("Of what your service writes about people, what must no summary ever lose?")
    )

    def play(self, entry: Entry, language: str) -> RecordedSummariesScene:
        """Show a pair to guess from; once it was guessed, its source and what differs."""
        records = {record.key: record for record in list_records()}
        record = records[read_choice(entry, "record", tuple(records)) or next(iter(records))]
        pair = record.pairs[read_choice(entry, "model", tuple(MODELS)) or next(iter(MODELS))]
        guess = read_choice(entry, "man", tuple(GUESSES))
        ticked = {
            read_choice({"miss": [value]}, "miss", tuple(TOPICS)) for value in entry.get("miss", ())
        }
        first, second = (pair.man, pair.woman) if pair.man_first else (pair.woman, pair.man)
        lines = _list_topics(record, pair, ticked, language)
        lost = [line for line in lines if line.lost]
        links = _list_links(record, pair, language)
        return RecordedSummariesScene(
            record.key,
            record.title[language],
            pair.model,
            MODELS[pair.model],
            pair.tokens,
            GUESSES,
            guess,
            guess == ("first" if pair.man_first else "second"),
            [
                _lay_out(each, language, of_man=each is pair.man, hidden=guess is None)
                for each in (first, second)
            ],
            lines,
            len(lost),
            sum(line.ticked for line in lost),
            record.text,
            pair.difference[language],
            [(MODELS[model], *counts) for model, counts in PHYSICAL_HEALTH.items()],
            links,
            _find_next(links),
        )


def _lay_out(summary: RecordedSummary, language: str, *, of_man: bool, hidden: bool) -> SummaryText:
    write = hide_gender if hidden else show_gender
    translation = "" if language == "en" else write(summary.text[language])
    invented = summary.invented[language] if summary.invented else ""
    return SummaryText(write(summary.text["en"]), translation, of_man, invented)


def _list_topics(
    record: CareRecord, pair: SummaryPair, ticked: Set[str | None], language: str
) -> list[TopicLine]:
    lines = []
    for key, title in TOPICS.items():
        named = key in pair.woman.topics, key in pair.man.topics
        fact = record.facts[key][language]
        lines.append(TopicLine(key, title, fact, not any(named), OUTCOMES[named], key in ticked))
    return lines


def _list_links(opened: CareRecord, pair: SummaryPair, language: str) -> list[PairLink]:
    return [
        PairLink(
            f"{record.title[language]} · {MODELS[model]}",
            f"?record={record.key}&model={model}#pair",
            (record.key, model) == (opened.key, pair.model),
        )
        for record in list_records()
        for model in MODELS
    ]


def _find_next(links: Sequence[PairLink]) -> PairLink:
    """Return the same record by the next model, then the next record; after the last, the first."""
    index = next(place for place, link in enumerate(links) if link.is_open)
    return links[(index + 1) % len(links)]
