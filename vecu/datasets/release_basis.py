"""What a release stands on: an extract behind its lock, what was released from it, the request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from vecu.accounts.rules import Scope, ScopeKind
from vecu.datasets.counted_series import ANSWERS, CountedSeries
from vecu.datasets.models import Extract
from vecu.datasets.release_queries import get_extract, get_releasable, map_standing
from vecu.datasets.releases.planning import CELL_KEYS, FigureRequest
from vecu.errors import VecuError


class FigureRefused(VecuError):
    """A figure cannot be released, or taken back, in this way."""


@dataclass(frozen=True)
class ReleaseBasis:
    """What a plan stands on: the counts of an extract, and all that was released from it."""

    extract: UUID
    counts: Mapping[str, Any]
    released: frozenset[tuple[UUID, bool]]

    @classmethod
    def read(cls, extract: Extract) -> "ReleaseBasis":
        """Return what a plan for an extract stands on now."""
        released = frozenset((each.pk, each.stands) for each in extract.released.all())
        return cls(extract.pk, extract.counts, released)


def lock_extract(scope: Scope, wave: int = 1, series: CountedSeries = ANSWERS) -> Extract | None:
    """Return the extract that releases read now, once nobody else counts or releases in a scope.

    All wait for its first extract, since limits hold for all waves together; whoever was waited for
    may have made the next one.
    """
    of_scope = Extract.objects.filter(scope_kind=scope.kind, scope_uuid=scope.id)
    of_series = of_scope.filter(series=series.name)
    of_series.order_by("number").select_for_update().values_list("pk").first()
    return get_extract(scope, wave, series)


def check_requests(
    extract: Extract, requests: Sequence[FigureRequest], series: CountedSeries
) -> None:
    """Raise `FigureRefused` unless each of these figures can be released from an extract now."""
    if not requests:
        raise FigureRefused(_("Choose at least one figure."))
    counts = get_releasable(extract)
    if len({(each.item, each.breakdown) for each in requests}) < len(requests):
        raise FigureRefused(_("The same figure was chosen twice."))
    if extract.scope.kind is ScopeKind.STUDY and extract.method != CELL_KEYS:
        raise FigureRefused(
            _(
                "This extract was counted by an earlier method: nothing more is released from it."
                " Count the people again once 11 more have answered."
            )
        )
    standing = set(map_standing(extract.scope, extract.wave, series))
    for each in requests:
        if (each.item, each.breakdown) in standing:
            raise FigureRefused(_("One of these figures is already public. Choose again."))
        if not counts.offers(each.item, each.breakdown):
            raise FigureRefused(
                _("One of these figures was not counted in this extract. Choose again.")
            )
