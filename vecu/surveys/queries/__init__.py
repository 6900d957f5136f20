"""What other rooms and the pages may read of studies.

Models are exported as the types that queries return, for annotations in other rooms.
"""

from vecu.surveys.models import AccessCodeBatch, Answer, Fielding, OutreachPartner, Study
from vecu.surveys.queries.attachments import find_media
from vecu.surveys.queries.deletion import (
    DeletionPreview,
    FictionalContents,
    get_deletion_preview,
    has_fictional_studies,
    list_fictional_contents,
)
from vecu.surveys.queries.drafts import (
    EvaluationContext,
    RespondentContext,
    find_draft,
    find_drafts,
    find_token,
    get_evaluation_context,
    list_live_drafts,
)
from vecu.surveys.queries.export import (
    FilesSize,
    VersionAnswers,
    get_files_size,
    iter_shuffled_answers,
    list_answered_versions,
    list_current_version,
)
from vecu.surveys.queries.fingerprints import (
    get_file_name,
    get_fingerprint,
    get_instance_fingerprint,
    get_instance_receipt,
    get_receipt,
    get_xml_fingerprint,
)
from vecu.surveys.queries.receipts import find_answer, find_file
from vecu.surveys.queries.studies import (
    RespondentBurden,
    StudyNotFound,
    find_current_fielding,
    find_imported_fielding,
    get_arrival_day_if_closed,
    get_availability,
    get_availability_by_mode,
    get_fielding_questionnaire,
    get_last_arrival_day,
    get_latest_version,
    get_newest_answer_day,
    get_proposed_days,
    get_questionnaire,
    get_respondent_burden,
    get_study,
    list_open_studies,
)

__all__ = [
    "AccessCodeBatch",
    "Answer",
    "DeletionPreview",
    "EvaluationContext",
    "FictionalContents",
    "Fielding",
    "FilesSize",
    "OutreachPartner",
    "RespondentBurden",
    "RespondentContext",
    "Study",
    "StudyNotFound",
    "VersionAnswers",
    "find_answer",
    "find_current_fielding",
    "find_draft",
    "find_drafts",
    "find_file",
    "find_imported_fielding",
    "find_media",
    "find_token",
    "get_arrival_day_if_closed",
    "get_availability",
    "get_availability_by_mode",
    "get_deletion_preview",
    "get_evaluation_context",
    "get_fielding_questionnaire",
    "get_file_name",
    "get_files_size",
    "get_fingerprint",
    "get_instance_fingerprint",
    "get_instance_receipt",
    "get_last_arrival_day",
    "get_latest_version",
    "get_newest_answer_day",
    "get_proposed_days",
    "get_questionnaire",
    "get_receipt",
    "get_respondent_burden",
    "get_study",
    "get_xml_fingerprint",
    "has_fictional_studies",
    "iter_shuffled_answers",
    "list_answered_versions",
    "list_current_version",
    "list_fictional_contents",
    "list_live_drafts",
    "list_open_studies",
]
