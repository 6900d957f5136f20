"""The texts of promise and consent, in reading order, wherever they are read. Pure.

Whoever answers reads them before the first question, on a page, in another program or on paper;
beginning is the consent. They are in English here and in French in `locale/`. Any change of a text,
in either language, needs a new number: `versions` says how.
"""

from collections.abc import Mapping
from types import MappingProxyType

from vecu.surveys.consent.data_protection import (
    CONTROLLER,
    EMPLOYER_SERVER,
    GROUNDS,
    NETWORK,
    OPERATOR,
    RESPONSIBLE,
    RIGHTS,
    SERVER,
    SPECIAL_CONSENT,
    SPECIAL_CONSENT_IN_SHORT,
)
from vecu.surveys.consent.interview_texts import INTERVIEWS
from vecu.surveys.consent.reply_texts import REPLIES
from vecu.surveys.consent.sentences import (
    PromiseBlock,
    PromiseCondition,
    PromiseDay,
    PromiseMedium,
    PromiseSentence,
)
from vecu.translation import gettext_noop

_LINK, _CARD, _RELAY = PromiseCondition.LINK, PromiseCondition.CARD, PromiseCondition.RELAY
_FILES = PromiseCondition.FILES

# What a page and another program say in the same words.
_ANYONE = gettext_noop(
    "Anyone who has the link can answer. We do not ask who you are, and nothing prevents a second "
    "answer."
)
_PUBLIC = (
    PromiseSentence(
        gettext_noop(
            "Only three things from your answers can become public: figures that count at least "
            "11 people, rounded and changed at random by a few people; your sentences, if you let "
            "us quote them; a whole story, if you allow it at its end. Nothing else."
        )
    ),
    PromiseSentence(
        gettext_noop(
            "Before a whole story is public, a named member of the team checks that nobody can be "
            "recognised in it. Whoever reads it can have it taken down at once."
        )
    ),
    PromiseSentence(
        gettext_noop(
            "If you withdraw your answers, figures already published stay public. Your sentences "
            "and stories are erased from our pages, but someone may have copied them."
        )
    ),
)
_ERASURE = (
    PromiseSentence(
        gettext_noop("Answers are kept until %(day)s."),
        when=(PromiseCondition.RETENTION_SET,),
        day=PromiseDay.ANSWERS,
    ),
    PromiseSentence(
        gettext_noop("No date is set for erasing the answers. You can withdraw yours at any time."),
        when=(PromiseCondition.RETENTION_UNSET,),
    ),
)
_OWN_WORDS = PromiseSentence(
    gettext_noop("What you write may show who you are. Leave out names and places.")
)
_OWN_FILES = PromiseSentence(
    gettext_noop(
        "A picture, a sound recording or a film may show who you are: a face, a voice, a screen, a "
        "badge."
    ),
    when=(_FILES,),
)


_SUMMARY = PromiseBlock(
    key="summary",
    sentences=(
        PromiseSentence(gettext_noop("We do not ask who you are."), when=(_LINK,)),
        PromiseSentence(gettext_noop("Your card does not say who you are."), when=(_CARD,)),
        PromiseSentence(gettext_noop("You can stop and come back.")),
        PromiseSentence(
            gettext_noop("We keep your answers, the day, the language, not your IP address.")
        ),
        PromiseSentence(gettext_noop("A code withdraws them.")),
        SPECIAL_CONSENT_IN_SHORT,
    ),
)
UNFOLDED = (_SUMMARY.key, RESPONSIBLE.key)
"""What a page says before a start without unfolding anything, in 60 words at most."""

_PAGE = (
    _SUMMARY,
    RESPONSIBLE,
    PromiseBlock(
        key="participation",
        sentences=(
            PromiseSentence(
                gettext_noop("Optional questions are marked. You can leave them blank."),
                when=(PromiseCondition.SOME_REQUIRED,),
            ),
            PromiseSentence(
                gettext_noop("No question is compulsory: you can leave any of them blank."),
                when=(PromiseCondition.ALL_OPTIONAL,),
            ),
        ),
    ),
    PromiseBlock(
        key="introduction",
        heading=gettext_noop("What we promise"),
        sentences=(
            PromiseSentence(
                gettext_noop(
                    "Your card lets you answer once. It does not say who you are: we do not know "
                    "who has which card, and we do not ask."
                ),
                when=(_CARD,),
            ),
            PromiseSentence(
                gettext_noop(
                    "Until you send, your card takes you back to what you have written, from any "
                    "device. When you send, this link is erased: nothing connects your answers to "
                    "your card any more."
                ),
                when=(_CARD,),
            ),
            PromiseSentence(_ANYONE, when=(_LINK,)),
            PromiseSentence(
                gettext_noop(
                    "This link was passed on by %(name)s. We count how many people start and send "
                    "with it. Once sent, your answers do not show which link they came through."
                ),
                when=(_RELAY,),
            ),
        ),
    ),
    PromiseBlock(
        key="stored",
        heading=gettext_noop("We keep"),
        sentences=(
            PromiseSentence(gettext_noop("what you write and what you choose")),
            PromiseSentence(
                gettext_noop(
                    "the files you give, without their names or the place, date and device "
                    "recorded in them"
                ),
                when=(_FILES,),
            ),
            PromiseSentence(gettext_noop("the day you send them")),
            PromiseSentence(gettext_noop("the language you read in")),
            PromiseSentence(
                gettext_noop("that a card has been used, separately from your answers"),
                when=(_CARD,),
            ),
            PromiseSentence(gettext_noop("how many people came through this link"), when=(_RELAY,)),
        ),
    ),
    PromiseBlock(
        key="not_stored",
        heading=gettext_noop("We do not keep"),
        sentences=(
            PromiseSentence(gettext_noop("your name")),
            PromiseSentence(gettext_noop("the address of your device (IP address)")),
            PromiseSentence(gettext_noop("your browser")),
            PromiseSentence(gettext_noop("the time of day")),
            PromiseSentence(gettext_noop("which card your answers came from"), when=(_CARD,)),
        ),
    ),
    PromiseBlock(
        key="access",
        sentences=(
            PromiseSentence(
                gettext_noop(
                    "Only this inquiry’s team reads the answers in full. Every reading is recorded."
                )
            ),
            *_ERASURE,
            PromiseSentence(
                gettext_noop(
                    "If you start today and do not send, what you wrote is erased after %(day)s."
                ),
                day=PromiseDay.DRAFT,
            ),
        ),
    ),
    PromiseBlock(key="publication", heading=gettext_noop("What becomes public"), sentences=_PUBLIC),
    PromiseBlock(
        key="limits",
        heading=gettext_noop("What we cannot protect you from"),
        sentences=(
            PromiseSentence(
                gettext_noop(
                    "The person who gave you the card knows that you have it. If they noted its "
                    "code, they could read what you write until you send it, and later see that "
                    "the card was used. It is safer to draw your card from the pile yourself, and "
                    "to answer and send in one go."
                ),
                when=(_CARD,),
            ),
            PromiseSentence(
                gettext_noop(
                    "%(name)s knows who was given this link. We only disclose how many people "
                    "came, in tens, and nothing below 11."
                ),
                when=(_RELAY,),
            ),
            PromiseSentence(
                gettext_noop(
                    "Traces of the card or the link that your answers came with stay on this "
                    "server’s disk until they are cleared, once a day, and longer in its journals "
                    "and backups. Anyone with a copy of those could find them."
                ),
                when=(_CARD, _RELAY),
            ),
            _OWN_WORDS,
            _OWN_FILES,
            NETWORK,
            EMPLOYER_SERVER,
            SERVER,
        ),
    ),
    PromiseBlock(
        key="afterwards",
        sentences=(
            PromiseSentence(
                gettext_noop(
                    "When you send, you get a code. With it you can read your answers again and "
                    "withdraw them. Without it, we cannot find your answers among the others."
                )
            ),
            PromiseSentence(
                gettext_noop(
                    "“Leave at once”, at the top of each page, erases everything this browser has "
                    "not sent, in any inquiry, and opens another site."
                )
            ),
            PromiseSentence(
                gettext_noop(
                    "What you set aside with “Save and finish later”, and what you add when you "
                    "come back, is kept until you send it or for two weeks. Anyone who has the "
                    "card can read it; this browser, however, forgets it."
                ),
                when=(_CARD,),
            ),
            PromiseSentence(
                gettext_noop(
                    "What you set aside with “Save and finish later”, and what you add when you "
                    "come back, is kept until you send it or for two weeks. Anyone who has the "
                    "code can read it; this browser, however, forgets it."
                ),
                when=(_LINK,),
            ),
        ),
    ),
    PromiseBlock(key="agreement", sentences=(SPECIAL_CONSENT,)),
    PromiseBlock(
        key="rights",
        heading=gettext_noop("Your data and your rights"),
        sentences=(*GROUNDS, *RIGHTS),
    ),
)

_PROGRAM = (
    PromiseBlock(
        key="note",
        sentences=(
            PromiseSentence(_ANYONE),
            PromiseSentence(
                gettext_noop(
                    "We keep what you write and choose, the day it arrives, and the language your "
                    "program asks for. We do not keep your name, your device or its number, its "
                    "address (IP address), or the time of day."
                )
            ),
            PromiseSentence(
                gettext_noop(
                    "So that a form sent twice counts only once, we also keep two fingerprints of "
                    "it: one of its number and one of everything that was sent. Nothing can be "
                    "read in them, and they do not lead to your answers. They remain when you "
                    "withdraw your answers: anyone who has the form itself can send it again and "
                    "so learn that it had arrived."
                )
            ),
            PromiseSentence(
                gettext_noop(
                    "We keep the files you give, without their names or the place, date and device "
                    "recorded in them."
                ),
                when=(_FILES,),
            ),
            PromiseSentence(
                gettext_noop(
                    "Only the members of the team who work on this inquiry read the answers in "
                    "full, and every reading is recorded."
                )
            ),
            *_PUBLIC,
            *_ERASURE,
            PromiseSentence(
                gettext_noop(
                    "When you send, you get a receipt code. With it you can read your answers "
                    "again and withdraw them. Copy it before you close the message."
                )
            ),
            PromiseSentence(
                gettext_noop(
                    "What we cannot protect you from: this program keeps the form on the device, "
                    "whether started or sent, until it is deleted there. Anyone who uses or "
                    "manages the device can read it. It is safer to use your own phone, and to "
                    "delete the form after sending it."
                )
            ),
            PromiseSentence(
                gettext_noop(
                    "Your employer may see, on its network or on a device it lends you, that this "
                    "program connects to us. It is safer to use your own connection too."
                )
            ),
            EMPLOYER_SERVER,
            SERVER,
            _OWN_WORDS,
            _OWN_FILES,
            CONTROLLER,
            OPERATOR[1],
            SPECIAL_CONSENT,
            *GROUNDS,
            *RIGHTS,
        ),
    ),
)

_PAPER_CARD = (
    PromiseBlock(
        key="card",
        sentences=(
            PromiseSentence(
                gettext_noop(
                    "This card works once. We do not know who has which card. Once sent, your "
                    "answers are not linked to it. Until then, keep it to yourself: anyone with "
                    "its code can read what you write."
                )
            ),
        ),
    ),
)

_POSTER = (
    PromiseBlock(
        key="poster",
        sentences=(
            PromiseSentence(
                gettext_noop(
                    "Nobody asks who you are. We keep no record of your name, your device or the "
                    "time of day."
                )
            ),
            CONTROLLER,
            PromiseSentence(
                gettext_noop("It is safer to use your own phone and your own connection.")
            ),
        ),
    ),
)

PROMISE_TEXTS: Mapping[PromiseMedium, tuple[PromiseBlock, ...]] = MappingProxyType(
    {
        PromiseMedium.PAGE: _PAGE,
        PromiseMedium.PROGRAM: _PROGRAM,
        PromiseMedium.CARD: _PAPER_CARD,
        PromiseMedium.POSTER: _POSTER,
        PromiseMedium.REPLIES: REPLIES,
        PromiseMedium.INTERVIEWS: INTERVIEWS,
    }
)
"""All that is promised, by where it is read. What people read of it: `render`."""
