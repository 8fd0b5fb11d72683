"""Places are found by a folded name, as organizations are."""

import django.contrib.postgres.indexes
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from partners.text import fold


def fill(apps, schema_editor):
    Place = apps.get_model("projects", "Place")
    places = list(Place.objects.all())
    for place in places:
        place.name_key = (fold(place.name) or place.name.strip())[:250]
    Place.objects.bulk_update(places, ["name_key"], batch_size=1000)


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0006_names_by_trigrams'),
        ('projects', '0010_kept_forms_and_copies'),
    ]

    operations = [
        migrations.AlterModelOptions(name="place", options={"ordering": ["country__name", "name", "kind"]}),
        pgtrigger.migrations.RemoveTrigger(
            model_name='place',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='place',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='place',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='place',
            name='name_key',
            field=models.CharField(default='', editable=False, max_length=250),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='placeevent',
            name='name_key',
            field=models.CharField(default='', editable=False, max_length=250),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='place',
            index=django.contrib.postgres.indexes.GinIndex(fields=['name_key'], name='place_name_trigrams', opclasses=['gin_trgm_ops']),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='place',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_placeevent" ("country_id", "id", "kind", "latitude", "longitude", "name", "name_key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."country_id", new_values."id", new_values."kind", new_values."latitude", new_values."longitude", new_values."name", new_values."name_key", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='66491aa181be623fc54a94186143efaa551878f9', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_c47bd', referencing='REFERENCING NEW TABLE AS new_values ', table='projects_place', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='place',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_placeevent" ("country_id", "id", "kind", "latitude", "longitude", "name", "name_key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."country_id", new_values."id", new_values."kind", new_values."latitude", new_values."longitude", new_values."name", new_values."name_key", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ae2873c96ebe6e5556e3b7586f44ef2267c93175', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_7b56c', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='projects_place', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='place',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_placeevent" ("country_id", "id", "kind", "latitude", "longitude", "name", "name_key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."country_id", old_values."id", old_values."kind", old_values."latitude", old_values."longitude", old_values."name", old_values."name_key", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='9acc27738055844815716119aa914507aa658fe9', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_30a62', referencing='REFERENCING OLD TABLE AS old_values ', table='projects_place', when='AFTER')),
        ),
    ]
