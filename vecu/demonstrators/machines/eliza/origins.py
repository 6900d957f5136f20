"""Where everything on the page of ELIZA comes from."""

from collections.abc import Mapping

from vecu.demonstrators.machines.helpline_origins import HELPLINE_ORIGINS
from vecu.demonstrators.machines.interface import Origin, OriginKind
from vecu.messages import Message
from vecu.translation import gettext_noop

ORIGINS: Mapping[str, Origin] = {
    "script": Origin(
        OriginKind.INVENTED,
        Message(
            gettext_noop(
                "Invented: the machine’s list of words and its replies are ours, in both languages;"
                " only the method is that of 1966."
            )
        ),
    ),
    "method": Origin(
        OriginKind.CITED,
        Message(
            gettext_noop(
                "The method: J. Weizenbaum, “ELIZA”, Communications of the ACM, volume 9, 1966."
                " Nothing of its script is used."
            )
        ),
        "https://doi.org/10.1145/365153.365168",
    ),
    "round": Origin(
        OriginKind.INVENTED,
        Message(
            gettext_noop(
                "Invented: ten conversations, written before seeing what the machine replies. Seed"
                " 1966 drew three for it, three for us, and their order. The list was reworded"
                " since; the draw was not changed. Three exchanges are its true replies; in three"
                " we replied, playing the role of a listener. Chance is computed: each mark right"
                " one time in two."
            )
        ),
    ),
    **HELPLINE_ORIGINS,
    "paper": Origin(
        OriginKind.CITED,
        Message(
            gettext_noop(
                "J. Weizenbaum, “ELIZA”, Communications of the ACM, volume 9, 1966; in our words."
            )
        ),
        "https://doi.org/10.1145/365153.365168",
    ),
    "colby": Origin(
        OriginKind.CITED,
        Message(
            gettext_noop(
                "K. Colby, J. Watt, J. Gilbert, “A computer method of psychotherapy”, Journal of"
                " Nervous and Mental Disease, volume 142, 1966; as Weizenbaum reports it, in our"
                " words."
            )
        ),
        "https://doi.org/10.1097/00005053-196602000-00005",
    ),
    "book": Origin(
        OriginKind.CITED,
        Message(
            gettext_noop(
                "J. Weizenbaum, Computer Power and Human Reason, Freeman, 1976 (introduction and"
                " chapter 10); in our words. The link leads to a page that discusses the passage"
                " on the secretary."
            )
        ),
        "https://sites.google.com/view/elizaarchaeology/blog/weizenbaums-secretary",
    ),
    "mccarthy": Origin(
        OriginKind.CITED,
        Message(gettext_noop("J. McCarthy, “An unreasonable book”, 1976; in our words.")),
        "https://www-formal.stanford.edu/jmc/reviews/weizenbaum/weizenbaum.html",
    ),
    "hearing": Origin(
        OriginKind.CITED,
        Message(
            gettext_noop(
                "Record of the public hearing on AI and social work, Paris, 11 June 2024. The"
                " link leads to the article on Eliza to which it refers."
            )
        ),
        "https://link.springer.com/article/10.1007/s00146-018-0825-9",
    ),
}
