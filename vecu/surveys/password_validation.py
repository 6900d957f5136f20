"""Refuse passwords made of the names of studies, which are on every page and paper."""

from typing import Any

from vecu.accounts.password_validation import UsualWordsValidator
from vecu.surveys.models import Study


class UsualWordsAndStudiesValidator(UsualWordsValidator):
    """The same, with the titles of all studies, in each language, and their short names."""

    def list_names(self, user: Any) -> list[str]:
        """Return the names that are tried first."""
        studies = Study.objects.values_list("slug", "title")
        titles = [str(each) for _slug, title in studies for each in title.values()]
        return [*super().list_names(user), *(slug for slug, _title in studies), *titles]
