"""Every function there is: importing these modules registers theirs."""

from vecu.questionnaires.expressions import chance, functions, geography, lookup, mathematics
from vecu.questionnaires.expressions.register import FUNCTIONS, SPECIAL

MODULES = (chance, functions, geography, lookup, mathematics)

__all__ = ["FUNCTIONS", "MODULES", "SPECIAL"]
