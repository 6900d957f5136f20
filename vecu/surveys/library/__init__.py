"""Study templates: a workbook in this folder or made here, with a description of the study."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from vecu.errors import VecuError
from vecu.surveys.library.sorting import make_sorting_workbook


class TemplateNotFound(VecuError):
    """No study template has this name."""


@dataclass(frozen=True, slots=True)
class StudyTemplate:
    """A study template; `title` and `purpose` by language code.

    `make` makes the workbook; without it, it is the file of this name.
    """

    workbook_name: str
    title: Mapping[str, str]
    purpose: Mapping[str, str]
    make: Callable[[], bytes] | None = None

    @property
    def workbook(self) -> bytes:
        """The XLSForm workbook."""
        if self.make is not None:
            return self.make()
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
    "sorting": StudyTemplate(
        "sorting.xlsx",
        title={
            "fr": "Froid, chaud : douze écrits à trier",
            "en": "Cold, warm: twelve writings to sort",
        },
        purpose={
            "fr": (
                "Savoir comment des professionnels et des personnes accompagnées trient les écrits"
                " du travail social : ce qu’une machine pourrait recopier, ce qui raconte une"
                " rencontre, ce dont on ne sait pas. Vos réponses ne fixent aucune limite : elles"
                " nourrissent un débat."
            ),
            "en": (
                "To learn how professionals and the people whom they support sort what is written"
                " in social work: what a machine could copy, what tells of a meeting, what nobody"
                " is sure of. Your answers fix no limit: they feed a debate."
            ),
        },
        make=make_sorting_workbook,
    ),
    "accompanied-people": StudyTemplate(
        "accompanied_people.md",
        title={
            "fr": "Vos rendez-vous et l’outil qui écrit",
            "en": "Your meetings and the tool that writes",
        },
        purpose={
            "fr": (
                "Savoir comment se passent les rendez-vous avec un outil qui écoute et qui écrit."
                " Savoir si on peut dire non. Les réponses sont dites à haute voix, à"
                " l’association, avant d’être publiées."
            ),
            "en": (
                "To learn how meetings go with a tool that listens and writes. To learn whether"
                " people can say no. The answers are read aloud, at the association, before they"
                " are published."
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
