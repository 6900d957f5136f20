"""Print what a laboratory holds that was made by an earlier release, as JSON.

Run as `python -m tests.releases.contents 0.1.0`, in a process of its own, after the upgrade. What a
release put in is read with the models of today: where a table has another name since, or what was
several is one, correct the names and filters here, and leave what is expected as it is.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any
from uuid import UUID

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "vecu.site.settings"
django.setup()

from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import authenticate  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client, override_settings  # noqa: E402

from vecu.accounts.models import User  # noqa: E402
from vecu.accounts.queries import get_member, get_role  # noqa: E402
from vecu.fieldlog.queries import list_begun_months, list_missing  # noqa: E402
from vecu.surveys.queries import get_study  # noqa: E402
from vecu.surveys.queries.data_protection import list_missing_information  # noqa: E402

Rows = tuple[str, Mapping[str, Any]]
"""A model, and which of its rows are meant."""
MEMBER, PASSWORD = "camille", "lemon reading lantern"
STATIC = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

ENTRIES: Mapping[str, str] = {
    "answers": "surveys.Answer",
    "drafts": "surveys.Draft",
    "cards": "surveys.AccessCode",
    "practices": "coding.Practice",
    "finished texts": "coding.Assignment",
    "predictions": "coding.Prediction",
    "quotations": "coding.Quotation",
    "findings": "evidence.Finding",
    "citations": "evidence.Citation",
    "systems": "register.System",
    "stages": "register.SystemStage",
    "versions": "register.SystemVersion",
    "settings": "register.SystemSetting",
    "involvements": "register.Involvement",
    "consultations of the register": "register.Consultation",
    "gaps": "register.SystemGap",
    "uses of pilots": "pilots.PilotUse",
    "releases of pilots": "pilots.PilotRelease",
    "choices of strictness": "pilots.StrictnessChoice",
    "log tokens": "fieldlog.LogToken",
    "diary codes": "fieldlog.DiaryCode",
    "suspensions": "fieldlog.LogSuspension",
    "open months": "fieldlog.OpenMonth",
    "decisions": "fieldlog.LogDecision",
    "truths": "fieldlog.CaseTruth",
    "closed months": "fieldlog.ClosedMonth",
    "agreements to months": "fieldlog.MonthAgreement",
    "dialogues": "dialogue.Dialogue",
    "workshops": "dialogue.Workshop",
    "points": "dialogue.WorkshopPoint",
    "consultations": "dialogue.StaffConsultation",
    "agreements": "dialogue.StaffAgreement",
    "commitments": "dialogue.Commitment",
    "clauses": "dialogue.ReviewClause",
    "agenda items": "dialogue.AgendaItem",
    "groups": "groups.LearningGroup",
    "members": "groups.GroupMember",
    "steps": "groups.GroupStep",
    "hypotheses": "groups.GroupHypothesis",
    "rounds": "groups.PositionRound",
    "positions on hypotheses": "groups.HypothesisPosition",
    "counts of hypotheses": "groups.HypothesisCount",
    "recommendations": "recommendations.Recommendation",
    "versions of recommendations": "recommendations.RecommendationVersion",
    "positions on recommendations": "recommendations.RecommendationPosition",
    "addresses": "recommendations.RecommendationAddress",
    "answers of addressees": "recommendations.AddresseeAnswer",
    "follow-ups": "recommendations.AnswerFollowUp",
    "cards of suppliers": "recommendations.SupplierCard",
    "returns of claims": "recommendations.ClaimReturn",
    "extracts": "datasets.Extract",
    "released": "datasets.Released",
}
"""All rows of a table."""

CHOSEN: Mapping[str, Rows] = {
    "accepted suggestions": ("coding.Suggestion", {"verdict": "accepted"}),
    "refused suggestions": ("coding.Suggestion", {"verdict": "refused"}),
    "published findings": ("evidence.Finding", {"state": "published"}),
    "superseded findings": ("evidence.Finding", {"state": "superseded"}),
    "findings taken back": ("evidence.Finding", {"state": "taken back"}),
    "drafts of findings": ("evidence.Finding", {"state": "draft"}),
    "published systems": ("register.System", {"published__isnull": False}),
    "fired": ("dialogue.AgendaItem", {"clause__isnull": False}),
    "acts of clauses": ("records.Act", {"ledger": "dialogue", "by": "", "side": ""}),
    "acts of representatives": ("records.Act", {"side": "representatives"}),
    "ended agreements": ("dialogue.StaffAgreement", {"ended": "withdrawn"}),
    "published groups": ("groups.LearningGroup", {"published__isnull": False}),
    "ended groups": ("groups.LearningGroup", {"ended__isnull": False}),
    "positions of who left": ("groups.HypothesisPosition", {"member": None}),
    "hypotheses of the first round": ("groups.GroupHypothesis", {"rounds__number": 1}),
    "merged": ("recommendations.Recommendation", {"state": "merged"}),
    "set aside": ("recommendations.Recommendation", {"state": "set aside"}),
    "taken back": ("recommendations.Recommendation", {"state": "taken back"}),
    "undone versions": ("recommendations.RecommendationVersion", {"undone": True}),
    "standing": ("datasets.Released", {"superseded": False, "taken_back_day": None}),
    "releases taken back": ("datasets.Released", {"taken_back_day__isnull": False}),
    "superseded releases": ("datasets.Released", {"superseded": True}),
}
"""Some rows of a table."""

ACTS: Mapping[str, Rows] = {
    "register": ("records.Act", {"ledger": "register"}),
    "dialogue": ("records.Act", {"ledger": "dialogue"}),
    "groups": ("records.Act", {"ledger": "group"}),
    "recommendations": ("records.Act", {"ledger": "recommendation"}),
    "findings": ("records.Act", {"ledger": "finding"}),
}
"""The acts of each history; those with `undoes` undo another."""

WITHOUT_HOUR: Mapping[str, Rows] = {
    "groups": ("records.Act", {"ledger": "group", "at": None}),
    "recommendations": ("records.Act", {"ledger": "recommendation", "at": None}),
}
"""Acts of which the day is stored, and no more: no other history has any."""

MOVES: Mapping[str, tuple[str, Mapping[str, Any], str]] = {
    "recommendations": ("records.Act", {"ledger": "recommendation"}, "move"),
    "findings": ("records.Act", {"ledger": "finding"}, "move"),
}
"""Acts, and the column that is the same in those done at once: a merge is one move."""

PAGES = (
    "findings/tools/",
    "studies/tools/releases/",
    "studies/tools/coding/history/",
    "at-work/job-offers/",
    "at-work/job-offers/dialogue/",
    "at-work/job-offers/log/",
    "systems/job-offers/history/",
    "systems/job-offers/dialogue/",
    "systems/job-offers/dialogue/history/",
    "systems/job-offers/log/months/",
    "systems/letters/history/",
    "recommended/",
    "recommended/groups/val-de-seve/",
    "recommended/groups/val-de-seve/suppliers/",
    "groups/val-de-seve/history/",
    "groups/val-de-seve/recommendations/",
    "groups/val-de-seve/recommendations/history/",
    "groups/second/history/",
    "groups/third/history/",
)
"""What the owner of all of it can read."""


def main() -> int:
    """Print what the release on the command line put in."""
    sys.stdout.write(json.dumps(READERS[sys.argv[1]]()))
    return 0


def read_0_1_0() -> dict[str, Any]:
    """Return what the study of version 0.1.0 holds."""
    member = authenticate(username=MEMBER, password=PASSWORD)
    assert isinstance(member, User)
    study, answers = get_study("testimonies"), apps.get_model("surveys.Answer").objects.all()
    fieldings = apps.get_model("surveys.Fielding").objects.all()
    return {
        "title": study.title["en"],
        "role": get_role(member, study.scope),
        "modes": sorted(f"{each.mode} {each.state}" for each in fieldings),
        "lacks": list_missing_information(study),
        "answers": count_rows("surveys.Answer"),
        "with stories": sum(bool(each.values["story"]) for each in answers),
        "drafts": count_rows("surveys.Draft"),
        "cards": count_rows("surveys.AccessCode"),
        "coded": count_rows("coding.Coding", code__name="Writing"),
        "texts": count_rows("coding.Verbatim", answer=answers.order_by("pk")[0]) > 0,
    }


def read_0_2() -> dict[str, Any]:
    """Return what two studies, two systems and three groups of versions 0.2 hold."""
    chosen = {label: count_rows(model, **rows) for label, (model, rows) in CHOSEN.items()}
    return {
        "entries": {label: count_rows(model) for label, model in ENTRIES.items()} | chosen,
        "acts": {name: count_rows(model, **rows) for name, (model, rows) in ACTS.items()},
        "undos": {
            name: count_rows(model, **rows, undoes__isnull=False)
            for name, (model, rows) in ACTS.items()
        },
        "moves": {
            name: apps.get_model(model).objects.filter(**rows).values(move).distinct().count()
            for name, (model, rows, move) in MOVES.items()
        },
        "without an hour": {
            name: count_rows(model, **rows) for name, (model, rows) in WITHOUT_HOUR.items()
        },
        "histories in order of arrival": list_histories_by_arrival(),
        "standing figures": list_standing_figures("tools"),
        "counts of extracts": [
            sorted(each.counts)
            for each in apps.get_model("datasets.Extract").objects.filter(scope_kind="study")
        ],
        "confirmed by upgrading": count_confirmed(),
        "waiting logs": sum(
            bool(list_missing(each)) and bool(list_begun_months(each))
            for each in apps.get_model("fieldlog.FieldLog").objects.all()
        ),
        "pages that fail": list_failing_pages(),
    }


def count_confirmed() -> dict[str, int]:
    """Return what an upgrade could only have made up: both sides say it by their own accounts."""
    kinds = ("WorkshopPoint", "StaffConsultation", "StaffAgreement")
    tables = [*(f"dialogue.{kind}" for kind in kinds), "register.Consultation", "fieldlog.FieldLog"]
    agreements = apps.get_model("dialogue.StaffAgreement").objects.all()
    return {
        "responses": sum(
            apps.get_model(each).objects.exclude(responses={}).count() for each in tables
        ),
        "signed agreements": sum(each.is_signed for each in agreements),
        "documents of bodies": apps.get_model("accounts.Mandate").objects.exclude(paper="").count(),
        "days of accounts": apps.get_model("accounts.Mandate").objects.exclude(opened=None).count(),
    }


def count_rows(model: str, **rows: Any) -> int:
    """Return how many rows a table has, or how many such rows."""
    counted: int = apps.get_model(model)._default_manager.filter(**rows).count()
    return counted


def list_histories_by_arrival() -> list[str]:
    """Return the histories whose acts lie otherwise than by their random keys, but for a few.

    As they came, those of all groups would tell around which of the others a member left. Where an
    earlier page has room, PostgreSQL puts some rows into it; by chance, half of them would descend.
    """
    place = "ctid" if connection.vendor == "postgresql" else "id"
    lying: dict[str, list[UUID]] = {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ledger, id FROM records_act ORDER BY {place}")  # noqa: S608
        for ledger, key in cursor.fetchall():
            lying.setdefault(ledger, []).append(UUID(str(key)))
    return [
        ledger
        for ledger, keys in lying.items()
        if 4 * sum(one > other for one, other in pairwise(keys)) > len(keys)
    ]


def list_standing_figures(slug: str) -> list[str]:
    """Return which questions of a study everybody reads figures of, by which others."""
    released = apps.get_model("datasets.Released").objects.filter(
        extract__scope_uuid=get_study(slug).id, superseded=False, taken_back_day=None
    )
    figures = released.filter(item__startswith="/").values_list("item", "breakdown")
    return sorted(" by ".join(each.rpartition("/")[2] for each in one if each) for one in figures)


def list_failing_pages() -> list[str]:
    """Return the pages that the owner cannot read."""
    finding = apps.get_model("evidence.Finding").objects.get(state="published")
    client = Client(HTTP_HOST="localhost")
    client.force_login(get_member("owner"))
    pages = [*PAGES, f"studies/tools/findings/{finding.pk}/history/"]
    with override_settings(STORAGES={**settings.STORAGES, **STATIC}):
        return [each for each in pages if client.get(f"/en/{each}").status_code != 200]


READERS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "0.1.0": read_0_1_0,
    "0.2.0a1": read_0_2,
    "0.2.0": read_0_2,
}
"""How each release is read."""

if __name__ == "__main__":
    sys.exit(main())
