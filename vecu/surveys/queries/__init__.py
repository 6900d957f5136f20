"""What other rooms and the pages may read of inquiries.

`Study` and `Fielding` are here as the types of what queries return, for other rooms' annotations.
"""

from vecu.surveys.models import Fielding, Study
from vecu.surveys.queries.answered import Answered, list_answered, shuffled_answers
from vecu.surveys.queries.answers import find_answer
from vecu.surveys.queries.drafts import Visit, find_draft, live_drafts
from vecu.surveys.queries.inquiries import (
    UnknownStudy,
    current_fielding,
    door_of,
    get_study,
    imported_fielding,
    latest_version,
    list_open,
    questionnaire_for,
    questionnaire_of,
)
from vecu.surveys.queries.secrets import fingerprint_of, receipt_of

__all__ = [
    "Answered",
    "Fielding",
    "Study",
    "UnknownStudy",
    "Visit",
    "current_fielding",
    "door_of",
    "find_answer",
    "find_draft",
    "fingerprint_of",
    "get_study",
    "imported_fielding",
    "latest_version",
    "list_answered",
    "list_open",
    "live_drafts",
    "questionnaire_for",
    "questionnaire_of",
    "receipt_of",
    "shuffled_answers",
]
