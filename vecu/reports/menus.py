"""What reports offers in the menus of studies."""

from django.utils.translation import gettext_lazy

from vecu.accounts import rules
from vecu.surveys.menus import make_study_entry
from vecu.ui.menus import register_menu_entries

register_menu_entries(
    make_study_entry(
        gettext_lazy("Findings"),
        "reports:study-findings",
        64,
        rules.can_write_findings,
        covers_subpages=True,
    ),
)
