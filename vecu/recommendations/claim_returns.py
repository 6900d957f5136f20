"""Return the claims of each group to it once a month, to be discussed again where they must.

It is done each month for each group that has claims, whether or not evidence is gone: what is
stored says nothing of that. What is to be discussed again is read each time (`queries`).
"""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from vecu.fieldlog.months import get_month
from vecu.groups.queries import LearningGroup
from vecu.recommendations.models import ClaimReturn, Recommendation, SupplierCard
from vecu.recommendations.rules import LIVE_STATES


@transaction.atomic
def return_claims(now: datetime) -> int:
    """Let claims come back this month to the groups whose month has not begun; return how many.

    So many groups, never so many claims: a count of these in a log would date a withdrawal.
    """
    month = str(get_month(localdate(now)))
    live = Recommendation.objects.filter(state__in=LIVE_STATES)
    groups = set(live.values_list("group", flat=True))
    groups |= set(SupplierCard.objects.values_list("group", flat=True))
    groups -= set(ClaimReturn.objects.filter(month=month).values_list("group", flat=True))
    standing = LearningGroup.objects.select_for_update().filter(pk__in=groups).order_by("pk")
    returns = [ClaimReturn(group=each, month=month) for each in standing]
    ClaimReturn.objects.bulk_create(returns, ignore_conflicts=True)
    return len(returns)
