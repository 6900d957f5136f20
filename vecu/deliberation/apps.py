"""The room as Django knows it."""

from importlib import import_module

from django.apps import AppConfig

TABLES = ("group_models", "recommendation_models")
REGISTERING = ("groups.evidence_sources",)


class DeliberationConfig(AppConfig):
    """Has Django find tables and registrations of groups and recommendations beside dialogue’s."""

    name = "vecu.deliberation"

    def import_models(self) -> None:
        """Import all tables of the room."""
        super().import_models()
        for module in TABLES:
            import_module(f"{self.name}.{module}")

    def ready(self) -> None:
        """Let groups and recommendations register what other rooms show of them."""
        for module in REGISTERING:
            import_module(f"{self.name}.{module}")
