"""A study of which the machine has learned, made once for all tests of a module."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import transaction

from tests.coding.factories import Room
from tests.coding.trained_model import let_learn, make_learned_room


@pytest.fixture(scope="module")
def trained_rows(django_db_setup, django_db_blocker) -> Iterator[Room]:
    """Hold a trained room in the database until the module's last test.

    What a test writes is rolled back to it. All tests of such a module find it, so that those which
    make a room of their own stand in another; and none may empty the tables.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        room = make_learned_room()
        let_learn(room)
        yield room
        transaction.set_rollback(True)


@pytest.fixture
def trained_room(trained_rows, db) -> Room:
    """The trained room, with objects of the test's own."""
    return deepcopy(trained_rows)
