"""Make the map of the hearing from its items: `python -m tests.hearing_map --write`.

Without `--write` it says whether docs/explanation/hearing.md is what the items say.
"""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from django.urls import URLPattern, URLResolver, get_resolver

from vecu.reports.hearing.items import read_hearing
from vecu.reports.hearing.map_document import write_hearing_map

MAP = Path(__file__).resolve().parent.parent / "docs" / "explanation" / "hearing.md"
HOW_TO_MEND = "The map is not what the items say. Run `python -m tests.hearing_map --write`."


def list_addresses() -> dict[str, str]:
    """Return the address of each named page in French, what it takes in angle brackets."""
    return dict(iter_addresses(get_resolver()))


def iter_addresses(
    resolver: URLResolver, namespace: str = "", before: str = "/"
) -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            localized = type(entry.pattern).__name__ == "LocalePrefixPattern"
            prefix = "fr/" if localized else str(entry.pattern)
            inner = f"{entry.namespace}:" if entry.namespace else namespace
            yield from iter_addresses(entry, inner, before + prefix)
        elif isinstance(entry, URLPattern) and entry.name:
            yield namespace + entry.name, before + re.sub(r"<\w+:", "<", str(entry.pattern))


def build_map() -> str:
    return write_hearing_map(read_hearing(), list_addresses())


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    if "--write" in sys.argv:
        MAP.write_text(build_map(), encoding="utf-8")
    elif MAP.read_text(encoding="utf-8") != build_map():
        print(HOW_TO_MEND)
        return 1
    print("The map of the hearing is what its items say.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
