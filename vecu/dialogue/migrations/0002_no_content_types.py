"""What Django noted of the tables of deliberation goes with them."""

from django.db import migrations


def forget_content_types(apps, schema_editor):
    """Delete the content types of that room; its permissions go along, and nobody has any."""
    apps.get_model("contenttypes", "ContentType").objects.filter(app_label="deliberation").delete()


class Migration(migrations.Migration):

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("dialogue", "0001_initial"),
        ("groups", "0001_initial"),
        ("recommendations", "0001_initial"),
    ]

    operations = [migrations.RunPython(forget_content_types, elidable=False)]
