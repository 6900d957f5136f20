"""Syntax of other languages or of single programs, and what to write instead."""

from __future__ import annotations

import re

from vecu.translation import gettext_noop

INSTEAD = {
    "&&": "and", "||": "or", "==": "=", "=>": ">=", "=<": "<=", "<>": "!=", "!": "not(…)",
    "≥": ">=", "≤": "<=", "≠": "!=", "×": "*", "÷": "div", "%": "mod", "−": "-",
}  # fmt: skip
"""Operators of spreadsheets and programming languages, and ours."""
FOREIGN = re.compile(r"&&|\|\||==|=>|=<|<>|!(?!=)|[≥≤≠×÷%−]")
WRITE_INSTEAD = gettext_noop("write %(right)s instead of %(found)s.")
WRITE_DIV = gettext_noop("“/” leads from a group to its question; write div to divide.")

_PRIVATE = gettext_noop(
    "%(name)s() could tell who answered, and is not worked out here. Take it out."
)
_COLLECT = gettext_noop("only ODK Collect knows %(name)s(). Do without it.")
NO_SEARCH = gettext_noop("search() is not read here. Use select_one_from_file in the column type.")
SINGLE = {
    "property": _PRIVATE, "username": _PRIVATE, "deviceid": _PRIVATE, "phonenumber": _PRIVATE,
    "version": _COLLECT, "depend": _COLLECT, "extract-signed": _COLLECT, "search": NO_SEARCH,
}  # fmt: skip
"""Functions of single programs, each with a message."""
RENAMED = {
    "is-selected": "selected", "enclosed-area": "area",
    "somme": "sum", "si": "if", "non": "not", "arrondi": "round", "nb": "count",
    "nbval": "count-non-empty", "concatener": "concat", "concatenate": "concat",
    "aujourdhui": "today", "maintenant": "now", "alea": "random",
}  # fmt: skip
"""Functions by names of a single program or a spreadsheet, and their standard names."""
NEAR = 0.7
"""Similarity from which a function name is suggested for an unknown one, from 0 to 1."""
