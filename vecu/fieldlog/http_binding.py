"""The HTTP binding of CloudEvents 1.0: events in structured, batched and binary content. Pure.

Which of them a request uses is said by its media type; binary content has the attributes of one
event in headers `ce-…`, percent-encoded, and its data as body.
"""

import json
from collections.abc import Mapping
from urllib.parse import unquote

from vecu.errors import VecuError
from vecu.fieldlog.events import check_size, decode_json
from vecu.messages import Message, TranslatableError, printable
from vecu.translation import gettext_noop

BATCH_TYPE, EVENT_TYPE, DATA_TYPE = (
    "application/cloudevents-batch+json",
    "application/cloudevents+json",
    "application/json",
)
PREFIX = "ce-"


class MediaTypeRefused(TranslatableError, VecuError):
    """A body is of a type that holds no events."""


def read_content(media_type: str, headers: Mapping[str, str], body: bytes) -> bytes:
    """Return one event, or a list of them, as JSON; what it holds is not yet checked.

    `media_type` is without parameters, names of headers in lower case. Raise `MediaTypeRefused`,
    and `EventBatchRefused` for data in binary content that are no JSON.
    """
    if media_type not in {BATCH_TYPE, EVENT_TYPE, DATA_TYPE}:
        message = Message(
            gettext_noop(
                "The Content-Type: must be %(batch)s for a list of events, %(event)s for one, or"
                " %(data)s. Found: %(found)s. Set the header."
            ),
            batch=BATCH_TYPE,
            event=EVENT_TYPE,
            data=DATA_TYPE,
            found=printable(media_type) or Message(gettext_noop("nothing")),
        )
        raise MediaTypeRefused(message)
    is_binary = media_type == DATA_TYPE and f"{PREFIX}specversion" in headers
    return _read_binary(headers, body) if is_binary else body


def _read_binary(headers: Mapping[str, str], body: bytes) -> bytes:
    check_size(len(body))
    event: dict[str, object] = {
        name.removeprefix(PREFIX): unquote(value)
        for name, value in headers.items()
        if name.startswith(PREFIX)
    }
    return json.dumps(event | {"datacontenttype": DATA_TYPE, "data": decode_json(body)}).encode()
