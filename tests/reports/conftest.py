"""The wall of notes, as the only source of evidence."""

from tests.evidence.conftest import wall  # noqa: F401 - pytest finds the fixture here
