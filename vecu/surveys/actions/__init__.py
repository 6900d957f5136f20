"""Everything that changes an inquiry or its answers: one verb each, one transaction each."""

from vecu.surveys.actions.accompanying import FilesRefused
from vecu.surveys.actions.answering import MORE, inputs_of
from vecu.surveys.actions.attaching import files_at_hand, take_in
from vecu.surveys.actions.authoring import (
    PromiseMade,
    Written,
    begin_study,
    change_about,
    publish_next,
)
from vecu.surveys.actions.cards import (
    CardRevoked,
    CardsRefused,
    CardUsed,
    draw_batch,
    revoke_unused,
)
from vecu.surveys.actions.desks import (
    Brought,
    clear_desk,
    lay_on_desk,
    purge_desks,
    take_off_desk,
)
from vecu.surveys.actions.entering import enter_with_card, put_card_aside
from vecu.surveys.actions.importing import fielding_for_import, keep_imported
from vecu.surveys.actions.indexing import renew_index
from vecu.surveys.actions.inquiries import (
    About,
    DaysRefused,
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
from vecu.surveys.actions.receiving import (
    FieldingChanged,
    InstanceTaken,
    Kept,
    UnknownForm,
    receive,
)
from vecu.surveys.actions.relays import RelayRefused, add_relay, remove_relay, rename_relay
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
from vecu.surveys.actions.traces import erase_traces

__all__ = [
    "MORE",
    "About",
    "AnswersRefused",
    "Brought",
    "CardRevoked",
    "CardUsed",
    "CardsRefused",
    "DaysRefused",
    "DraftGone",
    "FieldingChanged",
    "FilesRefused",
    "InstanceTaken",
    "Kept",
    "NotOpen",
    "PageGone",
    "PageRefused",
    "PromiseMade",
    "RelayRefused",
    "SlugRefused",
    "SlugTaken",
    "StateRefused",
    "Step",
    "Then",
    "UnknownCode",
    "UnknownForm",
    "Written",
    "add_relay",
    "begin_study",
    "change_about",
    "clear_desk",
    "close_fielding",
    "create_study",
    "draw_batch",
    "empty_journal",
    "enter_with_card",
    "erase_traces",
    "fielding_for_import",
    "files_at_hand",
    "inputs_of",
    "keep_imported",
    "lay_on_desk",
    "leave",
    "open_fielding",
    "pause_fielding",
    "publish_next",
    "publish_version",
    "purge_answers",
    "purge_desks",
    "purge_drafts",
    "put_card_aside",
    "receive",
    "remove_relay",
    "remove_story",
    "rename_relay",
    "renew_index",
    "resume",
    "revoke_unused",
    "save_step",
    "set_resume_code",
    "start_draft",
    "submit",
    "take_in",
    "take_off_desk",
    "withdraw",
]
