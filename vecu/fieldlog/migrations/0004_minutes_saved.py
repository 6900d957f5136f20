"""Minutes saved, as people feel them, beside what was measured of cases without the tool."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("fieldlog", "0003_diary"),
    ]

    operations = [
        migrations.AddField("logdecision", "told_saved_minutes", models.FloatField(null=True)),
        migrations.AddField("fieldlog", "baseline_minutes", models.FloatField(null=True)),
        migrations.AddField("fieldlog", "baseline_source", models.JSONField(default=dict)),
    ]
