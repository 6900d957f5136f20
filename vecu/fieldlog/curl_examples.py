"""Commands with which a supplier tries a token, without changing a figure. Pure."""

import json
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vecu.fieldlog.events import TRUTH
from vecu.fieldlog.http_binding import BATCH_TYPE
from vecu.fieldlog.months import get_month
from vecu.translation import gettext_noop

PLACEHOLDER = "TOKEN"
"""What stands in a command in place of a token that cannot be read any more."""


@dataclass(frozen=True, slots=True)
class CurlExample:
    """A command, and what it does, as msgid."""

    purpose: str
    command: str


def build_curl_examples(url: str, token: str, today: date) -> list[CurlExample]:
    """Return commands for a POSIX shell, which work as they are pasted.

    Of a case that nobody decided a truth counts for nothing; a decision would count.
    """
    truth = {
        "specversion": "1.0",
        "id": "try-1",
        "source": "https://supplier.example",
        "type": TRUTH,
        "subject": "a-case-that-nobody-decided",
        "time": f"{today}T00:00:00Z",
        "data": {"decided_month": str(get_month(today)), "value": "none"},
    }
    return [
        CurlExample(
            gettext_noop("Try the token: an empty list of events, of which nothing is kept."),
            _write_command(url, token, []),
        ),
        CurlExample(
            gettext_noop(
                "Try an event: what was right in a case that nobody decided, which changes no"
                " figure."
            ),
            _write_command(url, token, [truth]),
        ),
    ]


def _write_command(url: str, token: str, events: Sequence[object]) -> str:
    lines = [
        "curl --silent --show-error",
        f"  --header {shlex.quote(f'Authorization: Bearer {token or PLACEHOLDER}')}",
        f"  --header {shlex.quote(f'Content-Type: {BATCH_TYPE}')}",
        f"  --data {shlex.quote(json.dumps(events, indent=2))}",
        f"  {shlex.quote(url)}",
    ]
    return " \\\n".join(lines)
