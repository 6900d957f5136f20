"""On SQLite, marks of filled forms lie in the order of their fingerprints, not as they came.

A table of SQLite has numbers of rows, in the order of arrival, as that of the answers has: laid side
by side the two would tell which mark came with which answer. PostgreSQL has `actions.traces`.
"""

from django.db import migrations

COLUMNS = """
    "instance" varchar(64) NOT NULL PRIMARY KEY,
    "xml" varchar(64) NOT NULL,
    "fielding_id" char(32) NOT NULL
        REFERENCES "surveys_fielding" ("id") DEFERRABLE INITIALLY DEFERRED
"""


def lay_out(editor, options):
    """Write the table anew with these options; Django's own name for its index is kept."""
    find = "SELECT sql FROM sqlite_master WHERE tbl_name = 'surveys_submission' AND type = 'index'"
    with editor.connection.cursor() as cursor:
        indexes = [sql for (sql,) in cursor.execute(find) if sql]
    for statement in (
        f"CREATE TABLE surveys_marks ({COLUMNS}) {options}",
        "INSERT INTO surveys_marks SELECT instance, xml, fielding_id FROM surveys_submission "
        "ORDER BY instance",
        "DROP TABLE surveys_submission",
        "ALTER TABLE surveys_marks RENAME TO surveys_submission",
        *indexes,
    ):
        editor.execute(statement)


def by_fingerprint(_apps, editor):
    """Leave out the numbers of rows."""
    if editor.connection.vendor == "sqlite":
        lay_out(editor, "WITHOUT ROWID")


def as_usual(_apps, editor):
    """Give the rows numbers again, in the order of fingerprints."""
    if editor.connection.vendor == "sqlite":
        lay_out(editor, "")


class Migration(migrations.Migration):
    dependencies = [("surveys", "0003_desk")]
    operations = [migrations.RunPython(by_fingerprint, as_usual)]
