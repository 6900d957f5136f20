"""The texts of promise and consent, in reading order, wherever they are read. Pure.

Whoever answers reads them before the first question, on a page, in another program or on paper;
beginning is the consent. They are in English here and in French in `locale/`. Any change of a text,
in either language, needs a new number: `versions` says how.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from vecu.translation import gettext_noop


class PromiseMedium(StrEnum):
    """Where a promise is read."""

    PAGE = "page"
    """The first page of an inquiry, by its link, by a relay's or with a card."""
    PROGRAM = "program"
    """The note that begins a form in another program, such as ODK Collect."""
    CARD = "card"
    """A card on paper, which has room for no more; the page that it leads to says the rest."""
    POSTER = "poster"
    """A poster on paper; the page that it leads to says the rest."""


class PromiseCondition(StrEnum):
    """For whom a sentence is said."""

    LINK = "link"
    CARD = "card"
    RELAY = "relay"
    """Who came by a relay's link, which is a link too."""
    FILES = "files"
    """Where the inquiry asks for files."""
    ALL_OPTIONAL = "all optional"
    """Where every question may be left blank."""
    SOME_REQUIRED = "some required"
    RETENTION_SET = "retention set"
    """Where the study names the day until which answers are kept."""
    RETENTION_UNSET = "retention unset"
    CONTROLLER = "controller"
    """Where the study or the laboratory names who is responsible; the next three likewise."""
    OFFICER = "officer"
    HOSTING = "hosting"
    CONTACT = "contact"
    AUTHORITY_SET = "authority set"
    AUTHORITY_UNSET = "authority unset"
    """Where the supervisory authority is the French one."""
    CONSENT = "basis consent"
    """The legal basis that the study names; a study begun with version 0.1.0 may name none."""
    PUBLIC_TASK = "basis public task"
    LEGITIMATE_INTEREST = "basis legitimate interest"
    LEGAL_OBLIGATION = "basis legal obligation"
    SPECIAL_CONSENT = "special explicit consent"
    """The ground for what reveals health, opinions and their like."""
    SPECIAL_RESEARCH = "special research"
    SPECIAL_PUBLIC_INTEREST = "special public interest"
    SPECIAL_NONE = "special none"
    """Where a study names a legal basis, and no ground for these."""


class PromiseDay(StrEnum):
    """Which day a sentence names as `%(day)s`."""

    ANSWERS = "answers"
    """The last day on which answers are kept."""
    DRAFT = "draft"
    """The last day on which answers are kept that somebody begins today and does not send."""


PROMISE_NAMES = ("day", "name", "contact", "controller", "officer", "authority", "hosting")
"""What the texts leave open, to be filled in for each person."""


@dataclass(frozen=True, slots=True)
class PromiseSentence:
    """One thing that is promised, said if any condition of `when` holds, or always without one.

    A text may hold `%(day)s`, the one that `day` names, `%(name)s`, the relay's, and the other
    `PROMISE_NAMES`; a real % sign is written `%%`.
    """

    text: str
    when: tuple[PromiseCondition, ...] = ()
    day: PromiseDay | None = None


@dataclass(frozen=True, slots=True)
class PromiseBlock:
    """Sentences that are read together, below a heading or none; templates know them by `key`."""

    key: str
    sentences: tuple[PromiseSentence, ...]
    heading: str = ""


_LINK, _CARD, _RELAY = PromiseCondition.LINK, PromiseCondition.CARD, PromiseCondition.RELAY
_FILES = PromiseCondition.FILES

# What a page and another program say in the same words.
_ANYONE = gettext_noop(
    "Anyone who has the link may answer. We do not ask who you are, and nothing prevents a second "
    "answer."
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

_CONTROLLER = PromiseSentence(
    gettext_noop("Responsible for your data: %(controller)s."), when=(PromiseCondition.CONTROLLER,)
)
_SPECIAL_CONSENT = PromiseSentence(
    gettext_noop(
        "Your words may reveal your health, your opinions, your beliefs or your trade union. By "
        "starting, you expressly agree that we use this for the inquiry."
    ),
    when=(PromiseCondition.SPECIAL_CONSENT,),
)
_GROUNDS = (
    PromiseSentence(
        gettext_noop(
            "We use your answers because you agree to it (GDPR, article 6.1.a). You can change "
            "your mind at any time: withdraw your answers with your code."
        ),
        when=(PromiseCondition.CONSENT,),
    ),
    PromiseSentence(
        gettext_noop(
            "We use your answers to carry out a task in the public interest (GDPR, article 6.1.e)."
        ),
        when=(PromiseCondition.PUBLIC_TASK,),
    ),
    PromiseSentence(
        gettext_noop(
            "We use your answers in our legitimate interest: to carry out this inquiry and publish "
            "what it finds (GDPR, article 6.1.f)."
        ),
        when=(PromiseCondition.LEGITIMATE_INTEREST,),
    ),
    PromiseSentence(
        gettext_noop("We use your answers because the law obliges us to (GDPR, article 6.1.c)."),
        when=(PromiseCondition.LEGAL_OBLIGATION,),
    ),
    PromiseSentence(
        gettext_noop(
            "What reveals your health, your opinions, your beliefs or your trade union is used on "
            "the ground of your explicit consent (GDPR, article 9.2.a)."
        ),
        when=(PromiseCondition.SPECIAL_CONSENT,),
    ),
    PromiseSentence(
        gettext_noop(
            "What reveals your health, your opinions, your beliefs or your trade union is used "
            "for research or statistics only (GDPR, article 9.2.j)."
        ),
        when=(PromiseCondition.SPECIAL_RESEARCH,),
    ),
    PromiseSentence(
        gettext_noop(
            "What reveals your health, your opinions, your beliefs or your trade union is used "
            "for reasons of substantial public interest (GDPR, article 9.2.g)."
        ),
        when=(PromiseCondition.SPECIAL_PUBLIC_INTEREST,),
    ),
    PromiseSentence(
        gettext_noop(
            "This inquiry needs to know nothing of your health, your opinions, your beliefs or "
            "your trade union. Write nothing that reveals them."
        ),
        when=(PromiseCondition.SPECIAL_NONE,),
    ),
)
_RIGHTS = (
    PromiseSentence(
        gettext_noop("You are free to answer or not."),
        when=(
            PromiseCondition.CONSENT,
            PromiseCondition.PUBLIC_TASK,
            PromiseCondition.LEGITIMATE_INTEREST,
        ),
    ),
    PromiseSentence(gettext_noop("No machine takes a decision about you.")),
    PromiseSentence(
        gettext_noop(
            "With your code you can read, copy and withdraw your answers yourself. To correct "
            "them, withdraw them and answer again, as long as the inquiry is open."
        ),
        when=(_LINK,),
    ),
    PromiseSentence(
        gettext_noop(
            "With your code you can read, copy and withdraw your answers yourself. To correct "
            "them, withdraw them and ask for another card."
        ),
        when=(_CARD,),
    ),
    PromiseSentence(
        gettext_noop(
            "Without the code nobody can tell which answers are yours, since we do not know who "
            "you are (GDPR, article 11)."
        )
    ),
    PromiseSentence(
        gettext_noop(
            "The law gives you the rights of access, rectification, erasure, restriction and "
            "portability."
        ),
        when=(PromiseCondition.CONSENT,),
    ),
    PromiseSentence(
        gettext_noop(
            "The law gives you the rights of access, rectification, erasure and restriction, and "
            "the right to object."
        ),
        when=(PromiseCondition.PUBLIC_TASK, PromiseCondition.LEGITIMATE_INTEREST),
    ),
    PromiseSentence(
        gettext_noop("The law gives you the rights of access, rectification and restriction."),
        when=(PromiseCondition.LEGAL_OBLIGATION,),
    ),
    PromiseSentence(
        gettext_noop(
            "To ask for anything else, write to %(contact)s. Whoever reads your code there learns "
            "which answers are yours."
        ),
        when=(PromiseCondition.CONTACT,),
    ),
    PromiseSentence(
        gettext_noop("Data protection officer: %(officer)s."), when=(PromiseCondition.OFFICER,)
    ),
    PromiseSentence(
        gettext_noop("If you think that your rights are not respected, complain to %(authority)s."),
        when=(PromiseCondition.AUTHORITY_SET,),
    ),
    PromiseSentence(
        gettext_noop(
            "If you think that your rights are not respected, complain to the CNIL, the French "
            "authority: 3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07, www.cnil.fr."
        ),
        when=(PromiseCondition.AUTHORITY_UNSET,),
    ),
    PromiseSentence(
        gettext_noop("The data are hosted by %(hosting)s."), when=(PromiseCondition.HOSTING,)
    ),
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
                    "Only the team of this inquiry reads the answers. Each reading is written down."
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
    PromiseBlock(key="responsible", sentences=(_CONTROLLER,)),
    PromiseBlock(key="agreement", sentences=(_SPECIAL_CONSENT,)),
    PromiseBlock(
        key="rights",
        heading=gettext_noop("Your data and your rights"),
        sentences=(*_GROUNDS, *_RIGHTS),
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
                    "Only the members of the team who work on this inquiry read the answers, and "
                    "each reading is written down."
                )
            ),
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
            _CONTROLLER,
            _SPECIAL_CONSENT,
            *_GROUNDS,
            *_RIGHTS,
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
            _CONTROLLER,
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
