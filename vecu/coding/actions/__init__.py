"""Everything that changes codes and what is coded: one verb each, one transaction each."""

from vecu.coding.actions.bringing import Brought, bring_codings
from vecu.coding.actions.codebooks import (
    CodeChanged,
    CodeRefused,
    CodeText,
    change_code,
    choose_what_is_coded,
    make_code,
    merge_code,
    move_code,
    open_codebook,
    part_code,
    publish_version,
    retire_code,
    split_code,
)
from vecu.coding.actions.coders import Account, coder_for
from vecu.coding.actions.coding import (
    CodeNotOffered,
    Mark,
    NothingToUndo,
    TextFrozen,
    TextGone,
    finish,
    propose_quotation,
    put_code,
    reopen,
    sort_coding,
    take_code_off,
    undo,
)
from vecu.coding.actions.gathering import gather
from vecu.coding.actions.guides import (
    GuideChanged,
    GuideRefused,
    GuideText,
    PracticeText,
    begin_guide,
    change_guide,
    map_codes,
    remove_guide,
)
from vecu.coding.actions.history import Act
from vecu.coding.actions.memos import write_memo
from vecu.coding.actions.releasing import Edit, keep_edit, release, withhold
from vecu.coding.actions.runs import ask_for_run
from vecu.coding.actions.settling import rule, take_ruling_back
from vecu.coding.actions.sharing import Plan, PlanRefused, assign

__all__ = [
    "Account",
    "Act",
    "Brought",
    "CodeChanged",
    "CodeNotOffered",
    "CodeRefused",
    "CodeText",
    "Edit",
    "GuideChanged",
    "GuideRefused",
    "GuideText",
    "Mark",
    "NothingToUndo",
    "Plan",
    "PlanRefused",
    "PracticeText",
    "TextFrozen",
    "TextGone",
    "ask_for_run",
    "assign",
    "begin_guide",
    "bring_codings",
    "change_code",
    "change_guide",
    "choose_what_is_coded",
    "coder_for",
    "finish",
    "gather",
    "keep_edit",
    "make_code",
    "map_codes",
    "merge_code",
    "move_code",
    "open_codebook",
    "part_code",
    "propose_quotation",
    "publish_version",
    "put_code",
    "release",
    "remove_guide",
    "reopen",
    "retire_code",
    "rule",
    "sort_coding",
    "split_code",
    "take_code_off",
    "take_ruling_back",
    "undo",
    "withhold",
    "write_memo",
]
