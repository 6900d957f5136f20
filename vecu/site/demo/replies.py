"""What 180 invented people reply to the findings, and which finding their replies change.

`replies.json` counts replies by the theme of a finding and the number of a sector, in the order of
the buttons. Days are named as in `system.json`.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from django.utils import timezone

from vecu.accounts.key_ring import get_newest_number
from vecu.datasets.release_actions import freeze_extract, release
from vecu.datasets.release_queries import list_offers
from vecu.evidence.actions import edit_finding, get_content, publish_finding
from vecu.evidence.queries import Finding, list_published_findings
from vecu.evidence.sources import Audience
from vecu.fieldlog.months import LogMonth
from vecu.replies.actions import choose_sectors, store_invented_replies, store_reason
from vecu.replies.reply_series import SECTOR, build_reply_series
from vecu.replies.rules import ReplyChoice
from vecu.site.demo.days import find_first_month, get_day, get_moment
from vecu.surveys.consent.versions import PROMISE_NUMBER
from vecu.surveys.queries import Study

REPLIED = (3, 25), (4, 10)
"""In which months they reply."""
COUNTED = (5, 2)
"""When their replies are counted and released."""
AMENDED = (5, 9)
"""When the finding that does not hold everywhere is amended."""


def reply_to_findings(study: Study, now: datetime, *, by: str) -> None:
    """Reply to each published finding, release the counts, and amend one finding for them."""
    data = _read_replies()
    first = find_first_month(timezone.localtime(now).date())
    published = list_published_findings(study.scope, Audience.MEMBERS)
    findings = {each.finding.theme: each.finding for each in published}
    choose_sectors(study, data["sectors"], by=by, now=get_moment(first, REPLIED[0]))
    for theme, counts in data["replies"].items():
        replies = list(_iter_replies(counts))
        for number, place in enumerate(REPLIED):
            part = replies[number :: len(REPLIED)]
            store_invented_replies(findings[theme], part, today=get_day(first, place))
    amended = findings[data["amended"]["theme"]]
    _write_reasons(amended, data["reasons"], first)
    counted = get_moment(first, COUNTED)
    series = build_reply_series(timezone.localtime(counted).date())
    extract = freeze_extract(study, [SECTOR], series=series, by=by, now=counted)
    offers = list_offers(extract, series)
    release(study.scope, offers, series=series, group=amended.group, by=by, now=counted)
    _amend(amended, data["amended"], by=by, now=get_moment(first, AMENDED))


def _read_replies() -> dict[str, Any]:
    path = Path(__file__).parent / "replies.json"
    return cast("dict[str, Any]", json.loads(path.read_text()))


def _iter_replies(counts: Mapping[str, list[int]]) -> Iterator[tuple[ReplyChoice, str]]:
    for sector, numbers in counts.items():
        for choice, number in zip(ReplyChoice, numbers, strict=True):
            yield from [(choice, sector)] * number


def _write_reasons(finding: Finding, reasons: list[dict[str, str]], first: LogMonth) -> None:
    for each in reasons:
        store_reason(
            finding,
            each["words"],
            language=each["language"],
            promise=PROMISE_NUMBER,
            nonce=f"{get_newest_number()}-{each['words']}",
            today=get_day(first, REPLIED[1]),
        )


def _amend(finding: Finding, data: Mapping[str, Any], *, by: str, now: datetime) -> None:
    """Publish the next version, which says what replies changed and reads otherwise."""
    content = replace(get_content(finding), limits=data["limits"], amendment=data["amendment"])
    version = edit_finding(finding, content, revision=finding.revision, by=by, now=now)
    publish_finding(version, by=by, now=now)
