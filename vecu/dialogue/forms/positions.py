"""The form of a position on a writing: the vote, its dissent, then part by part."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.dialogue.content import WritingPositionContent
from vecu.dialogue.forms.dialogue_form import DialogueChoices, DialogueForm
from vecu.dialogue.rules import PositionHolder
from vecu.translation import LANGUAGES, gettext_noop
from vecu.ui.content_forms import FieldChange
from vecu.ui.form_fields import make_choices, make_day_field, make_name_field
from vecu.ui.side_by_side import FieldLine, TextRow, TextSpec
from vecu.ui.wording import pick_text
from vecu.writings import ClosedType, PartLimit, WritingPart, WritingSort, find_writing_kind

_TEXTS = {
    "mandate": TextSpec(
        gettext_lazy("Mandate"),
        gettext_lazy("Who voted, where and when. An organisation speaks for its members only."),
        rows=2,
    ),
    "statement": TextSpec(gettext_lazy("The position, as it was voted"), rows=3),
    "dissent": TextSpec(
        gettext_lazy("The dissent, in equal space"),
        gettext_lazy("What those say who voted against: as long as the position, by themselves."),
        rows=3,
    ),
    "never": TextSpec(
        gettext_lazy("Never by a machine: why (optional)"),
        gettext_lazy("Then a form stops before anything is computed, and names a person."),
        rows=2,
    ),
    "lifts": TextSpec(
        gettext_lazy("If the laboratory says never: why a machine may (optional)"), rows=2
    ),
}


class PositionForm(DialogueForm[WritingPositionContent]):
    """A position; which parts it asks about follows from the writing that it is about."""

    content_type = WritingPositionContent
    specs: Mapping[str, TextSpec] = _TEXTS  # type: ignore[misc] # each writing has its own
    writing = forms.CharField(widget=forms.HiddenInput())
    previous = forms.UUIDField(widget=forms.HiddenInput(), required=False)
    organisation = make_name_field(
        gettext_lazy("Organisation"), gettext_lazy("An organisation, never one person.")
    )
    holder = forms.TypedChoiceField(
        label=gettext_lazy("What kind of organisation it is"),
        coerce=PositionHolder,
        choices=make_choices(PositionHolder),
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "The position of an association is in force once both sides of this dialogue confirm"
            " it."
        ),
        error_messages={"required": gettext_lazy("Choose what kind of organisation it is.")},
    )
    day = make_day_field(gettext_lazy("Voted on"))
    in_favour = forms.IntegerField(
        label=gettext_lazy("Votes for it"),
        help_text=gettext_lazy("Of few voters, counts show who voted how: agree on that first."),
        min_value=0,
    )
    against = forms.IntegerField(label=gettext_lazy("Votes against it"), min_value=0, initial=0)
    abstained = forms.IntegerField(label=gettext_lazy("Without opinion"), min_value=0, initial=0)
    debate = forms.TypedChoiceField(
        label=gettext_lazy("The workshop at which it was debated"),
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text=gettext_lazy("Needed for a new version: a limit moves after a debate."),
    )

    def fit(self, choices: DialogueChoices) -> None:
        """Ask about each part of the writing that the form is about."""
        self.fields["debate"].choices = [("", _("None")), *choices.workshops]  # type: ignore[attr-defined]
        value = self.data.get("writing") if self.is_bound else self.initial.get("writing")
        kind = find_writing_kind(str(value or ""))
        self.parts = list(kind.parts) if kind else []
        specs = dict(_TEXTS)
        for part in self.parts:
            specs[f"argument_{part.key}"] = self._add_part(part)
        if kind is None or not kind.never:
            del specs["lifts"], self.fields["lifts_fr"], self.fields["lifts_en"]
        self.specs = specs

    def _add_part(self, part: WritingPart) -> TextSpec:
        """Add the fields of a part, and return how its argument is asked for."""
        name, key = pick_text(part.name), part.key
        sorts = [("", _("No position")), *make_choices(WritingSort)()]
        self.fields[f"sort_{key}"] = forms.ChoiceField(label=name, required=False, choices=sorts)
        for language in LANGUAGES:
            self.fields[f"argument_{key}_{language}"] = forms.CharField(
                required=False, widget=forms.Textarea({"lang": language, "rows": 2})
            )
        self.fields[f"type_{key}"] = forms.ChoiceField(
            label=_("%(part)s – if cold, what it can hold") % {"part": name},
            required=False,
            choices=make_choices(ClosedType, blank=gettext_noop("Choose one")),
        )
        self.fields[f"source_{key}"] = make_name_field(
            _("%(part)s – if cold, from which paper or file") % {"part": name}
        )
        self.fields[f"rule_{key}"] = make_name_field(
            _("%(part)s – if cold, by which rule") % {"part": name}
        )
        return TextSpec(_("%(part)s – why") % {"part": name}, rows=2)

    @classmethod
    def get_initial_values(cls, row: Any) -> dict[str, Any]:
        """Return what a position says now."""
        values = super().get_initial_values(row)
        limits = {key: PartLimit.from_json(each) for key, each in values.pop("parts").items()}
        kind = find_writing_kind(row.writing)
        for part in kind.parts if kind else ():
            values |= dict(_iter_part_values(part.key, limits.get(part.key)))
        return values

    def list_changes(self, before: Any, after: Any) -> list[FieldChange]:
        """Return what reads otherwise in two states; each is about a writing of its own."""
        form = type(self)(initial={"writing": after.writing}, choices=self.choices)
        return super(PositionForm, form).list_changes(before, after)

    @property
    def lines(self) -> list[TextRow | FieldLine]:
        """Its fields, in order: who and how many, what was voted, then part by part."""
        names = ["organisation", "holder", "day", "mandate", "in_favour", "against", "abstained"]
        names += ["statement", "dissent"]
        for part in self.parts:
            names += [
                f"{name}_{part.key}" for name in ("sort", "argument", "type", "source", "rule")
            ]
        names += ["never", *(["lifts"] if "lifts" in self.specs else []), "debate"]
        return self.get_lines(names)

    @property
    def content(self) -> WritingPositionContent:
        """What a valid form says."""
        texts = self.texts
        self.cleaned_data["parts"] = {
            part.key: limit for part in self.parts if (limit := self._read_limit(part, texts))
        }
        self.cleaned_data.setdefault("lifts", {})
        return super().content

    def _read_limit(self, part: WritingPart, texts: Mapping[str, Any]) -> PartLimit | None:
        said = {
            name: self.cleaned_data[f"{name}_{part.key}"]
            for name in ("sort", "type", "source", "rule")
        }
        if not said["sort"]:
            return None
        return PartLimit(
            WritingSort(said["sort"]),
            texts[f"argument_{part.key}"],
            ClosedType(said["type"]) if said["type"] else None,
            said["source"],
            said["rule"],
        )


def _iter_part_values(key: str, limit: PartLimit | None) -> Iterator[tuple[str, Any]]:
    yield f"sort_{key}", limit.sort.value if limit else ""
    for language in LANGUAGES:
        yield f"argument_{key}_{language}", limit.argument.get(language, "") if limit else ""
    yield f"type_{key}", limit.closed_type.value if limit and limit.closed_type else ""
    yield f"source_{key}", limit.source if limit else ""
    yield f"rule_{key}", limit.rule if limit else ""
