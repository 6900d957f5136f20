from django.db import migrations, models

import vecu.accounts.key_ring


class Migration(migrations.Migration):
    dependencies = [("surveys", "0005_who_runs_the_server")]

    operations = [
        # What is there was made with the one key that there was.
        migrations.AddField(
            "study", "key_number", models.PositiveSmallIntegerField(default=1, editable=False)
        ),
        migrations.AlterField(
            "study",
            "key_number",
            models.PositiveSmallIntegerField(
                default=vecu.accounts.key_ring.get_newest_number, editable=False
            ),
        ),
    ]
