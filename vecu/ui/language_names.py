"""Languages by the name that their speakers read, with the direction of their script, from CLDR."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_language_info


@dataclass(frozen=True, slots=True)
class LanguageName:
    """A language: its code, its own name, and the direction of its script as HTML writes it.

    One that nobody named for us is called by its code; its direction is "auto", that of the first
    letter of each text.
    """

    code: str
    autonym: str
    direction: str = "auto"


@lru_cache(maxsize=500)
def get_language_name(code: str) -> LanguageName:
    """Return the language with this code, in capitals or not: "ar", "fa-AF"."""
    if found := _languages().get(code.lower()):
        return found
    try:
        known = get_language_info(code)
    except KeyError:
        return LanguageName(code, code)
    return LanguageName(code, known["name_local"], "rtl" if known["bidi"] else "ltr")


@lru_cache(maxsize=1)
def _languages() -> Mapping[str, LanguageName]:
    rows = json.loads((settings.VENDOR / "cldr-languages/languages.json").read_text("utf-8"))
    return {
        row["code"].lower(): LanguageName(row["code"], row["autonym"], row["direction"])
        for row in rows
    }
