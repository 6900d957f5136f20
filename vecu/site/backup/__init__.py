"""Copies of the database, made while it is in use, and put back elsewhere or in its place."""

from vecu.site.backup.copies import make_backup, restore_backup
from vecu.site.backup.errors import BackupFailed, RestoreRefused

__all__ = ["BackupFailed", "RestoreRefused", "make_backup", "restore_backup"]
