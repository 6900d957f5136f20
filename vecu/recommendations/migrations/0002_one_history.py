"""The history of recommendations moves to the records of all rooms."""

from django.db import migrations

from vecu.records.act_migration import copy_acts

CARD_VERBS = {"add card": "add", "change card": "change", "remove card": "remove"}


def copy_history(apps, schema_editor):
    """Copy each act with its states, what was done at once, and what it undoes."""
    events = apps.get_model("recommendations", "RecommendationEvent").objects.order_by("pk")
    copy_acts(apps, "recommendation", list_acts(events.iterator()))


def list_acts(events):
    """Yield acts; one on an answer has the states of its address.

    What was seen of the answer stands in a table of its own, where it never changes.
    """
    addresses = {}
    for each in events:
        before, after = each.before, each.after
        if each.verb == "follow":
            before = after = addresses.get(each.entry)
        elif each.subject == "address":
            addresses[each.entry] = after
        yield (
            each.pk,
            {
                "scope_kind": "group",
                "scope_uuid": each.group_id,
                "day": each.day,
                "by": each.by,
                "verb": CARD_VERBS.get(each.verb, each.verb),
                "kind": each.subject,
                "entry": each.entry,
                "move": each.act,
                "before": before,
                "after": after,
                "undoes": each.undoes_id,
            },
        )


class Migration(migrations.Migration):

    dependencies = [("records", "0001_initial"), ("recommendations", "0001_initial")]

    operations = [
        migrations.RunPython(copy_history, elidable=False),
        migrations.DeleteModel("RecommendationEvent"),
    ]
