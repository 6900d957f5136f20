"""The published XForm, read into a frozen `Questionnaire`.

The order and the nesting come from the primary instance, what is asked from the body, the rules
from the binds. What is not understood is refused by name, never ignored.
"""

from __future__ import annotations

import re
from decimal import Decimal
from types import MappingProxyType
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from vecu.questionnaires.expressions import Expression, ExpressionError, compile_expression
from vecu.questionnaires.instance import Node
from vecu.questionnaires.itext import JAVAROSA, Itext, local, ns
from vecu.questionnaires.model import (
    Choice,
    Group,
    Kind,
    Question,
    Questionnaire,
    Scale,
    Wording,
)
from vecu.questionnaires.problems import Message, WorkbookRefused
from vecu.text import _

MAX_DEPTH = 20
"""Groups inside groups."""

_INPUTS = {
    "string": Kind.TEXT,
    "int": Kind.INTEGER,
    "integer": Kind.INTEGER,
    "decimal": Kind.DECIMAL,
    "date": Kind.DATE,
    "time": Kind.TIME,
    "dateTime": Kind.DATETIME,
    "geopoint": Kind.GEOPOINT,
}
_LISTS = {"select1": Kind.SELECT_ONE, "select": Kind.SELECT_MULTIPLE, "rank": Kind.RANK}
_UPLOADS = {"image": Kind.IMAGE, "audio": Kind.AUDIO, "video": Kind.VIDEO}
MAX_POINTS = 1_000_000
"""Points of a range."""
_CONTROLS = {"input", *_LISTS, "upload", "range", "trigger", "secret"}
_ITEMSET = re.compile(r"\s*instance\('([^']+)'\)/root/item\s*(\[.*\])?\s*", re.DOTALL)


def read_xform(xml: str) -> Questionnaire:
    """Read a published XForm.

    Raises WorkbookRefused with every problem found: XML that cannot be read (entities are never
    expanded), a type of question that is not supported yet, an expression that does not compile.
    """
    try:
        document = fromstring(xml, forbid_dtd=True)
        reader = _Reader(document)
        questionnaire = reader.questionnaire()
    except (ParseError, DefusedXmlException, ValueError, RecursionError) as error:
        raise WorkbookRefused([Message(_("The form is not a readable XForm."))]) from error
    if reader.problems:
        raise WorkbookRefused(reader.problems)
    return questionnaire


class _Reader:
    """One reading of one document; problems are gathered so that all are told at once."""

    def __init__(self, document: Element) -> None:
        self.problems: list[Message] = []
        model = next(document.iter(ns("model")), None)
        primary = None if model is None else model.find(f"{ns('instance')}/*")
        if model is None or primary is None:
            raise WorkbookRefused([Message(_("The form is not an XForm: it has no instance."))])
        self.document, self.model, self.primary = document, model, primary
        self.binds = {bind.get("nodeset", ""): bind for bind in model.iter(ns("bind"))}
        self.itext = Itext(model, self.compile, self.problems.append)
        self.items: dict[str, tuple[Choice, ...]] = {}
        self.instances = self.read_instances()
        self.controls: dict[str, Element] = {}
        self.groups: dict[str, Element] = {}
        self.repeats: dict[str, Element] = {}
        self.initial: dict[str, str] = {}
        self.read_body()

    def questionnaire(self) -> Questionnaire:
        """Assemble everything that was read."""
        title = self.document.find(".//{http://www.w3.org/1999/xhtml}title")
        form_id = self.primary.get("id", "")
        orx_version = self.primary.get("{http://openrosa.org/xforms}version")
        path = f"/{local(self.primary)}"
        return Questionnaire(
            form_id=form_id,
            version=self.primary.get("version") or orx_version or "",
            title=(title.text or "").strip() if title is not None else form_id,
            languages=self.itext.languages,
            root=Group(path=path, children=self.read_children(self.primary, path, 0)),
            instances=MappingProxyType(self.instances),
        )

    # ── the head ─────────────────────────────────────────────────────────────────────────────

    def read_instances(self) -> dict[str, Node]:
        """Read the secondary instances, as nodes for expressions and as lists of choices."""
        nodes = {}
        for instance in self.model.findall(ns("instance"))[1:]:
            name, root = instance.get("id", ""), instance.find("*")
            if root is None or instance.get("src"):
                message = _(
                    "The list “%(list)s” is in a file of its own, which is not supported yet."
                )
                self.problems.append(Message(message, list=name))
                continue
            nodes[name] = _nodes(root)
            self.items[name] = tuple(self.read_item(item, name) for item in root)
        return nodes

    def read_item(self, item: Element, place: str) -> Choice:
        """Read one entry of a list, with its label inline or by itext."""
        cells = {local(cell): (cell.text or "").strip() for cell in item}
        name = cells.get("name", "")
        if "itextId" in cells:
            identifier = cells["itextId"]
            image = self.itext.image(identifier, place)
            return Choice(name, self.itext.by_id(identifier, place), image)
        label = cells.get("label") or name
        return Choice(name, self.itext.reference(label, place))

    def compile(self, source: str, place: str, column: str) -> Expression | None:
        """Compile an expression, or note which one of which question cannot be read."""
        try:
            return compile_expression(source)
        except ExpressionError as error:
            message = _("%(place)s, column “%(column)s”: %(error)s")
            self.problems.append(Message(message, place=place, column=column, error=error.message))
            return None

    def rule(self, path: str, column: str) -> Expression | None:
        """Compile one rule of a bind; None when there is none or it asks for nothing."""
        bind = self.binds.get(path)
        source = "" if bind is None else bind.get(column, "").strip()
        if not source or (source == "false()" and column == "required"):
            return None
        return self.compile(source, path, column)

    def message(self, path: str, name: str) -> Wording:
        """Read the form's own words for a broken rule."""
        bind = self.binds.get(path)
        text = None if bind is None else bind.get(f"{{{JAVAROSA}}}{name}")
        return self.itext.reference(text, path) if text else Wording()

    # ── the body ─────────────────────────────────────────────────────────────────────────────

    def read_body(self) -> None:
        """Index the controls, groups, repeats and first values by the path they are bound to."""
        for element in self.document.iter():
            name, path = local(element), element.get("ref") or element.get("nodeset") or ""
            if name == "group":
                self.groups[path] = element
            elif name == "repeat":
                self.repeats[path] = element
            elif name in _CONTROLS:
                self.controls[path] = element
            elif name in {"setvalue", "setgeopoint"}:
                self.read_setvalue(element, path)

    def read_setvalue(self, element: Element, path: str) -> None:
        """Take first values; an action on any other event is refused."""
        events = set(element.get("event", "").split())
        if local(element) == "setvalue" and events <= {"odk-instance-first-load", "odk-new-repeat"}:
            self.initial[path] = element.get("value") or f"'{(element.text or '').strip()}'"
            return
        message = _("%(place)s: the column “trigger” is not supported yet. Empty this cell.")
        self.problems.append(Message(message, place=path))

    # ── the tree ─────────────────────────────────────────────────────────────────────────────

    def read_children(
        self, element: Element, path: str, depth: int
    ) -> tuple[Question | Group, ...]:
        """Read the nodes below `element`; of a repeat's template and instances the first counts."""
        if depth > MAX_DEPTH:
            message = _("%(place)s: groups stand more than %(depth)s deep. Use fewer levels.")
            raise WorkbookRefused([Message(message, place=path, depth=str(MAX_DEPTH))])
        children: dict[str, Question | Group | None] = {}
        for child in element:
            name = local(child)
            if name not in children and name != "meta":
                below = f"{path}/{name}"
                if len(child) or below in self.groups or below in self.repeats:
                    children[name] = self.read_group(child, below, depth)
                else:
                    children[name] = self.read_question(child, below)
        return tuple(child for child in children.values() if child is not None)

    def read_group(self, element: Element, path: str, depth: int) -> Group:
        """Read a group or a repeat."""
        control, repeat = self.groups.get(path), self.repeats.get(path)
        count = None if repeat is None else repeat.get(f"{{{JAVAROSA}}}count")
        return Group(
            path=path,
            children=self.read_children(element, path, depth + 1),
            label=Wording() if control is None else self.itext.element(control, "label", path),
            appearance=_words(control) | _words(repeat),
            relevant=self.rule(path, "relevant"),
            repeats=repeat is not None,
            count=self.compile(count, path, "repeat_count") if count else None,
        )

    def read_question(self, element: Element, path: str) -> Question | None:
        """Read a leaf; None for what the device itself would fill in, which is never kept."""
        bind, control = self.binds.get(path), self.controls.get(path)
        if bind is not None and bind.get(f"{{{JAVAROSA}}}preload"):
            return None
        calculate = self.rule(path, "calculate")
        read_only = self.read_only(path) or (control is not None and calculate is not None)
        default = (element.text or "").strip()
        kind = self.kind(path, control, computed=calculate is not None)
        if kind is Kind.TEXT and read_only and calculate is None and not default:
            kind = Kind.NOTE
        choices, choice_filter = self.choices(control, path) if kind.listed else ((), None)
        return Question(
            path=path,
            kind=kind,
            label=Wording() if control is None else self.itext.element(control, "label", path),
            hint=Wording() if control is None else self.itext.element(control, "hint", path),
            choices=choices,
            choice_filter=choice_filter,
            appearance=_words(control),
            relevant=self.rule(path, "relevant"),
            required=self.rule(path, "required"),
            constraint=self.rule(path, "constraint"),
            calculate=calculate,
            default=default,
            initial=self.compile(self.initial[path], path, "default")
            if path in self.initial
            else None,
            constraint_message=self.message(path, "constraintMsg"),
            required_message=self.message(path, "requiredMsg"),
            read_only=read_only,
            guidance=Wording() if control is None else self.itext.guidance(control, path),
            image=Wording() if control is None else self.itext.image_of(control, path),
            scale=None if control is None else self.scale(control, path),
        )

    def read_only(self, path: str) -> bool:
        """Tell whether a question is only shown; a condition on it is refused."""
        bind = self.binds.get(path)
        source = "" if bind is None else bind.get("readonly", "").strip()
        if source not in {"", "true()", "false()"}:
            message = _("%(place)s, column “read_only”: write yes or nothing, not “%(found)s”.")
            self.problems.append(Message(message, place=path, found=source))
        return source == "true()"

    def kind(self, path: str, control: Element | None, *, computed: bool) -> Kind:
        """Tell what a question takes; a type that is not supported yet is noted by name."""
        if control is None:
            return Kind.CALCULATE if computed else Kind.HIDDEN
        name, bind = local(control), self.binds.get(path)
        stored = "string" if bind is None else bind.get("type", "string").rpartition(":")[2]
        if name in _LISTS:
            # The heading of a table of questions: its choices are shown, it takes no answer.
            return Kind.HIDDEN if "label" in _words(control) else _LISTS[name]
        if name == "input" and stored in _INPUTS and not control.get("query"):
            return _INPUTS[stored]
        if name == "upload":
            return _UPLOADS.get(control.get("mediatype", "").partition("/")[0], Kind.FILE)
        if name in {"range", "trigger"}:
            return Kind.RANGE if name == "range" else Kind.ACKNOWLEDGE
        message = _(
            "%(place)s: questions of the type “%(type)s” are not supported. Ask in another way,"
            " such as text or geopoint."
        )
        found = "select_one_external" if control.get("query") else stored
        self.problems.append(Message(message, place=path, type=found))
        return Kind.TEXT

    def scale(self, control: Element, path: str) -> Scale | None:
        """Read the points of a range; a step is counted from the start towards the end."""
        if local(control) != "range":
            return None
        written = [control.get(name, "") for name in ("start", "end", "step")]
        try:
            start, end, step = (Decimal(text) for text in written)
            step = abs(step) if end >= start else -abs(step)
            if step and (end - start) / step < MAX_POINTS:
                return Scale(start, end, step)
        except ArithmeticError:
            pass
        message = _(
            "%(place)s: a range from “%(start)s” to “%(end)s” in steps of “%(step)s” cannot be"
            " made. Write three numbers, such as start=0 end=10 step=1."
        )
        details = dict(zip(("start", "end", "step"), written, strict=True))
        self.problems.append(Message(message, place=path, **details))
        return None

    def choices(
        self, control: Element | None, path: str
    ) -> tuple[tuple[Choice, ...], Expression | None]:
        """Read the choices of a select: its own items, or a list with or without a filter."""
        itemset = None if control is None else control.find(ns("itemset"))
        if control is None or itemset is None:
            items = () if control is None else tuple(control.iterfind(ns("item")))
            return tuple(self.own_item(item, path) for item in items), None
        nodeset = itemset.get("nodeset", "")
        match = _ITEMSET.fullmatch(nodeset)
        if match is None or match[1] not in self.items:
            message = _(
                "%(place)s: the list “%(list)s” cannot be read. Use a list of the sheet choices."
            )
            self.problems.append(Message(message, place=path, list=nodeset))
            return (), None
        chosen = self.compile(nodeset, path, "choice_filter") if match[2] else None
        return self.items[match[1]], chosen

    def own_item(self, item: Element, path: str) -> Choice:
        """Read an <item> written inside its question."""
        value = item.findtext(ns("value"), "").strip()
        return Choice(
            value, self.itext.element(item, "label", path), self.itext.image_of(item, path)
        )


def _words(element: Element | None) -> frozenset[str]:
    return frozenset() if element is None else frozenset(element.get("appearance", "").split())


def _nodes(element: Element, parent: Node | None = None) -> Node:
    """Copy an XML element as the nodes that expressions walk over."""
    text = (element.text or "").strip()
    node = Node(local(element), text) if parent is None else parent.add(local(element), text)
    for child in element:
        _nodes(child, node)
    return node
