import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import projects.models.document
from django.conf import settings
from django.db import migrations, models

from adam.db.at_once import CreateModels


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('duplication', '0001_tables'),
        ('duplication', '0002_lean_blocking_keys'),
        ('duplication', '0003_hints'),
        ('duplication', '0004_slips_and_releases'),
        ('duplication', '0005_hash_of_a_title'),
        ('duplication', '0006_undone_verdicts'),
        ('duplication', '0007_ended_with_others'),
        ('duplication', '0008_listed_by_indexes'),
        ('duplication', '0009_divided_by'),
    ]

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('partners', '0001_register'),
        ('projects', '0001_register'),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name='Calibration',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=80, unique=True)),
                        ('table', models.JSONField(help_text='Priors and thresholds by kind of overlap, log2 weights by field and level.')),
                        ('notes', models.TextField(blank=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('accepted_at', models.DateTimeField(blank=True, help_text='The one accepted last is in use.', null=True)),
                        ('declined_at', models.DateTimeField(blank=True, null=True)),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('is_shipped', models.BooleanField(default=False, editable=False, help_text='It came with a release, and gives way to that of the next.')),
                    ],
                    options={
                        'ordering': [models.OrderBy(models.F('accepted_at'), descending=True, nulls_last=True), '-created_at'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('accepted_at__isnull', True), ('declined_at__isnull', True), _connector='OR'), name='calibration_decided_once')],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "duplication_calibrationevent" ("accepted_at", "created_at", "decided_by_id", "declined_at", "id", "is_shipped", "name", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "table") SELECT new_values."accepted_at", new_values."created_at", new_values."decided_by_id", new_values."declined_at", new_values."id", new_values."is_shipped", new_values."name", new_values."notes", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."table" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='1595ddf70d5db35578fcf0407346f549ca661d25', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_fd3c3', referencing='REFERENCING NEW TABLE AS new_values ', table='duplication_calibration', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "duplication_calibrationevent" ("accepted_at", "created_at", "decided_by_id", "declined_at", "id", "is_shipped", "name", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "table") SELECT new_values."accepted_at", new_values."created_at", new_values."decided_by_id", new_values."declined_at", new_values."id", new_values."is_shipped", new_values."name", new_values."notes", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."table" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5599570f61ea565f24ed0466db0cefdf54da6aea', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_00d3f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='duplication_calibration', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "duplication_calibrationevent" ("accepted_at", "created_at", "decided_by_id", "declined_at", "id", "is_shipped", "name", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "table") SELECT old_values."accepted_at", old_values."created_at", old_values."decided_by_id", old_values."declined_at", old_values."id", old_values."is_shipped", old_values."name", old_values."notes", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."table" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='0b51d470374697b0d469e1e3670b6b82de435e9f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_1cd7a', referencing='REFERENCING OLD TABLE AS old_values ', table='duplication_calibration', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='Alert',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('same_project', 'Same project reported twice'), ('same_work', 'Same work funded twice'), ('complementary', 'Complementary work'), ('timing_clash', 'Timing clash')], max_length=15)),
                        ('match_weight', models.FloatField(help_text='Sum of the contributions, log2.')),
                        ('probability', models.FloatField()),
                        ('contributions', models.JSONField(help_text='A list of field, level, weight and sentence.')),
                        ('raised_at', models.DateTimeField(auto_now_add=True)),
                        ('checked_at', models.DateTimeField(auto_now=True)),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                        ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='projects.project')),
                        ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='projects.project')),
                        ('calibration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='duplication.calibration')),
                    ],
                    options={
                        'ordering': ['-match_weight', 'pk'],
                        'indexes': [models.Index(condition=models.Q(('withdrawn_at__isnull', True)), fields=['raised_at', 'id'], name='alert_by_age'), models.Index(fields=['-match_weight', 'id'], include=('first', 'second', 'kind', 'raised_at', 'withdrawn_at'), name='alert_listed'), models.Index(models.F('id'), condition=models.Q(('contributions__contains', [{'field': 'freshness'}])), name='alert_faded')],
                        'constraints': [models.UniqueConstraint(models.F('first'), models.F('second'), name='alert_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='alert_pair_ordered'), models.CheckConstraint(condition=models.Q(('probability__gte', 0), ('probability__lte', 1)), name='alert_probability')],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "duplication_alertevent" ("calibration_id", "checked_at", "contributions", "first_id", "id", "kind", "match_weight", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "probability", "raised_at", "second_id", "withdrawn_at") SELECT new_values."calibration_id", new_values."checked_at", new_values."contributions", new_values."first_id", new_values."id", new_values."kind", new_values."match_weight", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."probability", new_values."raised_at", new_values."second_id", new_values."withdrawn_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='7908175b619d3d33baade91c8476f5d0d672b310', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_db912', referencing='REFERENCING NEW TABLE AS new_values ', table='duplication_alert', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "duplication_alertevent" ("calibration_id", "checked_at", "contributions", "first_id", "id", "kind", "match_weight", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "probability", "raised_at", "second_id", "withdrawn_at") SELECT new_values."calibration_id", new_values."checked_at", new_values."contributions", new_values."first_id", new_values."id", new_values."kind", new_values."match_weight", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."probability", new_values."raised_at", new_values."second_id", new_values."withdrawn_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='292c0a23fa8284a0e1f97bcd07b7918131d0f4b1', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_80d67', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='duplication_alert', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "duplication_alertevent" ("calibration_id", "checked_at", "contributions", "first_id", "id", "kind", "match_weight", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "probability", "raised_at", "second_id", "withdrawn_at") SELECT old_values."calibration_id", old_values."checked_at", old_values."contributions", old_values."first_id", old_values."id", old_values."kind", old_values."match_weight", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."probability", old_values."raised_at", old_values."second_id", old_values."withdrawn_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='585d48188a5671e017b531dfc5a11c9615a37593', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_8d631', referencing='REFERENCING OLD TABLE AS old_values ', table='duplication_alert', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='Assignment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('assigned_at', models.DateTimeField(auto_now=True)),
                        ('alert', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='assignment', to='duplication.alert')),
                        ('assigned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('coordinator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "duplication_assignmentevent" ("alert_id", "assigned_at", "assigned_by_id", "coordinator_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."alert_id", new_values."assigned_at", new_values."assigned_by_id", new_values."coordinator_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f83ac4c98b1ccac148639861762fe712d8eb7541', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_5fd85', referencing='REFERENCING NEW TABLE AS new_values ', table='duplication_assignment', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "duplication_assignmentevent" ("alert_id", "assigned_at", "assigned_by_id", "coordinator_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."alert_id", new_values."assigned_at", new_values."assigned_by_id", new_values."coordinator_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='6306939a9760910139a8d2d00ba408e1ce25eb56', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_8eddc', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='duplication_assignment', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "duplication_assignmentevent" ("alert_id", "assigned_at", "assigned_by_id", "coordinator_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."alert_id", old_values."assigned_at", old_values."assigned_by_id", old_values."coordinator_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='11b2f4ae25be44740b4f0afdd4e43d75c74f1372', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_961c0', referencing='REFERENCING OLD TABLE AS old_values ', table='duplication_assignment', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='AssignmentEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('assigned_at', models.DateTimeField(auto_now=True)),
                        ('alert', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='duplication.alert')),
                        ('assigned_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('coordinator', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='duplication.assignment')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='AlertEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('kind', models.CharField(choices=[('same_project', 'Same project reported twice'), ('same_work', 'Same work funded twice'), ('complementary', 'Complementary work'), ('timing_clash', 'Timing clash')], max_length=15)),
                        ('match_weight', models.FloatField(help_text='Sum of the contributions, log2.')),
                        ('probability', models.FloatField()),
                        ('contributions', models.JSONField(help_text='A list of field, level, weight and sentence.')),
                        ('raised_at', models.DateTimeField(auto_now_add=True)),
                        ('checked_at', models.DateTimeField(auto_now=True)),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                        ('first', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.project')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='duplication.alert')),
                        ('second', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.project')),
                        ('calibration', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='duplication.calibration')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='CalibrationEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('name', models.CharField(max_length=80)),
                        ('table', models.JSONField(help_text='Priors and thresholds by kind of overlap, log2 weights by field and level.')),
                        ('notes', models.TextField(blank=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('accepted_at', models.DateTimeField(blank=True, help_text='The one accepted last is in use.', null=True)),
                        ('declined_at', models.DateTimeField(blank=True, null=True)),
                        ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='duplication.calibration')),
                        ('is_shipped', models.BooleanField(default=False, editable=False, help_text='It came with a release, and gives way to that of the next.')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Contact',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('words', models.TextField(blank=True)),
                        ('accepted_at', models.DateTimeField(blank=True, null=True)),
                        ('declined_at', models.DateTimeField(blank=True, null=True)),
                        ('reply', models.TextField(blank=True)),
                        ('ended_at', models.DateTimeField(blank=True, help_text='Taken back, closed, or overtaken.', null=True)),
                        ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='duplication.alert')),
                        ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('asked_for', models.ForeignKey(help_text='The partner that asks.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partner')),
                        ('asked_of', models.ForeignKey(help_text='The partner that is asked.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partner')),
                        ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('ended_for', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partner')),
                    ],
                    options={
                        'ordering': ['asked_at', 'pk'],
                        'constraints': [models.UniqueConstraint(models.F('alert'), condition=models.Q(('declined_at__isnull', True), ('ended_at__isnull', True)), name='contact_one_at_a_time'), models.CheckConstraint(condition=models.Q(('asked_for', models.F('asked_of')), _negated=True), name='contact_between_two'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', True), ('answered_by__isnull', True), ('declined_at__isnull', True)), models.Q(('accepted_at__isnull', False), ('answered_by__isnull', False), ('declined_at__isnull', True)), models.Q(('accepted_at__isnull', True), ('answered_by__isnull', False), ('declined_at__isnull', False)), _connector='OR'), name='contact_one_answer'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True), ('ended_for__isnull', True)), models.Q(('declined_at__isnull', True), ('ended_at__isnull', False), ('ended_by__isnull', False), ('ended_for__isnull', False)), models.Q(('declined_at__isnull', True), ('ended_at__isnull', False), ('ended_by__isnull', True), ('ended_for__isnull', True)), _connector='OR'), name='contact_end')],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "duplication_contactevent" ("accepted_at", "alert_id", "answered_by_id", "asked_at", "asked_by_id", "asked_for_id", "asked_of_id", "declined_at", "ended_at", "ended_by_id", "ended_for_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply", "words") SELECT new_values."accepted_at", new_values."alert_id", new_values."answered_by_id", new_values."asked_at", new_values."asked_by_id", new_values."asked_for_id", new_values."asked_of_id", new_values."declined_at", new_values."ended_at", new_values."ended_by_id", new_values."ended_for_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reply", new_values."words" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='fdff3895b44a8a734071ea7d66291aca01d778b7', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_9b7c9', referencing='REFERENCING NEW TABLE AS new_values ', table='duplication_contact', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "duplication_contactevent" ("accepted_at", "alert_id", "answered_by_id", "asked_at", "asked_by_id", "asked_for_id", "asked_of_id", "declined_at", "ended_at", "ended_by_id", "ended_for_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply", "words") SELECT new_values."accepted_at", new_values."alert_id", new_values."answered_by_id", new_values."asked_at", new_values."asked_by_id", new_values."asked_for_id", new_values."asked_of_id", new_values."declined_at", new_values."ended_at", new_values."ended_by_id", new_values."ended_for_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reply", new_values."words" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='af614af21416cce88949753e6cedabe18d31f4ad', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_6dc91', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='duplication_contact', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "duplication_contactevent" ("accepted_at", "alert_id", "answered_by_id", "asked_at", "asked_by_id", "asked_for_id", "asked_of_id", "declined_at", "ended_at", "ended_by_id", "ended_for_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply", "words") SELECT old_values."accepted_at", old_values."alert_id", old_values."answered_by_id", old_values."asked_at", old_values."asked_by_id", old_values."asked_for_id", old_values."asked_of_id", old_values."declined_at", old_values."ended_at", old_values."ended_by_id", old_values."ended_for_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."reply", old_values."words" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='1de80edab6148b9bcf7b93042cf84cc9823fd173', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_17bec', referencing='REFERENCING OLD TABLE AS old_values ', table='duplication_contact', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='ContactEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('words', models.TextField(blank=True)),
                        ('accepted_at', models.DateTimeField(blank=True, null=True)),
                        ('declined_at', models.DateTimeField(blank=True, null=True)),
                        ('reply', models.TextField(blank=True)),
                        ('ended_at', models.DateTimeField(blank=True, help_text='Taken back, closed, or overtaken.', null=True)),
                        ('alert', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='duplication.alert')),
                        ('answered_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('asked_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('asked_for', models.ForeignKey(db_constraint=False, help_text='The partner that asks.', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.partner')),
                        ('asked_of', models.ForeignKey(db_constraint=False, help_text='The partner that is asked.', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.partner')),
                        ('ended_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('ended_for', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.partner')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='duplication.contact')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Message',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('text', models.TextField(verbose_name='message')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='duplication.alert')),
                        ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('partner', models.ForeignKey(blank=True, help_text="Empty: a coordinator's.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partner')),
                    ],
                    options={
                        'ordering': ['created_at', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='message_says_something')],
                        'triggers': [pgtrigger.compiler.Trigger(name='message_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='942893e2b3e4685a05bce59a2845ae1035d2fc5a', operation='UPDATE', pgid='pgtrigger_message_append_only_546d4', table='duplication_message', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Attachment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('file', models.FileField(upload_to=projects.models.document.stored_name)),
                        ('thumbnail', models.FileField(blank=True, upload_to=projects.models.document.thumbnail_name)),
                        ('name', models.CharField(max_length=200, verbose_name='file name')),
                        ('content_type', models.CharField(max_length=100)),
                        ('size', models.PositiveBigIntegerField(help_text='Bytes.')),
                        ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                        ('version', models.PositiveSmallIntegerField(default=1)),
                        ('note', models.CharField(blank=True, max_length=200, verbose_name='what is new')),
                        ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('scanned_at', models.DateTimeField(blank=True, help_text='Empty: not scanned for viruses.', null=True)),
                        ('infection', models.CharField(blank=True, help_text='What the virus scanner found.', max_length=200)),
                        ('title', models.CharField(blank=True, max_length=200)),
                        ('kind', models.CharField(choices=[('A02', 'Objectives, proposal'), ('A05', 'Budget'), ('A07', 'Review, evaluation'), ('A08', 'Results'), ('A09', 'Memorandum, agreement'), ('A11', 'Contract'), ('picture', 'Picture'), ('other', 'Other')], default='other', max_length=10)),
                        ('language', models.CharField(blank=True, max_length=8)),
                        ('visibility', models.CharField(choices=[('project', 'Everybody who sees the page it belongs to'), ('restricted', 'Own partner and coordinators only')], default='project', max_length=10)),
                        ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='duplication.message')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'abstract': False,
                        'constraints': [models.CheckConstraint(condition=models.Q(('infection', ''), ('scanned_at__isnull', False), _connector='OR'), name='duplication_attachment_scanned_if_infected'), models.UniqueConstraint(models.F('message'), models.F('sha256'), name='attachment_once')],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "duplication_attachmentevent" ("content_type", "file", "id", "kind", "language", "message_id", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "thumbnail", "title", "uploaded_at", "uploaded_by_id", "version", "visibility") SELECT new_values."content_type", new_values."file", new_values."id", new_values."kind", new_values."language", new_values."message_id", new_values."name", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."sha256", new_values."size", new_values."thumbnail", new_values."title", new_values."uploaded_at", new_values."uploaded_by_id", new_values."version", new_values."visibility" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='080563123d82550eab87ba7803e26969b2c4e7ff', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_96ac7', referencing='REFERENCING NEW TABLE AS new_values ', table='duplication_attachment', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "duplication_attachmentevent" ("content_type", "file", "id", "kind", "language", "message_id", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "thumbnail", "title", "uploaded_at", "uploaded_by_id", "version", "visibility") SELECT new_values."content_type", new_values."file", new_values."id", new_values."kind", new_values."language", new_values."message_id", new_values."name", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."sha256", new_values."size", new_values."thumbnail", new_values."title", new_values."uploaded_at", new_values."uploaded_by_id", new_values."version", new_values."visibility" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."content_type" IS DISTINCT FROM (new_values."content_type") OR old_values."file" IS DISTINCT FROM (new_values."file") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."language" IS DISTINCT FROM (new_values."language") OR old_values."message_id" IS DISTINCT FROM (new_values."message_id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."sha256" IS DISTINCT FROM (new_values."sha256") OR old_values."size" IS DISTINCT FROM (new_values."size") OR old_values."thumbnail" IS DISTINCT FROM (new_values."thumbnail") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."uploaded_at" IS DISTINCT FROM (new_values."uploaded_at") OR old_values."uploaded_by_id" IS DISTINCT FROM (new_values."uploaded_by_id") OR old_values."version" IS DISTINCT FROM (new_values."version") OR old_values."visibility" IS DISTINCT FROM (new_values."visibility")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ef8cd778d045d54c4a8a019b76b8a716fb5c2177', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_5ade8', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='duplication_attachment', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "duplication_attachmentevent" ("content_type", "file", "id", "kind", "language", "message_id", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "thumbnail", "title", "uploaded_at", "uploaded_by_id", "version", "visibility") SELECT old_values."content_type", old_values."file", old_values."id", old_values."kind", old_values."language", old_values."message_id", old_values."name", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."sha256", old_values."size", old_values."thumbnail", old_values."title", old_values."uploaded_at", old_values."uploaded_by_id", old_values."version", old_values."visibility" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='797df281f72435571d40cc52052e14b897a5e6a2', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_acf61', referencing='REFERENCING OLD TABLE AS old_values ', table='duplication_attachment', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='AttachmentText',
                    fields=[
                        ('text', models.TextField(blank=True, help_text='Empty: there was nothing to read, or it failed.')),
                        ('language', models.CharField(blank=True, help_text='Empty: not recognized.', max_length=8)),
                        ('failure', models.CharField(blank=True, help_text='Why the text could not be read.', max_length=200)),
                        ('read_at', models.DateTimeField(auto_now=True)),
                        ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='contents', serialize=False, to='duplication.attachment')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='AttachmentEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('file', models.FileField(upload_to=projects.models.document.stored_name)),
                        ('thumbnail', models.FileField(blank=True, upload_to=projects.models.document.thumbnail_name)),
                        ('name', models.CharField(max_length=200, verbose_name='file name')),
                        ('content_type', models.CharField(max_length=100)),
                        ('size', models.PositiveBigIntegerField(help_text='Bytes.')),
                        ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                        ('version', models.PositiveSmallIntegerField(default=1)),
                        ('note', models.CharField(blank=True, max_length=200, verbose_name='what is new')),
                        ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('title', models.CharField(blank=True, max_length=200)),
                        ('kind', models.CharField(choices=[('A02', 'Objectives, proposal'), ('A05', 'Budget'), ('A07', 'Review, evaluation'), ('A08', 'Results'), ('A09', 'Memorandum, agreement'), ('A11', 'Contract'), ('picture', 'Picture'), ('other', 'Other')], default='other', max_length=10)),
                        ('language', models.CharField(blank=True, max_length=8)),
                        ('visibility', models.CharField(choices=[('project', 'Everybody who sees the page it belongs to'), ('restricted', 'Own partner and coordinators only')], default='project', max_length=10)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='duplication.attachment')),
                        ('uploaded_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('message', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='duplication.message')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Position',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('stance', models.CharField(choices=[('same', 'It is the same project'), ('overlapping', 'The work overlaps'), ('complementary', 'The work complements each other'), ('not_overlap', 'There is no overlap')], max_length=15)),
                        ('text', models.TextField(blank=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='positions', to='duplication.alert')),
                        ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='partners.partner')),
                    ],
                    options={
                        'ordering': ['created_at', 'pk'],
                        'triggers': [pgtrigger.compiler.Trigger(name='position_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='44a6d08870a72cedae3a37320390176f8256558d', operation='UPDATE', pgid='pgtrigger_position_append_only_a9680', table='duplication_position', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Verdict',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('outcome', models.CharField(choices=[('merged', 'Same project: to be recorded once'), ('joint', 'Joint programme'), ('divided', 'Divided by place, time or agency'), ('sequenced', 'One after the other'), ('accepted', 'Accepted redundancy'), ('not_overlap', 'Not an overlap')], max_length=15)),
                        ('reason', models.CharField(blank=True, choices=[('beneficiary', 'Different beneficiary'), ('place', 'Different place'), ('time', 'Different time'), ('activity', 'Different activity'), ('phases', 'Phases of one programme'), ('coordinated', 'Known and coordinated'), ('data_error', 'Data error'), ('too_general', 'Too general to tell')], max_length=15)),
                        ('text', models.TextField(blank=True, verbose_name='in your words')),
                        ('recommendation', models.TextField(blank=True, help_text='What the two partners are advised to do.')),
                        ('material', models.JSONField(blank=True, default=dict, help_text='By number of the project, what of it was material when this was decided.')),
                        ('relation', models.BigIntegerField(blank=True, help_text='Number of the relation between the two projects that came with it.', null=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('alert', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='verdicts', to='duplication.alert')),
                        ('decided_by', models.ForeignKey(blank=True, help_text='Empty when it follows from other verdicts.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('rests_on', models.ManyToManyField(blank=True, help_text='The verdicts that it follows from.', related_name='implying', to='duplication.verdict')),
                        ('divided_by', models.CharField(blank=True, choices=[('place', 'Place'), ('time', 'Time'), ('agency', 'Agency')], help_text='Of what is divided; empty where it was not asked yet.', max_length=6)),
                    ],
                    options={
                        'ordering': ['created_at', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'not_overlap'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='verdict_dismissal_has_reason', violation_error_message='Say why it is not an overlap.'), models.CheckConstraint(condition=models.Q(('outcome', 'divided'), ('divided_by', ''), _connector='OR'), name='verdict_divided_by')],
                        'indexes': [models.Index(fields=['alert', 'id'], include=('created_at', 'outcome', 'reason'), name='verdict_of_alert')],
                        'triggers': [pgtrigger.compiler.Trigger(name='verdict_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='370c241bdef550e589e14d3806a4f1b0ed1f5346', operation='UPDATE', pgid='pgtrigger_verdict_append_only_336ad', table='duplication_verdict', when='BEFORE')), pgtrigger.compiler.Trigger(name='verdict_one_standing', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF EXISTS (\n                        SELECT 1 FROM duplication_verdict v WHERE v.alert_id = NEW.alert_id\n                        AND NOT EXISTS (SELECT 1 FROM duplication_reopening r WHERE r.verdict_id = v.id)\n                    ) THEN\n                        RAISE EXCEPTION 'The alert has a verdict that was not reopened.'\n                            USING ERRCODE = 'unique_violation', CONSTRAINT = 'verdict_one_standing';\n                    END IF;\n                    RETURN NEW;\n                ", hash='6b8a12771cebca83c23cfec652ce302e13d2c212', operation='INSERT', pgid='pgtrigger_verdict_one_standing_501e2', table='duplication_verdict', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Reopening',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('text', models.TextField(blank=True, verbose_name='why')),
                        ('changes', models.JSONField(blank=True, default=list, help_text='Of each material change: project, field, before and after.')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('by', models.ForeignKey(blank=True, help_text='Empty when a change reopened it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('verdict', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reopening', to='duplication.verdict')),
                        ('kind', models.CharField(choices=[('reopened', 'Opened again'), ('anew', 'Decided anew.'), ('undone', 'Taken back by who gave it.'), ('rested', 'A verdict that this one followed from stands no longer.')], default='reopened', max_length=8)),
                    ],
                    options={
                        'ordering': ['created_at', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('changes', []), _negated=True), _connector='OR'), name='reopening_has_cause', violation_error_message='Say why it is reopened.'), models.CheckConstraint(condition=models.Q(('kind', 'reopened'), ('changes', []), _connector='OR'), name='reopening_by_change_is_no_deed')],
                        'triggers': [pgtrigger.compiler.Trigger(name='reopening_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c75bb89d9fab66c46ce214f1997950883ac0447c', operation='UPDATE', pgid='pgtrigger_reopening_append_only_3e408', table='duplication_reopening', when='BEFORE')), pgtrigger.compiler.Trigger(name='reopening_gone_leaves_one', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\n                    IF EXISTS (\n                        SELECT 1 FROM duplication_verdict gone JOIN duplication_verdict v USING (alert_id)\n                        WHERE gone.id = OLD.verdict_id AND v.id <> gone.id\n                        AND NOT EXISTS (SELECT 1 FROM duplication_reopening r WHERE r.verdict_id IN (gone.id, v.id))\n                    ) THEN\n                        RAISE EXCEPTION 'The alert has another verdict that stands.'\n                            USING ERRCODE = 'unique_violation', CONSTRAINT = 'reopening_gone_leaves_one';\n                    END IF;\n                    RETURN NULL;\n                ", hash='4c007da54badbcbe2933fbb30cc03adf95b34b24', operation='DELETE', pgid='pgtrigger_reopening_gone_leaves_one_58a12', table='duplication_reopening', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='BlockingKey',
                    fields=[
                        ('key', models.BigIntegerField()),
                        ('project', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='projects.project')),
                        ('pk', models.CompositePrimaryKey('key', 'project_id', blank=True, editable=False, primary_key=True, serialize=False)),
                    ],
                    options={
                        'indexes': [models.Index(models.F('project'), name='blocking_key_project')],
                    },
                ),
                migrations.CreateModel(
                    name='Hint',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('given_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='projects.project')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hints', to=settings.AUTH_USER_MODEL)),
                        ('title_hash', models.CharField(help_text='Of the words typed, to tell one from another.', max_length=64)),
                    ],
                    options={
                        'ordering': ['-given_at'],
                        'indexes': [models.Index(fields=['user', 'given_at'], name='hint_of_user')],
                        'constraints': [models.UniqueConstraint(models.F('user'), models.F('title_hash'), models.F('other'), name='hint_once')],
                    },
                ),
            ],
        ),
    ]
