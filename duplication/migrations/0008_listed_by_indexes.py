import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Alerts are saved and decided meanwhile; what takes the place of another index is made before that one goes."""

    atomic = False

    dependencies = [
        ('duplication', '0007_ended_with_others'),
        ('projects', '0014_closed_ones_by_index'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='alert',
            index=models.Index(fields=['-match_weight', 'id'], include=('first', 'second', 'kind', 'raised_at', 'withdrawn_at'), name='alert_listed'),
        ),
        RemoveIndexConcurrently(
            model_name='alert',
            name='alert_queue',
        ),
        AddIndexConcurrently(
            model_name='alert',
            index=models.Index(models.F('id'), condition=models.Q(('contributions__contains', [{'field': 'freshness'}])), name='alert_faded'),
        ),
        AddIndexConcurrently(
            model_name='verdict',
            index=models.Index(fields=['alert', 'id'], include=('created_at', 'outcome', 'reason'), name='verdict_of_alert'),
        ),
        migrations.AlterField(
            model_name='verdict',
            name='alert',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='verdicts', to='duplication.alert'),
        ),
    ]
