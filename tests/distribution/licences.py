"""`python -m tests.distribution.licences`: write the page of licences from what is installed."""

from tests.distribution.requirements import ROOT, iter_packages

PAGE = ROOT / "docs" / "reference" / "licences.md"
_INTRODUCTION = """\
# Licences of the dependencies

What each package of `requirements.txt` says of itself, as installed.
`python -m tests.distribution.licences` writes this page; a test compares it. Vécu itself is under
[EUPL-1.2](../../LICENSE). What is copied into `vendor/` has its licence beside it: a typeface
(OFL-1.1), htmx (0BSD), axe (MPL-2.0, for tests only), names of languages (Unicode-3.0), schemas of
REFI-QDA (MIT).

| Package | Version | Licence |
| --- | --- | --- |
"""
_ELSEWHERE = "not installed on Linux: see the package"
_SILENT = "not said in its metadata: see its file LICENSE"


def build_page() -> str:
    """Return the page for what is installed here.

    A package that is pinned twice, for different Pythons, is installed in one of its versions.
    """
    versions: dict[str, list[str]] = {}
    licences = {}
    for each in iter_packages():
        versions.setdefault(each.name, []).append(each.version)
        licences[each.name] = each.licence or (_SILENT if each.installed else _ELSEWHERE)
    rows = (
        f"| {name} | {' or '.join(pinned)} | {licences[name]} |\n"
        for name, pinned in versions.items()
    )
    return _INTRODUCTION + "".join(rows)


if __name__ == "__main__":
    PAGE.write_text(build_page(), "utf-8")
