"""The history of dialogues moves to the records of all rooms."""

from django.db import migrations

from vecu.records.act_migration import copy_acts


def copy_history(apps, schema_editor):
    """Copy each act with its hour, side, states and what it undoes; of clauses nobody did it."""
    events = apps.get_model("dialogue", "DialogueEvent").objects.order_by("pk")
    copy_acts(
        apps,
        "dialogue",
        (
            (
                each.pk,
                {
                    "scope_kind": each.dialogue.scope_kind,
                    "scope_uuid": each.dialogue.scope_uuid,
                    "at": each.at,
                    "by": each.by,
                    "side": each.side,
                    "verb": each.verb,
                    "kind": each.subject,
                    "entry": each.entry,
                    "before": each.before,
                    "after": each.after,
                    "undoes": each.undoes_id,
                },
            )
            for each in events.select_related("dialogue").iterator()
        ),
    )


class Migration(migrations.Migration):

    dependencies = [("dialogue", "0002_no_content_types"), ("records", "0001_initial")]

    operations = [
        migrations.RunPython(copy_history, elidable=False),
        migrations.DeleteModel("DialogueEvent"),
    ]
