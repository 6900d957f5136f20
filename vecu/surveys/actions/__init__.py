"""Everything that changes a study or its answers: one function and one transaction per change."""

from vecu.surveys.actions.attachments import accept_attachments, collect_files
from vecu.surveys.actions.authoring import (
    ConsentTextLocked,
    WorkbookUpload,
    begin_study,
    publish_next,
    update_description,
)
from vecu.surveys.actions.card_entry import enter_with_card, save_for_later_with_code
from vecu.surveys.actions.cards import (
    CardRevoked,
    CardsRefused,
    CardUsed,
    draw_batch,
    revoke_unused,
)
from vecu.surveys.actions.drafts import (
    AnswersRefused,
    DraftNotFound,
    NextPage,
    NotOpen,
    PageNotFound,
    PageRefused,
    ReturnTo,
    UnknownCode,
    discard_drafts,
    purge_drafts,
    remove_story,
    resume_draft,
    save_page,
    set_resume_code,
    start_draft,
)
from vecu.surveys.actions.imported_answers import ensure_import_fielding, store_imported_answers
from vecu.surveys.actions.page_input import MORE, list_inputs
from vecu.surveys.actions.relays import RelayRefused, add_relay, remove_relay, rename_relay
from vecu.surveys.actions.search_index import rebuild_index
from vecu.surveys.actions.staged_uploads import (
    WorkbookBundle,
    clear_staging_area,
    purge_staged_uploads,
    stage_upload,
    unstage_files,
)
from vecu.surveys.actions.storage_traces import rewrite_tables
from vecu.surveys.actions.studies import (
    DaysRefused,
    InformationMissing,
    SlugRefused,
    SlugTaken,
    StateRefused,
    StudyInfo,
    close_fielding,
    create_study,
    open_fielding,
    pause_fielding,
    publish_version,
)
from vecu.surveys.actions.submit import purge_answers, submit_draft, withdraw_answer
from vecu.surveys.actions.wal_checkpoint import truncate_wal

__all__ = [
    "MORE",
    "AnswersRefused",
    "CardRevoked",
    "CardUsed",
    "CardsRefused",
    "ConsentTextLocked",
    "DaysRefused",
    "DraftNotFound",
    "InformationMissing",
    "NextPage",
    "NotOpen",
    "PageNotFound",
    "PageRefused",
    "RelayRefused",
    "ReturnTo",
    "SlugRefused",
    "SlugTaken",
    "StateRefused",
    "StudyInfo",
    "UnknownCode",
    "WorkbookBundle",
    "WorkbookUpload",
    "accept_attachments",
    "add_relay",
    "begin_study",
    "clear_staging_area",
    "close_fielding",
    "collect_files",
    "create_study",
    "discard_drafts",
    "draw_batch",
    "ensure_import_fielding",
    "enter_with_card",
    "list_inputs",
    "open_fielding",
    "pause_fielding",
    "publish_next",
    "publish_version",
    "purge_answers",
    "purge_drafts",
    "purge_staged_uploads",
    "rebuild_index",
    "remove_relay",
    "remove_story",
    "rename_relay",
    "resume_draft",
    "revoke_unused",
    "rewrite_tables",
    "save_for_later_with_code",
    "save_page",
    "set_resume_code",
    "stage_upload",
    "start_draft",
    "store_imported_answers",
    "submit_draft",
    "truncate_wal",
    "unstage_files",
    "update_description",
    "withdraw_answer",
]
