"""`python -m tests.releases`: dump a small laboratory of this release, on both databases.

Once for each release, when its migrations are final. The dumps stay: every later release is
upgraded from each of them (`test_upgrade`).
"""

import gzip
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from tests.postgres import temporary_postgres
from vecu import __version__

FOLDER = Path(__file__).parent
FILL = [sys.executable, "-m", "tests.releases.laboratory"]


def dump_sqlite() -> bytes:
    """Return the file of a laboratory on SQLite, without its journal."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "VECU_HOME": home}
        environment.pop("VECU_DATABASE_URL", None)
        subprocess.run(FILL, check=True, env=environment)
        with closing(sqlite3.connect(Path(home, "lab.sqlite3"))) as database:
            database.execute("PRAGMA journal_mode=DELETE")
            database.execute("VACUUM")
        return Path(home, "lab.sqlite3").read_bytes()


def dump_postgresql() -> bytes:
    """Return the statements that make a laboratory on PostgreSQL."""
    with temporary_postgres() as url:
        with tempfile.TemporaryDirectory() as home:
            environment = {**os.environ, "VECU_HOME": home, "VECU_DATABASE_URL": url}
            subprocess.run(FILL, check=True, env=environment)
        command = ["pg_dump", "--no-owner", "--no-privileges", f"--dbname={url_for_libpq(url)}"]
        dumped = subprocess.run(command, check=True, capture_output=True).stdout
    # Newer programs write \restrict, which older ones do not know.
    return b"\n".join(
        line
        for line in dumped.split(b"\n")
        if not line.startswith((b"\\restrict", b"\\unrestrict"))
    )


def url_for_libpq(url: str) -> str:
    """Return the address as PostgreSQL's own programs read it."""
    return url.replace("postgres://", "postgresql://", 1)


def main() -> int:
    """Write both files; gzip without a time, so that the same content is the same file."""
    for name, content in (("sqlite", dump_sqlite()), ("postgresql", dump_postgresql())):
        path = FOLDER / f"{__version__}.{name}.gz"
        path.write_bytes(gzip.compress(content, mtime=0))
        sys.stdout.write(f"{path.name}: {path.stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
