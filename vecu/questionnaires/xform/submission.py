"""Read a submission of an OpenRosa client: XML to nested values by question path.

    bytes ──► read_submission ──► Submission ──► extract_answers ──► ParsedAnswers ──► validate,
normalize

Values of unknown questions are kept, so that `validate_answers` reports them. What would identify a
respondent, a place or a time is left out and named in `ParsedAnswers.left_out`. The note that forms
of `openrosa_export` begin with is no answer, nor is its number, which comes back unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from vecu.errors import VecuError
from vecu.messages import Message
from vecu.questionnaires.expressions.nodes import Values
from vecu.questionnaires.model import Group, Question, Questionnaire
from vecu.questionnaires.xform.itext import JAVAROSA, PROMISE, PROMISE_NUMBER, local_name
from vecu.translation import gettext_noop

MAX_XML = 2_000_000
"""Bytes of one submission without its attachments."""
MAX_DEPTH = 25
"""Nested elements; a form's groups are at most 20 deep."""
MAX_ID = 249
"""Characters of an instanceID."""

IDENTIFYING = frozenset(
    {
        *("deviceid", "username", "userid", "email", "phonenumber", "simserial", "subscriberid"),
        *("start", "end", "today", "timestart", "timeend"),
        *("audit", "start-geopoint", "background-audio", "location"),
    }
)
"""Names, in lower case, of metadata that clients add: never stored unless a form asks for it."""

_INSTANCE_ID = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_META_FIELDS = {"instanceid", "deprecatedid", "instancename"}
_LOOSE = "text()"
"""XPath's name for text nodes, which no question can have: `validate_answers` reports it."""
_TEMPLATE = f"{{{JAVAROSA}}}template"


class SubmissionRefused(VecuError):
    """The submission is invalid; `message` says why, `too_large` whether only its size is wrong."""

    def __init__(self, message: Message, *, too_large: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.too_large = too_large


@dataclass(frozen=True, slots=True)
class Submission:
    """One submission: form, version, instance; `root` holds its answers.

    `deprecated_id` is the instance that it corrects, '' for a new one.
    """

    form_id: str
    version: str
    instance_id: str
    deprecated_id: str
    root: Element


@dataclass(frozen=True, slots=True)
class ParsedAnswers:
    """The answers of a submission, and the names of what was left out for privacy.

    `note_number` says with which note the form began, "" if it does not say; it is not checked.
    """

    values: Values
    left_out: tuple[str, ...]
    note_number: str = ""


def read_submission(xml: bytes) -> Submission:
    """Parse an `xml_submission_file`; raise `SubmissionRefused` and nothing else.

    Entities and document types are refused, size and depth are limited. Namespaces are ignored:
    clients differ in those that they write.
    """
    if len(xml) > MAX_XML:
        message = gettext_noop(
            "The filled form has more than %(limit)s bytes. Shorten the answers."
        )
        raise SubmissionRefused(Message(message, limit=f"{MAX_XML:,}"), too_large=True)
    try:
        root = fromstring(xml, forbid_dtd=True)
    except DefusedXmlException as error:
        message = gettext_noop(
            "The filled form declares a document type or entities, which is not accepted."
        )
        raise SubmissionRefused(Message(message)) from error
    except (ParseError, ValueError, LookupError) as error:
        message = gettext_noop(
            "The filled form is not readable XML; perhaps only a part of it arrived."
        )
        raise SubmissionRefused(Message(message)) from error
    _refuse_deep(root)
    metadata = [(local_name(node).lower(), _text(node)) for node in _meta(root)]
    _refuse_twice([name for name, _value in metadata])
    meta = dict(metadata)
    return Submission(
        form_id=root.get("id", ""),
        version=_version(root),
        instance_id=_instance_id(meta.get("instanceid", "") or root.get("instanceID", "")),
        deprecated_id=meta.get("deprecatedid", "").strip()[:MAX_ID],
        root=root,
    )


def extract_answers(submission: Submission, questionnaire: Questionnaire) -> ParsedAnswers:
    """Nest the answers of a submission like the questionnaire; nothing is validated yet."""
    left_out = {
        local_name(node): None
        for node in _meta(submission.root)
        if local_name(node).lower() not in _META_FIELDS
    }
    values = _group_values(submission.root, questionnaire.root, left_out)
    return ParsedAnswers(values, tuple(left_out), _note_number(submission.root, questionnaire))


def _note_number(root: Element, questionnaire: Questionnaire) -> str:
    """Return the number of the note, '' without one or where a question has its name."""
    if any(child.name == PROMISE_NUMBER for child in questionnaire.root.children):
        return ""
    return next((_text(node) for node in root if local_name(node) == PROMISE_NUMBER), "")


def _version(root: Element) -> str:
    return root.get("version") or root.get("{http://openrosa.org/xforms}version") or ""


def _meta(root: Element) -> Iterator[Element]:
    return (node for child in root if local_name(child) == "meta" for node in child)


def _text(node: Element) -> str:
    return (node.text or "").strip()


def _instance_id(found: str) -> str:
    if len(found) > MAX_ID or not _INSTANCE_ID.fullmatch(found):
        message = gettext_noop(
            "The filled form needs an instanceID such as uuid:…, of at most %(limit)s characters."
            " Send it with a program that writes one."
        )
        raise SubmissionRefused(Message(message, limit=str(MAX_ID)))
    return found


def _refuse_twice(names: list[str]) -> None:
    """Refuse a submission with two ids of its own or two that it corrects (OpenRosa metadata).

    `names` are those of its metadata, in lower case.
    """
    for name in ("instanceID", "deprecatedID"):
        if names.count(name.lower()) > 1:
            message = gettext_noop(
                "The filled form has more than one %(name)s, so it is not clear which counts."
            )
            raise SubmissionRefused(Message(message, name=name))


def _refuse_deep(root: Element) -> None:
    level: list[Element] = [root]
    for _depth in range(MAX_DEPTH):
        level = [child for node in level for child in node]
        if not level:
            return
    message = gettext_noop(
        "The filled form has more than %(depth)s levels, which no form here has."
    )
    raise SubmissionRefused(Message(message, depth=str(MAX_DEPTH)))


def _group_values(element: Element, group: Group, left_out: dict[str, None]) -> Values:
    values: Values = {}
    known = {child.name: child for child in group.children}
    unread = {"meta", PROMISE, PROMISE_NUMBER}
    for node in element:
        name = local_name(node)
        if _TEMPLATE in node.attrib or (name in unread and name not in known):
            continue
        item = known.get(name)
        if item is None and name.lower() in IDENTIFYING:
            left_out[name] = None
        elif isinstance(item, Group) and item.repeats:
            values.setdefault(name, []).append(_group_values(node, item, left_out))
        else:
            value = _value(node, item, left_out)
            # A duplicate answer becomes a list, which `validate_answers` reports.
            values[name] = [values[name], value] if name in values else value
    if loose := _loose_text(element):
        values[_LOOSE] = loose
    return values


def _loose_text(group: Element) -> str:
    """Return the text beside the questions of a group, where no answer belongs."""
    return " ".join(filter(None, (_text(group), *((node.tail or "").strip() for node in group))))


def _value(node: Element, item: Question | Group | None, left_out: dict[str, None]) -> object:
    if isinstance(item, Group):
        return _group_values(node, item, left_out)
    # Nested elements where an answer belongs, which `validate_answers` reports.
    if len(node):
        return {local_name(child): "" for child in node}
    return _text(node) if item is None or item.scale is None else item.scale.canonical(_text(node))
