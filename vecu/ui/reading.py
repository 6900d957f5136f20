"""How a respondent reads: the language of the questions and the size of type, in the address only.

No cookie and no table holds either.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.utils.http import urlencode

from vecu.translation import LANGUAGES
from vecu.ui.language_names import LanguageName, get_language_name

WORDING, TYPE = "wording", "type"
"""The parameters of an address; `TYPE` is also the name of the button that changes the size."""
LARGE, NORMAL = "large", "normal"
_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class ReadingPreferences:
    """`wording` is the language of the questions, '' for the page's own; `large` enlarges type."""

    wording: str = ""
    large: bool = False

    @property
    def query(self) -> str:
        """The end of an address that has no parameters yet: "?wording=ar", or nothing."""
        return f"?{self._parameters}" if self._parameters else ""

    @property
    def more(self) -> str:
        """The end of an address that has parameters already: "&wording=ar", or nothing."""
        return f"&{self._parameters}" if self._parameters else ""

    @property
    def other_size(self) -> str:
        """The size of type that a button offers."""
        return NORMAL if self.large else LARGE

    def resize(self) -> ReadingPreferences:
        """Return the same in the other size of type."""
        return replace(self, large=not self.large)

    @property
    def _parameters(self) -> str:
        chosen = {WORDING: self.wording, TYPE: LARGE if self.large else ""}
        return urlencode({name: value for name, value in chosen.items() if value})


@dataclass(frozen=True, slots=True)
class WordingChoice:
    """A language that questions may be read in, and whether it is the one being read."""

    name: LanguageName
    chosen: bool


def read_preferences(request: HttpRequest) -> ReadingPreferences:
    """Return what the address says of how its reader reads; nonsense says nothing."""
    wording = request.GET.get(WORDING, "")
    return ReadingPreferences(
        wording=wording.lower() if _CODE.fullmatch(wording) else "",
        large=request.GET.get(TYPE) == LARGE,
    )


def list_wording_choices(languages: Collection[str], chosen: str) -> tuple[WordingChoice, ...]:
    """Return the languages of a questionnaire to choose among; none if pages speak them all."""
    if len(languages) < 2 or set(languages) <= set(LANGUAGES):
        return ()
    return tuple(WordingChoice(get_language_name(code), code == chosen) for code in languages)
