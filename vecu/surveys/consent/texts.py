"""The texts of promise and consent, in reading order, wherever they are read. Pure.

Whoever answers reads them before the first question, on a page, in another program or on paper;
beginning is the consent. They are in English here and in French in `locale/`. Any change of a text,
in either language, needs a new number: `versions` says how.
"""

from collections.abc import Mapping
from types import MappingProxyType

from vecu.surveys.consent.data_protection import CONTROLLER, GROUNDS, RIGHTS, SPECIAL_CONSENT
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
    "Anyone who has the link may answer. We do not ask who you are, and nothing prevents a second "
    "answer."
)
_PUBLIC = (
    PromiseSentence(
        gettext_noop(
            "Everybody will be able to read two things from your answers: rounded figures that "
            "count at least 11 people, and your sentences, if you let us quote them. Nothing else."
        )
    ),
    PromiseSentence(
        gettext_noop(
            "If you withdraw your answers, figures already published stay public. Your sentences "
            "are erased from our pages, but somebody may have copied them."
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
        "What a picture, a sound or a film shows may tell who you are: a face, a voice, a screen, "
        "a badge."
    ),
    when=(_FILES,),
)
_SERVER = PromiseSentence(
    gettext_noop(
        "Whoever runs this server could see from where people connect. We keep no trace of it, but "
        "you have only our word."
    )
)


_PAGE = (
    PromiseBlock(
        key="participation",
        sentences=(
            PromiseSentence(
                gettext_noop(
                    "You can stop and come back. Where a question may be left blank, it says so."
                ),
                when=(PromiseCondition.SOME_REQUIRED,),
            ),
            PromiseSentence(
                gettext_noop("You can leave any question blank, stop, and come back."),
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
                    "Until you send, your card leads back to what you have written, from any "
                    "device. When you send, this tie is erased: your answers are not joined to "
                    "your card."
                ),
                when=(_CARD,),
            ),
            PromiseSentence(_ANYONE, when=(_LINK,)),
            PromiseSentence(
                gettext_noop(
                    "This link was passed on by %(name)s. We count how many people begin and send "
                    "by it. Once sent, your answers do not say by which link they came."
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
                    "the files you give, without their name and what they say of place, date and "
                    "device"
                ),
                when=(_FILES,),
            ),
            PromiseSentence(gettext_noop("the day on which you send it")),
            PromiseSentence(gettext_noop("the language you read")),
            PromiseSentence(
                gettext_noop("that a card has been used, apart from your answers"), when=(_CARD,)
            ),
            PromiseSentence(gettext_noop("how many people came by this link"), when=(_RELAY,)),
        ),
    ),
    PromiseBlock(
        key="not_stored",
        heading=gettext_noop("We do not keep"),
        sentences=(
            PromiseSentence(gettext_noop("your name")),
            PromiseSentence(gettext_noop("the address of your device (IP address)")),
            PromiseSentence(gettext_noop("your browser")),
            PromiseSentence(gettext_noop("the hour")),
            PromiseSentence(gettext_noop("which card your answers came from"), when=(_CARD,)),
        ),
    ),
    PromiseBlock(
        key="access",
        sentences=(
            PromiseSentence(
                gettext_noop(
                    "Only the team of this inquiry reads the answers in full. Each reading is "
                    "written down."
                )
            ),
            *_ERASURE,
            PromiseSentence(
                gettext_noop(
                    "If you begin today and do not send, what you wrote is erased after %(day)s."
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
                    "Whoever handed you the card knows that you have it. If they noted its code, "
                    "they could read what you write until you send, and see later that the card "
                    "was used. Best draw your card from a pile yourself, and send in one go."
                ),
                when=(_CARD,),
            ),
            PromiseSentence(
                gettext_noop(
                    "%(name)s knows to whom it passed this link. From us it can only learn how "
                    "many came, in tens, and nothing below eleven."
                ),
                when=(_RELAY,),
            ),
            PromiseSentence(
                gettext_noop(
                    "Traces of how your answers came, with which card or by which link, stay on "
                    "this server’s disk until they are cleaned, once a day, and longer in its "
                    "journals and backups. Whoever copied these could find them."
                ),
                when=(_CARD, _RELAY),
            ),
            _OWN_WORDS,
            _OWN_FILES,
            PromiseSentence(
                gettext_noop(
                    "Your employer may see, on its network or on a device it lent you, that you "
                    "came to this page. Better use your own phone and your own connection."
                )
            ),
            _SERVER,
        ),
    ),
    PromiseBlock(
        key="afterwards",
        sentences=(
            PromiseSentence(
                gettext_noop(
                    "When you send, you get a code. With it you can read your answers again and "
                    "withdraw them. Without it we cannot find your answers among the others."
                )
            ),
            PromiseSentence(
                gettext_noop(
                    "“Leave at once”, at the top of each page, erases what this browser has not "
                    "sent, in any inquiry, and shows another site."
                )
            ),
            PromiseSentence(
                gettext_noop(
                    "What you put aside with “Save and finish later”, and add when you come back, "
                    "stays until you send or its two weeks are over, for whoever has your card: of "
                    "that, only this browser forgets."
                ),
                when=(_CARD,),
            ),
            PromiseSentence(
                gettext_noop(
                    "What you put aside with “Save and finish later”, and add when you come back, "
                    "stays until you send or its two weeks are over, for whoever has its code: of "
                    "that, only this browser forgets."
                ),
                when=(_LINK,),
            ),
        ),
    ),
    PromiseBlock(key="responsible", sentences=(CONTROLLER,)),
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
                    "We keep what you write and choose, the day on which it arrives, and the "
                    "language that your program asks for. We do not keep your name, your device or "
                    "its number, its address (IP address), or the hour."
                )
            ),
            PromiseSentence(
                gettext_noop(
                    "So that a form sent twice counts once, we also keep two fingerprints of it: "
                    "of its number and of all that was sent. Nothing can be read in them and they "
                    "do not lead to your answers. They stay when you withdraw these; whoever has "
                    "the form itself can send it again and learn that it had come."
                )
            ),
            PromiseSentence(
                gettext_noop(
                    "We keep the files you give, without their name and what they say of place, "
                    "date and device."
                ),
                when=(_FILES,),
            ),
            PromiseSentence(
                gettext_noop(
                    "Only the members of the team who work on this inquiry read the answers in "
                    "full, and each reading is written down."
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
                    "begun or sent, until it is deleted there. Whoever uses or manages the device "
                    "can read it. Better use your own phone, and delete the form after sending."
                )
            ),
            PromiseSentence(
                gettext_noop(
                    "Your employer may see, on its network or on a device it lent you, that this "
                    "program connects to us. Better use your own connection too."
                )
            ),
            _SERVER,
            _OWN_WORDS,
            _OWN_FILES,
            CONTROLLER,
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
                    "This card works once. We do not know who has which; once sent, your answers "
                    "are not joined to it. Until then keep it to yourself: with its code one can "
                    "read what you write."
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
                    "Nobody asks who you are. Your name, your device and the hour are not kept."
                )
            ),
            CONTROLLER,
            PromiseSentence(gettext_noop("Better use your own phone and your own connection.")),
        ),
    ),
)

PROMISE_TEXTS: Mapping[PromiseMedium, tuple[PromiseBlock, ...]] = MappingProxyType(
    {
        PromiseMedium.PAGE: _PAGE,
        PromiseMedium.PROGRAM: _PROGRAM,
        PromiseMedium.CARD: _PAPER_CARD,
        PromiseMedium.POSTER: _POSTER,
    }
)
"""All that is promised, by where it is read. What people read of it: `render`."""
