"""The room's Django configuration."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RecordsConfig(AppConfig):
    """Configuration of the room."""

    name = "vecu.records"

    def ready(self) -> None:
        """Let each room declare its kinds of entries."""
        autodiscover_modules("record_kinds")
