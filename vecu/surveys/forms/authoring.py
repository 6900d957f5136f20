"""Authors' forms: the description of a study, and the workbook of its questionnaire."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.file_sanitizer.sanitize import MAX_FILE
from vecu.surveys.actions import SlugRefused, StudyInfo, WorkbookBundle, WorkbookUpload
from vecu.surveys.actions.attachments import MAX_LIST
from vecu.surveys.actions.studies import check_slug
from vecu.surveys.consent.legal_bases import LegalBasis, SpecialCategoryBasis
from vecu.surveys.consent.server_operators import ServerOperator
from vecu.surveys.library import TEMPLATES
from vecu.surveys.models import Study
from vecu.surveys.queries.data_protection import REQUIRED, get_laboratory_values
from vecu.surveys.rules import DRAFT_DAYS, draft_expiry
from vecu.translation import LANGUAGES, gettext_noop
from vecu.ui.form_fields import make_choices
from vecu.ui.slugs import (
    LONGEST,
    slugify_title,
)
from vecu.ui.templatetags.ui import day

MAX_WORKBOOK_BYTES = 5_000_000
"""Maximum size of an uploaded workbook, in bytes."""
MAX_BODY_BYTES = 60_000_000
"""Maximum size of the request, files included; more files can be sent in several requests."""
WORKBOOKS = (".xlsx", ".md")
PASTED_NAME = "pasted.md"
EXAMPLE_FORM = """\
| survey |
| | type | name | label::Français (fr) | label::English (en) | relevant |
| | select_one yes_no | uses | Utilisez-vous l’IA ? | Do you use AI? | |
| | text | task | Pour quelle tâche ? | For which task? | ${uses} = 'yes' |
| | text | why | Pourquoi pas ? | Why not? | ${uses} = 'no' |

| choices |
| | list_name | name | label::Français (fr) | label::English (en) |
| | yes_no | yes | Oui | Yes |
| | yes_no | no | Non | No |
"""
"""A whole questionnaire of three questions, to copy and to change."""
OWN = "own"
_TEXTS = ("title", "asked_by", "purpose")
_CHOSEN = ("legal_basis", "special_category_basis", "server_operator")
_SINGLE = (
    "contact",
    "retained_until",
    "controller",
    "protection_officer",
    "supervisory_authority",
    "server_operator_name",
)


def _text(label: Any, help_text: Any = "", *, rows: int = 0) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=2000, widget=widget
    )


def _party(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=300)


class StudyInfoForm(forms.Form):
    """The description of a study, in the languages of the interface.

    With `only`, it has these fields alone, and what must be said is required.
    """

    title_fr = _text(gettext_lazy("Title, in French"))
    title_en = _text(gettext_lazy("Title, in English"))
    asked_by_fr = _text(gettext_lazy("Who asks, in French"))
    asked_by_en = _text(gettext_lazy("Who asks, in English"))
    purpose_fr = _text(gettext_lazy("Why, in French"), rows=4)
    purpose_en = _text(gettext_lazy("Why, in English"), rows=4)
    contact = forms.CharField(
        label=gettext_lazy("Contact"),
        help_text=gettext_lazy("An address to which people can write, shown on the first page."),
        required=False,
        max_length=200,
    )
    retained_until = forms.DateField(
        label=gettext_lazy("Answers are kept until"),
        help_text=gettext_lazy("People are told this date before the first question."),
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    controller = _party(
        gettext_lazy("Data controller"),
        gettext_lazy("The organisation responsible for the data, and how to reach it."),
    )
    protection_officer = _party(
        gettext_lazy("Data protection officer"),
        gettext_lazy("An office and its address are enough. Leave blank if there is none."),
    )
    legal_basis = forms.ChoiceField(
        label=gettext_lazy("Legal basis"),
        help_text=gettext_lazy("It decides which rights people read that they have."),
        required=False,
        choices=make_choices(LegalBasis, blank=gettext_noop("Choose one")),
    )
    special_category_basis = forms.ChoiceField(
        label=gettext_lazy("Ground for sensitive data"),
        help_text=gettext_lazy(
            "For questions whose answers may reveal health, opinions, beliefs or trade union "
            "membership, free text included. Without a ground, people are told to write none of it."
        ),
        required=False,
        choices=make_choices(
            SpecialCategoryBasis, blank=gettext_noop("None: nothing of the kind is asked")
        ),
    )
    supervisory_authority = _party(
        gettext_lazy("Supervisory authority"),
        gettext_lazy("Its name and address. Left blank, people read those of the CNIL."),
    )
    server_operator = forms.ChoiceField(
        label=gettext_lazy("Who runs the server"),
        help_text=gettext_lazy(
            "People read it just before they start. Where their employer runs it, they read that "
            "it could recognise them: have another host run the inquiry if you can."
        ),
        required=False,
        choices=make_choices(ServerOperator, blank=gettext_noop("Choose one")),
    )
    server_operator_name = _party(
        gettext_lazy("Name of whoever runs the server"),
        gettext_lazy("As people know it. Not needed for their employer."),
    )

    def __init__(
        self, *args: Any, today: date, only: Collection[str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for name, value in get_laboratory_values().items():
            if value:
                text = _("Left blank, people read: %(value)s") % {"value": value}
                self.fields[name].help_text = text
        if only is not None:
            self.fields = {name: self.fields[name] for name in only}
            for name, field in self.fields.items():
                field.required = name in REQUIRED and name != "server_operator_name"

    @staticmethod
    def initial_values(study: Study) -> dict[str, Any]:
        """Return the study's description as initial values of this form."""
        texts = {
            f"{name}_{code}": getattr(study, name).get(code, "")
            for name in _TEXTS
            for code in LANGUAGES
        }
        return {**texts, **{name: getattr(study, name) for name in (*_SINGLE, *_CHOSEN)}}

    @classmethod
    def list_texts(cls, study: Study) -> list[tuple[str, str, str]]:
        """Return the description to display: label, text and its language, '' where it has none.

        Blank fields are left out.
        """
        lines = []
        for name, said in cls.initial_values(study).items():
            language = name.rpartition("_")[2]
            text = day(said) if isinstance(said, date) else said
            if text and name in _CHOSEN:
                text = str(dict(cls.base_fields[name].choices)[text])  # type: ignore[attr-defined] # a choice
            if text:
                spoken = language if language in LANGUAGES else ""
                lines.append((str(cls.base_fields[name].label), text, spoken))
        return lines

    @property
    def about(self) -> StudyInfo:
        """The description in a valid form. Languages without a text are left out."""
        cleaned = self.cleaned_data
        texts = {
            name: {code: text for code in LANGUAGES if (text := cleaned.get(f"{name}_{code}"))}
            for name in _TEXTS
        }
        return StudyInfo(
            title=texts["title"],
            asked_by=texts["asked_by"],
            purpose=texts["purpose"],
            retained_until=cleaned.get("retained_until"),
            contact=cleaned.get("contact", ""),
            controller=cleaned.get("controller", ""),
            protection_officer=cleaned.get("protection_officer", ""),
            supervisory_authority=cleaned.get("supervisory_authority", ""),
            legal_basis=cleaned.get("legal_basis", ""),
            special_category_basis=cleaned.get("special_category_basis", ""),
            server_operator=cleaned.get("server_operator", ""),
            server_operator_name=cleaned.get("server_operator_name", ""),
        )

    def clean_retained_until(self) -> date | None:
        """Reject a retention date so early that every answer would be deleted on arrival."""
        retained_until: date | None = self.cleaned_data["retained_until"]
        soonest = draft_expiry(self.today)
        if retained_until and retained_until < soonest:
            raise forms.ValidationError(
                _(
                    "%(day)s is too soon: answers can come for %(days)s days after the inquiry "
                    "closes. Give %(soonest)s or a later day."
                )
                % {"day": day(retained_until), "days": DRAFT_DAYS, "soonest": day(soonest)}
            )
        return retained_until

    def clean(self) -> dict[str, Any]:
        """Require a title in at least one language, and a name with who runs the server."""
        cleaned = super().clean() or {}
        named = cleaned.get("server_operator_name") or settings.OPERATOR
        if cleaned.get("server_operator", "") not in {"", ServerOperator.EMPLOYER} and not named:
            message = _("Give the name too: people read it before they start.")
            self.add_error("server_operator_name", message)
        if not any(cleaned.get(f"title_{code}") for code in LANGUAGES) and self._needs_title:
            self.add_error("title_fr", _("Give a title, in one language at least."))
        return cleaned

    @property
    def _needs_title(self) -> bool:
        return "title_fr" in self.fields


class _ManyInput(forms.FileInput):
    allow_multiple_selected = True


class _ManyFiles(forms.FileField):
    """Any number of files, selected in one file input."""

    widget = _ManyInput

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[bytes]]":
        """Return the uploaded files; their content is checked later."""
        return list(data or [])


class WorkbookForm(forms.Form):
    """An upload: a workbook or its tables, and the files that it names."""

    file = forms.FileField(
        label=gettext_lazy("Workbook"),
        help_text=gettext_lazy("An XLSForm: a spreadsheet (.xlsx) or Markdown tables (.md)."),
        required=False,
        allow_empty_file=True,
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or paste Markdown tables"),
        required=False,
        strip=False,
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    beside = _ManyFiles(
        label=gettext_lazy("Files that the workbook names"),
        help_text=gettext_lazy(
            "Lists (.csv, .xml, .geojson), pictures (JPEG, PNG, WebP, GIF), sounds "
            "(MP3, M4A, AAC, Ogg, WAV) and videos (MP4, MOV), as many as you like; 40"
            " MB in all. There is no need to give those of the previous version "
            "again."
        ),
        required=False,
    )

    def clean_file(self) -> "UploadedFile[bytes] | None":
        """Reject a workbook that is too large, before it is read."""
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > MAX_WORKBOOK_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(most)s MB. Take pictures and unused sheets out.")
                % {"most": MAX_WORKBOOK_BYTES // 1_000_000}
            )
        return file

    @property
    def upload(self) -> WorkbookBundle:
        """The upload of a valid form; the workbook may be among the other files."""
        files = {file.name or "": file for file in self.cleaned_data.get("beside", ())}
        workbook = self._workbook
        among = [name for name in files if name.lower().endswith(WORKBOOKS)]
        if workbook is None and len(among) == 1:
            workbook = _written(files.pop(among[0]))
        most = max(MAX_FILE, MAX_LIST) + 1
        return WorkbookBundle(workbook, {name: file.read(most) for name, file in files.items()})

    @property
    def _workbook(self) -> WorkbookUpload | None:
        file = self.cleaned_data.get("file")
        if file is not None:
            return _written(file)
        pasted = self.cleaned_data.get("pasted", "")
        return WorkbookUpload(pasted.encode(), PASTED_NAME) if pasted.strip() else None


def _written(file: "UploadedFile[bytes]") -> WorkbookUpload:
    return WorkbookUpload(file.read(MAX_WORKBOOK_BYTES + 1), file.name or "")


class CreateStudyForm(StudyInfoForm, WorkbookForm):
    """A new study: its description, its slug, and the source of its questionnaire."""

    example = EXAMPLE_FORM

    slug = forms.CharField(
        label=gettext_lazy("Web address"),
        help_text=gettext_lazy(
            "Lowercase letters, digits and hyphens. Left blank, it is made from the title."
        ),
        required=False,
        max_length=LONGEST,
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Where its questions come from"),
        widget=forms.RadioSelect,
        initial=OWN,
    )

    def __init__(
        self, data: Mapping[str, Any] | None, files: Any, language: str, today: date
    ) -> None:
        super().__init__(data, files, today=today)
        ready = [
            (name, _("Ready-made inquiry: %(title)s") % {"title": template.title[language]})
            for name, template in TEMPLATES.items()
        ]
        self.fields["source"] = forms.ChoiceField(
            label=_("Where its questions come from"),
            widget=forms.RadioSelect,
            initial=OWN,
            choices=[*ready, (OWN, _("My own workbook, given below"))],
        )

    @property
    def _needs_title(self) -> bool:
        return self.cleaned_data.get("source") not in TEMPLATES

    @property
    def template(self) -> WorkbookUpload | None:
        """The workbook of the selected template, None if the author brings their own."""
        template = TEMPLATES.get(self.cleaned_data.get("source", ""))
        return WorkbookUpload(template.workbook, template.workbook_name) if template else None

    @property
    def about(self) -> StudyInfo:
        """The submitted description; blank fields come from the template."""
        about = super().about
        template = TEMPLATES.get(self.cleaned_data["source"])
        if template is None:
            return about
        return replace(
            about,
            title=about.title or template.title,
            purpose=about.purpose or template.purpose,
        )

    @property
    def address(self) -> str:
        """The slug that was typed, else one made from the first title that has letters for it."""
        typed: str = self.cleaned_data["slug"].strip()
        made = (slugify_title(self._titles.get(code, "")) for code in LANGUAGES)
        return typed or next(filter(None, made), "")

    @property
    def _titles(self) -> Mapping[str, str]:
        template = TEMPLATES.get(self.cleaned_data.get("source", ""))
        typed = {code: self.cleaned_data.get(f"title_{code}", "") for code in LANGUAGES}
        return template.title if template and not any(typed.values()) else typed

    def clean(self) -> dict[str, Any]:
        """Reject an invalid slug; require one if no title yields any."""
        cleaned = super().clean()
        address = self.address if "slug" in cleaned else None
        if address:
            try:
                check_slug(address)
            except SlugRefused as refused:
                self.add_error("slug", str(refused))
        elif address == "" and any(self._titles.values()):
            message = _(
                "The title has no letter from a to z and no digit to make an address "
                "from. Give a web address here: lowercase letters, digits and hyphens."
            )
            self.add_error("slug", message)
        return cleaned
