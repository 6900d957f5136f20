"""Codebooks alone: .qdc files."""

import io

import pytest

from tests.coding.refi.examples import EXAMPLES, PRACTICES, guid, problems, study
from vecu.coding.code_tree import CodebookCycle
from vecu.coding.refi import ProjectNotWritten, RefiCode, RefiSet, read_codebook, write_codebook

GROUP = RefiSet(guid(51), "Give a text", "A practice.", (EXAMPLES,))


def written(codes, sets=(), language="en") -> bytes:
    out = io.BytesIO()
    write_codebook(out, codes, sets, language=language)
    return out.getvalue()


def test_a_codebook_is_valid_by_the_schema_of_the_standard():
    assert problems(written(study().codes, [GROUP]), "Codebook.xsd") == []
    assert problems(written(study().codes), "Codebook.xsd") == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_codebook_comes_back_as_it_was(language):
    found = read_codebook(written(study().codes, [GROUP], language))

    assert found.project.codes == study().codes
    assert found.project.sets == (GROUP,)
    assert (found.left_out, found.remarks) == ((), ())


def test_the_same_codebook_gives_the_same_bytes():
    assert written(study().codes, [GROUP]) == written(study().codes, [GROUP])


def test_it_says_which_program_wrote_it():
    assert read_codebook(written(study().codes)).project.origin.startswith("Vécu ")


def test_without_a_code_there_is_no_codebook():
    """The schema asks for one at least."""
    with pytest.raises(ProjectNotWritten, match="no code yet"):
        written(())


def test_a_circle_is_refused_with_its_names():
    codes = (RefiCode(EXAMPLES, "a", PRACTICES), RefiCode(PRACTICES, "b", EXAMPLES))

    with pytest.raises(CodebookCycle) as caught:
        written(codes)
    assert caught.value.members == ("a", "b", "a")
