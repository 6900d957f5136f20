"""Which document of their body appoints a staff representative."""

from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.register.checks import list_day_problems, list_unfit_texts
from vecu.register.models import NAME_LENGTH
from vecu.ui.form_fields import make_day_field, make_name_field
from vecu.ui.side_by_side import FieldLine, SideBySideForm, TextRow

ORDER = ("body", "paper", "paper_day")


class StaffMandateForm(SideBySideForm):
    """The body, its document, and the day of the document."""

    body = make_name_field(
        gettext_lazy("Your body"), gettext_lazy("Such as the CSE or CST of your employer.")
    )
    paper = make_name_field(
        gettext_lazy("Its document that appoints you"),
        gettext_lazy("Such as minutes and the item of their agenda. Name no person."),
    )
    paper_day = make_day_field(gettext_lazy("Day of this document"))

    def clean(self) -> dict[str, Any]:
        """Refuse what is missing, cannot be stored or has not happened yet."""
        data = super().clean() or {}
        texts = [(name, data.get(name, ""), NAME_LENGTH) for name in ORDER[:2]]
        problems = {name: _("Fill this in.") for name, text, _limit in texts if not text}
        problems |= list_unfit_texts(texts)
        if day := data.get("paper_day"):
            problems |= list_day_problems("paper_day", day, localdate())
        self.refuse(problems)
        return data

    @property
    def lines(self) -> list[TextRow | FieldLine]:
        """Its fields, in order."""
        return self.get_lines(ORDER)
