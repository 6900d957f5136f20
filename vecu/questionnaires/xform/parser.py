"""Read the published XForm into a frozen `Questionnaire`.

The order and the nesting come from the primary instance, the questions from the body, the rules
from the binds. Anything unsupported is refused by name, never ignored.
"""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from vecu.messages import Message
from vecu.questionnaires.crash_guard import convert_crashes_to_refusals
from vecu.questionnaires.errors import WorkbookRefused
from vecu.questionnaires.expressions import Expression, ExpressionError, compile_expression
from vecu.questionnaires.model import (
    EvaluationStep,
    Group,
    Media,
    Question,
    Questionnaire,
    RangeSpec,
    Trigger,
    Wording,
)
from vecu.questionnaires.question_types import AnswerValue, QuestionType, find_question_type
from vecu.questionnaires.repeat_choices import link_repeat_choices
from vecu.questionnaires.xform.evaluation_order import (
    CIRCLE,
    DependencyCycleError,
    compute_evaluation_order,
)
from vecu.questionnaires.xform.itext import JAVAROSA, Itext, local_name, qualified_name
from vecu.questionnaires.xform.randomness_checks import check_randomness
from vecu.questionnaires.xform.reference_checks import find_undefined_names, iter_paths
from vecu.questionnaires.xform.secondary_instances import OfferedChoices, SecondaryInstances
from vecu.translation import gettext_noop

MAX_DEPTH = 20
"""Levels of nested groups."""
MAX_POINTS = 1_000_000
"""Points of a range."""
_FIRST = {"odk-instance-first-load", "odk-new-repeat"}
_CHANGED = "xforms-value-changed"
_CONTROLS = {"secret", *(kind.traits.control for kind in QuestionType)} - {""}


@convert_crashes_to_refusals()
def read_xform(xml: str) -> Questionnaire:
    """Read a published XForm, which contains all lists that it takes choices from.

    Raises WorkbookRefused with every problem found: invalid XML (entities are never expanded), an
    unsupported type of question, an expression that does not compile or refers to an unknown name,
    dependency cycles.
    """
    try:
        document = fromstring(xml, forbid_dtd=True)
        reader = _XFormReader(document)
        questionnaire = reader.questionnaire()
    except (ParseError, DefusedXmlException, ValueError, RecursionError) as error:
        raise WorkbookRefused(
            [Message(gettext_noop("The form is not a readable XForm."))]
        ) from error
    if reader.problems:
        raise WorkbookRefused(reader.problems)
    return questionnaire


class _XFormReader:
    """Reads one document; problems are collected so that all are reported together."""

    def __init__(self, document: Element) -> None:
        self.problems: list[Message] = []
        model = next(document.iter(qualified_name("model")), None)
        primary = None if model is None else model.find(f"{qualified_name('instance')}/*")
        if model is None or primary is None:
            raise WorkbookRefused(
                [Message(gettext_noop("The form is not an XForm: it has no instance."))]
            )
        self.document, self.model, self.primary = document, model, primary
        self.places = frozenset(iter_paths(primary))
        self.binds = {bind.get("nodeset", ""): bind for bind in model.iter(qualified_name("bind"))}
        self.itext = Itext(model, self.compile, self.problems.append)
        self.lists = SecondaryInstances(model, self.itext, self.problems.append)
        self.texts: dict[str, Wording] = {}
        self.controls: dict[str, Element] = {}
        self.groups: dict[str, Element] = {}
        self.repeats: dict[str, Element] = {}
        self.initial: dict[str, str] = {}
        self.read_body()
        self.lists.label_rows()

    def questionnaire(self) -> Questionnaire:
        """Assemble everything that was read."""
        title = self.document.find(".//{http://www.w3.org/1999/xhtml}title")
        form_id = self.primary.get("id", "")
        orx_version = self.primary.get("{http://openrosa.org/xforms}version")
        path = f"/{local_name(self.primary)}"
        root = Group(path=path, children=self.read_children(self.primary, path, 0))
        root = link_repeat_choices(root, self.problems.append)
        return Questionnaire(
            form_id=form_id,
            version=self.primary.get("version") or orx_version or "",
            title=(title.text or "").strip() if title is not None else form_id,
            languages=self.itext.languages,
            root=root,
            order=self.order(root),
            instances=MappingProxyType(self.lists.instances),
            texts=MappingProxyType(self.texts),
            triggers=self.read_triggers(),
        )

    # ── the head ─────────────────────────────────────────────────────────────────────────────

    def order(self, root: Group) -> tuple[EvaluationStep, ...]:
        """Return the evaluation order, or note which questions form a cycle."""
        try:
            return compute_evaluation_order(root)
        except DependencyCycleError as none:
            self.problems += [Message(CIRCLE, circle=str(circle)) for circle in none.circles]
            return ()

    def compile(self, source: str, place: str, column: str) -> Expression | None:
        """Compile an expression, or note which one of which question is invalid."""
        message = gettext_noop("%(place)s, column “%(column)s”: %(error)s")
        try:
            expression = compile_expression(source)
        except ExpressionError as error:
            self.problems.append(Message(message, place=place, column=column, error=error.message))
            return None
        if chance := check_randomness(expression, column):
            self.problems.append(Message(message, place=place, column=column, error=chance))
        self.problems += find_undefined_names(
            expression, place, column, self.places, self.lists.named, self.itext.identifiers
        )
        for identifier in expression.texts:
            self.texts[identifier] = self.itext.by_id(identifier, place)
        return expression

    def rule(self, path: str, column: str) -> Expression | None:
        """Compile one rule of a bind; None when there is none or it has no effect."""
        bind = self.binds.get(path)
        source = "" if bind is None else bind.get(column, "").strip()
        if not source or (source == "false()" and column == "required"):
            return None
        return self.compile(source, path, column)

    def message(self, path: str, name: str) -> Wording:
        """Read the form's own message for a broken rule."""
        bind = self.binds.get(path)
        text = None if bind is None else bind.get(f"{{{JAVAROSA}}}{name}")
        return self.itext.reference(text, path) if text else Wording()

    # ── the body ─────────────────────────────────────────────────────────────────────────────

    def read_body(self) -> None:
        """Index the controls, groups, repeats and initial values by the path they are bound to."""
        for element in self.document.iter():
            name, path = local_name(element), element.get("ref") or element.get("nodeset") or ""
            if name == "group":
                self.groups[path] = element
            elif name == "repeat":
                self.repeats[path] = element
            elif name in _CONTROLS:
                self.controls[path] = element
            elif name in {"setvalue", "setgeopoint"}:
                self.read_setvalue(element, path)

    def read_setvalue(self, element: Element, path: str) -> None:
        """Read initial values and writes on a change; any other action is refused."""
        events = set(element.get("event", "").split())
        if local_name(element) == "setvalue" and events <= _FIRST:
            self.initial[path] = _set_to(element)
        elif local_name(element) != "setvalue" or events != {_CHANGED}:
            message = gettext_noop(
                "%(place)s: an action on “%(event)s” is not supported. Use a default, a calculation"
                " or the column “trigger”."
            )
            self.problems.append(Message(message, place=path, event=" ".join(sorted(events))))

    def read_triggers(self) -> tuple[Trigger, ...]:
        """Read the writes that a changed answer triggers."""
        found = []
        for source, control in self.controls.items():
            for element in control.iterfind(qualified_name("setvalue")):
                if element.get("event") == _CHANGED:
                    target = element.get("ref", "")
                    value = self.compile(_set_to(element), target, "calculation")
                    if value is not None:
                        found.append(Trigger(source, target, value))
        return tuple(found)

    # ── the tree ─────────────────────────────────────────────────────────────────────────────

    def read_children(
        self, element: Element, path: str, depth: int
    ) -> tuple[Question | Group, ...]:
        """Read the nodes below `element`; of a repeat's template and instances the first counts."""
        if depth > MAX_DEPTH:
            message = gettext_noop(
                "%(place)s: groups stand more than %(depth)s deep. Use fewer levels."
            )
            raise WorkbookRefused([Message(message, place=path, depth=str(MAX_DEPTH))])
        children: dict[str, Question | Group | None] = {}
        for child in element:
            name = local_name(child)
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
            media=Media() if control is None else self.itext.media_of(control, path),
            appearance=_words(control) | _words(repeat),
            relevant=self.rule(path, "relevant"),
            repeats=repeat is not None,
            count=self.compile(count, path, "repeat_count") if count else None,
        )

    def read_question(self, element: Element, path: str) -> Question | None:
        """Read a leaf; None for metadata that the device would fill in, which is never stored."""
        bind, control = self.binds.get(path), self.controls.get(path)
        if bind is not None and bind.get(f"{{{JAVAROSA}}}preload"):
            return None
        calculate = self.rule(path, "calculate")
        read_only = self.read_only(path) or (control is not None and calculate is not None)
        default = (element.text or "").strip()
        kind = self.kind(path, control, computed=calculate is not None)
        if kind.holds is AnswerValue.TEXT and read_only and calculate is None and not default:
            kind = QuestionType.NOTE
        offered = (
            self.lists.read_choices(control, path, self.compile)
            if kind.is_listed
            else OfferedChoices()
        )
        return Question(
            path=path,
            kind=kind,
            label=Wording() if control is None else self.itext.element(control, "label", path),
            hint=Wording() if control is None else self.itext.element(control, "hint", path),
            choices=offered.choices,
            choice_list=offered.name,
            choice_filter=offered.filter,
            repeat_choices=offered.repeat_choices,
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
            media=Media() if control is None else self.itext.media_of(control, path),
            scale=None if control is None else self.scale(control, path),
        )

    def read_only(self, path: str) -> bool:
        """Return whether a question is read-only; a condition on it is refused."""
        bind = self.binds.get(path)
        source = "" if bind is None else bind.get("readonly", "").strip()
        if source not in {"", "true()", "false()"}:
            message = gettext_noop(
                "%(place)s, column “read_only”: write yes or nothing, not “%(found)s”."
            )
            self.problems.append(Message(message, place=path, found=source))
        return source == "true()"

    def kind(self, path: str, control: Element | None, *, computed: bool) -> QuestionType:
        """Return the type of a question; an unsupported type is noted by name."""
        if control is None:
            return QuestionType.CALCULATE if computed else QuestionType.HIDDEN
        name, bind = local_name(control), self.binds.get(path)
        data = "string" if bind is None else bind.get("type", "string").rpartition(":")[2]
        if name == "upload":
            data = control.get("mediatype", "").partition("/")[0]
        if name == "input" and control.get("query"):
            data = "select_one_external"
        kind = None if data == "osm" else find_question_type(name, data)
        if kind is not None:
            # The heading of a table of questions: its choices are shown, it has no input.
            heading = kind.is_listed and "label" in _words(control)
            return QuestionType.HIDDEN if heading else kind
        message = gettext_noop(
            "%(place)s: questions of the type “%(type)s” are not supported. Ask in another way,"
            " such as text or geopoint."
        )
        self.problems.append(Message(message, place=path, type=data))
        return QuestionType.TEXT

    def scale(self, control: Element, path: str) -> RangeSpec | None:
        """Read the points of a range; steps count from the start towards the end."""
        if local_name(control) != "range":
            return None
        written = [control.get(name, "") for name in ("start", "end", "step")]
        try:
            start, end, step = (Decimal(text) for text in written)
            step = abs(step) if end >= start else -abs(step)
            if step and (end - start) / step < MAX_POINTS:
                return RangeSpec(start, end, step)
        except ArithmeticError:
            pass
        message = gettext_noop(
            "%(place)s: a range from “%(start)s” to “%(end)s” in steps of “%(step)s” cannot be"
            " made. Write three numbers, such as start=0 end=10 step=1."
        )
        details = dict(zip(("start", "end", "step"), written, strict=True))
        self.problems.append(Message(message, place=path, **details))
        return None


def _set_to(element: Element) -> str:
    """Return the expression that an action sets a value to; its plain text is a literal."""
    return element.get("value") or f"'{(element.text or '').strip()}'"


def _words(element: Element | None) -> frozenset[str]:
    return frozenset() if element is None else frozenset(element.get("appearance", "").split())
