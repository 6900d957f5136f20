"""What members write of a second look: who receives it, who looks, by when. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from vecu.safeguards.content import OfficeContent
from vecu.translation import gettext_noop

ByLanguage = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LookOfficeContent(OfficeContent):
    """Where a request goes, which function looks, within how many `days` it answers.

    `asking_days`: how long after something happened one may ask, 0 if that has no end. `appeals`
    are the kinds of decisions that the service takes, by key of the appeal guide.
    """

    looker: ByLanguage
    asking_days: int = 0
    appeals: Sequence[str] = ()
    needed: ClassVar = {
        "office_fr": gettext_noop("Say which office receives the request."),
        "place_fr": gettext_noop("Give its postal address: it stands on the paper."),
        "telephone": gettext_noop("Give a telephone number that a person answers."),
        "hours_fr": gettext_noop("Say on which days and at which hours."),
        "looker_fr": gettext_noop(
            "Say which function looks: one that had no part in what was done."
        ),
    }
