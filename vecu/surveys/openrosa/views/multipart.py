"""Parse the multipart body of a submission into the filled form and its files."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from vecu.file_sanitizer.sanitize import MAX_FILE
from vecu.messages import printable
from vecu.questionnaires import MAX_XML
from vecu.surveys.views.respondent_session import ROOM

ADVISED = MAX_FILE + MAX_XML
"""Request size advertised to clients, in bytes: the largest file with the largest form."""
MAX_BODY = MAX_FILE + ROOM
"""Bytes accepted in one request: clients ignore the envelope, and some send a little more."""
FORM = "xml_submission_file"
MORE_FOLLOWS = "*isIncomplete*"
"""The part by which ODK Collect says that more files follow, with the same form sent again."""
_PIECE = 65_536

PartContents = dict[str, list[bytes]]
"""The contents of parts by name; a client may repeat a name."""


@dataclass(frozen=True, slots=True)
class MultipartSubmission:
    """A submission: the form's XML, and the contents of the other parts by name."""

    xml: bytes
    files: Mapping[str, bytes]


def parse_submission(request: HttpRequest) -> MultipartSubmission:
    """Parse a multipart body; raise `BadRequest` unless it has one form, and each name once.

    The form decides which parts are files, by naming them: some clients send no `filename`.
    """
    parts = _by_name(request)
    forms = parts.pop(FORM, [])
    parts.pop(MORE_FOLLOWS, None)
    if len(forms) != 1:
        message = _("Exactly one part called %(part)s is needed; %(found)s came.")
        raise BadRequest(message % {"part": FORM, "found": len(forms)})
    if twice := next((name for name, found in parts.items() if len(found) > 1), ""):
        message = _("Two files are called “%(name)s”. Give each a name of its own.")
        raise BadRequest(message % {"name": printable(twice)})
    return MultipartSubmission(forms[0], {name: found[0] for name, found in parts.items()})


def _by_name(request: HttpRequest) -> PartContents:
    """Return the parts; raise for too many with a `filename`, or too many without."""
    parts: PartContents = {}
    counts = Counter[bool]()
    for part, content in _parts(request):
        if not part.name:
            raise MultiPartParserError("A part has no name.")
        parts.setdefault(part.name, []).append(content)
        counts[bool(part.filename)] += 1
        if max(counts.values()) > settings.DATA_UPLOAD_MAX_NUMBER_FILES:
            raise TooManyFilesSent
    return parts


def _parts(request: HttpRequest) -> Iterator[tuple[MultipartSegment, bytes]]:
    """Yield each part with its content, and read the body to its end."""
    kind, options = parse_options_header(request.META.get("CONTENT_TYPE", ""))
    if not kind.startswith("multipart/"):
        raise BadRequest(_("The filled form must be sent as multipart/form-data."))
    body = _Arriving(request)
    try:
        with PushMultipartParser(options.get("boundary", "")) as parser:
            for event in parser.parse_blocking(body.read, _PIECE):
                if isinstance(event, MultipartSegment):
                    part, pieces = event, list[bytes]()
                elif event is None:
                    yield part, b"".join(pieces)
                else:
                    pieces.append(event)
    except MultipartError as error:
        # Of a chunked body nothing else shows that it was cut: half a file could pass for one.
        raise _cut() if body.ended else MultiPartParserError(str(error)) from error
    while body.read(_PIECE):
        pass


class _Arriving:
    """The request body as a stream that counts bytes and is never whole in memory.

    At most `Content-Length` bytes are read, or the maximum for a chunked body.
    """

    def __init__(self, request: HttpRequest) -> None:
        length = request.META.get("CONTENT_LENGTH") or ""
        self._has_length = length.isdigit()
        self._length = int(length) if self._has_length else MAX_BODY
        if self._length > MAX_BODY:
            raise RequestDataTooBig
        self._stream: Any = request.META["wsgi.input"]
        self._came = 0
        self.ended = False

    def read(self, size: int) -> bytes:
        """Return the next bytes, b"" at the end; raise when there are too many or too few."""
        # One byte beyond the limit shows that a chunked body is too large.
        left = self._length - self._came + (0 if self._has_length else 1)
        piece: bytes = self._stream.read(min(size, left)) if left > 0 else b""
        self._came += len(piece)
        if self._came > MAX_BODY:
            raise RequestDataTooBig
        if not piece and self._has_length and self._came < self._length:
            raise _cut()
        self.ended = not piece
        return piece


def _cut() -> BadRequest:
    return BadRequest(_("What you sent arrived incomplete. Please send it again."))
