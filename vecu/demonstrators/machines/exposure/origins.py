"""Where all that the page on exposure shows comes from, and what it does not show."""

from vecu.demonstrators.machines.interface import Origin, OriginKind, make_messages
from vecu.translation import gettext_noop

FREY_OSBORNE = "https://doi.org/10.1016/j.techfore.2016.08.019"

ORIGINS = {
    "criteria": Origin.of(
        OriginKind.CITED,
        gettext_noop(
            "Frey and Osborne, The Future of Employment, 2013, published in 2017: three"
            " criteria, measured by nine variables of the US base O*NET. The nine questions put"
            " these into words of ours."
        ),
        FREY_OSBORNE,
    ),
    "rule": Origin.of(
        OriginKind.INVENTED,
        gettext_noop(
            "Invented: a counting rule of ours. A criterion is a barrier where at least half of"
            " its questions have the answer “A lot”. It is not the model of 2013, which a"
            " program learnt from 70 occupations that people had judged."
        ),
    ),
    "index_2013": Origin.of(
        OriginKind.CITED,
        gettext_noop(
            "2013: Frey and Osborne, The Future of Employment, appendix: the probability that a"
            " job can be computerised, for 702 US occupations. Single figures, as printed; rank"
            " 1 is the least exposed."
        ),
        FREY_OSBORNE,
    ),
    "index_2025": Origin.of(
        OriginKind.CITED,
        gettext_noop(
            "2025: Tomlinson, Jaffe, Wang, Counts and Suri (Microsoft), Working with AI, arXiv"
            " 2507.07935, first version of the list: scores of 785 US occupations, rounded"
            " here; ranks are computed by us, rank 1 is the highest score."
        ),
        "https://arxiv.org/abs/2507.07935",
        "CC BY 4.0",
    ),
    "hearing": Origin.of(
        OriginKind.CITED,
        gettext_noop(
            "Hearing of Yann Ferguson, director of LaborIA (Inria), at the City of Paris, 11"
            " June 2024, in our words. The link leads to the city’s page on these hearings."
        ),
        "https://www.paris.fr/pages/intelligence-artificielle-a-paris-ou-en-est-on-30092",
    ),
    "survey_2025": Origin.of(
        OriginKind.CITED,
        gettext_noop(
            "2025: index of the International Labour Organization and NASK (ILO Working Paper"
            " 140), as NASK describes how it was built."
        ),
        "https://www.nask.pl/index",
    ),
}

LIMITS = make_messages(
    gettext_noop(
        "The occupations are those of the United States. A social worker in France has other"
        " duties, other papers to fill in and another training; no index of this page knows"
        " them."
    ),
    gettext_noop(
        "The two scales do not measure the same thing: what experts thought possible, and what"
        " people looked for in a chat. Places can be compared, figures cannot be subtracted."
    ),
    gettext_noop(
        "The authors of 2025 warn that their score does not measure whether AI can replace a job."
    ),
    gettext_noop(
        "Our counting rule is a simplification, and your answers are one opinion on one job."
    ),
)
