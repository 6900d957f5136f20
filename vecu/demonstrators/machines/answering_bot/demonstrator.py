"""Ask a machine that fetches written answers, and move the threshold at which it hands over."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from vecu.demonstrators.machines.answering_bot.machine import judge_held_back, judge_outside
from vecu.demonstrators.machines.answering_bot.requests import (
    SEED,
    ServiceRequest,
    list_outside_phrases,
    list_requests,
    split_phrases,
)
from vecu.demonstrators.machines.answering_bot.scene import (
    THRESHOLDS,
    BotReply,
    ComparedMachine,
    MistakeList,
    SeedSpread,
    ThresholdStep,
    fold_mistakes,
    get_spread,
    list_candidates,
    list_steps,
    reply,
)
from vecu.demonstrators.machines.distress import HELD_OUT
from vecu.demonstrators.machines.helpline_origins import HELPLINE_ORIGINS
from vecu.demonstrators.machines.interface import (
    Entry,
    Origin,
    OriginKind,
    read_choice,
    read_typed,
)
from vecu.helplines import HELPLINES, Helpline
from vecu.messages import Message
from vecu.translation import gettext_noop

OPENING = "50"
"""The threshold at which the page opens, in per cent: nobody’s advice."""
EVERY = 4
"""One request in four lends its first held-back phrase as an example to press."""


@dataclass(frozen=True, slots=True)
class ExamplePhrase:
    """A phrase to press; `outside` if it fits no request."""

    key: str
    text: str
    outside: bool


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """A request and its answer in the page’s language."""

    title: str
    answer: str


@dataclass(frozen=True, slots=True)
class AnsweringBotScene:
    """All that the page shows; `replies` holds a first sentence and one that follows it."""

    threshold: int
    picked: str
    examples: Sequence[ExamplePhrase]
    replies: Sequence[BotReply]
    steps: Sequence[ThresholdStep]
    current: ThresholdStep
    mistakes: MistakeList
    outside_mistakes: MistakeList
    distress: int
    answers: Sequence[WrittenAnswer]
    spread: SeedSpread
    candidates: Sequence[ComparedMachine]


class AnsweringBot:
    """A machine of the first generation, and what its threshold costs on both sides."""

    name = "answering-bot"
    title = Message(gettext_noop("The answering bot"))
    announcement = Message(
        gettext_noop(
            "A machine compares what you write with phrases that it has learnt, then fetches an"
            " answer that people wrote in advance. It holds no conversation. When it is not sure"
            " enough, it hands over to a person."
        )
    )
    minutes = 10
    typed: Set[str] = frozenset({"phrase", "follow"})
    helplines: Sequence[Helpline] = HELPLINES
    origins: Mapping[str, Origin] = {
        "service": Origin(
            OriginKind.INVENTED,
            Message(
                gettext_noop(
                    "Invented: a public service of the Val-de-Sève. We wrote its 20 requests, their"
                    " answers, 15 phrases for each, and 30 phrases that fit none."
                )
            ),
        ),
        "draw": Origin(
            OriginKind.SIMULATED,
            Message(
                gettext_noop(
                    "Simulated, seed %(seed)s: of the 15 invented phrases of each request, 10 are"
                    " learnt with its title; the 5 others, 100 in all, are held back to measure."
                ),
                seed=SEED,
            ),
        ),
        "spread": Origin(
            OriginKind.SIMULATED,
            Message(
                gettext_noop(
                    "Simulated: the same measurement for each draw from seed 1 to seed 20, beside"
                    " the draw that this page shows."
                )
            ),
        ),
        "choice": Origin(
            OriginKind.SIMULATED,
            Message(
                gettext_noop(
                    "Simulated, seed %(seed)s: cross-validation in 5 parts on the 200 phrases that"
                    " are learnt, never on those held back."
                ),
                seed=SEED,
            ),
        ),
        **HELPLINE_ORIGINS,
    }
    helps: Sequence[Message] = (
        Message(
            gettext_noop(
                "A frequent question, put in the usual words, has its answer at once, at any"
                " hour, and everybody gets the same one."
            )
        ),
        Message(
            gettext_noop(
                "It says only what people wrote and reread beforehand: it invents nothing. What"
                " it is not sure of, it hands to a person."
            )
        ),
    )
    limits: Sequence[Message] = (
        Message(
            gettext_noop(
                "We wrote the phrases, so we decided how hard they are. In a first set, people"
                " hardly named what they came for: about four in ten were recognised. We then"
                " rewrote a third of them, so that they name it more often, before measuring"
                " anything on phrases held back."
            )
        ),
        Message(
            gettext_noop(
                "It can be sure and wrong. It counts pieces of words that it knows; it does not"
                " know what it does not know."
            )
        ),
        Message(gettext_noop("Of two requests in one sentence, it answers at most one.")),
        Message(
            gettext_noop(
                "The rule on distress is a list of words. Of %(whole)s phrases of distress or"
                " danger by somebody who had not read it, it finds %(found)s, and it stops"
                " %(stopped)s harmless ones of as many. The others are left to the machine."
            ),
            found=HELD_OUT.found,
            stopped=HELD_OUT.stopped,
            whole=HELD_OUT.whole,
        ),
        Message(
            gettext_noop(
                "What happens next is not shown: who gives up, who follows a wrong answer, how"
                " long those wait who are handed to a person."
            )
        ),
    )
    question = Message(
        gettext_noop(
            "Who should choose the threshold: the people who are answered wrongly, the agents who"
            " take over what the machine hands on, or those who keep the accounts?"
        )
    )

    def play(self, entry: Entry, language: str) -> AnsweringBotScene:
        """Consult the machine on each sentence alone; count what the threshold does."""
        chosen = read_choice(entry, "threshold", [str(each) for each in THRESHOLDS])
        threshold = int(chosen or OPENING)
        examples = list_examples(language)
        picked = read_choice(entry, "pick", [each.key for each in examples]) or ""
        steps = list_steps(threshold, language)
        return AnsweringBotScene(
            threshold,
            picked,
            examples,
            [
                reply(sentence, threshold, language)
                for sentence in _read_sentences(entry, examples, picked)
            ],
            steps,
            next(each for each in steps if each.current),
            fold_mistakes(judge_held_back(language), threshold, language),
            fold_mistakes(judge_outside(language), threshold, language),
            sum(each.distress for each in list_outside_phrases(language)),
            [_write(each, language) for each in list_requests()],
            get_spread(language),
            list_candidates(language),
        )


def list_examples(language: str) -> Sequence[ExamplePhrase]:
    """Return the first held-back phrase of every fourth request, and one phrase that fits none."""
    first: dict[str, str] = {}
    for phrase in split_phrases(language, SEED).held_back:
        first.setdefault(phrase.request, phrase.text)
    held_back = [ExamplePhrase(key, first[key], outside=False) for key in list(first)[::EVERY]]
    return [
        *held_back,
        ExamplePhrase("outside", list_outside_phrases(language)[0].text, outside=True),
    ]


def _read_sentences(entry: Entry, examples: Sequence[ExamplePhrase], picked: str) -> Sequence[str]:
    """Return what was typed or pressed first, then what was typed after it."""
    pressed = next((each.text for each in examples if each.key == picked), "")
    first = read_typed(entry, "phrase") or pressed
    follow = read_typed(entry, "follow")
    return [each for each in (first, follow) if each] if first else []


def _write(request: ServiceRequest, language: str) -> WrittenAnswer:
    return WrittenAnswer(request.title[language], request.answer[language])
