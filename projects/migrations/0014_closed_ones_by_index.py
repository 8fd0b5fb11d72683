from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Projects are saved meanwhile; the index that takes the place of another is made before that one goes."""

    atomic = False

    dependencies = [
        ('partners', '0005_called_off'),
        ('projects', '0013_not_for_all_found_at_once'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='project',
            index=models.Index(condition=models.Q(('visibility', 'all'), _negated=True), fields=['partner', 'id'], include=('visibility',), name='project_closed'),
        ),
        RemoveIndexConcurrently(
            model_name='project',
            name='project_not_for_all',
        ),
    ]
