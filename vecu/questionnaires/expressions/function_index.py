"""The index of all functions: importing these modules registers theirs."""

from vecu.questionnaires.expressions import (
    core_functions,
    geo_functions,
    lookup_functions,
    math_functions,
    random_functions,
)
from vecu.questionnaires.expressions.registry import FUNCTIONS, SPECIAL

MODULES = (random_functions, core_functions, geo_functions, lookup_functions, math_functions)

__all__ = ["FUNCTIONS", "MODULES", "SPECIAL"]
