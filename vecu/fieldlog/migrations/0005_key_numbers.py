from django.db import migrations, models

import vecu.accounts.key_ring


class Migration(migrations.Migration):
    dependencies = [("fieldlog", "0004_kept_by_hand")]

    operations = [
        # What is there was made with the one key that there was.
        migrations.AddField(
            "fieldlog", "key_number", models.PositiveSmallIntegerField(default=1, editable=False)
        ),
        migrations.AlterField(
            "fieldlog",
            "key_number",
            models.PositiveSmallIntegerField(
                default=vecu.accounts.key_ring.get_newest_number, editable=False
            ),
        ),
    ]
