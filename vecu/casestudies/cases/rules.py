"""What cases are sorted by, who speaks in them, and what an employer undertakes. Pure."""

from vecu.labelled_enum import LabelledEnum
from vecu.translation import gettext_noop

FEWEST_PEOPLE = 11
"""Of fewer people with one role in one place, a sentence that names both names them."""
MOST_PEOPLE = 100_000


class CaseVerb(LabelledEnum):
    """What is done with a case beside writing it."""

    PUBLISH = "publish", gettext_noop("published a case")
    TAKE_BACK = "take back", gettext_noop("took back a case")


class CaseSector(LabelledEnum):
    """What the organisation does, after the sections of the European nomenclature."""

    ADMINISTRATION = "administration", gettext_noop("Public administration")
    SOCIAL_WORK = "social work", gettext_noop("Social work")
    HEALTH = "health", gettext_noop("Health")
    EDUCATION = "education", gettext_noop("Education and research")
    INDUSTRY = "industry", gettext_noop("Industry and energy")
    CONSTRUCTION = "construction", gettext_noop("Construction")
    TRADE = "trade", gettext_noop("Trade, hotels and restaurants")
    TRANSPORT = "transport", gettext_noop("Transport and logistics")
    FINANCE = "finance", gettext_noop("Banking and insurance")
    INFORMATION = "information", gettext_noop("Information and communication")
    SERVICES = "services", gettext_noop("Services to organisations")
    AGRICULTURE = "agriculture", gettext_noop("Agriculture and food")
    OTHER = "other", gettext_noop("Another sector")


class OrganisationSize(LabelledEnum):
    """How many people the whole organisation employs, by the classes of official statistics."""

    MICRO = "micro", gettext_noop("Up to 9 employees")
    SMALL = "small", gettext_noop("10 to 49 employees")
    MEDIUM = "medium", gettext_noop("50 to 249 employees")
    INTERMEDIATE = "intermediate", gettext_noop("250 to 4,999 employees")
    LARGE = "large", gettext_noop("5,000 employees or more")


class CaseRole(LabelledEnum):
    """What somebody who speaks has to do with the system."""

    USES = "uses", gettext_noop("Works with the system")
    MANAGES = "manages", gettext_noop("Manages those who work with it")
    TOUCHED = "touched", gettext_noop("Is concerned by it, without using it")
    BUILT = "built", gettext_noop("Designed, bought or adjusted it")


class Undertaking(LabelledEnum):
    """What an employer undertakes towards a laboratory that it lets in."""

    NO_LIST = "no list", gettext_noop("No list: the employer does not learn who is interviewed")
    NO_ATTENDANCE = (
        "no attendance",
        gettext_noop("No attendance: nobody of the management sits in, waits or asks afterwards"),
    )
    NO_DRAFT = "no draft", gettext_noop("No draft: the employer reads what everybody reads")
    ERRORS_ONLY = (
        "errors only",
        gettext_noop("Errors of fact only: the employer corrects dates and figures, no judgement"),
    )
