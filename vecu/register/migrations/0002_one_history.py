"""The history of systems moves to the records of all rooms."""

from django.db import migrations

from vecu.records.act_migration import copy_acts


def copy_history(apps, schema_editor):
    """Copy each act with its hour, states and what it undoes."""
    events = apps.get_model("register", "SystemEvent").objects.order_by("pk")
    copy_acts(
        apps,
        "register",
        (
            (
                each.pk,
                {
                    "scope_kind": "system",
                    "scope_uuid": each.system_id,
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

    dependencies = [("records", "0001_initial"), ("register", "0001_initial")]

    operations = [
        migrations.RunPython(copy_history, elidable=False),
        migrations.DeleteModel("SystemEvent"),
    ]
