"""Signs that workbooks write by their number: _x000D_ for a carriage return. Pure.

ECMA-376 part 1, 22.9.2.19 (ST_Xstring): _xHHHH_ stands for the sign of UTF-16 with that number, and
a text that only looks so has its first underline written so. openpyxl does neither.
"""

import re

_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def escape_xlsx(text: str) -> str:
    """Return a text as a cell has to hold it, so that it is read as it was written."""
    return _LOOKS_ESCAPED.sub("_x005F_", text)


def unescape_xlsx(text: str) -> str:
    """Return the text that a cell holds; halves of signs that stand alone become U+FFFD."""
    if "_x" not in text:
        return text
    signs = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return signs.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
