"""The index of people's words, which each database keeps in its own way (decision 0020).

No parser of theirs is used, since they cut text differently: `fold` has left nothing but tokens
between spaces. FTS5's `ascii` tokens end at what is ASCII and no letter or digit, so at spaces.
"""

from django.db import migrations

ON_SQLITE = [
    """CREATE VIRTUAL TABLE surveys_words USING fts5(
        text, content='surveys_passage', content_rowid='id', tokenize='ascii', columnsize=0
    )""",
]
SECURE_DELETE = "INSERT INTO surveys_words(surveys_words, rank) VALUES('secure-delete', 1)"
ON_POSTGRESQL = [
    """CREATE INDEX surveys_words ON surveys_passage
        USING gin (array_to_tsvector(string_to_array(text, ' ')))""",
]


def make_index(_apps, editor):
    """Make the index that this database has; SQLite erases from it what is deleted, from 3.42."""
    sqlite = editor.connection.vendor == "sqlite"
    for statement in ON_SQLITE if sqlite else ON_POSTGRESQL:
        editor.execute(statement)
    if sqlite and editor.connection.Database.sqlite_version_info >= (3, 42):
        editor.execute(SECURE_DELETE)


def drop_index(_apps, editor):
    """Drop it with all its words."""
    sqlite = editor.connection.vendor == "sqlite"
    editor.execute(f"DROP {'TABLE' if sqlite else 'INDEX'} surveys_words")


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]
    operations = [migrations.RunPython(make_index, drop_index)]
