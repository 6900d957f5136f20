"""The texts that the GDPR asks for: who is responsible, on which ground, which rights. Pure.

They are part of the promise, and so have its number (`versions`).
"""

from vecu.surveys.consent.sentences import PromiseBlock, PromiseCondition, PromiseSentence
from vecu.translation import gettext_noop

CONTROLLER = PromiseSentence(
    gettext_noop("Responsible for your data: %(controller)s."), when=(PromiseCondition.CONTROLLER,)
)
"""Said unfolded, wherever the promise is read."""
OPERATOR = (
    PromiseSentence(
        gettext_noop("Your employer runs this server: it could recognise you."),
        when=(PromiseCondition.EMPLOYER_SERVER,),
    ),
    PromiseSentence(
        gettext_noop("%(operator)s runs this server."), when=(PromiseCondition.OTHER_SERVER,)
    ),
)
"""The last words before a start: who could break what is promised."""
RESPONSIBLE = PromiseBlock(key="responsible", sentences=(CONTROLLER, *OPERATOR))
NETWORK = PromiseSentence(
    gettext_noop(
        "Your employer may see, on its network or on a device it lends you, that you visited this "
        "page. It is safer to use your own phone and your own connection."
    )
)
SERVER = PromiseSentence(
    gettext_noop(
        "The person who runs this server could see where you connect from. We keep no trace of it, "
        "but you have only our word for that."
    )
)
"""From what nobody can be protected on a page, whatever they do there."""
EMPLOYER_SERVER = PromiseSentence(
    gettext_noop(
        "Your employer runs this server. Those who manage it could read your answers and see which "
        "connection they come from, whatever we promise. If that could harm you, do not answer "
        "here."
    ),
    when=(PromiseCondition.EMPLOYER_SERVER,),
)
SPECIAL_CONSENT = PromiseSentence(
    gettext_noop(
        "Your words may reveal your health, your opinions, your beliefs or your trade union. By "
        "starting, you expressly agree that we may use this for the inquiry."
    ),
    when=(PromiseCondition.SPECIAL_CONSENT,),
)
SPECIAL_CONSENT_IN_SHORT = PromiseSentence(
    gettext_noop(
        "They may reveal health, opinions, beliefs or trade union: by starting, you expressly "
        "agree to their use."
    ),
    when=(PromiseCondition.SPECIAL_CONSENT,),
)
"""Said unfolded before a start on a page, just after what is kept: “they” are the answers."""
SPECIAL_CONSENT_ALOUD = PromiseSentence(
    gettext_noop(
        "They may reveal your health, opinions, beliefs or trade union: by starting, you expressly "
        "agree that the inquiry uses this."
    ),
    when=(PromiseCondition.SPECIAL_CONSENT,),
)
GROUNDS = (
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
        gettext_noop("We use your answers because the law requires it (GDPR, article 6.1.c)."),
        when=(PromiseCondition.LEGAL_OBLIGATION,),
    ),
    PromiseSentence(
        gettext_noop(
            "Anything that reveals your health, your opinions, your beliefs or your trade union is "
            "used with your explicit consent (GDPR, article 9.2.a)."
        ),
        when=(PromiseCondition.SPECIAL_CONSENT,),
    ),
    PromiseSentence(
        gettext_noop(
            "Anything that reveals your health, your opinions, your beliefs or your trade union is "
            "used for research or statistics only (GDPR, article 9.2.j)."
        ),
        when=(PromiseCondition.SPECIAL_RESEARCH,),
    ),
    PromiseSentence(
        gettext_noop(
            "Anything that reveals your health, your opinions, your beliefs or your trade union is "
            "used for reasons of substantial public interest (GDPR, article 9.2.g)."
        ),
        when=(PromiseCondition.SPECIAL_PUBLIC_INTEREST,),
    ),
    PromiseSentence(
        gettext_noop(
            "This inquiry does not need to know anything about your health, your political "
            "opinions, your beliefs or your trade union. Write nothing that reveals them."
        ),
        when=(PromiseCondition.SPECIAL_NONE,),
    ),
)
CONTACTS = (
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
"""Whom to turn to, and who holds the data; the last of the rights, also beside replies."""
RIGHTS = (
    PromiseSentence(
        gettext_noop("You are free to answer or not."),
        when=(
            PromiseCondition.CONSENT,
            PromiseCondition.PUBLIC_TASK,
            PromiseCondition.LEGITIMATE_INTEREST,
        ),
    ),
    PromiseSentence(gettext_noop("No decision about you is made by a machine.")),
    PromiseSentence(
        gettext_noop(
            "With your code, you can read, copy and withdraw your answers yourself. To correct "
            "them, withdraw them and answer again, as long as the inquiry is open."
        ),
        when=(PromiseCondition.LINK,),
    ),
    PromiseSentence(
        gettext_noop(
            "With your code, you can read, copy and withdraw your answers yourself. To correct "
            "them, withdraw them and ask for another card."
        ),
        when=(PromiseCondition.CARD,),
    ),
    PromiseSentence(
        gettext_noop(
            "Without the code, nobody can tell which answers are yours, since we do not know who "
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
            "For any other request, write to %(contact)s. If you give your code, the person who "
            "reads it will know which answers are yours."
        ),
        when=(PromiseCondition.CONTACT,),
    ),
    *CONTACTS,
)
