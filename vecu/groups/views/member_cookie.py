"""The one cookie of members: the links that were opened in a browser, and a mark of the browser.

It ends with the browser unless its owner wants it to stay. A link of a group replaces that of
another member of the same group: who hands the phone on does not leave their place open to others.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from vecu.ui.requests import COOKIE_SEPARATOR, SECONDS_A_DAY

DAYS_ON_PHONE = 90
"""As long as the longest round."""
MOST_GROUPS = 10
"""Open in one browser; it can hold one link more, which a page proposes."""
_STAYS, _ENDS = "k", "s"
_HEX = re.compile(r"[0-9a-f]{32}|[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class MemberCookie:
    """What a browser holds: the tokens of links, the one that is read now first.

    `mark` is random, and tells one browser from another while a round is open.
    """

    tokens: Sequence[str] = ()
    stays: bool = False
    mark: str = field(default_factory=lambda: secrets.token_hex(16))

    def put_first(self, token: str) -> "MemberCookie":
        """Return the cookie with one of its tokens, or a new one, as the one that is read now."""
        rest = [each for each in self.tokens if each != token]
        return replace(self, tokens=[token, *rest][:MOST_GROUPS])

    def remove(self, token: str) -> "MemberCookie":
        """Return the cookie without one of its tokens."""
        return replace(self, tokens=[each for each in self.tokens if each != token])


def read_member_cookie(request: HttpRequest) -> MemberCookie:
    """Return what the browser holds, a cookie with a new mark if it holds nothing of ours."""
    first, *tokens = request.COOKIES.get(settings.GROUP_COOKIE_NAME, "").split(COOKIE_SEPARATOR)
    if first[:1] not in {_STAYS, _ENDS} or not _HEX.fullmatch(first[1:]):
        return MemberCookie()
    kept = [each for each in tokens[: MOST_GROUPS + 1] if _HEX.fullmatch(each)]
    return MemberCookie(kept, first[0] == _STAYS, first[1:])


def set_member_cookie(response: HttpResponse, cookie: MemberCookie) -> None:
    """Have the browser hold this, or nothing where no link is left."""
    if not cookie.tokens:
        delete_member_cookie(response)
        return
    response.set_cookie(
        settings.GROUP_COOKIE_NAME,
        COOKIE_SEPARATOR.join(
            [f"{_STAYS if cookie.stays else _ENDS}{cookie.mark}", *cookie.tokens]
        ),
        max_age=DAYS_ON_PHONE * SECONDS_A_DAY if cookie.stays else None,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def delete_member_cookie(response: HttpResponse) -> None:
    """Close every group that was opened in this browser."""
    response.delete_cookie(settings.GROUP_COOKIE_NAME, samesite="Lax")
