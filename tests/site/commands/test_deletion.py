"""`vecu study delete` and `vecu demo --remove` say what goes, ask, and delete."""

import pytest
from click.testing import CliRunner

from tests.groups.factories import MANDATE
from tests.register.factories import CHECKER
from tests.surveys.factories import DAY, NOON, answer, make_member, make_study
from vecu.accounts.actions import give_role
from vecu.accounts.models import AuditEvent, User
from vecu.accounts.rules import Role
from vecu.groups.actions import begin_group
from vecu.groups.models import LearningGroup
from vecu.register.actions import begin_system
from vecu.register.models import System
from vecu.site.commands.demo import demo
from vecu.site.commands.studies import study as study_command
from vecu.surveys.actions import StudyOpen, close_fielding
from vecu.surveys.models import Study

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def study():
    study = make_study()
    answer(study, {"story": [{"task": "Write"}]})
    return study


def run(command, *arguments: str, typed: str = ""):
    return CliRunner().invoke(command, arguments, input=typed, catch_exceptions=False)


def test_a_study_is_deleted_once_its_name_is_typed_again(study):
    close_fielding(study.fieldings.get(), today=DAY)

    refused = run(study_command, "delete", "small", typed="smal\n")

    assert refused.exit_code == 2
    assert "nothing was deleted" in refused.output
    assert Study.objects.exists()

    done = run(study_command, "delete", "small", typed="small\n")

    assert done.exit_code == 0
    assert "  1 answer\n" in done.output
    assert "Study small is deleted." in done.output
    assert not Study.objects.exists()
    assert AuditEvent.objects.get(verb="deleted study").actor == "command"


def test_with_yes_there_is_no_question(study):
    close_fielding(study.fieldings.get(), today=DAY)

    assert run(study_command, "delete", "small", "--yes").exit_code == 0

    assert not Study.objects.exists()


def test_an_open_study_is_not_deleted_without_any_question(study):
    with pytest.raises(StudyOpen, match="“small” is open"):
        run(study_command, "delete", "small")

    assert Study.objects.exists()


def test_the_demonstration_leaves_with_one_command_which_asks_first(study):
    Study.objects.update(fictional=True)
    real = make_study("real")
    make_member("coder", study, Role.CODER)
    owner = make_member("owner", study, Role.OWNER)
    give_role(owner, real.scope, Role.OWNER, by="test", now=NOON)
    for slug, fictional in (("job-offers", True), ("real", False)):
        begin_system(slug, CHECKER, by="owner", now=NOON, fictional=fictional)
    for slug, fictional in (("val-de-seve", True), ("real", False)):
        begin_group(slug, MANDATE, by="owner", now=NOON, fictional=fictional)

    asked = run(demo, "--remove", typed="n\n")

    assert asked.exit_code == 1
    assert Study.objects.count() == 2

    done = run(demo, "--remove", "--yes")

    assert done.output == (
        "To be deleted with all answers and codings: small\n"
        "To be deleted with its log and all that is noted: job-offers\n"
        "To be deleted with its members and all it wrote: val-de-seve\n"
        "Accounts to be deleted: coder\n"
        "Deleted 1 invented study, 1 invented system, 1 invented group and 1 account.\n"
        "The account owner stays: it has a role elsewhere.\n"
    )
    assert [each.slug for each in Study.objects.all()] == ["real"]
    assert [each.slug for each in System.objects.all()] == ["real"]
    assert [each.slug for each in LearningGroup.objects.all()] == ["real"]
    assert [each.username for each in User.objects.all()] == ["owner"]
    assert run(demo, "--remove").output == "There is no demonstration here.\n"
