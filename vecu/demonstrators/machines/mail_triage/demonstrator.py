"""Ask about the mail before the tool that sorts it, with an invented morning of forty messages."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from vecu.demonstrators.machines.interface import (
    Entry,
    Origin,
    OriginKind,
    make_messages,
    read_choice,
)
from vecu.messages import Message
from vecu.translation import gettext_noop

REPLIES = {
    "ours": Message(gettext_noop("Yes, we could agree on it among ourselves")),
    "others": Message(gettext_noop("Yes, but somebody else would have to decide")),
    "no": Message(gettext_noop("No, or we do not know")),
}
"""What a group may answer to each question."""

QUESTIONS = {
    "everybody": (
        Message(gettext_noop("Did it have to reach everybody?")),
        Message(gettext_noop("Who gets a copy, and of what, can be agreed.")),
    ),
    "waiting": (
        Message(gettext_noop("Is it here because something is waiting elsewhere?")),
        Message(
            gettext_noop(
                "A reminder is a file that does not move, or a person who does not know that it"
                " does."
            )
        ),
    ),
    "machine": (
        Message(gettext_noop("Did a machine write it, or does it feed one?")),
        Message(
            gettext_noop("Notifications can be switched off; a figure need be entered only once.")
        ),
    ),
    "settled": (
        Message(gettext_noop("Would a decision that is written down have answered it?")),
        Message(gettext_noop("A question asked twice is a rule that nobody can find.")),
    ),
    "voice": (
        Message(gettext_noop("Should it have been said aloud?")),
        Message(gettext_noop("A disagreement or a worry is better spoken, and needs time.")),
    ),
}
"""What to ask of the mail, and why; by the kind of message that each is about."""


OUTCOMES = ("work", "no", "others", "ours", "unknown-yet")
"""What may become of a message: no question is about it, or what the group replied, if it did."""

IN_A_ROW, WIDE, HIGH = 10, 30, 24
"""Envelopes of the picture: how many in a row, and the room of each."""


@dataclass(frozen=True, slots=True)
class InventedMessage:
    """The subject of a message by language; `question` is what to ask of it, empty for none."""

    subject: Mapping[str, str]
    question: str


@dataclass(frozen=True, slots=True)
class MailQuestion:
    """One of the five, the messages that it is about, and what was answered."""

    key: str
    words: Message
    why: Message
    subjects: Sequence[str]
    reply: str | None


@dataclass(frozen=True, slots=True)
class MailMark:
    """A message of the picture: what became of it, and the place of its envelope."""

    outcome: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class MailTriageScene:
    """The questions; counts of messages once all five are answered.

    `left` is `work`, which no question is about, and `unsettled`, which nobody settles.
    """

    questions: Sequence[MailQuestion]
    replies: Mapping[str, Message]
    answered: bool
    messages: int
    ours: int
    others: int
    left: int
    work: int
    unsettled: int
    marks: Sequence[MailMark]
    left_subjects: Sequence[str]


class MailTriage:
    """The standing example of an answer to a tool’s problem by one more tool."""

    name = "mail-triage"
    title = Message(gettext_noop("Too much mail"))
    announcement = Message(
        gettext_noop(
            "There is no machine on this page. Where there is too much mail, some sell one that"
            " sorts it. First: what is the problem, without the tool?"
        )
    )
    minutes = 10
    typed: Set[str] = frozenset()
    origins: Mapping[str, Origin] = {
        "inbox": Origin.of(
            OriginKind.INVENTED,
            gettext_noop(
                "Invented: one morning of a department of the Val-de-Sève, 40 messages that"
                " we wrote. Count your own."
            ),
        )
    }
    helps: Sequence[Message] = make_messages(
        gettext_noop(
            "Automatic sorting helps where messages are alike and an error costs little:"
            " junk mail is the known case."
        ),
        gettext_noop(
            "To count one morning’s messages helps without any tool: one sees which of them"
            " an agreement would have spared everybody."
        ),
    )
    limits: Sequence[Message] = make_messages(
        gettext_noop(
            "A tool that sorts does away with no message: somebody still has to read them,"
            " and to check what was put aside."
        ),
        gettext_noop(
            "These five questions do not lighten the work of somebody who is alone with too"
            " many files. That is a question of staff, and no agreement about mail answers it."
        ),
    )
    question = Message(
        gettext_noop("Which of your tools answers a problem that another tool has made?")
    )

    def play(self, entry: Entry, language: str) -> MailTriageScene:
        """Count what would not have been written, by what a group says it can settle."""
        replies = {key: read_choice(entry, key, tuple(REPLIES)) for key in QUESTIONS}
        mail = list_messages()
        counts = Counter(replies.get(message.question) for message in mail if message.question)
        ours, others = counts["ours"], counts["others"]
        work = sum(not message.question for message in mail)
        return MailTriageScene(
            [
                MailQuestion(key, words, why, _list_subjects(key, language), replies[key])
                for key, (words, why) in QUESTIONS.items()
            ],
            REPLIES,
            all(replies.values()),
            len(mail),
            ours,
            others,
            len(mail) - ours - others,
            work,
            len(mail) - ours - others - work,
            _draw_marks(mail, replies),
            _list_subjects("", language),
        )


@lru_cache
def list_messages() -> Sequence[InventedMessage]:
    """Return the invented morning, in its order."""
    stored = json.loads(Path(__file__).with_name("inbox.json").read_text("utf-8"))
    return tuple(InventedMessage(**each) for each in stored)


def _draw_marks(
    mail: Sequence[InventedMessage], replies: Mapping[str, str | None]
) -> list[MailMark]:
    """Place the messages in rows of ten, those of one outcome together."""
    outcomes = [
        (replies[message.question] or "") if message.question else "work" for message in mail
    ]
    if not all(replies.values()):
        outcomes = ["unknown-yet"] * len(mail)
    ordered = sorted(outcomes, key=OUTCOMES.index)
    return [
        MailMark(outcome, WIDE * (index % IN_A_ROW), HIGH * (index // IN_A_ROW))
        for index, outcome in enumerate(ordered)
    ]


def _list_subjects(question: str, language: str) -> list[str]:
    return [each.subject[language] for each in list_messages() if each.question == question]
