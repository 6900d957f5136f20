"""What members write of a case, and of its terms. Pure. A field has the name of its column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from vecu.casestudies.cases.rules import CaseSector, OrganisationSize
from vecu.register.rules import SystemFamily

ByLanguage = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CaseContent:
    """A system in one place: one of the register (`system`), or one that is `described` here.

    `door` is how the laboratory came in, `door_opener` who let it in (a function, nobody's name),
    `door_terms` on what terms, from `door_day` on. `using`, `managing`, `touched` and `building`
    are how many people have each role there, None while that is not known.
    """

    name: ByLanguage
    place: ByLanguage
    technology: SystemFamily
    sector: CaseSector
    size: OrganisationSize
    system: UUID | None = None
    described: ByLanguage = field(default_factory=dict)
    door: ByLanguage = field(default_factory=dict)
    door_opener: ByLanguage = field(default_factory=dict)
    door_terms: ByLanguage = field(default_factory=dict)
    door_day: date | None = None
    using: int | None = None
    managing: int | None = None
    touched: int | None = None
    building: int | None = None


@dataclass(frozen=True, slots=True)
class EmployerTermsContent:
    """What the employer of a case undertook; `signer` is a function, never a name."""

    case: UUID
    undertakings: Sequence[str]
    signed: date
    signer: ByLanguage
    besides: ByLanguage = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseEventContent:
    """Something that happened in the organisation of a case: a reorganisation, a strike."""

    case: UUID
    day: date
    title: ByLanguage
    account: ByLanguage = field(default_factory=dict)
