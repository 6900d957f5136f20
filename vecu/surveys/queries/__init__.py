"""What other rooms and the pages may read of inquiries.

`Study`, `Fielding`, `Answer`, `Relay` and `Batch` are here as the types of what queries return, for
other rooms' annotations.
"""

from vecu.surveys.models import Answer, Batch, Fielding, Relay, Study
from vecu.surveys.queries.answered import (
    Answered,
    Weight,
    list_answered,
    list_asked,
    shuffled_answers,
    weigh_files,
)
from vecu.surveys.queries.answers import find_answer, find_file
from vecu.surveys.queries.attachments import find_media
from vecu.surveys.queries.clients import (
    ClientForm,
    files_for_clients,
    forms_for_clients,
    remembered_forms,
    served_file,
    served_xform,
)
from vecu.surveys.queries.drafts import (
    Circumstances,
    Visit,
    choose_token,
    circumstances_of,
    find_draft,
    find_drafts,
    live_drafts,
)
from vecu.surveys.queries.inquiries import (
    Effort,
    UnknownStudy,
    arrivals_if_closed,
    arrivals_until,
    current_fielding,
    days_to_open,
    door_of,
    doors_of,
    effort_of,
    get_study,
    imported_fielding,
    latest_version,
    list_open,
    questionnaire_for,
    questionnaire_of,
)
from vecu.surveys.queries.secrets import (
    file_name_for,
    fingerprint_of,
    instance_fingerprint,
    instance_receipt,
    receipt_of,
    xml_fingerprint,
)

__all__ = [
    "Answer",
    "Answered",
    "Batch",
    "Circumstances",
    "ClientForm",
    "Effort",
    "Fielding",
    "Relay",
    "Study",
    "UnknownStudy",
    "Visit",
    "Weight",
    "arrivals_if_closed",
    "arrivals_until",
    "choose_token",
    "circumstances_of",
    "current_fielding",
    "days_to_open",
    "door_of",
    "doors_of",
    "effort_of",
    "file_name_for",
    "files_for_clients",
    "find_answer",
    "find_draft",
    "find_drafts",
    "find_file",
    "find_media",
    "fingerprint_of",
    "forms_for_clients",
    "get_study",
    "imported_fielding",
    "instance_fingerprint",
    "instance_receipt",
    "latest_version",
    "list_answered",
    "list_asked",
    "list_open",
    "live_drafts",
    "questionnaire_for",
    "questionnaire_of",
    "receipt_of",
    "remembered_forms",
    "served_file",
    "served_xform",
    "shuffled_answers",
    "weigh_files",
    "xml_fingerprint",
]
