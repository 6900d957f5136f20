"""The functions on numbers. All accept and may return NaN; none raises."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from vecu.questionnaires.expressions.coercion import Value, XPathType, iter_values, to_number
from vecu.questionnaires.expressions.registry import register_function


def round_half_up(number: float) -> float:
    """Round a half upwards, as XPath does; keep NaN and infinities.

    Adding a half first would make 1 of 0.49999999999999994.
    """
    if not math.isfinite(number):
        return number
    whole = math.floor(number)
    return whole + (number - whole >= 0.5)


def _whole(convert: Callable[[float], int]) -> Callable[[float], float]:
    """Let a result of 0 keep its sign, as in IEEE 754."""

    def run(number: float) -> float:
        if not math.isfinite(number):
            return number
        whole = float(convert(number))
        return whole or math.copysign(whole, number)

    return run


register_function("int", "number", XPathType.NUMBER)(_whole(math.trunc))
register_function("floor", "number", XPathType.NUMBER)(_whole(math.floor))
register_function("ceiling", "number", XPathType.NUMBER)(_whole(math.ceil))
register_function("abs", "number", XPathType.NUMBER)(abs)
register_function("min", "value*", XPathType.NUMBER)(lambda *values: _extreme(min, values))
register_function("max", "value*", XPathType.NUMBER)(lambda *values: _extreme(max, values))
register_function("pi", "", XPathType.NUMBER)(lambda: math.pi)


@register_function("round", "number number?", XPathType.NUMBER)
def _round(number: float, digits: float = 0.0) -> float:
    """Round a half away from zero, to this many decimals; -2 rounds to hundreds."""
    if not (math.isfinite(number) and math.isfinite(digits)):
        return math.nan if math.isnan(digits) else number
    places = math.trunc(digits)
    scale = 10.0 ** min(300, abs(places))
    scaled = abs(number) * scale if places > 0 else abs(number) / scale
    if scaled >= 2**52:
        return number
    whole = round_half_up(scaled)
    return math.copysign(whole / scale if places > 0 else whole * scale, number)


def _extreme(choose: Callable[[list[float]], float], values: Sequence[Value]) -> float:
    numbers = [to_number(value) for value in iter_values(values)]
    return choose(numbers) if numbers and not any(map(math.isnan, numbers)) else math.nan


def _real(compute: Callable[..., float]) -> Callable[..., float]:
    """Return NaN where the real function is undefined and infinity where it is too large."""

    def run(*numbers: float) -> float:
        try:
            return compute(*numbers)
        except OverflowError:
            return math.inf
        except ValueError:
            return math.nan

    return run


def _logarithm(compute: Callable[[float], float]) -> Callable[[float], float]:
    """Make the logarithm of 0 minus infinity, as in IEEE 754."""
    return lambda number: -math.inf if number == 0 else compute(number)


def _power(number: float, power: float) -> float:
    """Raise to a power; 0 to a negative one and too large results are infinite (IEEE 754)."""
    endless = math.copysign(math.inf, number if power % 2 == 1 else 1)
    if number == 0 and power < 0:
        return endless
    try:
        return math.pow(number, power)
    except OverflowError:
        return endless


for _name in ("log", "log10"):
    register_function(_name, "number", XPathType.NUMBER)(_logarithm(_real(getattr(math, _name))))
for _name in ("sqrt", "exp", "sin", "cos", "tan", "asin", "acos", "atan"):
    register_function(_name, "number", XPathType.NUMBER)(_real(getattr(math, _name)))
register_function("exp10", "number", XPathType.NUMBER)(_real(lambda power: math.pow(10, power)))
register_function("pow", "number number", XPathType.NUMBER)(_real(_power))
register_function("atan2", "number number", XPathType.NUMBER)(math.atan2)
