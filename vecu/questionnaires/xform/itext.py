"""The texts of an XForm: its languages, translations, and labels with outputs."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from types import MappingProxyType
from xml.etree.ElementTree import Element

from vecu.messages import Message
from vecu.questionnaires.errors import WorkbookRefused
from vecu.questionnaires.expressions import Expression
from vecu.questionnaires.model import OUTPUT, Media, Wording
from vecu.translation import gettext_noop

XFORMS = "http://www.w3.org/2002/xforms"
JAVAROSA = "http://openrosa.org/javarosa"
_AMONG_FILES = re.compile(r"jr://[a-z]+/")
"""How an XForm refers to a media file."""
_FORMS = ("", "guidance", "image", "audio", "video", "big-image")
"""The forms of a text; '' is the text itself."""

Compile = Callable[[str, str, str], Expression | None]
"""Compiles an expression found at (place, column); notes problems and returns None."""

_CODE_IN_NAME = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\)\s*$")
_CODE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_REFERENCE = re.compile(r"\s*jr:itext\(\s*(?:'([^']*)'|\"([^\"]*)\")\s*\)\s*")
_NAMES = {
    "arabic": "ar", "deutsch": "de", "dutch": "nl", "english": "en", "español": "es",
    "espanol": "es", "français": "fr", "francais": "fr", "french": "fr", "german": "de",
    "italian": "it", "italiano": "it", "nederlands": "nl", "portuguese": "pt",
    "português": "pt", "spanish": "es", "anglais": "en",
}  # fmt: skip
PROMISE = "vecu_promise"
"""The name of the note at the beginning of a form for other clients; it is never an answer."""
PROMISE_NUMBER = "vecu_promise_number"
"""The number of that note: no page of the form shows it, and a client sends it back unchanged."""
WITHOUT_LANGUAGE = "en"
"""The language of a form that names none."""


def qualified_name(name: str) -> str:
    """Return the qualified name of an XForms element."""
    return f"{{{XFORMS}}}{name}"


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def language_code(name: str) -> str:
    """Return the code of a workbook's language name: "Français (fr)" is "fr", "English" is "en".

    An unknown name without a code becomes a pseudo-code made of its own letters.
    """
    if match := _CODE_IN_NAME.search(name):
        return match[1].lower()
    plain = name.strip().lower()
    if plain in {"default", ""}:
        return WITHOUT_LANGUAGE
    if plain in _NAMES:
        return _NAMES[plain]
    if _CODE.fullmatch(plain):
        return plain
    return re.sub(r"\W+", "-", plain).strip("-") or WITHOUT_LANGUAGE


def _translations(model: Element) -> dict[str, Element]:
    """Return the translation elements by language code, the default language first."""
    found: dict[str, Element] = {}
    elements = model.findall(f"{qualified_name('itext')}/{qualified_name('translation')}")
    for element in sorted(elements, key=lambda item: item.get("default") is None):
        name = element.get("lang", "")
        code = language_code(name)
        if code in found:
            raise WorkbookRefused(
                [
                    Message(
                        gettext_noop(
                            "Two languages of the form have the code “%(code)s”, one of them"
                            " “%(name)s”. Give each language its own code in brackets, such as"
                            " “Français (fr)”."
                        ),
                        code=code,
                        name=name,
                    )
                ]
            )
        found[code] = element
    return found


def _is_dash(value: Element) -> bool:
    return (value.text or "").strip() == "-" and not len(value)


class Itext:
    """Every text of a form by its id; reads labels, hints and messages."""

    def __init__(
        self, model: Element, compile_at: Compile, note: Callable[[Message], None]
    ) -> None:
        translations = _translations(model)
        self.languages = tuple(translations) or (WITHOUT_LANGUAGE,)
        self._compile = compile_at
        self._note = note
        self._elements: dict[str, dict[str, dict[str, Element]]] = {form: {} for form in _FORMS}
        for code, translation in translations.items():
            for text in translation.iterfind(qualified_name("text")):
                self._index(text, code)
        for identifier, words in self._elements[""].items():
            self._drop_dashes(identifier, words)

    def _index(self, text: Element, code: str) -> None:
        """Index the wording, the guidance and the files of one text, by language."""
        identifier = text.get("id", "")
        for value in text.iterfind(qualified_name("value")):
            form = value.get("form") or ""
            form = "" if form == "long" else form
            if form in self._elements:
                # pyxform writes "-" where a language has no guidance or file.
                if not form or not _is_dash(value):
                    self._elements[form].setdefault(identifier, {})[code] = value
            elif form != "short":
                message = gettext_noop(
                    "The text of “%(place)s” has a form that is not known (%(form)s). Empty this"
                    " cell of the workbook."
                )
                self._note(Message(message, place=identifier, form=form))

    def _drop_dashes(self, identifier: str, words: dict[str, Element]) -> None:
        """Remove the "-" that pyxform writes where a language has no wording, only files.

        If no language has any and there are no files, the author wrote it.
        """
        dashes = [code for code, value in words.items() if _is_dash(value)]
        has_files = any(identifier in self._elements[form] for form in _FORMS[2:])
        if has_files or len(dashes) < len(words):
            for code in dashes:
                del words[code]

    @property
    def identifiers(self) -> Collection[str]:
        """The ids of all texts."""
        return self._elements[""].keys()

    def by_id(self, identifier: str, place: str, form: str = "") -> Wording:
        """Return the text with this id in every language that has it, or another form of it."""
        return self._wording(self._elements[form].get(identifier, {}), place)

    def media(self, identifier: str, place: str) -> Media:
        """Return the files of a text, in every language that has one."""
        image, audio, video, large = (self._named(identifier, place, form) for form in _FORMS[2:])
        return Media(image, audio, video, large)

    def _named(self, identifier: str, place: str, form: str) -> Wording:
        texts = self.by_id(identifier, place, form).texts
        names = {code: _AMONG_FILES.sub("", text, count=1) for code, text in texts.items()}
        return Wording(MappingProxyType(names))

    def media_of(self, parent: Element, place: str) -> Media:
        """Return the files of the label inside a body element."""
        return self.media(self._identifier(parent, "label"), place)

    def guidance(self, parent: Element, place: str) -> Wording:
        """Return the guidance of the hint inside a body element."""
        return self.by_id(self._identifier(parent, "hint"), place, "guidance")

    def _identifier(self, parent: Element, name: str) -> str:
        child = parent.find(qualified_name(name))
        reference = "" if child is None else child.get("ref", "")
        match = _REFERENCE.fullmatch(reference)
        return (match[1] or match[2] or "") if match else ""

    def reference(self, text: str, place: str) -> Wording:
        """Return the text of an attribute: jr:itext('id'), or the text itself in every language."""
        if match := _REFERENCE.fullmatch(text):
            return self.by_id(match[1] or match[2] or "", place)
        return Wording(MappingProxyType(dict.fromkeys(self.languages, text.strip())))

    def element(self, parent: Element, name: str, place: str) -> Wording:
        """Return the label or hint inside a body element, an empty wording if it has none."""
        child = parent.find(qualified_name(name))
        if child is None:
            return Wording()
        if reference := child.get("ref"):
            return self.reference(reference, place)
        if not len(child) and not (child.text or "").strip():
            return Wording()
        return self._wording(dict.fromkeys(self.languages, child), place)

    def _wording(self, elements: dict[str, Element], place: str) -> Wording:
        texts, outputs = {}, {}
        for code, element in elements.items():
            texts[code], found = self._text(element, place)
            if found:
                outputs[code] = found
        return Wording(MappingProxyType(texts), MappingProxyType(outputs))

    def _text(self, element: Element, place: str) -> tuple[str, tuple[Expression, ...]]:
        parts = [(element.text or "").replace(OUTPUT, "")]
        outputs = []
        for child in element:
            if local_name(child) == "output":
                expression = self._compile(
                    child.get("value") or child.get("ref") or "", place, "label"
                )
                if expression is not None:
                    outputs.append(expression)
                    parts.append(OUTPUT)
            parts.append((child.tail or "").replace(OUTPUT, ""))
        text = "".join(parts).strip()
        return text, tuple(outputs)
