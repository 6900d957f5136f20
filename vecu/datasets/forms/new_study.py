"""Members' form to create a study from a file: its name and language."""

from collections.abc import Mapping as Sent
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from vecu.datasets.forms.importing import UploadForm, build_upload_fields
from vecu.datasets.importing.infer_questionnaire import InferredQuestion
from vecu.datasets.importing.reader import OpenedTable
from vecu.datasets.queries import ImportPlan
from vecu.datasets.slugs import LANGUAGE_NAMES
from vecu.tables import Table
from vecu.ui.fields import Field, FieldOption
from vecu.ui.slugs import slugify_title

_MOST_CHOICES = 8


class StudyFromFileForm(UploadForm):
    """A file to create a study from, and the study's title."""

    title = forms.CharField(required=False, max_length=200)
    slug = forms.CharField(required=False, max_length=50)
    wording = forms.ChoiceField(choices=list(LANGUAGE_NAMES.items()))


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """An inferred question: its columns, type and choices.

    `more` counts the choices that are not shown; `hint` holds labels of values that are no
    choices; `missing` are the missing codes.
    """

    columns: tuple[str, ...]
    label: str
    type: str
    choices: tuple[str, ...]
    more: int
    hint: str
    missing: tuple[str, ...]


def build_new_study_fields(form: StudyFromFileForm, problem: str, language: str) -> list[Field]:
    """Return the fields of the page: the file, then the study's title, slug and language."""
    sent = {name: form.data.get(name, "") for name in ("title", "slug")}
    sent["wording"] = form.data.get("wording", "") or language
    return [*build_upload_fields(problem), *build_study_name_fields(sent)]


def build_study_name_fields(values: Sent[str, str], problem: str = "") -> list[Field]:
    """Return the fields for the title and slug of a new study, and the language of its answers.

    `problem` is the error of its slug.
    """
    chosen = values.get("wording", "")
    return [
        Field(
            "title",
            "title",
            _("Title of the study"),
            value=values.get("title", ""),
            hint=_("Left blank, it is the file's name."),
        ),
        Field(
            "slug",
            "slug",
            _("Web address"),
            value=values.get("slug", ""),
            hint=_("Lowercase letters, digits and hyphens. Left blank, it is made from the title."),
            problem=problem,
        ),
        Field(
            "wording",
            "wording",
            _("Language of the answers"),
            kind="select_one",
            options=tuple(
                FieldOption(code, name, code == chosen) for code, name in LANGUAGE_NAMES.items()
            ),
        ),
    ]


def read_new_study(sent: Sent[str, str], table: Table) -> dict[str, str]:
    """Return the fields of the second page, as `update_upload` stores them."""
    key, wording = sent.get("key", ""), sent.get("wording", "")
    return {
        "title": sent.get("title", "").strip()[:200],
        "slug": sent.get("slug", "").strip()[:50],
        "key": key if key in table.columns else "",
        "keyed": "yes",
        **({"wording": wording} if wording in LANGUAGE_NAMES else {}),
    }


def make_study_slug(title: str) -> str:
    """Return a slug made from a title."""
    return slugify_title(title) or "study"


def build_question_rows(
    plan: ImportPlan, opened: OpenedTable, types: Sent[str, str]
) -> list[QuestionRow]:
    """Return the inferred questions in the file's order; `types` has the names of types."""
    columns: dict[str, list[str]] = {}
    for column in plan.mapping.mapped_columns:
        columns.setdefault(column.address, []).append(column.name)
    return [
        _row(question, tuple(columns[question.name]), opened, types) for question in plan.questions
    ]


def _row(
    question: InferredQuestion, columns: tuple[str, ...], opened: OpenedTable, types: Sent[str, str]
) -> QuestionRow:
    labels = tuple(label for _name, label in question.choices)
    item = opened.codes.get(columns[0])
    return QuestionRow(
        columns,
        question.label,
        types.get(question.type, question.type),
        labels[:_MOST_CHOICES],
        len(labels[_MOST_CHOICES:]),
        question.hint,
        item.missing_texts if item else (),
    )


def get_type_names() -> dict[str, str]:
    """Return the names of the types that can be inferred."""
    return {
        "text": _("text"),
        "integer": _("whole number"),
        "decimal": _("number"),
        "date": _("day"),
        "time": _("hour"),
        "dateTime": _("day and hour"),
        "select_one": _("one choice"),
        "select_multiple": _("several choices"),
    }
