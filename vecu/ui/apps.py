"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class UiConfig(AppConfig):
    """Lets each room register its menu entries, news and texts when the laboratory starts."""

    name = "vecu.ui"

    def ready(self) -> None:
        """Import the modules `menus`, `news` and `translation_gaps` of every room that has them."""
        autodiscover_modules("menus", "news", "translation_gaps")
