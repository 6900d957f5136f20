"""Find the invented sentences in twelve drafts; then the eggs of cows."""

from collections.abc import Mapping, Sequence, Set

from vecu.demonstrators.machines.assistant.drafts import (
    AssistantDraft,
    Invention,
    Turn,
    count_words,
    list_drafts,
    list_turns,
)
from vecu.demonstrators.machines.assistant.reading import DraftReading, SentenceOutcome, read_draft
from vecu.demonstrators.machines.assistant.scene import (
    AssistantScene,
    DraftLink,
    InventionWords,
    ReadSentence,
    Tally,
    TallyLine,
)
from vecu.demonstrators.machines.interface import (
    Entry,
    Origin,
    OriginKind,
    make_messages,
    read_choice,
)
from vecu.messages import Message
from vecu.translation import gettext_noop

SUICIDAL_CASE = (
    "https://care.org.uk/news/2026/02/social-workers-ai-tools-risk-errors-in-care-records"
)


class GenerativeAssistant:
    """Assurance is not truth: what would have shown an invention stands outside the draft."""

    name = "generative-assistant"
    title = Message(gettext_noop("The generative assistant"))
    announcement = Message(
        gettext_noop(
            "A generative assistant is a machine that writes what is likely to follow. Here are"
            " twelve drafts written by us, in its manner: find what is invented in them. No machine"
            " runs on this page."
        )
    )
    minutes = 15
    typed: Set[str] = frozenset()
    origins: Mapping[str, Origin] = {
        "writing": Origin.of(
            OriginKind.CITED,
            gettext_noop(
                "Less time, better marks: S. Noy and W. Zhang, “Experimental evidence on the"
                " productivity effects of generative artificial intelligence”, Science, 2023."
            ),
            "https://doi.org/10.1126/science.adh2586",
        ),
        "drafts": Origin.of(
            OriginKind.INVENTED,
            gettext_noop(
                "Invented: we wrote these twelve drafts, their requests and their people, in"
                " the manner of such an assistant. No model wrote them. Which sentences are"
                " invented, and how many, is our choice."
            ),
        ),
        "eggs": Origin.of(
            OriginKind.INVENTED,
            gettext_noop(
                "Invented: we wrote this exchange after what the director of LaborIA related"
                " at a public hearing in Paris, on 11 June 2024: an assistant held forth on"
                " cows’ eggs, larger than hens’ eggs."
            ),
        ),
        "suicidal": Origin.of(
            OriginKind.CITED,
            gettext_noop(
                "Ada Lovelace Institute, “Scribe and prejudice?”, 2026, as quoted by CARE"
                " (February 2026): a social worker relates that a transcription tool indicated"
                " suicidal ideation of which the person had never spoken."
            ),
            SUICIDAL_CASE,
        ),
    }
    helps: Sequence[Message] = make_messages(
        gettext_noop(
            "A plan, a first version, another tone, a shorter text: it gives whoever knows"
            " the subject something to start from, and to correct."
        ),
        gettext_noop(
            "Of 453 professionals, those who had such an assistant took two fifths less time"
            " over short texts of their trade, which other professionals marked better. None was a"
            " text of social work."
        ),
    )
    limits: Sequence[Message] = make_messages(
        gettext_noop(
            "We wrote these drafts. A real model hides what it invents better, or worse: it"
            " depends on the model, on the request and on the day."
        ),
        gettext_noop(
            "One sentence in three is invented here, so that there is something to find. That"
            " is our choice; it measures no tool."
        ),
        gettext_noop(
            "Here you know that something is to be found. At work nobody says so, and the last"
            " draft of the day is read faster than the first."
        ),
        gettext_noop(
            "What a draft leaves out has no box to tick. And what an assistant does well does"
            " not show here: a plan, a first version, another tone."
        ),
    )
    question = Message(
        gettext_noop(
            "Before a draft is signed, who reads it again with the facts beside it, and on whose"
            " time?"
        )
    )

    def play(self, entry: Entry, language: str) -> AssistantScene:
        """Show one draft, or what was suspected in it and in those read before."""
        drafts = {draft.key: draft for draft in list_drafts()}
        names = tuple(each.name for draft in drafts.values() for each in draft.sentences)
        opened = drafts[read_choice(entry, "draft", tuple(drafts)) or next(iter(drafts))]
        ticked = _read_choices(entry, "tick", names)
        is_read = _read_choices(entry, "read", tuple(drafts))
        readings = [read_draft(each, ticked) for each in drafts.values() if each.key in is_read]
        links = _list_links(opened, ticked, is_read, language)
        return AssistantScene(
            opened.key,
            opened.title[language],
            opened.request[language],
            [fact[language] for fact in opened.facts],
            _list_sentences(opened, ticked, language),
            [fact[language] for fact in opened.list_omitted()],
            opened.style[language],
            opened.key in is_read,
            _count_all(readings, language),
            links,
            _find_following(links),
            [each for each in _carry(ticked, is_read) if not _is_of(each, opened)],
            count_words(language, invented=True),
            count_words(language, invented=False),
            [_say_turn(turn, language) for turn in list_turns()],
        )


def _read_choices(entry: Entry, name: str, choices: Sequence[str]) -> frozenset[str]:
    """Return all choices of one field; raise `EntryRefused` for one that is not on the page."""
    made = (read_choice({name: [value]}, name, choices) for value in entry.get(name, ()))
    return frozenset(choice for choice in made if choice)


def _list_sentences(draft: AssistantDraft, ticked: Set[str], language: str) -> list[ReadSentence]:
    reading = read_draft(draft, ticked)
    return [
        ReadSentence(
            each.name,
            each.text[language],
            outcome,
            each.name in ticked,
            [draft.facts[index][language] for index in each.facts],
            _describe_invention(each.invention, language) if each.invention else None,
            each.suicidal,
        )
        for each, outcome in zip(draft.sentences, reading.outcomes, strict=True)
    ]


def _describe_invention(invention: Invention, language: str) -> InventionWords:
    return InventionWords(
        invention.what[language],
        invention.shows[language],
        invention.cost[language],
        invention.warm,
    )


def _count_all(readings: Sequence[DraftReading], language: str) -> Tally:
    lines = [_count_line(each, language) for each in readings]
    return Tally(
        lines,
        sum(line.found for line in lines),
        sum(line.missed for line in lines),
        sum(line.suspected for line in lines),
    )


def _count_line(reading: DraftReading, language: str) -> TallyLine:
    return TallyLine(
        reading.draft.title[language],
        reading.outcomes,
        reading.count(SentenceOutcome.FOUND),
        reading.count(SentenceOutcome.MISSED),
        reading.count(SentenceOutcome.SUSPECTED),
        [each.invention.what[language] for each in reading.list_missed() if each.invention],
    )


def _carry(ticked: Set[str], is_read: Set[str]) -> list[tuple[str, str]]:
    """Return what was read so far as fields; what was ticked in a draft not yet revealed goes."""
    names = sorted(name for name in ticked if name.rpartition("-")[0] in is_read)
    return [*(("read", key) for key in sorted(is_read)), *(("tick", name) for name in names)]


def _is_of(carried: tuple[str, str], draft: AssistantDraft) -> bool:
    return carried[1].partition("-")[0] == draft.key


def _list_links(
    opened: AssistantDraft, ticked: Set[str], is_read: Set[str], language: str
) -> list[DraftLink]:
    carried = _carry(ticked, is_read)
    return [
        DraftLink(
            draft.title[language],
            _write_address([("draft", draft.key), *carried]),
            draft.key in is_read,
            draft.key == opened.key,
        )
        for draft in list_drafts()
    ]


def _write_address(fields: Sequence[tuple[str, str]]) -> str:
    """Return the address of a draft; names hold letters, digits and hyphens only."""
    return "?" + "&".join(f"{name}={value}" for name, value in fields) + "#draft"


def _find_following(links: Sequence[DraftLink]) -> DraftLink | None:
    """Return the next draft that was not read, beginning again at the first."""
    here = next(index for index, link in enumerate(links) if link.is_open)
    return next((link for link in (*links[here + 1 :], *links[:here]) if not link.is_read), None)


def _say_turn(turn: Turn, language: str) -> tuple[str, str]:
    return turn.by, turn.text[language]
