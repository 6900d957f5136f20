"""Chapters of the manual are what their tests say."""

import pytest

from tests.spec.prose import CHAPTERS, REFERENCE, page


@pytest.mark.parametrize(("module", "name"), CHAPTERS.items())
def test_a_chapter_of_the_manual_is_made_of_its_tests(module, name):
    """When it fails: `python -m tests.spec.prose`, and read what it made."""
    assert (REFERENCE / f"{name}.md").read_text(encoding="utf-8") == page(module)
