"""Context of every page: the name of the site, and the same page in other languages."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.translation import get_language, get_language_from_path

from vecu.ui.reading import read_preferences


@dataclass(frozen=True, slots=True)
class Lab:
    """The site as its pages name it; `contact` may be empty, `home` is its first page."""

    name: str
    contact: str
    fictional: bool
    home: str


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """A link to the current page in another language; `name` is the language's native name."""

    code: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class PageShell:
    """What surrounds a page: its language, the site's name, and links to other languages."""

    language: str
    lab: Lab
    other_languages: tuple[OtherLanguage, ...]


def laboratory(request: HttpRequest) -> dict[str, object]:
    """Return the context of the page shell, without using the database, session or user.

    `LANGUAGE_CODE` is the page's language, by Django's name for it; `reading` is how it is read.
    """
    shell = build_page_shell(request.get_full_path())
    return {
        "lab": shell.lab,
        "other_languages": shell.other_languages,
        "LANGUAGE_CODE": shell.language,
        "reading": read_preferences(request),
    }


def build_page_shell(address: str) -> PageShell:
    """Return the page shell of the page at `address`, query string included."""
    here = get_language() or settings.LANGUAGE_CODE
    return PageShell(
        language=here,
        lab=Lab(
            name=settings.LAB_NAME,
            contact=settings.LAB_CONTACT,
            fictional=settings.LAB_FICTIONAL,
            home=f"{get_script_prefix()}{here}/",
        ),
        other_languages=tuple(
            OtherLanguage(code, name, address_in_language(address, code))
            for code, name in settings.LANGUAGES
            if code != here
        ),
    )


def address_in_language(address: str, code: str) -> str:
    """Return the page at `address` in language `code`, with its query string.

    Only the prefix is replaced, so this also works for a page that does not exist; an address
    without a language leads to the first page.
    """
    return f"{get_script_prefix()}{code}/{_rest(address)}"


def strip_language(address: str) -> str:
    """Return the address that redirects to the page at `address` in each reader's language."""
    return f"{get_script_prefix()}{_rest(address)}"


def _rest(address: str) -> str:
    """Return what follows the language in an address, '' if it has none."""
    start = get_script_prefix()
    spoken = get_language_from_path(f"/{address.removeprefix(start)}")
    prefix = f"{start}{spoken}/"
    return address.removeprefix(prefix) if address.startswith(prefix) else ""
