"""Compile laid out data to PDF/UA-1: as much of a brief as its pages hold, in our typefaces.

PDF/UA forbids characters that no typeface has, and Typst refuses them: they become □ and the
document says so.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import typst

from vecu.reports.documents.pdf_layout import LACKING, LayoutData, list_texts
from vecu.reports.documents.row_headers import mark_row_headers

MOST_TRIALS = 80
"""Compilations to learn which characters the typefaces lack; a few hundredths of a second each."""
COMMON = frozenset(
    {
        *map(chr, range(0x20, 0x7F)),
        *map(chr, range(0xA0, 0x180)),
        *"\n–—‘’“”„…•€≥≤×−\u200b",
        LACKING,
    }
)
"""Characters that the typefaces are known to have: only others are tried."""
_TEMPLATE = Path(__file__).parent / "document.typ"
_ALONE = b"""#set document(title: "-", date: none)
#set text(font: "Libertinus Serif")
#sys.inputs.text #strong(sys.inputs.text) #emph(sys.inputs.text)
"""


def compile_document(data: LayoutData) -> bytes:
    """Return the PDF of laid out data; a brief holds as many turns as its pages do."""
    whole = replace_lacking(data, _is_in_typefaces)
    selected = select_turns(whole, _count_pages)
    try:
        pdf = _compile(selected)
    except typst.TypstError:  # some characters are lacking only where they join others
        pdf = _compile(_replace_signs(selected, _list_uncommon(selected)))
    return mark_row_headers(pdf) if _has_table(selected) else pdf


def _has_table(data: LayoutData) -> bool:
    return any(item["kind"] == "figure" for part in data["sections"] for item in part["items"])


def select_turns(data: LayoutData, count_pages: Callable[[LayoutData], int]) -> LayoutData:
    """Return the most turns of a brief that its pages hold; a whole document as it is."""
    if not data["most_pages"]:
        return _keep_turns(data, None)
    last = max((item["turn"] for part in data["sections"] for item in part["items"]), default=0)
    low, high = 0, last  # `low` turns are known or assumed to fit, more than `high` are not
    while low < high:
        tried = (low + high + 1) // 2
        if count_pages(_keep_turns(data, tried)) <= data["most_pages"]:
            low = tried
        else:
            high = tried - 1
    return _keep_turns(data, low)


def _keep_turns(data: LayoutData, most: int | None) -> LayoutData:
    """Return data without the items whose turn comes later; each section says how many are left."""
    sections = []
    for part in data["sections"]:
        items = part["items"]
        kept = items if most is None else [each for each in items if 1 <= each["turn"] <= most]
        numbers = {"left": len(items) - len(kept), "all": len(items)}
        left_out = part["left_out"] % numbers if numbers["left"] else ""
        sections.append(part | {"items": kept, "left_out": left_out})
    return data | {"sections": sections}


def replace_lacking(data: LayoutData, is_printable: Callable[[str], bool]) -> LayoutData:
    """Return data in which □ stands for what the typefaces lack, and that says so."""
    replaced: LayoutData = _replace_signs(data, find_lacking(_list_uncommon(data), is_printable))
    rest = {name: text for name, text in replaced.items() if name != "lacking"}
    if any(LACKING in text for text in list_texts(rest)):
        return replaced
    return replaced | {"lacking": ""}


def find_lacking(signs: Sequence[str], is_printable: Callable[[str], bool]) -> set[str]:
    """Return those of `signs` that cannot be printed, by halves; few trials where few are lacking.

    After `MOST_TRIALS`, what is not known to be printable counts as lacking.
    """
    lacking: set[str] = set()
    groups, trials = [signs] if signs else [], 0
    while groups:
        group = groups.pop()
        trials += 1
        if trials > MOST_TRIALS:
            lacking.update(group)
        elif not is_printable("a".join(("", *group, ""))):
            if len(group) == 1:
                lacking.update(group)
            else:
                middle = len(group) // 2
                groups += [group[:middle], group[middle:]]
    return lacking


def _list_uncommon(data: LayoutData) -> list[str]:
    return sorted(set().union(*list_texts(data)) - COMMON)


def _replace_signs(data: Any, signs: Collection[str]) -> Any:
    """Return data with □ for each of these characters, but in addresses to follow."""
    if isinstance(data, str):
        return data.translate(dict.fromkeys(map(ord, signs), LACKING)) if signs else data
    if isinstance(data, Mapping):
        return {
            name: value
            if name == "address" and isinstance(value, str)
            else _replace_signs(value, signs)
            for name, value in data.items()
        }
    return [_replace_signs(each, signs) for each in data] if isinstance(data, list) else data


def _compile(data: LayoutData) -> bytes:
    made = _get_compiler({"data": json.dumps(data)}).compile(pdf_standards=["ua-1"])
    if not isinstance(made, bytes):
        raise TypeError
    return made


def _count_pages(data: LayoutData) -> int:
    found = _get_compiler({"data": json.dumps(data)}).query("<pages>", field="value", one=True)
    return int(json.loads(found))


def _get_compiler(inputs: dict[str, str]) -> typst.Compiler:
    return typst.Compiler(
        str(_TEMPLATE), root=str(_TEMPLATE.parent), ignore_system_fonts=True, sys_inputs=inputs
    )


def _is_in_typefaces(text: str) -> bool:
    try:
        typst.compile(
            _ALONE, ignore_system_fonts=True, sys_inputs={"text": text}, pdf_standards=["ua-1"]
        )
    except typst.TypstError:
        return False
    return True
