
from django.db import migrations, models


class Migration(migrations.Migration):
    """The day of those noted before is not known."""

    dependencies = [
        ('coding', '0003_coding_event'),
    ]

    operations = [
        migrations.AddField(
            model_name='guide',
            name='day',
            field=models.DateField(null=True),
        ),
    ]
