"""The room as Django knows it."""

from importlib import import_module

from django.apps import AppConfig

TABLES = ("group_models", "recommendation_models")
REGISTERING = (
    "demonstrator_menus",
    "group_menus",
    "group_news",
    "groups.evidence_sources",
    "recommendation_menus",
    "recommendation_news",
)


class DeliberationConfig(AppConfig):
    """Has Django find tables and registrations of each part, beside those of dialogue."""

    name = "vecu.deliberation"

    def import_models(self) -> None:
        """Import all tables of the room."""
        super().import_models()
        for module in TABLES:
            import_module(f"{self.name}.{module}")

    def ready(self) -> None:
        """Let each part register what other rooms show of it."""
        for module in REGISTERING:
            import_module(f"{self.name}.{module}")
