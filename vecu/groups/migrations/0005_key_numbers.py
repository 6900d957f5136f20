from django.db import migrations, models

import vecu.accounts.key_ring


class Migration(migrations.Migration):
    dependencies = [("groups", "0004_step_cards")]

    operations = [
        # What is there was made with the one key that there was.
        migrations.AddField(
            "learninggroup", "key_number", models.PositiveSmallIntegerField(default=1, editable=False)
        ),
        migrations.AlterField(
            "learninggroup",
            "key_number",
            models.PositiveSmallIntegerField(
                default=vecu.accounts.key_ring.get_newest_number, editable=False
            ),
        ),
    ]
