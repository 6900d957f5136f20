"""The body of a submission: multipart, read into the filled form and the files with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser
from django.utils.translation import gettext as _

from vecu.questionnaires import shown
from vecu.surveys.cleaning import MAX_FILE
from vecu.surveys.views.visiting import ROOM

MAX_BODY = MAX_FILE + ROOM
"""Bytes of one request: a file with its form and its envelope, as clients split what they send."""
FORM = "xml_submission_file"
MORE_FOLLOWS = "*isIncomplete*"
"""The part by which ODK Collect says that more files follow, in the same form sent again."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a client sent: the form's XML, the contents of its files by the names of their parts.

    `others` are the names of parts that are no file.
    """

    xml: bytes
    files: Mapping[str, bytes]
    others: tuple[str, ...]


def sent_form(request: HttpRequest) -> Sent:
    """Read a multipart body; raise `BadRequest` unless there is one form, and each name once."""
    if not request.META.get("CONTENT_TYPE", "").startswith("multipart/"):
        raise BadRequest(_("The filled form must be sent as multipart/form-data."))
    body = _body(request)
    head = {**request.META, "CONTENT_LENGTH": str(len(body))}
    handlers = [MemoryFileUploadHandler(request)]
    texts, files = MultiPartParser(head, BytesIO(body), handlers).parse()
    contents = {name: [file.read() for file in found] for name, found in files.lists()}
    forms = [*contents.pop(FORM, []), *(text.encode() for text in texts.getlist(FORM))]
    if len(forms) != 1:
        message = _("Exactly one part called %(part)s is needed; %(found)s came.")
        raise BadRequest(message % {"part": FORM, "found": len(forms)})
    if twice := next((name for name, found in contents.items() if len(found) > 1), ""):
        message = _("Two files are called “%(name)s”. Give each a name of its own.")
        raise BadRequest(message % {"name": shown(twice)})
    others = tuple(name for name in texts if name not in {FORM, MORE_FOLLOWS})
    return Sent(forms[0], {name: found[0] for name, found in contents.items()}, others)


def _body(request: HttpRequest) -> bytes:
    """Read the whole body, also one sent in chunks, whose length no header tells."""
    told = request.META.get("CONTENT_LENGTH") or ""
    if told.isdigit() and int(told) > MAX_BODY:
        raise RequestDataTooBig
    body: bytes = request.META["wsgi.input"].read(int(told) if told.isdigit() else MAX_BODY + 1)
    if len(body) > MAX_BODY:
        raise RequestDataTooBig
    if told.isdigit() and len(body) < int(told):
        raise BadRequest(_("Only a part arrived. Please send it again."))
    return body
