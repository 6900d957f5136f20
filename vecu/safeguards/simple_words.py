"""Rules of easy-to-read texts, as far as a program can see them. Pure.

After the European rules of Inclusion Europe (2009): short sentences, one idea each, digits, known
words. Whether people concerned understand, only they can tell: see `ConsentSheet.read_on`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from vecu.labelled_enum import LabelledEnum
from vecu.messages import Message
from vecu.translation import gettext_noop

LONGEST_SENTENCE = 12
"""Words of a sentence."""


class WordingFault(LabelledEnum):
    """What makes a sentence hard to read."""

    CONDITION = (
        "condition",
        gettext_noop(
            "“%(words)s” makes help depend on a yes. Say what happens with the tool, and beside it"
            " what happens without."
        ),
    )
    LONG = (
        "long",
        gettext_noop("“%(words)s” has %(found)s words; the limit is %(most)s. Make two sentences."),
    )
    TWO_IDEAS = "two ideas", gettext_noop("“%(words)s” says two things. Make two sentences.")
    NUMBER_IN_LETTERS = (
        "number in letters",
        gettext_noop("“%(words)s” is a number in letters. Write it with digits."),
    )
    OFFICE_WORD = (
        "office word",
        gettext_noop("“%(words)s” is a word of offices. Say it as people do."),
    )


REFUSED = frozenset({WordingFault.CONDITION, WordingFault.LONG, WordingFault.TWO_IDEAS})
"""What a form refuses; of the rest it gives advice, as each word may be the right one once."""


@dataclass(frozen=True, slots=True)
class WordingProblem:
    """What is wrong with a sentence, or with some words of it."""

    fault: WordingFault
    words: str
    found: int = 0

    @property
    def message(self) -> Message:
        """What to do."""
        values = {"words": self.words}
        if self.found:
            values |= {"found": str(self.found), "most": str(LONGEST_SENTENCE)}
        return Message(self.fault.label, **values)


@dataclass(frozen=True, slots=True)
class _Language:
    """What is sought in texts of a language."""

    condition: re.Pattern[str]
    joint: re.Pattern[str]
    number: re.Pattern[str]
    office: re.Pattern[str]


def _any(*words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


_LANGUAGES: Mapping[str, _Language] = MappingProxyType(
    {
        "fr": _Language(
            _any(
                r"si vous (?:acceptez|refusez|dites|êtes d[’']accord|voulez)",
                r"sous réserve",
                r"à condition",
                r"en échange",
                r"en cas de refus",
            ),
            _any("qui", "dont", "lequel", "laquelle", "afin", "car", "puisque", "lorsque"),
            _any(
                r"deux", r"trois", r"quatre", r"cinq", r"six", r"sept", r"huit", r"neuf", r"dix",
                r"quinze", r"vingt", r"trente", r"quarante", r"cinquante", r"soixante", r"cent",
            ),
            _any(
                r"consentement", r"traitements?", r"données à caractère personnel", r"dispositif",
                r"modalités", r"ultérieure(?:ment)?", r"préalable(?:ment)?", r"susceptibles?",
                r"le cas échéant", r"transcri(?:t|ption|re)", r"bénéficiaires?", r"usagers?",
                r"prise en charge", r"finalités?", r"notifi(?:er|é|cation)", r"procéder",
            ),
        ),
        "en": _Language(
            _any(
                r"if you (?:accept|refuse|say|agree|want|decline)",
                r"should you",
                r"provided that",
                r"in exchange",
                r"subject to",
                r"in return",
            ),
            _any("which", "whose", "whereby", "because", "although", "whereas", "while"),
            _any(
                r"two", r"three", r"four", r"five", r"six", r"seven", r"eight", r"nine", r"ten",
                r"fifteen", r"twenty", r"thirty", r"forty", r"fifty", r"sixty", r"hundred",
            ),
            _any(
                r"consents?", r"processing", r"personal data", r"prior to", r"subsequent(?:ly)?",
                r"transcri(?:bed?|ption|pt)", r"beneficiar(?:y|ies)", r"service users?",
                r"notif(?:y|ied|ication)", r"proceed", r"alternatives", r"provisions?",
            ),
        ),
    }
)  # fmt: skip
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_WORD = re.compile(r"\w[\w’'-]*")


def list_wording_problems(text: str, language: str) -> list[WordingProblem]:
    """Return what makes a text hard to read, in its order; lines are sentences of their own."""
    return [
        problem
        for sentence in _iter_sentences(text)
        for problem in _iter_problems(sentence, _LANGUAGES[language])
    ]


def _iter_sentences(text: str) -> Iterator[str]:
    for found in _SENTENCE.finditer(text):
        if sentence := found[0].strip():
            yield sentence


def _iter_problems(sentence: str, language: _Language) -> Iterator[WordingProblem]:
    if found := language.condition.search(sentence):
        yield WordingProblem(WordingFault.CONDITION, found[0])
    words = len(_WORD.findall(sentence))
    if words > LONGEST_SENTENCE:
        yield WordingProblem(WordingFault.LONG, sentence, words)
    elif any(sign in sentence for sign in ";()") or language.joint.search(sentence):
        yield WordingProblem(WordingFault.TWO_IDEAS, sentence)
    for each in language.number.finditer(sentence):
        yield WordingProblem(WordingFault.NUMBER_IN_LETTERS, each[0])
    for each in language.office.finditer(sentence):
        yield WordingProblem(WordingFault.OFFICE_WORD, each[0])
