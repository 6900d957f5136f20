"""Sessions that the tour began without a password: they end where and when the tour does."""

from typing import Any

from django.contrib.auth.backends import BaseBackend, ModelBackend

from vecu.site.tour.access import is_offered


class TourSessions(BaseBackend):
    """Finds whose session it is, while there is a tour. It lets nobody in by itself."""

    def get_user(self, user_id: int) -> Any:
        """Return the account of a session that the tour began, None once the tour is closed."""
        return ModelBackend().get_user(user_id) if is_offered() else None
