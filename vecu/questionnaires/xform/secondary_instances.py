"""The secondary instances of an XForm, and the choices that questions take from them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple
from xml.etree.ElementTree import Element

from vecu.messages import Message
from vecu.questionnaires.expressions import Expression
from vecu.questionnaires.expressions.dependencies import resolve_path
from vecu.questionnaires.expressions.nodes import XPathNode
from vecu.questionnaires.external_lists.embedding import missing_file_message
from vecu.questionnaires.external_lists.xml_geojson import build_nodes
from vecu.questionnaires.model import Choice, RepeatChoices
from vecu.questionnaires.xform.itext import Compile, Itext, qualified_name
from vecu.translation import gettext_noop

_PLAIN = re.compile(r"\s*instance\('([^']+)'\)/root/item\s*")
_FROM_LIST = re.compile(r"\s*(?:randomize\(\s*)?instance\(\s*['\"]([^'\"]+)['\"]\s*\)/")
_FROM_ANSWERS = re.compile(r"\s*(?:randomize\(\s*)?((?:/|\.\./)[^\[\s,)]*)")
_ITEXT = re.compile(r"\s*jr:itext\(\s*([\w.\-]+)\s*\)\s*")


class OfferedChoices(NamedTuple):
    """The choices of a question, their list, and the filter.

    For repeat choices, only the source is known.
    """

    choices: tuple[Choice, ...] = ()
    name: str = ""
    filter: Expression | None = None
    repeat_choices: RepeatChoices | None = None


class SecondaryInstances:
    """The secondary instances by name; reads choices and notes problems."""

    def __init__(self, model: Element, itext: Itext, note: Callable[[Message], None]) -> None:
        self.itext, self.note = itext, note
        self.instances: dict[str, XPathNode] = {}
        self.named: set[str] = set()
        self._choices: dict[tuple[str, str, str], tuple[Choice, ...]] = {}
        for instance in model.findall(qualified_name("instance"))[1:]:
            name, root = instance.get("id", ""), instance.find("*")
            self.named.add(name)
            if root is not None:
                self.instances[name] = build_nodes(root)
            elif source := instance.get("src"):
                self._lacks(name, source)

    def label_rows(self) -> None:
        """Add the label of each row to the instance for expressions, if there is one language only.

        pyxform stores labels that are translated, or contain outputs, apart from the rows. Call
        this when all lists are known, since outputs are compiled.
        """
        if len(self.itext.languages) > 1:
            return
        for row in (row for top in self.instances.values() for row in top.children):
            identifier = _cell(row, "itextId")
            if identifier and not row.named("label"):
                row.add("label", self.itext.by_id(identifier, identifier).say(""))

    def _lacks(self, name: str, source: str) -> None:
        """Note a list that a form should contain and does not."""
        if source.startswith("jr://instance/"):
            message = gettext_noop(
                "The list “%(list)s” would take what somebody answered before, which is never kept"
                " for the next one. Take it out."
            )
            self.note(Message(message, list=name))
        else:
            self.note(missing_file_message(source.rpartition("/")[2]))

    def read_choices(
        self, control: Element | None, place: str, compile_at: Compile
    ) -> OfferedChoices:
        """Read the choices of a question: its own items, or a list, filtered or shuffled or not."""
        itemset = None if control is None else control.find(qualified_name("itemset"))
        if control is None or itemset is None:
            items = () if control is None else tuple(control.iterfind(qualified_name("item")))
            return OfferedChoices(tuple(self._own(item, place) for item in items))
        source = itemset.get("nodeset", "")
        if answers := _FROM_ANSWERS.match(source):
            named = _reference(itemset.find(qualified_name("value")), "name")
            return OfferedChoices(
                repeat_choices=self._read_repeat_choices(
                    answers[1], named, source, place, compile_at
                )
            )
        match = _FROM_LIST.match(source)
        if match is None or match[1] not in self.named:
            message = gettext_noop(
                "%(place)s: the list “%(list)s” cannot be read. Use a list of the sheet choices, or"
                " of a file that is attached."
            )
            self.note(Message(message, place=place, list=source))
            return OfferedChoices()
        if match[1] not in self.instances:
            return OfferedChoices()  # the problem with its file has been noted
        value, label = itemset.find(qualified_name("value")), itemset.find(qualified_name("label"))
        choices = self._entries(match[1], _reference(value, "name"), _reference(label, "label"))
        plain = _PLAIN.fullmatch(source) is not None
        return OfferedChoices(
            choices, match[1], None if plain else compile_at(source, place, "choice_filter")
        )

    def _read_repeat_choices(
        self, path: str, value: str, source: str, place: str, compile_at: Compile
    ) -> RepeatChoices | None:
        """Read repeat choices: the answers to `value` below the nodes of `source`."""
        nodes = compile_at(source, place, "choice_filter")
        texts = compile_at(f"{path}/{value}", place, "type")
        steps = resolve_path(f"{path}/{value}", place.strip("/").split("/"))
        if nodes is None or texts is None:
            return None
        return RepeatChoices(nodes, texts, f"/{'/'.join(steps)}")

    def _entries(self, name: str, value: str, label: str) -> tuple[Choice, ...]:
        """Return a choice for every entry of a list, with its name and label from these columns."""
        key = (name, value, label)
        if key not in self._choices:
            self._choices[key] = tuple(
                self._entry(entry, name, value, label) for entry in self.instances[name].children
            )
        return self._choices[key]

    def _entry(self, entry: XPathNode, place: str, value: str, label: str) -> Choice:
        name = _cell(entry, value)
        if match := _ITEXT.fullmatch(label):
            identifier = _cell(entry, match[1])
            media = self.itext.media(identifier, place)
            return Choice(name, self.itext.by_id(identifier, place), media)
        return Choice(name, self.itext.reference(_cell(entry, label) or name, place))

    def _own(self, item: Element, place: str) -> Choice:
        """Read an <item> written inside its question."""
        value = item.findtext(qualified_name("value"), "").strip()
        label = self.itext.element(item, "label", place)
        return Choice(value, label, self.itext.media_of(item, place))


def _reference(element: Element | None, usual: str) -> str:
    return usual if element is None else element.get("ref", usual).strip()


def _cell(entry: XPathNode, column: str) -> str:
    cells = entry.named(column)
    return cells[0].text if cells else ""
