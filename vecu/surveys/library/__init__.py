"""Study templates: a workbook in this folder, with a description of the study."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vecu.errors import VecuError


class TemplateNotFound(VecuError):
    """No study template has this name."""


@dataclass(frozen=True, slots=True)
class StudyTemplate:
    """A study template; `title` and `purpose` by language code."""

    workbook_name: str
    title: Mapping[str, str]
    purpose: Mapping[str, str]

    @property
    def workbook(self) -> bytes:
        """The XLSForm workbook."""
        return (Path(__file__).parent / self.workbook_name).read_bytes()


TEMPLATES: Mapping[str, StudyTemplate] = {
    "testimonies": StudyTemplate(
        "testimonies.md",
        title={
            "fr": "L’IA dans mon travail, racontée par moi",
            "en": "AI in my work, told by me",
        },
        purpose={
            "fr": (
                "Comprendre comment l’IA entre vraiment dans le travail : à quoi elle sert, ce qui "
                "coince, ce que vous faites pour que ça marche. Ce que vous racontez aidera à "
                "décider avec celles et ceux qui font le travail."
            ),
            "en": (
                "To understand how AI really enters work: what it is used for, what goes wrong, "
                "what you do to make it work. What you tell will help people decide together with "
                "those who do the work."
            ),
        },
    ),
}


def get_template(name: str) -> StudyTemplate:
    """Return the template `name`; raise `TemplateNotFound`, which lists all names."""
    try:
        return TEMPLATES[name]
    except KeyError as error:
        known = ", ".join(sorted(TEMPLATES))
        raise TemplateNotFound(f"No template is called “{name}”. There are: {known}.") from error
