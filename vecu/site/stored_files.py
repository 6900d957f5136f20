"""How much the stored files take, all studies together: those of answers, of authors, imports."""

import time
from collections.abc import Callable
from threading import Lock

from django.apps import apps
from django.db.models import BinaryField, Sum
from django.db.models.functions import Length

_FRESH = 10
"""Seconds for which a total is used again: each reads the lengths of all files."""


def measure_stored_files() -> int:
    """Return the bytes of all stored files, without reading them."""
    total = 0
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, BinaryField):
                lengths = model._base_manager.aggregate(total=Sum(Length(field.name)))
                total += lengths["total"] or 0
    return total


class FileQuota:
    """The bytes that all stored files may take together."""

    def __init__(
        self,
        most: int,
        measure: Callable[[], int] = measure_stored_files,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.most = most
        self._measure, self._clock = measure, clock
        self._lock = Lock()
        self._total, self._until = 0, 0.0

    def has_room(self, size: int) -> bool:
        """Return whether as many bytes may be stored, and count them until the next measure."""
        with self._lock:
            if self._clock() >= self._until:
                self._total, self._until = self._measure(), self._clock() + _FRESH
            if self._total + size > self.most:
                return False
            self._total += size
            return True
