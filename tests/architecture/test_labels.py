"""A closed vocabulary carries its labels (`vecu.labelled_enum`); no dictionary repeats its words.

A dictionary of some of its words stays one: so do the words of one page, under another name.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import ROOT, list_definitions, list_nodes, list_sources


def list_vocabularies() -> dict[str, set[str]]:
    """Return the words of each enumeration by its name, which is unique."""
    return {
        node.name: {
            target.id
            for each in node.body
            if isinstance(each, ast.Assign)
            for target in each.targets
            if isinstance(target, ast.Name)
        }
        for path in list_sources("vecu")
        for node in list_definitions(path)
        if isinstance(node, ast.ClassDef)
        and any("Enum" in ast.unparse(base) for base in node.bases)
    }


def iter_label_dictionaries(path: Path) -> Iterator[tuple[str, ast.Dict]]:
    """Yield the dictionaries called *_LABELS that a file writes out, with their names."""
    for node in list_nodes(path):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            named = [ast.unparse(each) for each in targets if ast.unparse(each).endswith("LABELS")]
            for each in ast.walk(node.value):
                if named and isinstance(each, ast.Dict):
                    yield named[0], each


def repeats(labels: ast.Dict, vocabularies: dict[str, set[str]]) -> bool:
    """Tell whether the keys are the words of one enumeration, all of them."""
    keys = [ast.unparse(key).partition(".") for key in labels.keys if key is not None]
    owners = {owner for owner, dot, _word in keys if dot}
    return any(vocabularies.get(each) == {word for _o, dot, word in keys if dot} for each in owners)


def test_no_dictionary_of_labels_repeats_a_whole_vocabulary():
    vocabularies = list_vocabularies()
    found = [
        f"{path.relative_to(ROOT)}:{labels.lineno} {name}"
        for path in list_sources("vecu")
        for name, labels in iter_label_dictionaries(path)
        if repeats(labels, vocabularies)
    ]
    assert found == []
