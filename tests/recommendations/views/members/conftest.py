"""The group and the phones of members of groups."""

from tests.groups.views.members.conftest import (  # noqa: F401 fixtures
    group,
    limiter,
    members,
    phone,
    today,
    token,
)
