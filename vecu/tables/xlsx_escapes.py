"""Escapes of characters in workbooks: _x000D_ for a carriage return. Pure.

ECMA-376 part 1, 22.9.2.19 (ST_Xstring): _xHHHH_ is the UTF-16 code unit with that number, and in a
text that only looks so the first underscore is escaped. openpyxl does neither.
"""

import re

_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def escape_xlsx(text: str) -> str:
    """Return a text escaped for a cell, so that it is read back unchanged."""
    return _LOOKS_ESCAPED.sub("_x005F_", text)


def unescape_xlsx(text: str) -> str:
    """Return the text of a cell; lone surrogates become U+FFFD."""
    if "_x" not in text:
        return text
    signs = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return signs.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
