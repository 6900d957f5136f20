"""How much the stored files take, and how much they may."""

import pytest

from tests.surveys.conftest import TODAY
from vecu.coding.models import CodingUpload
from vecu.site.stored_files import FileQuota, measure_stored_files
from vecu.surveys.models import StagedUpload


@pytest.mark.django_db
@pytest.mark.data
def test_the_files_of_all_rooms_count():
    assert measure_stored_files() == 0

    CodingUpload.objects.create(owner=1, name="a.qdpx", content=bytes(300), day=TODAY)
    for name in ("a.png", "b.png"):
        StagedUpload.objects.create(owner=1, name=name, content=bytes(1000), day=TODAY)

    assert measure_stored_files() == 2300


def test_what_is_let_in_counts_at_once_and_is_measured_again_later():
    sizes, now = [500], [100.0]
    quota = FileQuota(1000, measure=lambda: sizes[-1], clock=lambda: now[0])

    assert quota.has_room(300)
    assert not quota.has_room(201)  # 800 by now
    assert quota.has_room(200)
    sizes.append(0)  # some were withdrawn
    assert not quota.has_room(1)
    now[0] += 10
    assert quota.has_room(1000)
