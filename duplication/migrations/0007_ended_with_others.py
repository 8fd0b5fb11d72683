from typing import Any

import pgtrigger
from django.db import migrations, models

SENTENCE = "A verdict that this one followed from stands no longer."


def told_by_kind(apps: Any, schema_editor: Any) -> None:
    """What was known by a sentence that nobody signed."""
    reopenings = apps.get_model("duplication", "Reopening").objects.filter(kind="reopened", by=None, changes=[])
    with pgtrigger.ignore("duplication.Reopening:reopening_append_only"):
        reopenings.filter(text=SENTENCE).update(kind="rested")


class Migration(migrations.Migration):

    dependencies = [
        ('duplication', '0006_undone_verdicts'),
    ]

    operations = [
        migrations.AlterField(
            model_name='reopening',
            name='kind',
            field=models.CharField(choices=[('reopened', 'Opened again'), ('anew', 'Decided anew.'), ('undone', 'Taken back by who gave it.'), ('rested', 'A verdict that this one followed from stands no longer.')], default='reopened', max_length=8),
        ),
        migrations.RunPython(told_by_kind, migrations.RunPython.noop),
    ]
