"""The texts in what a group writes: stripped, and each with its field and the longest it may be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from vecu.deliberation.recommendation_models import NAME_LENGTH
from vecu.deliberation.recommendations.content import Claim, GroupContent
from vecu.register.checks import TEXT_LENGTH, describe_unfit

Content = TypeVar("Content", bound=GroupContent)


def strip_texts(content: Content) -> Content:
    """Return content without space around its texts, empty texts or the line ends of browsers.

    A claim without a text and without evidence was left empty in the form, and is left out.
    """
    cleaned: Content = _clean(content)
    return cleaned


def list_unfit(content: GroupContent) -> dict[str, str]:
    """Return by field which texts are too long, or cannot be stored on every database."""
    return {
        name: message
        for name, text, limit in iter_texts(content)
        if (message := describe_unfit(text, limit))
    }


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
    elif type(value) is str:
        yield name, value, NAME_LENGTH


def name_claim(number: int) -> str:
    """Return how forms and problems name a claim, the first being 1."""
    return f"claim_{number}"


def _clean(value: Any) -> Any:
    if type(value) is str:
        return value.replace("\r\n", "\n").strip()
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{one.name: _clean(getattr(value, one.name)) for one in fields(value)}
        )
    if isinstance(value, Mapping):
        cleaned = {key: _clean(each) for key, each in value.items()}
        return {key: each for key, each in cleaned.items() if each}
    if isinstance(value, Sequence) and not isinstance(value, str):
        found = [_clean(each) for each in value]
        return [one for one in found if not isinstance(one, Claim) or one.text or one.references]
    return value
