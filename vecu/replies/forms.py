"""Members' form of sectors: five names at most, in both languages."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from vecu.replies.queries import Sector
from vecu.replies.rules import MOST_SECTORS
from vecu.translation import LANGUAGES
from vecu.ui.fields import Field
from vecu.ui.quoted_words import name_language

LONGEST_NAME = 60


def read_sector_names(sent: Mapping[str, str]) -> list[dict[str, str]]:
    """Return what was typed of each sector, by language; blanks are blank."""
    return [
        {language: sent.get(f"{language}-{number}", "")[:LONGEST_NAME] for language in LANGUAGES}
        for number in range(1, MOST_SECTORS + 1)
    ]


def build_sector_fields(
    sectors: Sequence[Sector], typed: Sequence[Mapping[str, str]] = ()
) -> list[Field]:
    """Return a field for each name of each sector, those that there may yet be too."""
    names = typed or [each.name for each in sectors]
    return [
        Field(
            f"{language}-{number}",
            f"{language}-{number}",
            _("Sector %(number)s, %(language)s")
            % {"number": number, "language": name_language(language)},
            value=names[number - 1].get(language, "") if number <= len(names) else "",
        )
        for number in range(1, MOST_SECTORS + 1)
        for language in LANGUAGES
    ]
