"""Members and facilitators act on one round in the same moment, each returning how it ended.

Run as `python -m tests.groups.concurrency` in a process of its own whose VECU_HOME
holds a database with nothing in its tables: on SQLite, pytest's own is in memory, where connections
share one cache and cannot queue as they do in use.
"""

import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

from django.db import connections

Act = Callable[[], object]


def at_once(acts: Sequence[Act]) -> Counter[str]:
    """Do all at the same moment and count how they end."""
    start = Barrier(len(acts))

    def one(act: Act) -> str:
        from vecu.errors import VecuError  # noqa: PLC0415 needs Django to be set up

        start.wait()
        try:
            act()
        except VecuError as refusal:
            return type(refusal).__name__
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(one, acts))


def race_positions_with_the_close(group: Any, members: Sequence[Any]) -> None:
    """Each position is before the close, and counted, or after it, and its author reads that."""
    from tests.groups import factories as made  # noqa: PLC0415 needs Django
    from vecu.groups.round_actions import close_round  # noqa: PLC0415

    sealed = made.open_on(group)
    for member in members[:5]:
        made.take(member, sealed, made.AGREE)
    acts: list[Act] = [lambda: close_round(sealed, **made.ACT)]
    acts += [partial(made.take, each, sealed, made.UNSURE) for each in members[5:]]
    ends = at_once(acts)

    people = sealed.counts.get().shown["people"]
    assert people == sealed.positions.count() == 5 + ends["done"] - 1
    assert ends["done"] + ends["RoundClosed"] == len(acts)
    assert sum(sealed.counts.get().shown["counts"].values()) == people


def race_leaving_with_the_close(group: Any, members: Sequence[Any]) -> None:
    """Who leaves before the close is not counted; who leaves after it stays counted, unnamed."""
    from tests.groups import factories as made  # noqa: PLC0415 needs Django
    from vecu.groups.member_actions import leave_group  # noqa: PLC0415
    from vecu.groups.round_actions import close_round  # noqa: PLC0415

    sealed = made.open_on(group)
    for member in members:
        made.take(member, sealed, made.AGREE)
    leaving = members[10:]
    acts: list[Act] = [lambda: close_round(sealed, **made.ACT)]
    acts += [partial(leave_group, each, erase_words=False, by="", now=made.NOW) for each in leaving]
    assert at_once(acts) == {"done": len(acts)}

    assert sealed.counts.get().shown["people"] == sealed.positions.exclude(college="").count()
    assert not sealed.positions.filter(member__in=[each.pk for each in leaving]).exists()
    assert group.members.count() == len(members) - len(leaving)


def race_closes(group: Any) -> None:
    """Of eight closes one counts; then of eight who open the second round one does."""
    from tests.groups import factories as made  # noqa: PLC0415 needs Django
    from vecu.groups.round_actions import (  # noqa: PLC0415
        close_round,
        count_due_rounds,
    )

    sealed = made.open_on(group)
    ends = at_once([lambda: close_round(sealed, **made.ACT)] * 8)
    assert ends == {"done": 1, "RecordRefused": 7}
    assert sealed.counts.count() == 1
    assert at_once([lambda: made.open_on(group)] * 8) == {"done": 1, "RecordRefused": 7}
    assert at_once([lambda: count_due_rounds(made.LATER)] * 4) == {"done": 4}
    assert group.rounds.get(number=2).counts.count() == 1


def race_all(group: Any, members: Sequence[Any]) -> None:
    """Run each race on the same group, which is as it was before the next one."""
    race_positions_with_the_close(group, members)
    group.rounds.all().delete()
    race_leaving_with_the_close(group, members)
    group.rounds.all().delete()
    race_closes(group)


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "vecu.site.settings"
    import django  # noqa: PLC0415

    django.setup()
    from tests.groups.factories import make_full_group  # noqa: PLC0415

    race_all(*make_full_group())
    sys.stdout.write("as it should be")


if __name__ == "__main__":
    main()
