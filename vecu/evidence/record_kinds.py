"""What the history of findings knows: which acts there are, and nothing of what was written."""

from vecu.evidence.actions import FindingContent
from vecu.evidence.queries import FINDINGS, iter_citations
from vecu.evidence.rules import FindingVerb
from vecu.records.citations import register_citer
from vecu.records.kinds import RecordKind, register_record_kinds
from vecu.translation import gettext_noop

register_citer(iter_citations)
register_record_kinds(
    RecordKind(
        FINDINGS,
        "finding",
        None,
        parent="",
        content=FindingContent,
        words={
            FindingVerb.WRITE: gettext_noop("wrote"),
            FindingVerb.PUBLISH: gettext_noop("published"),
            FindingVerb.SUPERSEDE: gettext_noop("replaced it with the next version"),
            FindingVerb.TAKE_BACK: gettext_noop("took back"),
        },
    )
)
