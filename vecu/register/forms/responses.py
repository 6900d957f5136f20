"""What a side fills in about what the other noted: why it is not so."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy

from vecu.records.rules import ResponseVerb
from vecu.register.checks import TEXT_LENGTH, list_unfit_texts
from vecu.translation import LANGUAGES
from vecu.ui.content_forms import ContentForm
from vecu.ui.side_by_side import TextSpec


@dataclass(frozen=True, slots=True)
class ContestContent:
    """Why an entry is contested, by language."""

    reason: Mapping[str, str]


class ContestForm(ContentForm[ContestContent]):
    """Why a side contests what the other noted; everybody reads it."""

    content_type = ContestContent
    order: ClassVar = ("reason",)
    specs: ClassVar = {
        "reason": TextSpec(
            gettext_lazy("What is not so"),
            gettext_lazy("Everybody reads it beside what it contests. Name no person."),
            rows=3,
        )
    }

    def __init__(self, *args: Any, choices: object = None, **kwargs: Any) -> None:
        """Take what other forms of the same history can choose, and choose nothing."""
        super().__init__(*args, **kwargs)

    @classmethod
    def get_initial_values(cls, row: Any) -> dict[str, Any]:
        """Return the reasons that each side has given so far, of which none is corrected here."""
        said = row.latest_responses.values()
        reasons = [each.reason for each in said if each.verdict is ResponseVerb.CONTEST]
        return {
            "revision": row.revision,
            **{
                f"reason_{code}": "\n".join(filter(None, (each.get(code) for each in reasons)))
                for code in LANGUAGES
            },
        }

    def clean(self) -> dict[str, Any]:
        """Refuse what is too long, or cannot be stored."""
        data = super().clean() or {}
        texts = ((f"reason_{code}", data.get(f"reason_{code}", "")) for code in LANGUAGES)
        self.refuse(list_unfit_texts((name, text, TEXT_LENGTH) for name, text in texts))
        return data
