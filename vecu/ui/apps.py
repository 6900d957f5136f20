"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class UiConfig(AppConfig):
    """Lets each installed room register its menu entries and news when the laboratory starts."""

    name = "vecu.ui"

    def ready(self) -> None:
        """Import the modules `menus` and `news` of every room that has them."""
        autodiscover_modules("menus", "news")
