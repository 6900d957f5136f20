"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SurveysConfig(AppConfig):
    """Lets each installed room register what it owns of a study when the laboratory starts."""

    name = "vecu.surveys"

    def ready(self) -> None:
        """Import what rooms own of a study, what is invented, and what they say of an answer."""
        autodiscover_modules("study_contents", "fictional_scopes", "answer_outcomes")
