"""The room as Django knows it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Listens to what allauth does with second factors."""

    name = "vecu.accounts"

    def ready(self) -> None:
        """Connect what the audit must know."""
        from vecu.accounts.factor_events import connect_signals  # noqa: PLC0415 - needs the models

        connect_signals()
