"""Tables of coding. Respondents' words stay in their answers; these tables hold spans and hashes.

Every row about one person's words is tied to their answer and deleted with it, the history
included: a withdrawal leaves nothing. Times are those of members' actions, never of an answer.
"""

from vecu.coding.models.codebook import LEAST_AGREEMENT, Code, Codebook, CodebookVersion, Coder
from vecu.coding.models.guides import Guide, Practice
from vecu.coding.models.history import CodingEvent, CodingUpload
from vecu.coding.models.machine import (
    AutocodingPermission,
    ClusterPassage,
    MachineRun,
    PassageCluster,
    Prediction,
    Suggestion,
)
from vecu.coding.models.memos import Memo
from vecu.coding.models.quotations import Quotation, QuotationTranslation, WholeStory
from vecu.coding.models.texts import Adjudication, Assignment, Coding, Verbatim

__all__ = [
    "LEAST_AGREEMENT",
    "Adjudication",
    "Assignment",
    "AutocodingPermission",
    "ClusterPassage",
    "Code",
    "Codebook",
    "CodebookVersion",
    "Coder",
    "Coding",
    "CodingEvent",
    "CodingUpload",
    "Guide",
    "MachineRun",
    "Memo",
    "PassageCluster",
    "Practice",
    "Prediction",
    "Quotation",
    "QuotationTranslation",
    "Suggestion",
    "Verbatim",
    "WholeStory",
]
