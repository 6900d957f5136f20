"""Randomized response: techniques that hide each answer and still allow estimating the share.

The share who say yes is λ = cπ + d of the share π for whom the sensitive trait is true. c and d
follow from the probabilities of the technique; one formula then serves all: π̂ = (λ̂ − d) / c, and
its variance is that of λ̂ over c².
"""

from dataclasses import dataclass, fields
from typing import ClassVar, Protocol

from vecu.messages import Message
from vecu.stats.errors import VariableRefused
from vecu.translation import gettext_noop


class RandomizedResponse(Protocol):
    """A technique, by the line from the true share to the share of yes."""

    name: ClassVar[str]

    @property
    def slope(self) -> float:
        """The change in the share of yes when the true share goes from 0 to 1; may be negative."""

    @property
    def offset(self) -> float:
        """The share of yes if the sensitive trait is true of nobody."""


class _Chances:
    """Refuses invalid probabilities, and those with which no estimate is possible."""

    name: ClassVar[str]

    @property
    def slope(self) -> float:
        """The change in the share of yes with the true share."""
        raise NotImplementedError

    def __post_init__(self) -> None:
        for field in fields(self):  # type: ignore[arg-type]  # every technique is a dataclass
            value = getattr(self, field.name)
            if not 0 <= value <= 1:
                raise VariableRefused(
                    gettext_noop(
                        "%(technique)s, %(field)s: a chance from 0 to 1; found %(value)s."
                        " Write a quarter as 0.25."
                    ),
                    technique=Message(self.name),
                    field=field.name,
                    value=value,
                )
        if abs(self.slope) < 1e-9:
            raise VariableRefused(
                gettext_noop(
                    "%(technique)s: people for whom it is true must say yes more or less often than"
                    " others; with %(chances)s they do not. Change the chances."
                ),
                technique=Message(self.name),
                chances=str(self),
            )


@dataclass(frozen=True, slots=True)
class Direct(_Chances):
    """A direct question. Nothing is hidden, and many will not answer truthfully."""

    name: ClassVar[str] = "direct question"

    @property
    def slope(self) -> float:
        """Yes is yes."""
        return 1.0

    @property
    def offset(self) -> float:
        """No is no."""
        return 0.0


@dataclass(frozen=True, slots=True)
class Warner(_Chances):
    """With probability `p` a person answers whether it is true of them, else whether it is not.

    S. L. Warner, Journal of the American Statistical Association 60 (1965), 63-69.
    """

    name: ClassVar[str] = "Warner"
    p: float

    @property
    def slope(self) -> float:
        """2p − 1."""
        return 2 * self.p - 1

    @property
    def offset(self) -> float:
        """1 − p."""
        return 1 - self.p


@dataclass(frozen=True, slots=True)
class Crosswise(Warner):
    """Two questions together; people say only whether both have the same answer.

    `p` is how common "yes" is to the harmless one (a birthday in January to March: about .25). The
    answer is 1 if both are the same. J.-W. Yu, G.-L. Tian, M.-L. Tang, Metrika 67 (2008), 251-263.
    Random answers inflate the estimate: ask an anchor too.
    """

    name: ClassVar[str] = gettext_noop("crosswise")


@dataclass(frozen=True, slots=True)
class ForcedResponse(_Chances):
    """A die decides: answer truthfully (probability `truth`), or say yes (`yes`), or no."""

    name: ClassVar[str] = gettext_noop("forced response")

    truth: float
    yes: float

    def __post_init__(self) -> None:
        """Refuse probabilities that sum to more than 1; the rest is that of a forced no."""
        super(ForcedResponse, self).__post_init__()
        if self.truth + self.yes > 1 + 1e-9:
            raise VariableRefused(
                gettext_noop(
                    "%(technique)s: truth and yes come to 1 at most; found %(sum)s."
                    " What is left is the chance of a forced no."
                ),
                technique=Message(self.name),
                sum=self.truth + self.yes,
            )

    @property
    def slope(self) -> float:
        """The probability of a true answer."""
        return self.truth

    @property
    def offset(self) -> float:
        """The probability of a forced yes."""
        return self.yes


@dataclass(frozen=True, slots=True)
class UnrelatedQuestion(_Chances):
    """With probability `p` a person gets the sensitive question, else a harmless one.

    `q` is how common "yes" is to the harmless one. B. G. Greenberg and others, Journal of the
    American Statistical Association 64 (1969), 520-539.
    """

    name: ClassVar[str] = gettext_noop("unrelated question")
    p: float
    q: float

    @property
    def slope(self) -> float:
        """The probability of the sensitive question."""
        return self.p

    @property
    def offset(self) -> float:
        """The share of yes if the sensitive trait is true of nobody."""
        return (1 - self.p) * self.q
