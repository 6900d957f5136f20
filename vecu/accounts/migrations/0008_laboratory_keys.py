from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_cached_values")]

    operations = [
        migrations.CreateModel(
            "LaboratoryKey",
            [
                ("number", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("fingerprint", models.PositiveIntegerField()),
                ("day", models.DateField()),
            ],
        ),
    ]
