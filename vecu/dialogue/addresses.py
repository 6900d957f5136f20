"""Where everybody reads an entry of a dialogue."""

from uuid import UUID

from django.urls import reverse

from vecu.register.queries import System


def make_anchor(entry: UUID) -> str:
    """Return the id of an entry on the public page."""
    return f"entry-{entry}"


def get_public_address(system: System, entry: UUID) -> str:
    """Return where everybody reads an entry, '' while the system is not published."""
    if not system.published:
        return ""
    page = reverse("dialogue:public-dialogue", args=[system.slug])
    return f"{page}#{make_anchor(entry)}"
