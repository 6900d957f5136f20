"""What an interviewer reads aloud before the first question, and what can be asked about it. Pure.

Simple words, one idea in a sentence: it is heard once, perhaps through an interpreter. Languages
without an interface have their wording in `wordings`; nobody has read these over yet.
"""

from vecu.surveys.consent.data_protection import (
    CONTACTS,
    CONTROLLER,
    GROUNDS,
    SPECIAL_CONSENT_ALOUD,
)
from vecu.surveys.consent.sentences import (
    PromiseBlock,
    PromiseCondition,
    PromiseDay,
    PromiseSentence,
)
from vecu.translation import gettext_noop

INTERVIEWS = (
    PromiseBlock(
        key="aloud",
        sentences=(
            PromiseSentence(gettext_noop("You can say no. You can stop whenever you want.")),
            PromiseSentence(
                gettext_noop("I do not work for your service. I must keep what you say secret.")
            ),
            PromiseSentence(gettext_noop("I do not ask your name. I do not note your number.")),
            PromiseSentence(
                gettext_noop(
                    "Only the team of the inquiry reads your answers. Your service does not see "
                    "them."
                )
            ),
            PromiseSentence(gettext_noop("Your help does not change, whether you answer or not.")),
            PromiseSentence(
                gettext_noop(
                    "We keep your answers, the day, and how you answer: by telephone, with an "
                    "interpreter or on paper."
                )
            ),
            PromiseSentence(
                gettext_noop("Answers are kept until %(day)s."),
                when=(PromiseCondition.RETENTION_SET,),
                day=PromiseDay.ANSWERS,
            ),
            PromiseSentence(
                gettext_noop(
                    "Before I send, you can have everything erased. Afterwards, nobody can find "
                    "your answers again."
                )
            ),
            PromiseSentence(
                gettext_noop("Only numbers become public, and only of 11 people or more.")
            ),
            PromiseSentence(
                gettext_noop(
                    "If you want to add a word, I read it back. You say whether we keep it."
                )
            ),
            PromiseSentence(
                gettext_noop("If an interpreter helps us, they must keep it secret too.")
            ),
            PromiseSentence(
                gettext_noop("Is somebody near you? Then say a number instead of a word.")
            ),
            PromiseSentence(
                gettext_noop(
                    "What we cannot protect you from: the telephone company knows that you called."
                )
            ),
            SPECIAL_CONSENT_ALOUD,
            PromiseSentence(gettext_noop("Do you agree to begin?")),
        ),
    ),
    PromiseBlock(
        key="details",
        heading=gettext_noop("If this person asks"),
        sentences=(
            CONTROLLER,
            PromiseSentence(
                gettext_noop("We use your answers because you agree to it (GDPR, article 6.1.a)."),
                when=(PromiseCondition.CONSENT,),
            ),
            *(each for each in GROUNDS if PromiseCondition.CONSENT not in each.when),
            PromiseSentence(gettext_noop("No decision about you is made by a machine.")),
            PromiseSentence(
                gettext_noop(
                    "Since nobody can tell which answers are yours, we can neither show them to "
                    "you nor correct or erase them (GDPR, article 11)."
                )
            ),
            PromiseSentence(
                gettext_noop("Any other question: %(contact)s."), when=(PromiseCondition.CONTACT,)
            ),
            *CONTACTS,
        ),
    ),
)
