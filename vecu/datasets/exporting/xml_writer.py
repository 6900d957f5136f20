"""Write XML element by element, in constant memory."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl


class XmlWriter:
    """Writes elements; empty attributes are left out. A `__` in a name is a colon."""

    def __init__(self, file: Any) -> None:
        self.out = XMLGenerator(file, "utf-8", short_empty_elements=True)

    @contextmanager
    def element(self, tag: str, **attributes: object) -> Iterator[None]:
        """Open an element and close it after the block."""
        given = {name: str(value) for name, value in attributes.items() if value not in {None, ""}}
        named = {name.replace("__", ":"): text for name, text in given.items()}
        self.out.startElement(tag, AttributesImpl(named))
        yield
        self.out.endElement(tag)
        self.out.ignorableWhitespace("\n")

    def write_text(self, tag: str, text: object = "", **attributes: object) -> None:
        """Write an element that holds a text."""
        with self.element(tag, **attributes):
            self.out.characters(str(text))

    def write_translations(self, tag: str, texts: Mapping[str, str], **attributes: object) -> None:
        """Write one element for each language that has a text."""
        for language, text in texts.items():
            if text:
                self.write_text(tag, text, xml__lang=language, **attributes)
