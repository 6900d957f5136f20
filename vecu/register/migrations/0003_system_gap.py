
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='systemevent',
            name='subject',
            field=models.CharField(choices=[('system', 'system'), ('contact', 'contact'), ('stage', 'stage'), ('version', 'version'), ('setting', 'setting'), ('involvement', 'involvement'), ('consultation', 'consultation'), ('gap', 'gap')], max_length=12),
        ),
        migrations.CreateModel(
            name='SystemGap',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('day', models.DateField()),
                ('rule', models.JSONField(default=dict)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('situation', models.JSONField(default=dict)),
                ('practice', models.JSONField(default=dict)),
                ('reason', models.CharField(blank=True, max_length=24)),
                ('group', models.CharField(max_length=200)),
                ('references', models.JSONField(default=list)),
                ('system', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='register.system')),
            ],
            options={
                'ordering': ['day', 'id'],
                'abstract': False,
            },
        ),
    ]
