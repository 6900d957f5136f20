"""The laboratory's keys by number: of what is stored as a fingerprint, and what follows from it.

What opens (a study, a log, a group) keeps the number of the key that was newest then, and all that
is made in it takes that key, also after a rotation. What belongs to nothing, such as a link, takes
the newest; whoever looks something up tries every key. Nothing is made anew with another key when
it is used: that would show who used a code since.
"""

from django.conf import settings
from django.utils.translation import gettext as _

from vecu.credentials import fingerprint
from vecu.errors import VecuError


class KeyMissing(VecuError):
    """Something was made with a key that this process does not have."""

    def __init__(self, number: int) -> None:
        super().__init__(
            _(
                "The laboratory’s key number %(number)s is missing here: put it back, and start the"
                " laboratory again. Nothing was lost."
            )
            % {"number": number}
        )


def get_newest_number() -> int:
    """Return the number of the key that new things take."""
    return max(settings.KEY_RING)


def has_key(number: int) -> bool:
    """Return whether the ring has a key with this number."""
    return number in settings.KEY_RING


def get_key(number: int | None = None) -> bytes:
    """Return a key by its number, the newest for None; raise `KeyMissing`."""
    wanted = get_newest_number() if number is None else number
    try:
        return settings.KEY_RING[wanted].encode()
    except KeyError:
        raise KeyMissing(wanted) from None


def list_keys() -> list[bytes]:
    """Return all keys, the newest first."""
    return [get_key(number) for number in sorted(settings.KEY_RING, reverse=True)]


def get_fingerprint(secret: str, number: int | None = None) -> str:
    """Return what is stored in place of a code or token, by a key's number or by the newest."""
    return fingerprint(secret, key=get_key(number))


def list_fingerprints(secret: str) -> list[str]:
    """Return what may be stored in place of a code or token: one for each key, newest first."""
    return [fingerprint(secret, key=key) for key in list_keys()]
