"""What comes with a workbook: lists in files, pictures, sounds and films."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from vecu.questionnaires.model import QuestionType


@dataclass(frozen=True)
class WorkbookAttachments:
    """The files beside a workbook by the name that it gives them.

    `lists` are contents; of `media` only what each is counts here (image, audio or video), as
    whoever took them in has told by their content.
    """

    lists: Mapping[str, bytes] = field(default_factory=dict)
    media: Mapping[str, QuestionType] = field(default_factory=dict)
