"""What each address may take: the size of one body, and whether it works on a full disk."""

import re

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override

from vecu.coding.forms.interchange import MAX_UPLOAD_BYTES as MAX_PROJECT
from vecu.datasets.rules import MAX_UPLOAD_BYTES as MAX_TABLE
from vecu.fieldlog.events import MOST_BYTES as MAX_BATCH
from vecu.surveys.forms.authoring import MAX_BODY_BYTES as MAX_WORKBOOK_AND_FILES
from vecu.surveys.openrosa.views.multipart import MAX_BODY as MAX_SUBMISSION
from vecu.surveys.views.respondent_session import MAX_PAGE_BODY

FORM_OVERHEAD = 10_000
BODY_LIMITS = {
    "surveys:question": MAX_PAGE_BODY,
    "surveys:save": MAX_PAGE_BODY,
    "surveys:begin": MAX_WORKBOOK_AND_FILES,
    "surveys:questionnaire": MAX_WORKBOOK_AND_FILES,
    "datasets:begin": MAX_TABLE + FORM_OVERHEAD,
    "datasets:upload": MAX_TABLE + FORM_OVERHEAD,
    "coding:project": MAX_PROJECT + FORM_OVERHEAD,
    "coding:bring": MAX_PROJECT + FORM_OVERHEAD,
    "openrosa:submission": MAX_SUBMISSION,
    "events:take": MAX_BATCH,
}
"""Bytes of a body, by the name of the view: others take a form. Each refuses in its own words."""
PLAY_LIMITS = dict.fromkeys(
    ("demonstrators:training-record", "demonstrators:demonstrator", "demonstrators:try-assistant"),
    200_000,
)
"""The same of pages that store nothing: they take a few short texts, from anybody, and no file."""
_WITHOUT_FILES = {"events:take"}
_WITHOUT_ROOM = {
    "groups:leave-group",
    "fieldlog:suspension",
    "surveys:leave",
    "surveys:mine",
    "surveys:state",
}
_TAKES_AWAY = re.compile(
    r"[:-](delete|remove|revoke|discard|cancel|withdraw|undo|take-(\w+-)?back)\b"
)


def find_body_limit(path: str) -> int:
    """Return the bytes that the address `path` accepts in one body."""
    try:
        with override(get_language_from_path(path)):  # there are only addresses of one language
            name = resolve(path).view_name
    except Resolver404:
        name = ""
    return get_body_limit(name)


def get_body_limit(view: str) -> int:
    """Return the bytes that a view accepts in one body."""
    return {**BODY_LIMITS, **PLAY_LIMITS}.get(view, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def may_bring_files(view: str) -> bool:
    """Return whether a view takes files, of which there is a quota."""
    return view in BODY_LIMITS and view not in _WITHOUT_FILES


def may_use_reserve(view: str) -> bool:
    """Return whether a view works on a full disk: signing in, withdrawing, suspending, deleting.

    All that concerns accounts does, and what an address calls taking away.
    """
    is_account = view.startswith("accounts:")
    return is_account or view in _WITHOUT_ROOM or bool(_TAKES_AWAY.search(view))
