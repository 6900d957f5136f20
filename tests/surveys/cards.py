"""What people do with cards: they are drawn, and people enter with one and answer."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from vecu.surveys import actions
from vecu.surveys.models import AccessCode, AccessCodeBatch, OutreachPartner, Study
from vecu.surveys.queries import RespondentContext
from vecu.surveys.rules import Mode

TODAY = date(2026, 11, 24)
TAKE = "/en/take/testimonies/"
CARD = f"{TAKE}card/"
TASK = "story.1.task"
VISIT = RespondentContext(slug="testimonies", token="", language="en", today=TODAY)


def draw(study: Study, count: int = 20, relay: OutreachPartner | None = None) -> list[str]:
    """Draw cards, open the study to them, and return their codes in printing order."""
    printed: list[str] = []

    def keep(_batch: AccessCodeBatch, codes: Sequence[str]) -> bytes:
        printed.extend(codes)
        return b""

    actions.draw_batch(study, count, keep, relay=relay, random_bytes=secrets.token_bytes)
    fielding = study.fieldings.get(mode=Mode.CARDS)
    if fielding.state != "open":
        actions.open_fielding(fielding, today=TODAY)
    return printed


def enter(code: str, *, today: date = TODAY) -> RespondentContext:
    """Enter with a card from a new browser."""
    visit = replace(VISIT, today=today)
    token, _draft = actions.enter_with_card(visit, code)
    return replace(visit, token=token)


def send(code: str, task: str = "A report") -> str:
    visit = enter(code)
    actions.save_page(visit, TASK, {TASK: [task]})
    return actions.submit_draft(visit)


def totals() -> tuple[int, int]:
    """Return the exact numbers of used and not begun cards, which pages only round."""
    used = AccessCode.objects.filter(taken=True, draft=None).count()
    return used, AccessCode.objects.filter(taken=False).count()
