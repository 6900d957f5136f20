from django.db import migrations, models


class Migration(migrations.Migration):
    """Mark systems that are invented."""

    dependencies = [("register", "0003_system_gap")]

    operations = [
        migrations.AddField(
            model_name="system",
            name="fictional",
            field=models.BooleanField(default=False),
        ),
    ]
