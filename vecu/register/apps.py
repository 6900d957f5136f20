"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RegisterConfig(AppConfig):
    """Lets each installed room register what it owns of a system when the laboratory starts."""

    name = "vecu.register"

    def ready(self) -> None:
        """Import the module `system_contents` of every room that has one."""
        autodiscover_modules("system_contents")
