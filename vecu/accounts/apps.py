"""The room as Django knows it."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    """Listens to what allauth does with second factors."""

    name = "vecu.accounts"

    def ready(self) -> None:
        """Connect what the audit must know; let rooms above say how their scopes are found."""
        from vecu.accounts.factor_events import connect_signals  # noqa: PLC0415 - needs the models

        connect_signals()
        autodiscover_modules("scope_finders")
