"""Sample sizes for sensitive questions.

Techniques that hide answers also increase the variance, and so the required sample size.
"""

from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist

from vecu.stats.errors import VariableRefused
from vecu.stats.sensitive.randomized_response import (
    Crosswise,
    Direct,
    ForcedResponse,
    RandomizedResponse,
    UnrelatedQuestion,
)
from vecu.stats.sensitive.results import format_count, format_percent
from vecu.translation import gettext_noop, translate
from vecu.typography import apply_typography

COUNT_VARIANCE = 0.64
"""The variance of the number of harmless items: four items, so that few people say none or all."""

_WIDE = NormalDist().inv_cdf(0.975)

DIRECT = gettext_noop("direct question (nothing hidden; many will not say)")
UNRELATED = gettext_noop("unrelated question, the sensitive one with chance 3/4")
CROSSWISE = gettext_noop("crosswise, beside a harmless question to which 15 in 100 say yes")
ANCHORED = gettext_noop(
    "crosswise with an anchor question, where four in five follow the instructions"
)
FORCED = gettext_noop("forced response, by a die")
LIST = gettext_noop("list")
DOUBLE_LIST = gettext_noop("double list")


@dataclass(frozen=True, slots=True)
class TechniqueOption:
    """A technique, and the sample size it requires.

    `odds` is the most by which an answer can multiply the odds that this person is a carrier: a
    measure of exposure. None for a full disclosure, or if answers have no such meaning.
    """

    name: str
    people: int
    odds: float | None


@dataclass(frozen=True, slots=True)
class SampleSizePlan:
    """Techniques for a share of about `expected`, to be estimated with `std_error`."""

    expected: float
    std_error: float
    options: tuple[TechniqueOption, ...]
    available: int | None

    def people(self, name: str) -> int:
        """Return the sample size of the option `name`."""
        return next(option.people for option in self.options if option.name == name)

    def say(self, language: str) -> tuple[str, ...]:
        """Return the plan in sentences for the author of a questionnaire."""
        said = [_purpose(self, language)]
        line = translate(gettext_noop("%(way)s: %(people)s"), language)
        said += [
            line
            % {
                "way": translate(option.name, language),
                "people": format_count(option.people, language),
            }
            for option in self.options
        ]
        said += [_advice(self, language), _lists(self, language)]
        if self.available is not None:
            said.append(_afford(self, self.available, language))
        return tuple(apply_typography(sentence, language) for sentence in said)


def required_sample_size(
    technique: RandomizedResponse, expected: float, std_error: float, *, deff: float = 1
) -> int:
    """Return the sample size for estimating such a share with this standard error.

    `deff` is the ratio of the variance under the design to that of a simple sample.
    """
    _check(expected, std_error, deff)
    yes = technique.slope * expected + technique.offset
    return _people(yes * (1 - yes) / technique.slope**2 * deff, std_error)


def required_sample_size_anchor(
    question: Crosswise,
    anchor: Crosswise,
    expected: float,
    std_error: float,
    *,
    followed: float = 0.8,
    deff: float = 1,
) -> int:
    """Return the sample size for two crosswise questions, with a share `followed` attentive.

    The variance is that of the corrected estimate, linearised.
    """
    _check(expected, std_error, deff)
    if not 0 < followed <= 1:
        raise VariableRefused(
            gettext_noop("followed: a share above 0, at most 1; found %(found)s."), found=followed
        )
    true_same = question.slope * (expected - 0.5) + 0.5
    anchor_same = 1 - anchor.p
    same, anchored = (followed * each + (1 - followed) / 2 for each in (true_same, anchor_same))
    together = followed * true_same * anchor_same + (1 - followed) / 4 - same * anchored
    toward_same = 1 / (followed * question.slope)
    toward_anchor = -(expected - 0.5) / (followed * (0.5 - anchor.p))
    variance = toward_same**2 * same * (1 - same) + toward_anchor**2 * anchored * (1 - anchored)
    variance += 2 * toward_same * toward_anchor * together
    return _people(variance * deff, std_error)


def required_sample_size_list(
    expected: float,
    std_error: float,
    *,
    count_variance: float = COUNT_VARIANCE,
    double: bool = False,
    deff: float = 1,
) -> int:
    """Return the sample size for a list, half of them the longer one; or two lists, if `double`.

    `count_variance` is that of the number of harmless items true of a person. Two lists are assumed
    to be uncorrelated; a positive correlation reduces the sample size.
    """
    _check(expected, std_error, deff)
    if not count_variance > 0:
        raise VariableRefused(
            gettext_noop("count_variance: more than 0; found %(found)s."), found=count_variance
        )
    both = 2 * count_variance + expected * (1 - expected)
    return _people((both if double else 2 * both) * deff, std_error)


def plan_sensitive_question(
    expected: float, std_error: float, *, deff: float = 1, available: int | None = None
) -> SampleSizePlan:
    """Return the sample size for each technique. `available` is how many people can be reached."""
    crosswise = Crosswise(0.15)
    plain: dict[str, RandomizedResponse] = {
        DIRECT: Direct(),
        UNRELATED: UnrelatedQuestion(0.75, 0.25),
        CROSSWISE: crosswise,
        FORCED: ForcedResponse(2 / 3, 1 / 6),
    }
    options = [
        TechniqueOption(
            name,
            required_sample_size(technique, expected, std_error, deff=deff),
            max_odds_ratio(technique),
        )
        for name, technique in plain.items()
    ]
    anchored = required_sample_size_anchor(crosswise, crosswise, expected, std_error, deff=deff)
    options.append(TechniqueOption(ANCHORED, anchored, max_odds_ratio(crosswise)))
    for name, double in ((DOUBLE_LIST, True), (LIST, False)):
        people = required_sample_size_list(expected, std_error, double=double, deff=deff)
        options.append(TechniqueOption(name, people, None))
    options.sort(key=lambda option: option.people)
    return SampleSizePlan(expected, std_error, tuple(options), available)


def max_odds_ratio(technique: RandomizedResponse) -> float | None:
    """Return the most by which an answer can multiply the odds that someone is a carrier.

    None for full disclosure.
    """
    of_carriers, of_others = technique.slope + technique.offset, technique.offset
    chances = ((of_carriers, of_others), (1 - of_carriers, 1 - of_others))
    odds = [(max(pair), min(pair)) for pair in chances]
    if any(less < 1e-9 for _more, less in odds):
        return None
    return max(more / less for more, less in odds)


def _check(expected: float, std_error: float, deff: float) -> None:
    if not 0 < expected < 1:
        raise VariableRefused(
            gettext_noop(
                "expected: a share between 0 and 1; found %(found)s. A rough guess will do."
            ),
            found=expected,
        )
    if not 0 < std_error < 1:
        raise VariableRefused(
            gettext_noop("std_error: between 0 and 1; found %(found)s. 0.03 is ± 6 points."),
            found=std_error,
        )
    if not deff > 0:
        raise VariableRefused(
            gettext_noop("deff: more than 0; found %(found)s. It is 1 for a simple sample."),
            found=deff,
        )


def _people(variance: float, std_error: float) -> int:
    return ceil(round(variance / std_error**2, 6))


def _purpose(made: SampleSizePlan, language: str) -> str:
    sentence = translate(
        gettext_noop(
            "To know a share of about %(share)s to within %(margin)s points either way takes:"
        ),
        language,
    )
    margin = format_percent(_WIDE * made.std_error, language)
    return sentence % {"share": format_percent(made.expected, language) + " %", "margin": margin}


def _advice(made: SampleSizePlan, language: str) -> str:
    sentence = translate(
        gettext_noop(
            "Best for most inquiries: the crosswise question with an anchor, for %(people)s people,"
            " and beside it the plain question for others drawn at random, at least %(direct)s."
            " The anchor shows who answers at random, the plain question how many would not say."
        ),
        language,
    )
    people, direct = (format_count(made.people(name), language) for name in (ANCHORED, DIRECT))
    return sentence % {"people": people, "direct": direct}


def _lists(made: SampleSizePlan, language: str) -> str:
    sentence = translate(
        gettext_noop(
            "Lists need no die and no known share, but %(double)s people with two lists and"
            " %(single)s with one. Use a list only where you reach so many."
        ),
        language,
    )
    double, single = (format_count(made.people(name), language) for name in (DOUBLE_LIST, LIST))
    return sentence % {"double": double, "single": single}


def _afford(made: SampleSizePlan, available: int, language: str) -> str:
    needed = made.people(ANCHORED)
    if available >= needed + made.people(DIRECT):
        sentence = gettext_noop("The %(available)s people that can be reached are enough for that.")
    elif available >= needed:
        sentence = gettext_noop(
            "The %(available)s people that can be reached are enough for the crosswise question"
            " with an anchor, not for the plain question beside it."
        )
    else:
        sentence = gettext_noop(
            "With the %(available)s people that can be reached, the crosswise question with an"
            " anchor would tell the share to within %(margin)s points either way. Ask more people,"
            " or do not ask for a share."
        )
    margin = _WIDE * made.std_error * sqrt(needed / max(available, 1))
    values = {
        "available": format_count(available, language),
        "margin": format_percent(margin, language),
    }
    return translate(sentence, language) % values
