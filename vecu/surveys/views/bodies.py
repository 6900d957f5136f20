"""The body of a submission: multipart, read into the filled form and the files with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BufferedIOBase
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext as _

from vecu.messages import shown
from vecu.questionnaires import MAX_XML
from vecu.surveys.cleaning import MAX_FILE
from vecu.surveys.views.visiting import ROOM

ADVISED = MAX_FILE + MAX_XML
"""Bytes that clients are told to send at a time: the largest file with the largest form."""
MAX_BODY = MAX_FILE + ROOM
"""Bytes that are read of one request: clients count no envelope, and some send a little more."""
FORM = "xml_submission_file"
MORE_FOLLOWS = "*isIncomplete*"
"""The part by which ODK Collect says that more files follow, in the same form sent again."""
_PIECE = 65_536


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
    told = request.META.get("CONTENT_TYPE", "")
    if not told.startswith("multipart/"):
        raise BadRequest(_("The filled form must be sent as multipart/form-data."))
    body = _Arriving(request)
    head = {**request.META, "CONTENT_LENGTH": str(body.length)}
    parser = MultiPartParser(head, body, [MemoryFileUploadHandler(request)])
    texts, files = parser.parse()
    body.refuse_cut(parse_header_parameters(told)[1]["boundary"])
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


class _Arriving(BufferedIOBase):
    """A body on its way in, never whole in memory: its pieces are counted and none is left unread.

    `length` is what the header tells, for a body in chunks the most that may come.
    """

    def __init__(self, request: HttpRequest) -> None:
        told = request.META.get("CONTENT_LENGTH") or ""
        self._told = told.isdigit()
        self.length = int(told) if self._told else MAX_BODY
        if self.length > MAX_BODY:
            raise RequestDataTooBig
        self._stream: Any = request.META["wsgi.input"]
        self._came = 0
        self._end = b""

    def read(self, size: int | None = None, /) -> bytes:
        """Return the next bytes, b"" at the end; raise when there are too many or too few."""
        # One byte more than may come shows that a body in chunks is too large.
        left = self.length - self._came + (0 if self._told else 1)
        piece: bytes = self._stream.read(min(size or _PIECE, left)) if left > 0 else b""
        self._came += len(piece)
        if self._came > MAX_BODY:
            raise RequestDataTooBig
        if not piece and self._told and self._came < self.length:
            raise _cut()
        self._end = (self._end + piece)[-_PIECE:]
        return piece

    def refuse_cut(self, boundary: str) -> None:
        """Read what is left; raise when the last boundary has not come.

        Of a body in chunks nothing else shows that it was cut, and half a file could pass for one.
        """
        while self.read():
            pass
        if f"--{boundary}--".encode() not in self._end:
            raise _cut()


def _cut() -> BadRequest:
    return BadRequest(_("Only a part arrived. Please send it again."))
