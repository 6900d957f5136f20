from django.db import migrations


class Migration(migrations.Migration):
    """A name of the model only: its table stays as it is."""

    dependencies = [
        ('coding', '0002_translated_names'),
    ]

    operations = [
        migrations.AlterModelTable(name='event', table='coding_event'),
        migrations.RenameModel(old_name='Event', new_name='CodingEvent'),
    ]
