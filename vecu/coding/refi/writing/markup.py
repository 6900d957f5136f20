"""Write XML as strings, fast enough for very many stories.

All values are escaped here and nowhere else.
"""

from collections.abc import Iterable
from uuid import UUID

from vecu.coding.refi.offsets import fit_text

Attribute = str | int | UUID | None


def attributes(**values: Attribute) -> str:
    """Return attributes as they appear in a tag, each after a space; None is left out."""
    return "".join(
        [
            f' {name}="{_in_attribute(value) if isinstance(value, str) else value!s}"'
            for name, value in values.items()
            if value is not None
        ]
    )


def element(name: str, attributes: str = "", inside: str = "") -> str:
    """Return an element; `attributes` and `inside` are markup already."""
    return f"<{name}{attributes}>{inside}</{name}>" if inside else f"<{name}{attributes}/>"


def text_element(name: str, text: str) -> str:
    """Return an element that holds text, '' without text."""
    return f"<{name}>{_in_text(fit_text(text))}</{name}>" if text else ""


def references(name: str, targets: Iterable[UUID], attribute: str = "targetGUID") -> str:
    """Return one reference element for each target."""
    return "".join([f'<{name} {attribute}="{target!s}"/>' for target in targets])


def _in_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _in_attribute(text: str) -> str:
    """Escape a value; line breaks and tabs would otherwise be read as spaces."""
    text = _in_text(fit_text(text)).replace('"', "&quot;")
    if "\n" in text or "\t" in text:
        text = text.replace("\n", "&#10;").replace("\t", "&#9;")
    return text
