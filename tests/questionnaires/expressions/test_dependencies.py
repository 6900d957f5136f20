"""Where a written path leads, as far as its steps are names."""

import pytest

from vecu.questionnaires.expressions.dependencies import resolve_path

HERE = ("data", "work", "job")


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("/data/age", ("data", "age")),
        ("../sector", ("data", "work", "sector")),
        ("../../age", ("data", "age")),
        (".", HERE),
        ("./..", ("data", "work")),
        ("/data/age/../work", ("data", "work")),
        ("/data/work/*/../job", ("data", "work", "job")),
        # XPath 1.0, section 2.2: nothing stands above the root, and `..` from an ancestor is not
        # the node that the step began at.
        ("../../../../age", ("age",)),
        ("ancestor::data/..", (*HERE, "ancestor::data", "..")),
    ],
)
def test_a_path_is_followed_from_where_it_stands(path: str, steps: tuple[str, ...]) -> None:
    assert resolve_path(path, HERE) == steps
