"""Where the numbers of `vecu.helplines` were read, and when, for machines that show them."""

from collections.abc import Mapping

from vecu.demonstrators.machines.interface import Origin, OriginKind
from vecu.messages import Message
from vecu.translation import gettext_noop

HELPLINE_ORIGINS: Mapping[str, Origin] = {
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
}
