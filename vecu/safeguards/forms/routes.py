"""The form of a route of those who say no."""

from typing import ClassVar

from django.utils.translation import gettext_lazy

from vecu.safeguards.content import RefusalRouteContent
from vecu.ui.content_forms import ContentForm
from vecu.ui.form_fields import make_name_field, make_number_field
from vecu.ui.side_by_side import TextSpec


class RefusalRouteForm(ContentForm[RefusalRouteContent]):
    """Who, where, when, by which telephone, within how many days."""

    content_type = RefusalRouteContent
    order: ClassVar = ("office", "place", "telephone", "hours", "days")
    specs: ClassVar = {
        "office": TextSpec(
            gettext_lazy("Who answers"),
            gettext_lazy("An office or a function, not the worker who follows the person."),
            1,
        ),
        "place": TextSpec(gettext_lazy("Where to go"), gettext_lazy("Floor and door, too."), 2),
        "hours": TextSpec(
            gettext_lazy("On which days, at which hours"),
            gettext_lazy("Such as: Monday to Friday, 9 to 12."),
            1,
        ),
    }
    telephone = make_name_field(
        gettext_lazy("By telephone"), gettext_lazy("A number that a person answers at these hours.")
    )
    days = make_number_field(
        gettext_lazy("Within how many days"),
        gettext_lazy(
            "Days until somebody who says no gets what others get. Everybody compares it with the"
            " time that others wait."
        ),
    )
