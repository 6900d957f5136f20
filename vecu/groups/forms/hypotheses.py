"""Forms of a hypothesis of a group: its words, and why it is withdrawn."""

from dataclasses import replace
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy

from vecu.groups.content import HypothesisContent
from vecu.groups.queries import GroupHypothesis
from vecu.ui.content_forms import ContentForm
from vecu.ui.side_by_side import SideBySideForm, TextSpec


class HypothesisForm(ContentForm[HypothesisContent]):
    """A hypothesis, who says so, and what speaks against it."""

    content_type = HypothesisContent
    order: ClassVar = ("statement", "plain", "source", "counter_argument")
    specs: ClassVar = {
        "statement": TextSpec(
            gettext_lazy("The hypothesis"),
            gettext_lazy("One sentence with which one can agree or disagree."),
            rows=2,
        ),
        "plain": TextSpec(
            gettext_lazy("The same in plain words"),
            gettext_lazy("At most 20 words that anybody understands at once. Pages show it first."),
            rows=2,
        ),
        "source": TextSpec(
            gettext_lazy("Who says so"),
            gettext_lazy("By their role, never by name: “a union representative”, “the group”."),
            rows=2,
        ),
        "counter_argument": TextSpec(
            gettext_lazy("What speaks against it"),
            gettext_lazy(
                "As strong as those would put it who disagree; and who says so, by their role."
            ),
            rows=3,
        ),
    }

    def __init__(self, *args: Any, row: GroupHypothesis | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._row = row

    @property
    def content(self) -> HypothesisContent:
        """What a valid form says. With other words, it is no hypothesis of the hearing any more."""
        self.cleaned_data["origin"] = ""
        content, row = super().content, self._row
        if row is None:
            return content
        names = ("statement", "plain", "source", "counter_argument")
        same = all(getattr(row, name) == getattr(content, name) for name in names)
        return replace(content, origin=row.origin) if same else content


class HypothesisWithdrawalForm(SideBySideForm):
    """Why a group takes position on a hypothesis no more."""

    specs: ClassVar = {
        "reason": TextSpec(
            gettext_lazy("Why it is withdrawn"),
            gettext_lazy("Members read it, and everybody once the group is public."),
            rows=3,
        )
    }
