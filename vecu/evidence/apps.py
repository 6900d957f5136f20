"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EvidenceConfig(AppConfig):
    """Lets each installed room register what it can show when the laboratory starts."""

    name = "vecu.evidence"

    def ready(self) -> None:
        """Import the modules `evidence_sources` and `evidence_locators` of each room with them."""
        autodiscover_modules("evidence_sources", "evidence_locators")
