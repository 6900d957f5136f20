"""The attachments of a workbook: external lists and media files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from vecu.questionnaires.question_types import QuestionType


@dataclass(frozen=True)
class WorkbookAttachments:
    """The attachments of a workbook, by the name that it uses.

    `lists` are contents; for `media` only the type (image, audio or video), which the caller has
    detected from the content.
    """

    lists: Mapping[str, bytes] = field(default_factory=dict)
    media: Mapping[str, QuestionType] = field(default_factory=dict)
