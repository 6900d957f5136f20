"""Write operations of coding: one function per action, one transaction each."""

from vecu.coding.actions.adjudicate import adjudicate_code, reopen_disagreement
from vecu.coding.actions.annotate import (
    CodeNotOffered,
    CodeSpan,
    NothingToUndo,
    TextFrozen,
    TextGone,
    apply_code,
    finish,
    propose_quote,
    reassign_split_code,
    remove_code,
    reopen,
    undo,
)
from vecu.coding.actions.assign import AllocationPlan, AllocationRefused, assign_texts
from vecu.coding.actions.codebook import (
    CodeChanged,
    CodeRefused,
    CodeText,
    change_code,
    configure_coding,
    make_code,
    merge_code,
    move_code,
    open_codebook,
    publish_version,
    retire_code,
    split_code,
    unmerge_code,
)
from vecu.coding.actions.coders import Account, get_or_create_coder
from vecu.coding.actions.guides import (
    GuideChanged,
    GuideRefused,
    GuideText,
    PracticeText,
    change_guide,
    create_guide,
    map_codes,
    remove_guide,
)
from vecu.coding.actions.history import ActionContext
from vecu.coding.actions.import_codings import ImportedCoding, import_coder_codings
from vecu.coding.actions.ingest_texts import ingest_verbatims
from vecu.coding.actions.memos import write_memo
from vecu.coding.actions.release_quotation import Edit, release, save_edit, withhold
from vecu.coding.actions.runs import request_run
from vecu.coding.actions.translate_quotation import translate_quotation
from vecu.coding.actions.whole_stories import publish_story

__all__ = [
    "Account",
    "ActionContext",
    "AllocationPlan",
    "AllocationRefused",
    "CodeChanged",
    "CodeNotOffered",
    "CodeRefused",
    "CodeSpan",
    "CodeText",
    "Edit",
    "GuideChanged",
    "GuideRefused",
    "GuideText",
    "ImportedCoding",
    "NothingToUndo",
    "PracticeText",
    "TextFrozen",
    "TextGone",
    "adjudicate_code",
    "apply_code",
    "assign_texts",
    "change_code",
    "change_guide",
    "configure_coding",
    "create_guide",
    "finish",
    "get_or_create_coder",
    "import_coder_codings",
    "ingest_verbatims",
    "make_code",
    "map_codes",
    "merge_code",
    "move_code",
    "open_codebook",
    "propose_quote",
    "publish_story",
    "publish_version",
    "reassign_split_code",
    "release",
    "remove_code",
    "remove_guide",
    "reopen",
    "reopen_disagreement",
    "request_run",
    "retire_code",
    "save_edit",
    "split_code",
    "translate_quotation",
    "undo",
    "unmerge_code",
    "withhold",
    "write_memo",
]
