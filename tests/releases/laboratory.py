"""Fill an empty database with a small laboratory, for the dump of a release.

Run as `python -m tests.releases.laboratory`, in a process of its own whose VECU_HOME or
VECU_DATABASE_URL names the database. Dumps of earlier releases are never made anew: what is put in
here only holds for releases to come.
"""

import os
import sys
from datetime import UTC, date, datetime

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "vecu.site.settings"
django.setup()

from django.core.management import call_command  # noqa: E402

from tests.releases.group import fill_groups  # noqa: E402
from tests.releases.inquiry import fill_inquiry  # noqa: E402
from tests.releases.system import fill_systems  # noqa: E402
from vecu.accounts.actions import create_member, give_role  # noqa: E402
from vecu.accounts.models import User  # noqa: E402
from vecu.accounts.queries import get_member  # noqa: E402
from vecu.accounts.rules import GRANTABLE_ROLES, Role, Scope  # noqa: E402
from vecu.coding import actions as coding  # noqa: E402
from vecu.coding.queries import list_all_texts  # noqa: E402
from vecu.site.demo import read_people  # noqa: E402
from vecu.surveys import actions, queries  # noqa: E402
from vecu.surveys.actions.storage_traces import rewrite_tables  # noqa: E402
from vecu.surveys.library import get_template  # noqa: E402

STUDY = "testimonies"
TODAY = date(2026, 11, 27)
NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
MEMBER, PASSWORD = "camille", "lemon reading lantern"
PEOPLE, CARDS, CODED = 8, 20, 3


def main() -> int:
    """Create members, two studies, systems with what is noted of them, and groups."""
    call_command("migrate", verbosity=0)
    member = create_member(MEMBER, PASSWORD, name="Camille", may_create_studies=True)
    for role in Role:
        create_member(role.value, PASSWORD)
    stories = fill_stories(member)
    inquiry = fill_inquiry(member, NOW)
    systems = fill_systems(stories, NOW)
    groups = fill_groups(stories, systems[0], NOW)
    give_all_roles(inquiry.scope)
    for each in systems:
        give_all_roles(each.scope)
    for group in groups:
        give_all_roles(group.scope)
    rewrite_tables()  # as the daily purge does: no row shows when it came
    return 0


def give_all_roles(scope: Scope) -> None:
    """Give each role to the account of its name; who began something owns it already."""
    for role in GRANTABLE_ROLES[scope.kind]:
        give_role(get_member(role.value), scope, role, by="release", now=NOW)


def fill_stories(member: User) -> queries.Study:
    """Create a study with answers, cards and an open draft, and the coding of texts."""
    ready = get_template(STUDY)
    about = actions.StudyInfo(
        title=ready.title,
        asked_by={"en": "The team"},
        purpose=ready.purpose,
        contact="team@example.org",
        retained_until=date(2030, 12, 31),
        controller="The University of Val-de-Sève",
        legal_basis="public-task",
        server_operator="third-party",
        server_operator_name="The University of Val-de-Sève",
    )
    study = actions.create_study(
        STUDY, about, workbook=ready.workbook, workbook_name=ready.workbook_name
    )
    give_role(member, study.scope, Role.OWNER, by="release", now=NOW)
    fielding = study.fieldings.get()
    actions.open_fielding(fielding, today=TODAY)
    actions.store_imported_answers(fielding, read_people()[:PEOPLE], TODAY)
    relay = actions.add_relay(study, "The union")
    actions.draw_batch(study, CARDS, lambda *_: b"", relay=relay, random_bytes=os.urandom)
    visit = queries.RespondentContext(slug=STUDY, token="", language="en", today=TODAY)
    actions.start_draft(fielding, visit, relay=relay)
    code_stories(study, member)
    return study


def code_stories(study: queries.Study, member: User) -> None:
    """Let a member code some texts."""
    act = coding.ActionContext(MEMBER, NOW)
    codebook = coding.open_codebook(study, "en")
    coding.ingest_verbatims(codebook)
    code = coding.make_code(codebook, coding.CodeText("Writing"), act)
    coder = coding.get_or_create_coder(codebook, member)
    for text in list_all_texts(codebook)[:CODED]:
        coding.apply_code(coder, text.id, coding.CodeSpan(code.id), act)
        coding.finish(coder, text.id, act)


if __name__ == "__main__":
    sys.exit(main())
