"""The documents of a case: answers of its study that name it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vecu.casestudies.cases.models import Case
from vecu.surveys.queries.results import iter_study_answers


@dataclass(frozen=True, slots=True)
class CaseDocument:
    """An interview, a note of observation or minutes; `wave` and `role` are '' if not known."""

    answer: UUID
    kind: str
    title: str
    day: date | None
    role: str
    wave: str
    person: str


def list_case_documents(case: Case) -> list[CaseDocument]:
    """Return the documents of a case, in no telling order."""
    nobody = Case.objects.none().values("pk")
    return [
        _read_document(each.id, each.values)
        for each in iter_study_answers(case.study_id, besides=nobody)
        if each.values.get("case") == str(case.pk)
    ]


def _read_document(answer: UUID, values: dict[str, object]) -> CaseDocument:
    words = {
        name: str(values.get(name) or "") for name in ("kind", "title", "role", "wave", "person")
    }
    return CaseDocument(answer, day=_read_day(str(values.get("day") or "")), **words)


def _read_day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
