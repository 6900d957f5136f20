"""Where everything on the page of ELIZA comes from."""

from collections.abc import Mapping

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
    "3114": Origin(
        OriginKind.CITED,
        Message(
            gettext_noop("3114, national number for suicide prevention: service-public.fr, 2021.")
        ),
        "https://www.service-public.fr/particuliers/actualites/A15206",
    ),
    "119": Origin(
        OriginKind.CITED,
        Message(
            gettext_noop(
                "119, national number for children in danger; 15 and 112 for emergencies:"
                " service-public.gouv.fr, 2025."
            )
        ),
        "https://www.service-public.gouv.fr/particuliers/actualites/A14455",
    ),
    "3919": Origin(
        OriginKind.CITED,
        Message(
            gettext_noop(
                "3919, national number on violence against women: Fédération nationale Solidarité"
                " Femmes, page read in 2026."
            )
        ),
        "https://solidaritefemmes.org/appeler-le-3919/",
    ),
    "115": Origin(
        OriginKind.CITED,
        Message(gettext_noop("115, number for emergency shelter: Réfugiés.info, 2022.")),
        "https://refugies.info/fr/demarche/62503d59664c115fa5121c6a",
    ),
    "3977": Origin(
        OriginKind.CITED,
        Message(
            gettext_noop(
                "3977, ill-treatment of old or disabled people, every day from 9 am to 7 pm (with a"
                " break at weekends): gouvernement.fr, 2024."
            )
        ),
        "https://www.gouvernement.fr/actualite/"
        "le-3977-pour-agir-contre-la-maltraitance-des-personnes-agees-et-handicapees",
    ),
    "17": Origin(
        OriginKind.CITED,
        Message(
            gettext_noop(
                "17, police or gendarmerie in an emergency: sheet of service-public.fr, 2024."
            )
        ),
        "https://www.service-public.fr/particuliers/vosdroits/F33953",
    ),
    "114": Origin(
        OriginKind.CITED,
        Message(
            gettext_noop(
                "114, emergency number by text message: sheet of service-public.fr, 2024, read in"
                " a copy."
            )
        ),
        "https://www.service-public.fr/particuliers/vosdroits/F33954",
    ),
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
