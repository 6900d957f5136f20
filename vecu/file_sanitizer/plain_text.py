"""Plain text holds nothing besides its words."""

import re

from vecu.file_sanitizer.binary_reader import Damaged

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_MARKUP = re.compile(r"\s*(?:<[?!/a-zA-Z]|BEGIN:V(?:CARD|CALENDAR))")
_MAIL = re.compile(
    r"^(?:from|received|return-path|message-id|mime-version|delivered-to|content-type|x-[\w-]+):",
    re.IGNORECASE | re.MULTILINE,
)
_MAIL_HEAD, _MAIL_LINES = 4_000, 3
"""Characters searched for an email's headers, and the number of headers that make it one."""


def check_text(content: bytes) -> bytes:
    """Return plain text unchanged; anything that is not UTF-8 text is rejected.

    The source of a web page, a document or an email is text too, but contains more than is
    visible.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Damaged from error
    if _CONTROL.search(text):
        raise Damaged
    if _MARKUP.match(text) or len(_MAIL.findall(text[:_MAIL_HEAD])) >= _MAIL_LINES:
        raise Damaged("markup")
    return content
