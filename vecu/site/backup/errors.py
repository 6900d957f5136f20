"""Why a database is not copied, or not put back."""

from vecu.errors import VecuError


class BackupFailed(VecuError):
    """No backup was written."""


class RestoreRefused(VecuError):
    """A backup is not put back; the database is as it was."""
