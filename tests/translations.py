"""Keep the catalogues whole: every message of the code has a French wording, and .mo follows .po.

`python -m tests.translations` checks; `--write` extracts, sets French spacing, and compiles.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import polib

from vecu.typography import apply_typography

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po"


def extracted() -> polib.POFile:
    """Return the messages that the code and templates hold now, through Django's own extraction."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "locale").mkdir()
        (work / "vecu").symlink_to(ROOT / "vecu")
        command = [
            sys.executable,
            "-m",
            "django",
            "makemessages",
            "-l",
            "fr",
            "--symlinks",
            "-v",
            "0",
        ]
        environment = {
            "PATH": "/usr/bin:/bin:/usr/local/bin",
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
        }
        subprocess.run(command, cwd=work, check=True, env=environment)
        return polib.pofile(str(work / "locale" / "fr" / "LC_MESSAGES" / "django.po"))


def identity(entry: polib.POEntry | polib.MOEntry) -> tuple[str, str | None]:
    return entry.msgid, entry.msgctxt


def spaced(entry: polib.POEntry) -> polib.POEntry:
    entry.msgstr = apply_typography(entry.msgstr, "fr")
    entry.msgstr_plural = {
        n: apply_typography(text, "fr") for n, text in entry.msgstr_plural.items()
    }
    return entry


def write() -> None:
    new, known = extracted(), {}
    if CATALOGUE.exists():
        known = {identity(entry): entry for entry in polib.pofile(str(CATALOGUE))}
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = {
        "Language": "fr",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n > 1);",
    }
    for entry in sorted(new, key=lambda entry: identity(entry)[0].casefold()):
        old = known.get(identity(entry))
        fresh = polib.POEntry(
            msgid=entry.msgid, msgid_plural=entry.msgid_plural, msgctxt=entry.msgctxt
        )
        fresh.flags = [flag for flag in entry.flags if flag.endswith("-format")]
        if old:
            fresh.msgstr, fresh.msgstr_plural = old.msgstr, old.msgstr_plural
        elif entry.msgid_plural:
            fresh.msgstr_plural = {0: "", 1: ""}
        catalogue.append(spaced(fresh))
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    missing = catalogue.untranslated_entries()
    print(f"{len(catalogue)} messages, {len(missing)} without a French wording.")


def faults() -> list[str]:
    catalogue = polib.pofile(str(CATALOGUE))
    compiled = {
        identity(e): (e.msgstr, e.msgstr_plural)
        for e in polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    }
    known = {identity(entry) for entry in catalogue}
    in_code = {identity(entry) for entry in extracted()}
    found = [f"not in the catalogue: {msgid!r}" for msgid, _ in sorted(in_code - known, key=str)]
    found += [f"no longer in the code: {msgid!r}" for msgid, _ in sorted(known - in_code, key=str)]
    for entry in catalogue:
        if not entry.translated():
            found.append(f"no French wording: {entry.msgid!r}")
        elif compiled.get(identity(entry)) != (entry.msgstr, entry.msgstr_plural):
            found.append(f"the compiled catalogue is stale: {entry.msgid!r}")
        if apply_typography(entry.msgstr, "fr") != entry.msgstr:
            found.append(f"French spacing: {entry.msgstr!r}")
    return found


def main() -> int:
    if "--write" in sys.argv:
        write()
        return 0
    found = faults()
    print("\n".join(found) or "Every message has its French wording.")
    if found:
        print(
            "Mend with: ./run fix, then write the missing wordings in", CATALOGUE.relative_to(ROOT)
        )
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
