"""Studies inside a laboratory, by `Laboratory.call`: opened, filled and counted."""

from datetime import date

from django.utils import timezone

from vecu.surveys.actions import StudyInfo, create_study, open_fielding
from vecu.surveys.library import get_template
from vecu.surveys.models import Answer, Study


def open_study(slug: str, workbook: str = "") -> None:
    """Create a study that takes answers: of this workbook, a table in Markdown, or testimonies."""
    create_open_study(slug, workbook)


def create_open_study(slug: str, workbook: str = "") -> Study:
    about = StudyInfo(
        title={"en": slug},
        contact="us@example.org",
        retained_until=date(2099, 12, 31),
        controller="Bench",
        legal_basis="consent",
        server_operator="third-party",
        server_operator_name="The University of Val-de-Sève",
    )
    content = workbook.encode() or get_template("testimonies").workbook
    study = create_study(slug, about, workbook=content, workbook_name=f"{slug}.md")
    open_fielding(study.fieldings.get(), today=timezone.localdate())
    return study


def count_answers(slug: str) -> int:
    return Answer.objects.filter(fielding__study__slug=slug).count()
