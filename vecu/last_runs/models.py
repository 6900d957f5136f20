"""The room's one table."""

from django.db import models

from vecu.last_runs.rules import RegularTask


class LastRun(models.Model):
    """The day on which a task last came to its end.

    A day and no hour: rows that hold times would order those of respondents beside them. It is
    about this database, so no backup of it holds any.
    """

    excluded_from_backups = True

    task = models.CharField(
        max_length=8, choices=[(each, each.title()) for each in RegularTask], primary_key=True
    )
    day = models.DateField()
