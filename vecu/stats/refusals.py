"""Why an estimate is refused: where, which rule, what was found, what to do.

EstimateRefused
├── VariableRefused      a column is missing, or is not what the estimate needs
└── TooFewAnswers        nobody answered, or too few for a standard error
"""

from vecu.errors import VecuError


class EstimateRefused(VecuError):
    """No number can be given that would be true; the message names column, rule and remedy."""


class VariableRefused(EstimateRefused):
    """A column is not there, or does not hold what the estimate needs."""


class TooFewAnswers(EstimateRefused):
    """Too few people answered for a number with its standard error."""
