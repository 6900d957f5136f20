"""The texts in what a group writes, each with its field and the longest it may be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from vecu.recommendations.content import Claim, CostPart, GroupContent
from vecu.recommendations.models import NAME_LENGTH
from vecu.register.checks import TEXT_LENGTH, list_unfit_texts


def list_unfit(content: GroupContent) -> dict[str, str]:
    """Return by field which texts are too long, or cannot be stored on every database."""
    return list_unfit_texts(iter_texts(content))


def iter_texts(content: GroupContent) -> Iterator[tuple[str, str, int]]:
    """Yield each text with the name of its field, such as `statement_fr` or `claim_1_fr`."""
    for each in fields(content):
        yield from _iter_values(each.name, getattr(content, each.name))


def _iter_values(name: str, value: Any) -> Iterator[tuple[str, str, int]]:
    if isinstance(value, Claim):
        yield from _iter_values(name, value.text)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            if isinstance(each, str):
                yield f"{name}_{key}", each, TEXT_LENGTH
            else:  # the reasons for confidence are named as in a finding: `methods_fr`
                under = str(key) if name == "confidence_reasons" else f"{name}_{key}"
                yield from _iter_values(under, each)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for number, each in enumerate(value, 1):
            if isinstance(each, Claim):
                yield from _iter_values(name_claim(number), each)
            elif isinstance(each, CostPart):
                yield from _iter_values(name_cost_part(number), each.label)
                yield from _iter_values(f"{name_cost_part(number)}_payer", each.payer)
    elif type(value) is str:
        yield name, value, NAME_LENGTH


def name_claim(number: int) -> str:
    """Return how forms and problems name a claim, the first being 1."""
    return f"claim_{number}"


def name_cost_part(number: int) -> str:
    """Return how forms and problems name a part of a cost, the first being 1."""
    return f"cost_{number}"
