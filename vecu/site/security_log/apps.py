"""The log as Django knows it."""

from django.apps import AppConfig


class SecurityLogConfig(AppConfig):
    """Listens to the audit and to sign-ins."""

    name = "vecu.site.security_log"

    def ready(self) -> None:
        """Connect what is written."""
        from vecu.site.security_log.listeners import connect_signals  # noqa: PLC0415 - needs models

        connect_signals()
