"""What the history of recommendations knows: these, to whom they went, and suppliers' cards."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from vecu.recommendations.checks import list_card_problems
from vecu.recommendations.content import AddressContent, CardContent, EndReason
from vecu.recommendations.forms.cards import CardForm
from vecu.recommendations.models import (
    Recommendation,
    RecommendationAddress,
    RecommendationPosition,
    SupplierCard,
)
from vecu.recommendations.rules import (
    RecommendationKind,
    RecommendationState,
    RecommendationSubject,
    RecommendationVerb,
)
from vecu.recommendations.stored import iter_citations
from vecu.records.citations import register_citer
from vecu.records.kinds import (
    ADD,
    CHANGE,
    REMOVE,
    Ledger,
    Problems,
    RecordKind,
    register_record_kinds,
)
from vecu.records.queries import Act
from vecu.translation import gettext_noop


def _list_day_problems(act: Act, _side: str, today: date) -> Problems:
    if act.verb != RecommendationVerb.PUBLISH or act.day == today:
        return {}
    return {"": _("Everybody has read it since that day. Take it back instead.")}


RECOMMENDATIONS = Ledger("recommendation", may_undo=_list_day_problems, keeps_hour=False)
_WORDS: Mapping[str, str] = {
    RecommendationVerb.DRAFT: gettext_noop("wrote a draft"),
    RecommendationVerb.AMEND: gettext_noop("amended the text"),
    RecommendationVerb.MERGE: gettext_noop("merged texts"),
    RecommendationVerb.OPEN: gettext_noop("opened the text to positions"),
    RecommendationVerb.PUBLISH: gettext_noop("published the text"),
    RecommendationVerb.SET_ASIDE: gettext_noop("set the text aside"),
    RecommendationVerb.TAKE_BACK: gettext_noop("took the text back"),
}


def _list_undo_problems(act: Act, row: Recommendation, _restored: Recommendation) -> Problems:
    """Return why an act cannot be undone any more: what others did on it stays theirs."""
    if act.verb == RecommendationVerb.PUBLISH:
        addressed = RecommendationAddress.objects.filter(
            version__recommendation=row, version__number=row.published
        )
        message = _("It has been addressed to somebody. Take it back instead.")
        return {"": message} if addressed.exists() else {}
    opened = act.verb == RecommendationVerb.OPEN
    before: int = 0 if opened or act.before is None else act.before["latest"]
    positions = RecommendationPosition.objects.filter(
        version__recommendation=row, version__number__gt=before
    )
    if before < row.latest and positions.exists():
        return {"": _("Somebody has taken a position on this version since. Amend it instead.")}
    return {}


def _restore(act: Act, row: Recommendation, restored: Recommendation | None) -> Recommendation:
    """Mark versions that an act added as undone, and set aside what it began: none is deleted."""
    if restored is None or act.before is None:
        row.state = RecommendationState.SET_ASIDE.value
        row.revision += 1
        return row
    row.versions.filter(number__gt=act.before["latest"]).update(undone=True)
    return restored


def _list_answer_problems(
    _act: Act, row: RecommendationAddress, _restored: RecommendationAddress | None
) -> Problems:
    answered = row.answers.exists()
    return {"": _("It has been answered: the answer stays.")} if answered else {}


register_citer(iter_citations)
register_record_kinds(
    RecordKind(
        RECOMMENDATIONS,
        RecommendationSubject.RECOMMENDATION,
        Recommendation,
        parent="group",
        content=EndReason,
        words=_WORDS,
        title=lambda row: _(RecommendationKind(row.kind).label),
        list_undo_problems=_list_undo_problems,
        restore=_restore,
        undoable=frozenset(_WORDS),
    ),
    RecordKind(
        RECOMMENDATIONS,
        RecommendationSubject.ADDRESS,
        RecommendationAddress,
        parent="group",
        content=AddressContent,
        words={
            RecommendationVerb.ADDRESS: gettext_noop("addressed a recommendation"),
            RecommendationVerb.HAND_OVER: gettext_noop("made a link for the answer"),
            RecommendationVerb.FOLLOW: gettext_noop("noted what came of the answer"),
        },
        title=lambda row: row.addressee,
        list_undo_problems=_list_answer_problems,
        outside={"fingerprint"},
        # A link that was handed over is replaced, what was seen is seen.
        undoable=frozenset({RecommendationVerb.ADDRESS}),
    ),
    RecordKind(
        RECOMMENDATIONS,
        RecommendationSubject.CARD,
        SupplierCard,
        parent="group",
        content=CardContent,
        words={
            ADD: gettext_noop("added a supplier’s card"),
            CHANGE: gettext_noop("changed a supplier’s card"),
            REMOVE: gettext_noop("removed a supplier’s card"),
        },
        title=lambda row: row.product,
        forms=[CardForm],
        list_problems=list_card_problems,
    ),
)
"""Each verb on a recommendation adds a version or changes its state: `actions.py` does."""
