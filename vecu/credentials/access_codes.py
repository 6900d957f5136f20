"""One-time cards: codes drawn from an urn, with a check sign that tells a slip from a guess."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from vecu.credentials.codes import (
    ALPHABET,
    format_code,
    parse_code,
)

CARD_SIGNS = 11
"""Signs of a card's code that are drawn; the twelfth follows from them. 28^11 codes, or 52 bits."""

Drawn = Callable[[int], bytes]
Item = TypeVar("Item")


def check_digit(digits: Sequence[int], *, base: int) -> int:
    """Return the digit to append so that a mistyped code is recognised, by ISO 7064.

    This is the hybrid system MOD base+1, base: every single wrong sign is caught, and all but a
    few of two neighbours exchanged. `base` + 1 must be prime; `digits` are less than `base`.
    """
    product = base
    for digit in digits:
        total = (product + digit) % base or base
        product = total * 2 % (base + 1)
    return (1 - product) % base


def parse_access_code(typed: str) -> str | None:
    """Return the card's code that a person meant; None when it cannot be one, so is no guess."""
    code = parse_code(typed)
    if code is None:
        return None
    digits = [ALPHABET.index(sign) for sign in code.replace("-", "")]
    right = check_digit(digits[:CARD_SIGNS], base=len(ALPHABET))
    return code if right == digits[CARD_SIGNS] else None


def generate_access_codes(count: int, random_bytes: Drawn) -> list[str]:
    """Draw `count` different codes and return them in the order in which they are to be printed.

    That order is shuffled after the drawing, so neither the drawing nor the storing of cards says
    which stands where on a sheet. `random_bytes` is `secrets.token_bytes` outside tests; one that
    never gives anything new never ends.
    """
    codes: set[str] = set()
    while len(codes) < count:
        codes.add(_draw_card(random_bytes))
    return shuffled(sorted(codes), random_bytes)


def _draw_card(random_bytes: Drawn) -> str:
    base = len(ALPHABET)
    number = int.from_bytes(random_bytes(32))
    digits = []
    for _ in range(CARD_SIGNS):
        number, digit = divmod(number, base)
        digits.append(digit)
    digits.append(check_digit(digits, base=base))
    return format_code("".join(ALPHABET[digit] for digit in digits))


def shuffled(items: Sequence[Item], random_bytes: Drawn) -> list[Item]:
    """Return `items` in an order in which every order is as likely as any other (Fisher-Yates)."""
    order = list(items)
    for last in range(len(order) - 1, 0, -1):
        chosen = _below(last + 1, random_bytes)
        order[last], order[chosen] = order[chosen], order[last]
    return order


def _below(bound: int, random_bytes: Drawn) -> int:
    """Draw one of 0 … bound - 1, each as likely: what would favour some is drawn again."""
    fair = 2**32 - 2**32 % bound
    while (number := int.from_bytes(random_bytes(4))) >= fair:
        pass
    return number % bound
