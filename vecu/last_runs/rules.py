"""What has to be done again and again."""

from enum import StrEnum


class RegularTask(StrEnum):
    """What has to be done again and again, and is noticed late where it is not."""

    PURGE = "purge"
    BACKUP = "backup"
