"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RegisterConfig(AppConfig):
    """Lets each installed room register what it owns of a system when the laboratory starts."""

    name = "vecu.register"

    def ready(self) -> None:
        """Import modules by which rooms above register what they own, and their reasons."""
        autodiscover_modules("system_contents", "override_reasons")
