"""Why most alerts are wrong when what is sought is rare: Bayes' rule, in counts and words. Pure."""

from dataclasses import dataclass

from vecu.messages import Message
from vecu.translation import gettext_noop


@dataclass(frozen=True, slots=True)
class BaseRate:
    """Expected counts among `cases`, of which a `share` is what a checker seeks."""

    cases: int
    share: float
    sensitivity: float
    """Of those sought, the share that is found."""
    specificity: float
    """Of all others, the share that is left alone."""

    @property
    def sought(self) -> float:
        """Return how many cases are what is sought."""
        return self.cases * self.share

    @property
    def right(self) -> float:
        """Return how many alerts are right."""
        return self.sought * self.sensitivity

    @property
    def alerts(self) -> float:
        """Return how many alerts there are."""
        return self.right + (self.cases - self.sought) * (1 - self.specificity)

    @property
    def right_share(self) -> float:
        """Return the share of alerts that are right; 0 when there are none."""
        return self.right / self.alerts if self.alerts else 0.0

    def put_in_words(self) -> Message:
        """Return the sentence for a page."""
        return Message(
            gettext_noop(
                "Of %(cases)s offers, about %(sought)s discriminate. A checker that finds"
                " %(sensitivity)s%% of these, and leaves alone %(specificity)s%% of the others,"
                " raises %(alerts)s alerts, of which %(right)s%% are right."
            ),
            cases=float(self.cases),
            sought=f"{self.sought:.0f}",
            sensitivity=f"{self.sensitivity:.0%}".rstrip("%"),
            specificity=f"{self.specificity:.0%}".rstrip("%"),
            alerts=f"{self.alerts:.0f}",
            right=f"{self.right_share:.0%}".rstrip("%"),
        )


PUBLISHED_SHARE = 0.004
"""Of 4,770 job offers studied in France in 2017, 0.4 % were discriminatory."""

PUBLISHED_SOURCE = Message(
    gettext_noop(
        "Of %(offers)s job offers that Pôle emploi studied in 2017, %(share)s%% were"
        " discriminatory, as quoted in the press."
    ),
    offers=4770.0,
    share=100 * PUBLISHED_SHARE,
)
"""Whose figure the share is, for a page."""

EXAMPLE_RATE = BaseRate(cases=1_000, share=PUBLISHED_SHARE, sensitivity=0.95, specificity=0.95)
"""A checker that is right 95 times in 100, either way: better than is known of any."""
