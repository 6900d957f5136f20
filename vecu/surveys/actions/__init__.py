"""Everything that changes an inquiry or its answers: one verb each, one transaction each."""

from vecu.surveys.actions.answering import MORE, inputs_of
from vecu.surveys.actions.importing import fielding_for_import, keep_imported
from vecu.surveys.actions.indexing import renew_index
from vecu.surveys.actions.inquiries import (
    About,
    SlugRefused,
    SlugTaken,
    StateRefused,
    close_fielding,
    create_study,
    open_fielding,
    pause_fielding,
    publish_version,
)
from vecu.surveys.actions.journal import empty_journal
from vecu.surveys.actions.sending import purge_answers, submit, withdraw
from vecu.surveys.actions.taking import (
    AnswersRefused,
    DraftGone,
    NotOpen,
    PageGone,
    PageRefused,
    Step,
    Then,
    UnknownCode,
    leave,
    purge_drafts,
    remove_story,
    resume,
    save_step,
    set_resume_code,
    start_draft,
)

__all__ = [
    "MORE",
    "About",
    "AnswersRefused",
    "DraftGone",
    "NotOpen",
    "PageGone",
    "PageRefused",
    "SlugRefused",
    "SlugTaken",
    "StateRefused",
    "Step",
    "Then",
    "UnknownCode",
    "close_fielding",
    "create_study",
    "empty_journal",
    "fielding_for_import",
    "inputs_of",
    "keep_imported",
    "leave",
    "open_fielding",
    "pause_fielding",
    "publish_version",
    "purge_answers",
    "purge_drafts",
    "remove_story",
    "renew_index",
    "resume",
    "save_step",
    "set_resume_code",
    "start_draft",
    "submit",
    "withdraw",
]
