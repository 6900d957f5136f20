"""Forms of a workshop, and of a point that colleges shared there or not."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.dialogue.content import CollegePosition, PointContent, WorkshopContent
from vecu.dialogue.forms.dialogue_form import CitingForm, DialogueChoices, DialogueForm
from vecu.dialogue.rules import College, Stance
from vecu.translation import LANGUAGES
from vecu.ui.form_fields import make_choices, make_day_field, make_name_field
from vecu.ui.side_by_side import FieldLine, TextRow, TextSpec
from vecu.ui.wording import lower_first


class WorkshopForm(DialogueForm[WorkshopContent]):
    """A workshop, and which group or function sat for each college."""

    content_type = WorkshopContent
    specs: ClassVar = {"subject": TextSpec(gettext_lazy("What it was about"), rows=2)}
    day = make_day_field(gettext_lazy("Day of the workshop"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for college in College:
            self.fields[f"college_{college}"] = make_name_field(
                _("Who was there: %(college)s") % {"college": lower_first(_(college.label))},
                _("A group or a function, never a person. Leave blank if they were not there."),
            )

    @classmethod
    def get_initial_values(cls, row: Any) -> dict[str, Any]:
        """Return what a workshop says now."""
        values = super().get_initial_values(row)
        colleges: Mapping[str, str] = values.pop("colleges")
        return values | {f"college_{each}": colleges.get(each, "") for each in College}

    @property
    def lines(self) -> list[TextRow | FieldLine]:
        """Its fields, in order."""
        return self.get_lines(["day", "subject", *(f"college_{each}" for each in College)])

    @property
    def content(self) -> WorkshopContent:
        """What a valid form says."""
        names = {each: self.cleaned_data[f"college_{each}"] for each in College}
        self.cleaned_data["colleges"] = names
        return super().content

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Add the errors of a refusal; who was there is asked for in a field for each college."""
        first = f"college_{next(iter(College))}"
        super().refuse(
            {first if name == "colleges" else name: each for name, each in problems.items()}
        )


class PointForm(CitingForm[PointContent]):
    """A point, and how each college that was there stands to it."""

    content_type = PointContent
    specs: ClassVar = {
        "statement": TextSpec(
            gettext_lazy("The point"),
            gettext_lazy("One sentence that each college can share or not."),
            rows=2,
        )
    } | {
        f"reason_{college}": TextSpec(
            format_lazy("{}{}{}", gettext_lazy("Why"), " – ", gettext_lazy(college.label)),
            gettext_lazy(
                "Required unless they share it. On mandate: whom they will consult, and by when."
            ),
            rows=2,
        )
        for college in College
    }
    workshop = forms.UUIDField(widget=forms.HiddenInput())
    answers = forms.TypedChoiceField(
        label=gettext_lazy("Item of the agenda that it takes up (optional)"),
        required=False,
        coerce=UUID,
        empty_value=None,
        error_messages={"invalid_choice": gettext_lazy("This item is not on the agenda any more.")},
    )

    def fit(self, choices: DialogueChoices) -> None:
        """Ask those who were at the workshop, and nobody else."""
        self.colleges = choices.colleges
        self.fields["answers"].choices = [("", _("None")), *choices.agenda]  # type: ignore[attr-defined]
        for college in College:
            if college in choices.colleges:
                self.fields[f"position_{college}"] = _make_position_field(
                    college, choices.colleges[college]
                )
            else:
                for language in LANGUAGES:
                    del self.fields[f"reason_{college}_{language}"]

    @classmethod
    def get_initial_values(cls, row: Any) -> dict[str, Any]:
        """Return what a point says now."""
        stances: Mapping[College, CollegePosition] = row.stances
        values: dict[str, Any] = {
            "revision": row.revision,
            "workshop": row.workshop_id,
            "answers": row.answers,
            "evidence": cls.format_cited(row),
        }
        values |= {f"statement_{code}": row.statement.get(code, "") for code in LANGUAGES}
        for college in College:
            position = stances.get(college)
            values[f"position_{college}"] = position.stance.value if position else ""
            values |= {
                f"reason_{college}_{code}": position.reason.get(code, "") if position else ""
                for code in LANGUAGES
            }
        return values

    @property
    def texts(self) -> dict[str, dict[str, str]]:
        """The texts of a valid form, without reasons of those who were not there."""
        return {name: self._get_text(name) for name in self._list_texts()}

    @property
    def lines(self) -> list[TextRow | FieldLine]:
        """Its fields, in order: the point, then college by college."""
        positions = [
            name for each in self.colleges for name in (f"position_{each}", f"reason_{each}")
        ]
        return self.get_lines(["statement", *positions, "answers"])

    @property
    def content(self) -> PointContent:
        """What a valid form says."""
        texts = self.texts
        return PointContent(
            workshop=self.cleaned_data["workshop"],
            statement=texts["statement"],
            positions={
                each: CollegePosition(
                    Stance(self.cleaned_data[f"position_{each}"]), texts[f"reason_{each}"]
                )
                for each in self.colleges
            },
            answers=self.cleaned_data["answers"],
            references=self.references,
        )

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Add the errors of a refusal; what is wrong with the workshop has no field."""
        super().refuse(
            {"" if name == "workshop" else name: each for name, each in problems.items()}
        )

    def _list_texts(self) -> list[str]:
        return ["statement", *(f"reason_{each}" for each in self.colleges)]

    def _get_text(self, name: str) -> dict[str, str]:
        return {code: self.cleaned_data[f"{name}_{code}"] for code in LANGUAGES}


def _make_position_field(college: College, group: str) -> forms.ChoiceField:
    words = {"college": _(college.label), "group": group}
    return forms.ChoiceField(
        label=_("%(college)s (%(group)s)") % words if group else words["college"],
        choices=make_choices(Stance),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose their position; if they must consult first, choose “on mandate”.")
        },
    )
