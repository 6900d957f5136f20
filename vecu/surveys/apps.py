"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SurveysConfig(AppConfig):
    """Lets each installed room register what it owns of a study when the laboratory starts."""

    name = "vecu.surveys"

    def ready(self) -> None:
        """Import what every room that has such modules owns of a study, and what is invented."""
        autodiscover_modules("study_contents", "fictional_scopes")
