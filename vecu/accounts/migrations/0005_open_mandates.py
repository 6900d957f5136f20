"""Accounts of representatives that are there already have a mandate too; nothing is confirmed."""

from django.db import migrations


def open_mandates(apps, schema_editor):
    """Give each representative a mandate that nothing vouches for, opened on a day not known."""
    mandates = apps.get_model("accounts", "Mandate").objects
    for given in apps.get_model("accounts", "Membership").objects.filter(role="representative"):
        given.mandate = mandates.create(
            scope_kind=given.scope_kind, scope_uuid=given.scope_uuid, opened=None
        )
        given.save(update_fields=["mandate"])


class Migration(migrations.Migration):

    dependencies = [("accounts", "0004_mandates")]

    operations = [migrations.RunPython(open_mandates, elidable=False)]
