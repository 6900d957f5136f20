"""The history of groups moves to the records of all rooms."""

from django.db import migrations

from vecu.records.act_migration import copy_acts


def copy_history(apps, schema_editor):
    """Copy each act with its states and what it undoes; of its hour only the day."""
    events = apps.get_model("groups", "GroupEvent").objects.order_by("pk")
    copy_acts(
        apps,
        "group",
        (
            (
                each.pk,
                {
                    "scope_kind": "group",
                    "scope_uuid": each.group_id,
                    "at": each.at,
                    "by": each.by,
                    "verb": each.verb,
                    "kind": each.subject,
                    "entry": each.entry,
                    "before": each.before,
                    "after": each.after,
                    "undoes": each.undoes_id,
                },
            )
            for each in events.iterator()
        ),
    )


class Migration(migrations.Migration):

    dependencies = [("records", "0001_initial"), ("groups", "0001_initial")]

    operations = [
        migrations.RunPython(copy_history, elidable=False),
        migrations.DeleteModel("GroupEvent"),
    ]
