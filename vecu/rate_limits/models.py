"""The room's one table."""

from django.db import models


class CountedTries(models.Model):
    """Tries that still count under one name; moments are in seconds, as coarse as their limit.

    `name` is a keyed digest of what is counted and of whom, so that without the server's key the
    row tells neither.
    """

    excluded_from_backups = True

    name = models.CharField(max_length=64, primary_key=True)
    number = models.FloatField()
    last = models.FloatField()
    until = models.FloatField()
    expires = models.FloatField(db_index=True)
