"""What other rooms and the pages may read of inquiries.

`Study`, `Fielding` and `Answer` are here as types of what queries return, for other rooms.
"""

from vecu.surveys.models import Answer, Fielding, Study
from vecu.surveys.queries.answered import Answered, list_answered, shuffled_answers
from vecu.surveys.queries.answers import find_answer, find_file, find_picture
from vecu.surveys.queries.clients import ClientForm, forms_for_clients, served_xform
from vecu.surveys.queries.drafts import (
    Circumstances,
    Visit,
    circumstances_of,
    find_draft,
    live_drafts,
)
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
from vecu.surveys.queries.secrets import (
    fingerprint_of,
    instance_fingerprint,
    instance_receipt,
    receipt_of,
    xml_fingerprint,
)

__all__ = [
    "Answer",
    "Answered",
    "Circumstances",
    "ClientForm",
    "Fielding",
    "Study",
    "UnknownStudy",
    "Visit",
    "circumstances_of",
    "current_fielding",
    "door_of",
    "find_answer",
    "find_draft",
    "find_file",
    "find_picture",
    "fingerprint_of",
    "forms_for_clients",
    "get_study",
    "imported_fielding",
    "instance_fingerprint",
    "instance_receipt",
    "latest_version",
    "list_answered",
    "list_open",
    "live_drafts",
    "questionnaire_for",
    "questionnaire_of",
    "receipt_of",
    "served_xform",
    "shuffled_answers",
    "xml_fingerprint",
]
