"""Why a recommendation is set aside or taken back."""

from typing import ClassVar

from django.utils.translation import gettext_lazy

from vecu.recommendations.content import EndReason
from vecu.ui.content_forms import ContentForm
from vecu.ui.side_by_side import TextSpec


class EndReasonForm(ContentForm[EndReason]):
    """The reason, in one language at least."""

    content_type = EndReason
    order: ClassVar = ("ended_reason",)
    specs: ClassVar = {"ended_reason": TextSpec(gettext_lazy("Why"), rows=3)}
