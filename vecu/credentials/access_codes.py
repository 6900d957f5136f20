"""Access codes for cards, with a check digit that distinguishes typing errors from guesses."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from vecu.credentials.codes import ALPHABET, format_code, parse_code

CARD_SIGNS = 11
"""Random characters of a card's code; the twelfth is the check digit. 28^11 codes, or 52 bits."""

RandomBytes = Callable[[int], bytes]
Item = TypeVar("Item")


def check_digit(digits: Sequence[int], *, base: int) -> int:
    """Return the check digit to append, by ISO 7064.

    This is the hybrid system MOD base+1, base: it detects every single wrong digit, and all but
    a few transpositions of neighbours. `base` + 1 must be prime; `digits` are less than `base`.
    """
    product = base
    for digit in digits:
        total = (product + digit) % base or base
        product = total * 2 % (base + 1)
    return (1 - product) % base


def parse_access_code(typed: str) -> str | None:
    """Return the card's code in what was typed; None if it cannot be one, so is no guess."""
    code = parse_code(typed)
    if code is None:
        return None
    digits = [ALPHABET.index(sign) for sign in code.replace("-", "")]
    right = check_digit(digits[:CARD_SIGNS], base=len(ALPHABET))
    return code if right == digits[CARD_SIGNS] else None


def generate_access_codes(count: int, random_bytes: RandomBytes) -> list[str]:
    """Generate `count` different codes and return them in the order in which to print them.

    They are shuffled once more, so neither the order of generation nor of storage shows the
    position on a sheet. `random_bytes` is `secrets.token_bytes` outside tests; if it never
    returns anything new, this does not terminate.
    """
    codes: set[str] = set()
    while len(codes) < count:
        codes.add(_draw_card(random_bytes))
    return shuffled(sorted(codes), random_bytes)


def _draw_card(random_bytes: RandomBytes) -> str:
    base = len(ALPHABET)
    number = int.from_bytes(random_bytes(32))
    digits = []
    for _ in range(CARD_SIGNS):
        number, digit = divmod(number, base)
        digits.append(digit)
    digits.append(check_digit(digits, base=base))
    return format_code("".join(ALPHABET[digit] for digit in digits))


def shuffled(items: Sequence[Item], random_bytes: RandomBytes) -> list[Item]:
    """Return `items` in random order, all orders being equally likely (Fisher-Yates)."""
    order = list(items)
    for last in range(len(order) - 1, 0, -1):
        chosen = _below(last + 1, random_bytes)
        order[last], order[chosen] = order[chosen], order[last]
    return order


def _below(bound: int, random_bytes: RandomBytes) -> int:
    """Return a uniform random number of 0 … bound - 1, by rejection sampling."""
    fair = 2**32 - 2**32 % bound
    while (number := int.from_bytes(random_bytes(4))) >= fair:
        pass
    return number % bound
