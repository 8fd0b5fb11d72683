from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

import projects.models.written


class Migration(migrations.Migration):
    """Projects are saved meanwhile."""

    atomic = False

    dependencies = [
        ('projects', '0014_closed_ones_by_index'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='project',
            index=models.Index(projects.models.written.Written('reference'), name='project_reference_written'),
        ),
        AddIndexConcurrently(
            model_name='projectidentifier',
            index=models.Index(projects.models.written.Written('value'), name='project_identifier_written'),
        ),
    ]
