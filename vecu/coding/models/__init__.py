"""What the coding room keeps. People's words stay in their answers; here are places and hashes.

All that tells of one person's words hangs on their answer and is deleted with it, the history
included: a withdrawal leaves nothing. Times are those of members' acts, never of an answer.
"""

from vecu.coding.models.codebooks import LEAST_AGREEMENT, Code, Codebook, CodebookVersion, Coder
from vecu.coding.models.guides import Guide, Practice
from vecu.coding.models.history import Event, Upload
from vecu.coding.models.machine import Delegation, Judgement, Lead, Passage, Run, Suggestion
from vecu.coding.models.memos import Memo
from vecu.coding.models.quotations import Quotation
from vecu.coding.models.texts import Assignment, Coding, Ruling, Verbatim

__all__ = [
    "LEAST_AGREEMENT",
    "Assignment",
    "Code",
    "Codebook",
    "CodebookVersion",
    "Coder",
    "Coding",
    "Delegation",
    "Event",
    "Guide",
    "Judgement",
    "Lead",
    "Memo",
    "Passage",
    "Practice",
    "Quotation",
    "Ruling",
    "Run",
    "Suggestion",
    "Upload",
    "Verbatim",
]
