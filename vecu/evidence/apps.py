"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EvidenceConfig(AppConfig):
    """Lets each installed room register what it can show when the laboratory starts."""

    name = "vecu.evidence"

    def ready(self) -> None:
        """Import the module `evidence_sources` of every room that has one."""
        autodiscover_modules("evidence_sources")
