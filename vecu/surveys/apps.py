"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SurveysConfig(AppConfig):
    """Lets each installed room register what it owns of a study when the laboratory starts."""

    name = "vecu.surveys"

    def ready(self) -> None:
        """Import the module `study_contents` of every room that has one."""
        autodiscover_modules("study_contents")
