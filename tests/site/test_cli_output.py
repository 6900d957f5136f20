"""Plurals in the output of commands."""

from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from django.utils import timezone

from tests.surveys.factories import answer, make_study
from vecu.accounts.actions import record_audit_event
from vecu.site.cli_output import pluralize
from vecu.site.commands import commands


def run(name: str, *arguments: str) -> str:
    (command,) = (each for each in commands if each.name == name)
    return CliRunner().invoke(command, arguments).output


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0 answers"), (1, "1 answer"), (2, "2 answers"), (1200, "1,200 answers")],
)
def test_only_one_is_counted_in_the_singular(number, said):
    assert pluralize(number, "answer", "answers") == said


@pytest.mark.django_db
def test_studies_and_what_was_purged_are_counted_so():
    study = make_study()
    answer(study, {})

    assert " 1 answer\n" in run("study", "list")

    study.retained_until = date(2020, 1, 1)
    study.save()
    long_ago = timezone.now() - timedelta(days=366)
    record_audit_event("lea", "read answer", study.scope, now=long_ago)
    assert run("purge", "--the-clock-is-right") == (
        "Deleted 1 answer, 0 drafts, 0 uploaded files and 1 event of the audit that had passed "
        "their date.\n"
    )
