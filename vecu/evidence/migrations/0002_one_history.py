"""The history of findings moves to the records of all rooms."""

from collections import defaultdict
from uuid import uuid4

from django.db import migrations

from vecu.records.act_migration import copy_acts


def copy_history(apps, schema_editor):
    """Copy each act with its hour; a publication and what it replaces become one move."""
    findings = apps.get_model("evidence", "Finding").objects.exclude(supersedes=None)
    later = dict(findings.values_list("supersedes", "pk"))
    moves = defaultdict(uuid4)

    def find_move(event):
        if event.verb not in {"publish", "supersede"}:
            return uuid4()
        published = later.get(event.finding_id) if event.verb == "supersede" else event.finding_id
        return moves[published, event.at, event.undoes_id is None]

    events = apps.get_model("evidence", "FindingEvent").objects.select_related("finding")
    copy_acts(
        apps,
        "finding",
        (
            (
                each.pk,
                {
                    "scope_kind": each.finding.scope_kind,
                    "scope_uuid": each.finding.scope_uuid,
                    "move": find_move(each),
                    "at": each.at,
                    "by": each.by,
                    "verb": each.verb,
                    "kind": "finding",
                    "entry": each.finding_id,
                    "before": {"state": each.before},
                    "after": {"state": each.after, "references": each.references},
                    "undoes": each.undoes_id,
                },
            )
            for each in events.order_by("pk").iterator()
        ),
    )


class Migration(migrations.Migration):

    dependencies = [("records", "0001_initial"), ("evidence", "0001_initial")]

    operations = [
        migrations.RunPython(copy_history, elidable=False),
        migrations.DeleteModel("FindingEvent"),
    ]
