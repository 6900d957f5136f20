"""Texts as they are stored: without space around them, empty texts or the line ends of browsers."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

Content = TypeVar("Content")


def strip_texts(content: Content) -> Content:
    """Return content without space around its texts, and without what was left empty in a form."""
    cleaned: Content = _clean(content)
    return cleaned


def _clean(value: Any) -> Any:
    if type(value) is str:
        return value.replace("\r\n", "\n").strip()
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{each.name: _clean(getattr(value, each.name)) for each in fields(value)}
        )
    if isinstance(value, Mapping):
        cleaned = {key: _clean(each) for key, each in value.items()}
        return {key: each for key, each in cleaned.items() if each}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [cleaned for each in value if (cleaned := _clean(each))]
    return value
