"""What is promised before the first finding to which a person replies, in reading order. Pure.

A reply is no answer: it has a promise of its own, under the same numbers (`versions`).
"""

from vecu.surveys.consent.data_protection import CONTACTS, NETWORK, RESPONSIBLE, SERVER
from vecu.surveys.consent.sentences import (
    PromiseBlock,
    PromiseCondition,
    PromiseDay,
    PromiseSentence,
)
from vecu.translation import gettext_noop

REPLIES = (
    PromiseBlock(
        key="summary",
        sentences=(
            PromiseSentence(gettext_noop("We do not ask who you are.")),
            PromiseSentence(
                gettext_noop(
                    "We keep each reply with the finding, its version, the month and, if you "
                    "choose it here, your sector: not the day, the language or your IP address."
                )
            ),
            PromiseSentence(
                gettext_noop(
                    "Nothing links your replies to each other or to answers. So a reply without "
                    "words cannot be withdrawn: nobody could tell which one is yours."
                )
            ),
        ),
    ),
    RESPONSIBLE,
    PromiseBlock(
        key="words",
        sentences=(
            PromiseSentence(
                gettext_noop(
                    "If you write why, your words are sent apart from your reply, as an answer to "
                    "the inquiry, under its own promise: the team reads them, and a code lets you "
                    "withdraw them."
                )
            ),
        ),
    ),
    PromiseBlock(
        key="publication",
        heading=gettext_noop("What becomes public"),
        sentences=(
            PromiseSentence(
                gettext_noop(
                    "Only figures that count at least 11 replies, rounded and changed at random by "
                    "a few. What is published stays public."
                )
            ),
            PromiseSentence(
                gettext_noop(
                    "Until a month is over, the team cannot see the replies of that month."
                )
            ),
            PromiseSentence(
                gettext_noop(
                    "Replies are kept as long as the answers to this inquiry: until %(day)s."
                ),
                when=(PromiseCondition.RETENTION_SET,),
                day=PromiseDay.ANSWERS,
            ),
            PromiseSentence(
                gettext_noop("No date is set for erasing the replies."),
                when=(PromiseCondition.RETENTION_UNSET,),
            ),
        ),
    ),
    PromiseBlock(
        key="limits",
        heading=gettext_noop("What we cannot protect you from"),
        sentences=(
            PromiseSentence(
                gettext_noop(
                    "Until they are cleared, once a day, traces on this server’s disk may show in "
                    "which order replies came, and longer in its journals and backups."
                )
            ),
            NETWORK,
            SERVER,
        ),
    ),
    PromiseBlock(
        key="rights",
        heading=gettext_noop("Your data and your rights"),
        sentences=(
            PromiseSentence(
                gettext_noop(
                    "You are free to reply or not. The legal basis is that of the inquiry. Since "
                    "nobody can tell which replies are yours, we can neither show them to you "
                    "nor correct or erase them for you (GDPR, article 11)."
                )
            ),
            *CONTACTS,
        ),
    ),
)
