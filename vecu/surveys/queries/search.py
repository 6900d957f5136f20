"""Full-text search by the database's own index."""

from typing import Any

from django.db.models import BooleanField, Expression, F, QuerySet

from vecu.surveys.models import Answer, SearchEntry
from vecu.surveys.results.search import Search, to_fts5, to_patterns, to_tsquery


class _SearchMatch(Expression):
    """Whether a search entry matches; both databases match the same entries.

    The expressions before MATCH and @@ must equal those of the indexes in the migration.
    """

    output_field = BooleanField()

    def __init__(self, search: Search) -> None:
        super().__init__()
        self.search = search
        self.id: Any = F("id")
        self.text: Any = F("text")

    def get_source_expressions(self) -> list[Any]:
        return [self.id, self.text]

    def set_source_expressions(self, exprs: Any) -> None:
        self.id, self.text = exprs

    def as_sqlite(self, compiler: Any, _connection: Any) -> tuple[str, list[str]]:
        rowid, _none = compiler.compile(self.id)
        found = "SELECT rowid FROM surveys_words WHERE surveys_words MATCH %s"
        return f"{rowid} IN ({found})", [to_fts5(self.search)]

    def as_postgresql(self, compiler: Any, _connection: Any) -> tuple[str, list[str]]:
        text, _none = compiler.compile(self.text)
        says = [f"array_to_tsvector(string_to_array({text}, ' ')) @@ %s::tsquery"]
        with_phrases = to_patterns(self.search.wanted)
        without = to_patterns(self.search.unwanted)
        says += [f"' ' || {text} || ' ' LIKE %s"] * len(with_phrases)
        says += [f"' ' || {text} || ' ' NOT LIKE %s"] * len(without)
        return f"({' AND '.join(says)})", [to_tsquery(self.search), *with_phrases, *without]


def find_matching_answers(answers: QuerySet[Answer], search: Search) -> QuerySet[Answer]:
    """Return the `answers` with at least one matching text."""
    return answers.filter(pk__in=SearchEntry.objects.filter(_SearchMatch(search)).values("answer"))
