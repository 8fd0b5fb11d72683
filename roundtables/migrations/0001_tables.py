import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import projects.models.document
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("roundtables", "0001_initial"),
        ("roundtables", "0002_document_versions_and_text"),
    ]

    dependencies = [
        ('partners', '0001_tables'),
        ('partners', '__first__'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('projects', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='RoundTable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('expert_round_table', 'Expert round table'), ('expert_working_group', 'Expert working group'), ('ministerial_conference', 'Ministerial conference'), ('policy_consultative_group', 'Policy consultative group')], max_length=30)),
                ('number', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('focus', models.CharField(blank=True, max_length=200)),
                ('start', models.DateField()),
                ('end', models.DateField()),
                ('month_only', models.BooleanField(default=False, verbose_name='only the month is known')),
                ('city', models.CharField(max_length=80)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='round_tables', to='partners.country')),
                ('participants', models.ManyToManyField(blank=True, related_name='round_tables', to='partners.partner')),
            ],
            options={
                'ordering': ['-start', 'kind'],
                'constraints': [models.CheckConstraint(condition=models.Q(('end__gte', models.F('start'))), name='round_table_period', violation_error_message='The last day is before the first.'), models.UniqueConstraint(models.F('kind'), models.F('number'), condition=models.Q(('number__isnull', False)), name='round_table_number_once', violation_error_message='Another meeting of this kind has this number.'), models.UniqueConstraint(models.F('kind'), models.F('start'), models.F('city'), name='round_table_once')],
            },
        ),
        migrations.CreateModel(
            name='MeetingDocument',
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
                ('round_table', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='roundtables.roundtable')),
            ],
            options={
                'ordering': ['-uploaded_at', '-pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('infection', ''), ('scanned_at__isnull', False), _connector='OR'), name='roundtables_meetingdocument_scanned_if_infected'), models.UniqueConstraint(models.F('round_table'), models.F('sha256'), name='meeting_document_once')],
            },
        ),
        migrations.CreateModel(
            name='MeetingDocumentText',
            fields=[
                ('text', models.TextField(blank=True, help_text='Empty: there was nothing to read, or it failed.')),
                ('language', models.CharField(blank=True, help_text='Empty: not recognized.', max_length=8)),
                ('failure', models.CharField(blank=True, help_text='Why the text could not be read.', max_length=200)),
                ('read_at', models.DateTimeField(auto_now=True)),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='contents', serialize=False, to='roundtables.meetingdocument')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MeetingDocumentVersion',
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
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='roundtables.meetingdocument')),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-version'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('infection', ''), ('scanned_at__isnull', False), _connector='OR'), name='roundtables_meetingdocumentversion_scanned_if_infected'), models.UniqueConstraint(models.F('document'), models.F('version'), name='meeting_document_version_once')],
            },
        ),
        migrations.CreateModel(
            name='MeetingDocumentVersionEvent',
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
                ('document', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='roundtables.meetingdocument')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='roundtables.meetingdocumentversion')),
                ('uploaded_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Recommendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.TextField()),
                ('pillars', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('I', 'I Regional initiatives'), ('II', 'II Financial flows'), ('III', 'III Precursors'), ('IV', 'IV Prevention and treatment')], max_length=3), blank=True, default=list, size=None)),
                ('addressees', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('governments', 'Recipient governments'), ('donors', 'Donors'), ('unodc', 'UNODC')], max_length=12), blank=True, default=list, size=None)),
                ('endorsed_on', models.DateField(blank=True, null=True)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('addressed_partners', models.ManyToManyField(blank=True, related_name='recommendations', to='partners.partner')),
                ('countries', models.ManyToManyField(blank=True, related_name='recommendations', to='partners.country')),
                ('projects', models.ManyToManyField(blank=True, related_name='recommendations', to='projects.project')),
                ('themes', models.ManyToManyField(blank=True, related_name='recommendations', to='projects.theme')),
                ('round_table', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recommendations', to='roundtables.roundtable')),
            ],
            options={
                'ordering': ['round_table', 'number'],
                'constraints': [models.UniqueConstraint(models.F('round_table'), models.F('number'), name='recommendation_number_once', violation_error_message='This meeting has a recommendation of this number.')],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('progress', models.CharField(choices=[('in_progress', 'In progress'), ('implemented', 'Implemented'), ('superseded', 'Superseded')], max_length=12)),
                ('text', models.TextField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='follow_ups', to='partners.partner')),
                ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follow_ups', to='roundtables.recommendation')),
            ],
            options={
                'ordering': ['created_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FollowUpEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('progress', models.CharField(choices=[('in_progress', 'In progress'), ('implemented', 'Implemented'), ('superseded', 'Superseded')], max_length=12)),
                ('text', models.TextField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('author', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.partner')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='roundtables.followup')),
                ('recommendation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='roundtables.recommendation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RecommendationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.TextField()),
                ('pillars', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('I', 'I Regional initiatives'), ('II', 'II Financial flows'), ('III', 'III Precursors'), ('IV', 'IV Prevention and treatment')], max_length=3), blank=True, default=list, size=None)),
                ('addressees', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('governments', 'Recipient governments'), ('donors', 'Donors'), ('unodc', 'UNODC')], max_length=12), blank=True, default=list, size=None)),
                ('endorsed_on', models.DateField(blank=True, null=True)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='roundtables.recommendation')),
                ('round_table', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='roundtables.roundtable')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MeetingDocumentEvent',
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
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='roundtables.meetingdocument')),
                ('uploaded_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('round_table', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='roundtables.roundtable')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RoundTableEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('expert_round_table', 'Expert round table'), ('expert_working_group', 'Expert working group'), ('ministerial_conference', 'Ministerial conference'), ('policy_consultative_group', 'Policy consultative group')], max_length=30)),
                ('number', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('focus', models.CharField(blank=True, max_length=200)),
                ('start', models.DateField()),
                ('end', models.DateField()),
                ('month_only', models.BooleanField(default=False, verbose_name='only the month is known')),
                ('city', models.CharField(max_length=80)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('country', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.country')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='roundtables.roundtable')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meetingdocumentversion',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "roundtables_meetingdocumentversionevent" ("content_type", "document_id", "file", "id", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "thumbnail", "uploaded_at", "uploaded_by_id", "version") SELECT new_values."content_type", new_values."document_id", new_values."file", new_values."id", new_values."name", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."sha256", new_values."size", new_values."thumbnail", new_values."uploaded_at", new_values."uploaded_by_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='cea5305324bd548c74b7c144df82953c4ea2f67a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_99970', referencing='REFERENCING NEW TABLE AS new_values ', table='roundtables_meetingdocumentversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meetingdocumentversion',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "roundtables_meetingdocumentversionevent" ("content_type", "document_id", "file", "id", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "thumbnail", "uploaded_at", "uploaded_by_id", "version") SELECT new_values."content_type", new_values."document_id", new_values."file", new_values."id", new_values."name", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."sha256", new_values."size", new_values."thumbnail", new_values."uploaded_at", new_values."uploaded_by_id", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."content_type" IS DISTINCT FROM (new_values."content_type") OR old_values."document_id" IS DISTINCT FROM (new_values."document_id") OR old_values."file" IS DISTINCT FROM (new_values."file") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."sha256" IS DISTINCT FROM (new_values."sha256") OR old_values."size" IS DISTINCT FROM (new_values."size") OR old_values."thumbnail" IS DISTINCT FROM (new_values."thumbnail") OR old_values."uploaded_at" IS DISTINCT FROM (new_values."uploaded_at") OR old_values."uploaded_by_id" IS DISTINCT FROM (new_values."uploaded_by_id") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3438a06599d9316b55a37c1628031e81cdbe27f9', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_61944', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='roundtables_meetingdocumentversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meetingdocumentversion',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "roundtables_meetingdocumentversionevent" ("content_type", "document_id", "file", "id", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "thumbnail", "uploaded_at", "uploaded_by_id", "version") SELECT old_values."content_type", old_values."document_id", old_values."file", old_values."id", old_values."name", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."sha256", old_values."size", old_values."thumbnail", old_values."uploaded_at", old_values."uploaded_by_id", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='eed44e232d3afdfee6d8850d8cf67c427cd4c51f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_385fc', referencing='REFERENCING OLD TABLE AS old_values ', table='roundtables_meetingdocumentversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='followup',
            trigger=pgtrigger.compiler.Trigger(name='follow_up_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='40667d083f65e56537f78690238358e5d7956a95', operation='UPDATE', pgid='pgtrigger_follow_up_append_only_84ba7', table='roundtables_followup', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='followup',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "roundtables_followupevent" ("author_id", "created_at", "id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "progress", "recommendation_id", "text") SELECT new_values."author_id", new_values."created_at", new_values."id", new_values."partner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."progress", new_values."recommendation_id", new_values."text" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f90348187f838d29dcbeca75017bcb6ed1b504cb', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_982db', referencing='REFERENCING NEW TABLE AS new_values ', table='roundtables_followup', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='followup',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "roundtables_followupevent" ("author_id", "created_at", "id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "progress", "recommendation_id", "text") SELECT new_values."author_id", new_values."created_at", new_values."id", new_values."partner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."progress", new_values."recommendation_id", new_values."text" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='75e7914d804cbf1a50a0c71e18b43715146abcba', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_46f5d', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='roundtables_followup', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='followup',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "roundtables_followupevent" ("author_id", "created_at", "id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "progress", "recommendation_id", "text") SELECT old_values."author_id", old_values."created_at", old_values."id", old_values."partner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."progress", old_values."recommendation_id", old_values."text" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='24451e9338bbcd4236410d65cbd686d74f405138', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_39679', referencing='REFERENCING OLD TABLE AS old_values ', table='roundtables_followup', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='roundtable',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "roundtables_roundtableevent" ("city", "country_id", "created_at", "end", "focus", "id", "kind", "month_only", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "start") SELECT new_values."city", new_values."country_id", new_values."created_at", new_values."end", new_values."focus", new_values."id", new_values."kind", new_values."month_only", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."source", new_values."start" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5d88a2ea10f4340d5cb4d75afb8ef6ad4ca0c052', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_84a54', referencing='REFERENCING NEW TABLE AS new_values ', table='roundtables_roundtable', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='roundtable',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "roundtables_roundtableevent" ("city", "country_id", "created_at", "end", "focus", "id", "kind", "month_only", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "start") SELECT new_values."city", new_values."country_id", new_values."created_at", new_values."end", new_values."focus", new_values."id", new_values."kind", new_values."month_only", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."source", new_values."start" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='df45473a202fb04ac36448e8e439a35975271a2d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_20342', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='roundtables_roundtable', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='roundtable',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "roundtables_roundtableevent" ("city", "country_id", "created_at", "end", "focus", "id", "kind", "month_only", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "start") SELECT old_values."city", old_values."country_id", old_values."created_at", old_values."end", old_values."focus", old_values."id", old_values."kind", old_values."month_only", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."source", old_values."start" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='627b10f186bc1ead462b45e96a937101e685e11a', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_01655', referencing='REFERENCING OLD TABLE AS old_values ', table='roundtables_roundtable', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recommendation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "roundtables_recommendationevent" ("addressees", "due_on", "endorsed_on", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pillars", "round_table_id", "source", "text") SELECT new_values."addressees", new_values."due_on", new_values."endorsed_on", new_values."id", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."pillars", new_values."round_table_id", new_values."source", new_values."text" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='66ff3ce1ff929c2a578d263f6f0564c615557e2e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_2a079', referencing='REFERENCING NEW TABLE AS new_values ', table='roundtables_recommendation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recommendation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "roundtables_recommendationevent" ("addressees", "due_on", "endorsed_on", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pillars", "round_table_id", "source", "text") SELECT new_values."addressees", new_values."due_on", new_values."endorsed_on", new_values."id", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."pillars", new_values."round_table_id", new_values."source", new_values."text" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5cf51ec9b221fe3ed7e5ac741df367cbba602b15', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_e4605', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='roundtables_recommendation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recommendation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "roundtables_recommendationevent" ("addressees", "due_on", "endorsed_on", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pillars", "round_table_id", "source", "text") SELECT old_values."addressees", old_values."due_on", old_values."endorsed_on", old_values."id", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."pillars", old_values."round_table_id", old_values."source", old_values."text" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='17a7ab49031cdafc6874a9c9125e569812b871d3', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_d8ad0', referencing='REFERENCING OLD TABLE AS old_values ', table='roundtables_recommendation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meetingdocument',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "roundtables_meetingdocumentevent" ("content_type", "file", "id", "kind", "language", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_table_id", "sha256", "size", "thumbnail", "title", "uploaded_at", "uploaded_by_id", "version", "visibility") SELECT new_values."content_type", new_values."file", new_values."id", new_values."kind", new_values."language", new_values."name", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."round_table_id", new_values."sha256", new_values."size", new_values."thumbnail", new_values."title", new_values."uploaded_at", new_values."uploaded_by_id", new_values."version", new_values."visibility" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='bcacbda5d8c4daa5a9a83cc2cffc46a5f26601aa', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_dde9b', referencing='REFERENCING NEW TABLE AS new_values ', table='roundtables_meetingdocument', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meetingdocument',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "roundtables_meetingdocumentevent" ("content_type", "file", "id", "kind", "language", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_table_id", "sha256", "size", "thumbnail", "title", "uploaded_at", "uploaded_by_id", "version", "visibility") SELECT new_values."content_type", new_values."file", new_values."id", new_values."kind", new_values."language", new_values."name", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."round_table_id", new_values."sha256", new_values."size", new_values."thumbnail", new_values."title", new_values."uploaded_at", new_values."uploaded_by_id", new_values."version", new_values."visibility" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."content_type" IS DISTINCT FROM (new_values."content_type") OR old_values."file" IS DISTINCT FROM (new_values."file") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."language" IS DISTINCT FROM (new_values."language") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."round_table_id" IS DISTINCT FROM (new_values."round_table_id") OR old_values."sha256" IS DISTINCT FROM (new_values."sha256") OR old_values."size" IS DISTINCT FROM (new_values."size") OR old_values."thumbnail" IS DISTINCT FROM (new_values."thumbnail") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."uploaded_at" IS DISTINCT FROM (new_values."uploaded_at") OR old_values."uploaded_by_id" IS DISTINCT FROM (new_values."uploaded_by_id") OR old_values."version" IS DISTINCT FROM (new_values."version") OR old_values."visibility" IS DISTINCT FROM (new_values."visibility")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='81c0b47c9f217abfd38fa32f8c1d683b8d5745d8', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f6b80', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='roundtables_meetingdocument', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meetingdocument',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "roundtables_meetingdocumentevent" ("content_type", "file", "id", "kind", "language", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_table_id", "sha256", "size", "thumbnail", "title", "uploaded_at", "uploaded_by_id", "version", "visibility") SELECT old_values."content_type", old_values."file", old_values."id", old_values."kind", old_values."language", old_values."name", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."round_table_id", old_values."sha256", old_values."size", old_values."thumbnail", old_values."title", old_values."uploaded_at", old_values."uploaded_by_id", old_values."version", old_values."visibility" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='264d33132ec2b5bb5a200eef2c814c75b47d3f9f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_f7d8a', referencing='REFERENCING OLD TABLE AS old_values ', table='roundtables_meetingdocument', when='AFTER')),
        ),
    ]
