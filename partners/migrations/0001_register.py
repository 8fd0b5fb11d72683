import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import partners.models.partner
import pgtrigger.compiler
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations, models

from adam.db.at_once import CreateModels


# The first letters of all words, and of those that are not small: "ministry of interior" gives "moi mi".
INITIALS = r"""
CREATE FUNCTION adam_initials(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT pg_catalog.regexp_replace(name, '(\S)\S*\s*', '\1', 'g') || ' ' || pg_catalog.regexp_replace(
        pg_catalog.regexp_replace(name, '(^| )(of|the|for|and|de|du|des|la|le|et|и|по)(?= )', ' ', 'g'),
        '\s*(\S)\S*', '\1', 'g')
$$"""


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('partners', '0001_tables'),
        ('partners', '0002_reminders_of_one_thing'),
        ('partners', '0003_what_a_notification_names'),
        ('partners', '0004_told_once_by_key'),
        ('partners', '0005_called_off'),
        ('partners', '0006_notifications_of_a_page'),
    ]

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.RunSQL(INITIALS, "DROP FUNCTION adam_initials(text)"),
        CreateModels(
            models=[
                migrations.CreateModel(
                    name='Country',
                    fields=[
                        ('iso2', models.CharField(max_length=2, primary_key=True, serialize=False, verbose_name='ISO code')),
                        ('iso3', models.CharField(max_length=3, unique=True, verbose_name='ISO code, three letters')),
                        ('m49', models.CharField(max_length=3, unique=True, verbose_name='United Nations M49 code')),
                        ('name', models.CharField(max_length=100, unique=True)),
                        ('former_names', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None)),
                        ('other_names', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, help_text='Shorter names and those in other languages: it is found by these, and shown by its name.', size=None)),
                        ('region', models.CharField(choices=[('west-central-asia', 'West and Central Asia'), ('south-eastern-europe', 'South-Eastern Europe'), ('eastern-europe', 'Eastern Europe and the Caucasus'), ('gulf', 'Gulf'), ('near-middle-east', 'Near and Middle East'), ('western-central-europe', 'Western and Central Europe'), ('south-asia', 'South Asia'), ('east-asia', 'East and South-East Asia'), ('africa', 'Africa'), ('americas', 'Americas'), ('oceania', 'Oceania')], max_length=30)),
                    ],
                    options={
                        'verbose_name_plural': 'countries',
                        'ordering': ['name'],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_countryevent" ("former_names", "iso2", "iso3", "m49", "name", "other_names", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region") SELECT new_values."former_names", new_values."iso2", new_values."iso3", new_values."m49", new_values."name", new_values."other_names", _pgh_attached_context.value, NOW(), \'insert\', new_values."iso2", new_values."region" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d3426b6ea1ba78c708214e0d973466fdf60db1c0', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_6e5ea', referencing='REFERENCING NEW TABLE AS new_values ', table='partners_country', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_countryevent" ("former_names", "iso2", "iso3", "m49", "name", "other_names", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region") SELECT new_values."former_names", new_values."iso2", new_values."iso3", new_values."m49", new_values."name", new_values."other_names", _pgh_attached_context.value, NOW(), \'update\', new_values."iso2", new_values."region" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."iso2") = (new_values."iso2") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9cbe01618c3ecf20370d8ded20fe36060a326960', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_c9945', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='partners_country', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_countryevent" ("former_names", "iso2", "iso3", "m49", "name", "other_names", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region") SELECT old_values."former_names", old_values."iso2", old_values."iso3", old_values."m49", old_values."name", old_values."other_names", _pgh_attached_context.value, NOW(), \'delete\', old_values."iso2", old_values."region" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='63473a0bffd696d3ec23b9330051a1eef065b400', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_161f9', referencing='REFERENCING OLD TABLE AS old_values ', table='partners_country', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='CountryEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('iso2', models.CharField(max_length=2, serialize=False, verbose_name='ISO code')),
                        ('iso3', models.CharField(max_length=3, verbose_name='ISO code, three letters')),
                        ('m49', models.CharField(max_length=3, verbose_name='United Nations M49 code')),
                        ('name', models.CharField(max_length=100)),
                        ('former_names', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None)),
                        ('other_names', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, help_text='Shorter names and those in other languages: it is found by these, and shown by its name.', size=None)),
                        ('region', models.CharField(choices=[('west-central-asia', 'West and Central Asia'), ('south-eastern-europe', 'South-Eastern Europe'), ('eastern-europe', 'Eastern Europe and the Caucasus'), ('gulf', 'Gulf'), ('near-middle-east', 'Near and Middle East'), ('western-central-europe', 'Western and Central Europe'), ('south-asia', 'South Asia'), ('east-asia', 'East and South-East Asia'), ('africa', 'Africa'), ('americas', 'Americas'), ('oceania', 'Oceania')], max_length=30)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='partners.country')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Organization',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=250)),
                        ('name_key', models.CharField(editable=False, max_length=250, unique=True)),
                        ('acronym', models.CharField(blank=True, max_length=30)),
                        ('kind', models.CharField(choices=[('police', 'Police'), ('drug-control', 'Drug control agency'), ('customs', 'Customs'), ('border-guard', 'Border guard'), ('coast-guard', 'Coast guard or port authority'), ('ministry', 'Ministry'), ('fiu', 'Financial intelligence unit'), ('prosecution', 'Prosecution'), ('judiciary', 'Judiciary'), ('laboratory', 'Forensic laboratory'), ('prison', 'Prison service'), ('health', 'Health service'), ('education', 'Education'), ('civil-society', 'Civil society'), ('regional-centre', 'Regional centre'), ('international', 'International organization'), ('other', 'Other')], default='other', max_length=20)),
                        ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organizations', to='partners.country')),
                    ],
                    options={
                        'ordering': ['name'],
                        'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['name_key'], name='organization_name_parts', opclasses=['gin_trgm_ops']), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.Func(models.F('name_key'), function='adam_initials', output_field=models.TextField()), 'gin_trgm_ops'), name='organization_initials'), models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Lower('acronym'), 'text_pattern_ops'), name='organization_acronym')],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_organizationevent" ("acronym", "country_id", "id", "kind", "name", "name_key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."acronym", new_values."country_id", new_values."id", new_values."kind", new_values."name", new_values."name_key", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e10da8b904062c38a372af856ee23bc6ff29082f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_7a326', referencing='REFERENCING NEW TABLE AS new_values ', table='partners_organization', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_organizationevent" ("acronym", "country_id", "id", "kind", "name", "name_key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."acronym", new_values."country_id", new_values."id", new_values."kind", new_values."name", new_values."name_key", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='69a2e1b6db6a50113849f2d0ba4b53a4e8625a27', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_468e1', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='partners_organization', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_organizationevent" ("acronym", "country_id", "id", "kind", "name", "name_key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."acronym", old_values."country_id", old_values."id", old_values."kind", old_values."name", old_values."name_key", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ccbb988e603feb8ec65e74664fe7931f8882318a', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_d511a', referencing='REFERENCING OLD TABLE AS old_values ', table='partners_organization', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='OrganizationAlias',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=250)),
                        ('name_key', models.CharField(db_index=True, editable=False, max_length=250)),
                        ('kind', models.CharField(choices=[('other', 'Other name'), ('former', 'Former name'), ('merged', 'Name before merging')], default='other', max_length=6)),
                        ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='partners.organization')),
                    ],
                    options={
                        'verbose_name_plural': 'aliases',
                        'ordering': ['name'],
                        'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['name_key'], name='alias_name_trigrams', opclasses=['gin_trgm_ops'])],
                        'constraints': [models.UniqueConstraint(models.F('organization'), models.F('name_key'), name='alias_once')],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_organizationaliasevent" ("id", "kind", "name", "name_key", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."id", new_values."kind", new_values."name", new_values."name_key", new_values."organization_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8f9bb45bc632d3208acb82eb7039fb1f565af2fb', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_6558e', referencing='REFERENCING NEW TABLE AS new_values ', table='partners_organizationalias', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_organizationaliasevent" ("id", "kind", "name", "name_key", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."id", new_values."kind", new_values."name", new_values."name_key", new_values."organization_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='52482a3cc33a122e988fd3da5e683123bda638d7', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_ea19e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='partners_organizationalias', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_organizationaliasevent" ("id", "kind", "name", "name_key", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."id", old_values."kind", old_values."name", old_values."name_key", old_values."organization_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='8911c47dff49fe93eea07af79146be0814d4a6d9', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_7159d', referencing='REFERENCING OLD TABLE AS old_values ', table='partners_organizationalias', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='OrganizationAliasEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('name', models.CharField(max_length=250)),
                        ('name_key', models.CharField(editable=False, max_length=250)),
                        ('kind', models.CharField(choices=[('other', 'Other name'), ('former', 'Former name'), ('merged', 'Name before merging')], default='other', max_length=6)),
                        ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.organization')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='partners.organizationalias')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='OrganizationEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('name', models.CharField(max_length=250)),
                        ('name_key', models.CharField(editable=False, max_length=250)),
                        ('acronym', models.CharField(blank=True, max_length=30)),
                        ('kind', models.CharField(choices=[('police', 'Police'), ('drug-control', 'Drug control agency'), ('customs', 'Customs'), ('border-guard', 'Border guard'), ('coast-guard', 'Coast guard or port authority'), ('ministry', 'Ministry'), ('fiu', 'Financial intelligence unit'), ('prosecution', 'Prosecution'), ('judiciary', 'Judiciary'), ('laboratory', 'Forensic laboratory'), ('prison', 'Prison service'), ('health', 'Health service'), ('education', 'Education'), ('civil-society', 'Civil society'), ('regional-centre', 'Regional centre'), ('international', 'International organization'), ('other', 'Other')], default='other', max_length=20)),
                        ('country', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.country')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='partners.organization')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='OrganizationIdentifier',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('scheme', models.CharField(max_length=30)),
                        ('value', models.CharField(max_length=120)),
                        ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identifiers', to='partners.organization')),
                    ],
                    options={
                        'ordering': ['scheme', 'value'],
                        'constraints': [models.UniqueConstraint(models.F('scheme'), models.F('value'), name='organization_identifier_once')],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_organizationidentifierevent" ("id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme", "value") SELECT new_values."id", new_values."organization_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."scheme", new_values."value" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0bf0511025d3cdfc6e75524bf0bfac182c4f5b09', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b23a3', referencing='REFERENCING NEW TABLE AS new_values ', table='partners_organizationidentifier', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_organizationidentifierevent" ("id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme", "value") SELECT new_values."id", new_values."organization_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."scheme", new_values."value" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='057aa121d7e28794de4485f0d49a6591ef4bda0e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_11c8d', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='partners_organizationidentifier', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_organizationidentifierevent" ("id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme", "value") SELECT old_values."id", old_values."organization_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."scheme", old_values."value" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='52aff1f5d522ab51a73e7fad57e73c710a3e4a6b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_dffc8', referencing='REFERENCING OLD TABLE AS old_values ', table='partners_organizationidentifier', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='OrganizationIdentifierEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('scheme', models.CharField(max_length=30)),
                        ('value', models.CharField(max_length=120)),
                        ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.organization')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='partners.organizationidentifier')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Partner',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('country', 'Country'), ('organization', 'Organization')], max_length=12)),
                        ('code', models.CharField(help_text="ISO code of the country, or the organization's acronym.", max_length=12)),
                        ('name', models.CharField(max_length=150, unique=True)),
                        ('former_name', models.CharField(blank=True, max_length=150)),
                        ('crs_channel_code', models.CharField(blank=True, max_length=5, verbose_name='CRS channel code')),
                        ('pillars', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('I', 'I Regional initiatives'), ('II', 'II Financial flows'), ('III', 'III Precursors'), ('IV', 'IV Prevention and treatment')], max_length=3), blank=True, default=list, size=None)),
                        ('country', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='partner', to='partners.country')),
                    ],
                    options={
                        'ordering': ['name'],
                        'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('code'), name='partner_code_once'), models.CheckConstraint(condition=models.Q(models.Q(('country__isnull', False), ('kind', 'country')), models.Q(('country__isnull', True), ('kind', 'organization')), _connector='OR'), name='partner_country_if_country')],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_partnerevent" ("code", "country_id", "crs_channel_code", "former_name", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pillars") SELECT new_values."code", new_values."country_id", new_values."crs_channel_code", new_values."former_name", new_values."id", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."pillars" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='43dfc0d8c1680ff55795da28a53d68604448e0a2', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_71860', referencing='REFERENCING NEW TABLE AS new_values ', table='partners_partner', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_partnerevent" ("code", "country_id", "crs_channel_code", "former_name", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pillars") SELECT new_values."code", new_values."country_id", new_values."crs_channel_code", new_values."former_name", new_values."id", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."pillars" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='7c7c4fd8660f5d0371a71044c801b8b28590d40b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_17ece', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='partners_partner', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_partnerevent" ("code", "country_id", "crs_channel_code", "former_name", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pillars") SELECT old_values."code", old_values."country_id", old_values."crs_channel_code", old_values."former_name", old_values."id", old_values."kind", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."pillars" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e31adcfff4089dd10cc15e85b76973282a7ffafd', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_e7dd8', referencing='REFERENCING OLD TABLE AS old_values ', table='partners_partner', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                        ('name', models.CharField(max_length=120)),
                        ('role', models.CharField(choices=[('reader', 'Member of a partner'), ('analyst', 'Analyst'), ('coordinator', 'Coordinator'), ('administrator', 'Administrator')], default='reader', max_length=15)),
                        ('is_active', models.BooleanField(default=True, verbose_name='may sign in')),
                        ('joined_at', models.DateTimeField(auto_now_add=True)),
                        ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='partners.partner')),
                    ],
                    options={
                        'ordering': ['name'],
                        'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_once'), models.CheckConstraint(condition=models.Q(models.Q(('role', 'reader'), _negated=True), ('partner__isnull', False), _connector='OR'), name='user_reader_has_partner')],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_userevent" ("email", "id", "is_active", "joined_at", "name", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") SELECT new_values."email", new_values."id", new_values."is_active", new_values."joined_at", new_values."name", new_values."partner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."role" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c760a5248024a487172acd91112dcee68d17bc31', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_4fa34', referencing='REFERENCING NEW TABLE AS new_values ', table='partners_user', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_userevent" ("email", "id", "is_active", "joined_at", "name", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") SELECT new_values."email", new_values."id", new_values."is_active", new_values."joined_at", new_values."name", new_values."partner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."role" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."email" IS DISTINCT FROM (new_values."email") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_active" IS DISTINCT FROM (new_values."is_active") OR old_values."joined_at" IS DISTINCT FROM (new_values."joined_at") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."partner_id" IS DISTINCT FROM (new_values."partner_id") OR old_values."role" IS DISTINCT FROM (new_values."role")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4f389b012c71d210d90088e1ac122687c048cb64', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f552c', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='partners_user', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_userevent" ("email", "id", "is_active", "joined_at", "name", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") SELECT old_values."email", old_values."id", old_values."is_active", old_values."joined_at", old_values."name", old_values."partner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."role" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='8f5acf559fd07841ec51f8bf4f3a449e98548187', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_fb2b2', referencing='REFERENCING OLD TABLE AS old_values ', table='partners_user', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='Invitation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                        ('role', models.CharField(choices=[('focal_point', 'Focal point of a partner'), ('reader', 'Reader of a partner'), ('analyst', 'Analyst'), ('coordinator', 'Coordinator'), ('administrator', 'Administrator')], default='focal_point', max_length=15)),
                        ('is_primary', models.BooleanField(blank=True, help_text='Of a focal point; empty: where there is none yet.', null=True, verbose_name='first contact')),
                        ('started', models.DateField(blank=True, help_text='Of a focal point; empty: from acceptance.', null=True, verbose_name='since')),
                        ('ended', models.DateField(blank=True, help_text='Of a focal point; empty: without end.', null=True, verbose_name='until')),
                        ('predecessor_stays', models.BooleanField(default=False, help_text='Counts when the new one takes that place.', verbose_name='present first contact stays as a deputy')),
                        ('token', models.CharField(default=partners.models.partner.new_token, editable=False, max_length=64, unique=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('expires_at', models.DateTimeField(default=partners.models.partner.invitation_expiry)),
                        ('accepted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                        ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True)),
                        ('invited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='partners.partner')),
                    ],
                    options={
                        'ordering': ['-created_at'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['focal_point', 'reader']), _negated=True), ('partner__isnull', False), _connector='OR'), name='invitation_partner_for_role'), models.CheckConstraint(condition=models.Q(('started__isnull', True), ('ended__isnull', True), ('ended__gt', models.F('started')), _connector='OR'), name='invitation_dates')],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_invitationevent" ("accepted_at", "created_at", "email", "ended", "expires_at", "id", "invited_by_id", "is_primary", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_stays", "role", "started", "withdrawn_at") SELECT new_values."accepted_at", new_values."created_at", new_values."email", new_values."ended", new_values."expires_at", new_values."id", new_values."invited_by_id", new_values."is_primary", new_values."partner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."predecessor_stays", new_values."role", new_values."started", new_values."withdrawn_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a3aa1f02dbbc1d3ae6bc901dfd412ddeb2aa1238', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_21287', referencing='REFERENCING NEW TABLE AS new_values ', table='partners_invitation', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_invitationevent" ("accepted_at", "created_at", "email", "ended", "expires_at", "id", "invited_by_id", "is_primary", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_stays", "role", "started", "withdrawn_at") SELECT new_values."accepted_at", new_values."created_at", new_values."email", new_values."ended", new_values."expires_at", new_values."id", new_values."invited_by_id", new_values."is_primary", new_values."partner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."predecessor_stays", new_values."role", new_values."started", new_values."withdrawn_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."accepted_at" IS DISTINCT FROM (new_values."accepted_at") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."email" IS DISTINCT FROM (new_values."email") OR old_values."ended" IS DISTINCT FROM (new_values."ended") OR old_values."expires_at" IS DISTINCT FROM (new_values."expires_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."invited_by_id" IS DISTINCT FROM (new_values."invited_by_id") OR old_values."is_primary" IS DISTINCT FROM (new_values."is_primary") OR old_values."partner_id" IS DISTINCT FROM (new_values."partner_id") OR old_values."predecessor_stays" IS DISTINCT FROM (new_values."predecessor_stays") OR old_values."role" IS DISTINCT FROM (new_values."role") OR old_values."started" IS DISTINCT FROM (new_values."started") OR old_values."withdrawn_at" IS DISTINCT FROM (new_values."withdrawn_at")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='24778ee528e954720b9b98799717ec9989d81ab6', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_daf67', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='partners_invitation', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_invitationevent" ("accepted_at", "created_at", "email", "ended", "expires_at", "id", "invited_by_id", "is_primary", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_stays", "role", "started", "withdrawn_at") SELECT old_values."accepted_at", old_values."created_at", old_values."email", old_values."ended", old_values."expires_at", old_values."id", old_values."invited_by_id", old_values."is_primary", old_values."partner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."predecessor_stays", old_values."role", old_values."started", old_values."withdrawn_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ec20f3f4b79f46ed6f77c80cf2ee6bdc22f41213', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_45e62', referencing='REFERENCING OLD TABLE AS old_values ', table='partners_invitation', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='HandOver',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField(verbose_name='from')),
                        ('note', models.TextField(blank=True, verbose_name='words for the one who takes over')),
                        ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('moved_at', models.DateTimeField(blank=True, help_text='When what waited unread was moved.', null=True)),
                        ('seen_at', models.DateTimeField(blank=True, help_text='When the new person put the letter aside.', null=True)),
                        ('incoming', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='taken_over', to=settings.AUTH_USER_MODEL)),
                        ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('outgoing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handed_over', to=settings.AUTH_USER_MODEL)),
                        ('invitation', models.OneToOneField(blank=True, help_text='By which the person comes, who has no account yet.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='hand_over', to='partners.invitation')),
                        ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hand_overs', to='partners.partner')),
                    ],
                    options={
                        'ordering': ['-made_at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('incoming__isnull', False), ('invitation__isnull', False), _connector='OR'), name='hand_over_to_somebody')],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_handoverevent" ("day", "id", "incoming_id", "invitation_id", "made_at", "made_by_id", "moved_at", "note", "outgoing_id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seen_at") SELECT new_values."day", new_values."id", new_values."incoming_id", new_values."invitation_id", new_values."made_at", new_values."made_by_id", new_values."moved_at", new_values."note", new_values."outgoing_id", new_values."partner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."seen_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='05dc62cf53f12fbcb0ae57f520527222981fdb2c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_97892', referencing='REFERENCING NEW TABLE AS new_values ', table='partners_handover', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_handoverevent" ("day", "id", "incoming_id", "invitation_id", "made_at", "made_by_id", "moved_at", "note", "outgoing_id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seen_at") SELECT new_values."day", new_values."id", new_values."incoming_id", new_values."invitation_id", new_values."made_at", new_values."made_by_id", new_values."moved_at", new_values."note", new_values."outgoing_id", new_values."partner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."seen_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='dbe7aa8f3326629d7e1fa54941d0a0f2a96c807f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_1d284', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='partners_handover', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_handoverevent" ("day", "id", "incoming_id", "invitation_id", "made_at", "made_by_id", "moved_at", "note", "outgoing_id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seen_at") SELECT old_values."day", old_values."id", old_values."incoming_id", old_values."invitation_id", old_values."made_at", old_values."made_by_id", old_values."moved_at", old_values."note", old_values."outgoing_id", old_values."partner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."seen_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='93f84438974cc4676d54b141e2476e2f641c20de', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_a3f24', referencing='REFERENCING OLD TABLE AS old_values ', table='partners_handover', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='FocalPoint',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('is_primary', models.BooleanField(default=True, help_text='Otherwise a deputy.', verbose_name='first contact')),
                        ('started', models.DateField(default=django.utils.timezone.localdate, verbose_name='since')),
                        ('ended', models.DateField(blank=True, help_text='The first day on which it no longer holds.', null=True, verbose_name='until')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='designations', to=settings.AUTH_USER_MODEL)),
                        ('invitation', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='designation', to='partners.invitation')),
                        ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='focal_points', to='partners.partner')),
                    ],
                    options={
                        'ordering': ['partner__name', '-is_primary', 'started'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('ended__isnull', True), ('ended__gte', models.F('started')), _connector='OR'), name='focal_point_dates'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('partner', '='), ('user', '='), (models.Func(models.F('started'), models.F('ended'), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='focal_point_once', violation_error_message='The person is designated for this partner in that time already.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('is_primary', True)), expressions=[('partner', '='), (models.Func(models.F('started'), models.F('ended'), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='focal_point_primary_once', violation_error_message='Another person is first contact of this partner in that time.')],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_focalpointevent" ("ended", "id", "invitation_id", "is_primary", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "started", "user_id") SELECT new_values."ended", new_values."id", new_values."invitation_id", new_values."is_primary", new_values."partner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."started", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a60bb2a64ac28b44f422ceb141450d33dc547405', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_db29f', referencing='REFERENCING NEW TABLE AS new_values ', table='partners_focalpoint', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_focalpointevent" ("ended", "id", "invitation_id", "is_primary", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "started", "user_id") SELECT new_values."ended", new_values."id", new_values."invitation_id", new_values."is_primary", new_values."partner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."started", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='974dad3d0248bfc08b36c2cea4b216b7e55aae9a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_a7810', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='partners_focalpoint', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_focalpointevent" ("ended", "id", "invitation_id", "is_primary", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "started", "user_id") SELECT old_values."ended", old_values."id", old_values."invitation_id", old_values."is_primary", old_values."partner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."started", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e05652be7f9d43202376577ded03edfb0fe52656', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_4710d', referencing='REFERENCING OLD TABLE AS old_values ', table='partners_focalpoint', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='NotTheSame',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('said_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('said_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='partners.organization')),
                        ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='partners.organization')),
                    ],
                    options={
                        'verbose_name_plural': 'not the same',
                        'constraints': [models.UniqueConstraint(models.F('first'), models.F('second'), name='not_the_same_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='not_the_same_ordered')],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_notthesameevent" ("first_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_at", "said_by_id", "second_id") SELECT new_values."first_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."said_at", new_values."said_by_id", new_values."second_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c1a325231222566b96a256e599d438b6b96c9951', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_8b52d', referencing='REFERENCING NEW TABLE AS new_values ', table='partners_notthesame', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_notthesameevent" ("first_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_at", "said_by_id", "second_id") SELECT new_values."first_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."said_at", new_values."said_by_id", new_values."second_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='25199849ca095384f8b14aa6a4a56e8fad98f605', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_be622', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='partners_notthesame', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_notthesameevent" ("first_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_at", "said_by_id", "second_id") SELECT old_values."first_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."said_at", old_values."said_by_id", old_values."second_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='a375754121dcf955921e50374bdb3157f10d17fd', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_e866c', referencing='REFERENCING OLD TABLE AS old_values ', table='partners_notthesame', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='NotTheSameEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('said_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='partners.notthesame')),
                        ('said_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('first', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.organization')),
                        ('second', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.organization')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Merge',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('vanished_id', models.BigIntegerField()),
                        ('vanished_name', models.CharField(max_length=250)),
                        ('record', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, help_text='Its row, what moved, fell away, was added, filled.')),
                        ('merged_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('undone_at', models.DateTimeField(blank=True, null=True)),
                        ('merged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='partners.organization')),
                    ],
                    options={
                        'ordering': ['-merged_at', '-pk'],
                        'constraints': [models.UniqueConstraint(models.F('vanished_id'), condition=models.Q(('undone_at__isnull', True)), name='merge_once')],
                    },
                ),
                migrations.CreateModel(
                    name='InvitationEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                        ('role', models.CharField(choices=[('focal_point', 'Focal point of a partner'), ('reader', 'Reader of a partner'), ('analyst', 'Analyst'), ('coordinator', 'Coordinator'), ('administrator', 'Administrator')], default='focal_point', max_length=15)),
                        ('is_primary', models.BooleanField(blank=True, help_text='Of a focal point; empty: where there is none yet.', null=True, verbose_name='first contact')),
                        ('started', models.DateField(blank=True, help_text='Of a focal point; empty: from acceptance.', null=True, verbose_name='since')),
                        ('ended', models.DateField(blank=True, help_text='Of a focal point; empty: without end.', null=True, verbose_name='until')),
                        ('predecessor_stays', models.BooleanField(default=False, help_text='Counts when the new one takes that place.', verbose_name='present first contact stays as a deputy')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('expires_at', models.DateTimeField(default=partners.models.partner.invitation_expiry)),
                        ('accepted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                        ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True)),
                        ('invited_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='partners.invitation')),
                        ('partner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.partner')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='HandOverEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('day', models.DateField(verbose_name='from')),
                        ('note', models.TextField(blank=True, verbose_name='words for the one who takes over')),
                        ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('moved_at', models.DateTimeField(blank=True, help_text='When what waited unread was moved.', null=True)),
                        ('seen_at', models.DateTimeField(blank=True, help_text='When the new person put the letter aside.', null=True)),
                        ('incoming', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('made_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('outgoing', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='partners.handover')),
                        ('invitation', models.ForeignKey(blank=True, db_constraint=False, help_text='By which the person comes, who has no account yet.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.invitation')),
                        ('partner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.partner')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='FocalPointEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('is_primary', models.BooleanField(default=True, help_text='Otherwise a deputy.', verbose_name='first contact')),
                        ('started', models.DateField(default=django.utils.timezone.localdate, verbose_name='since')),
                        ('ended', models.DateField(blank=True, help_text='The first day on which it no longer holds.', null=True, verbose_name='until')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='partners.focalpoint')),
                        ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('invitation', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.invitation')),
                        ('partner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.partner')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='PartnerEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('kind', models.CharField(choices=[('country', 'Country'), ('organization', 'Organization')], max_length=12)),
                        ('code', models.CharField(help_text="ISO code of the country, or the organization's acronym.", max_length=12)),
                        ('name', models.CharField(max_length=150)),
                        ('former_name', models.CharField(blank=True, max_length=150)),
                        ('crs_channel_code', models.CharField(blank=True, max_length=5, verbose_name='CRS channel code')),
                        ('pillars', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('I', 'I Regional initiatives'), ('II', 'II Financial flows'), ('III', 'III Precursors'), ('IV', 'IV Prevention and treatment')], max_length=3), blank=True, default=list, size=None)),
                        ('country', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.country')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='partners.partner')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Preference',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=30)),
                        ('rhythm', models.CharField(choices=[('at_once', 'At once'), ('daily', 'Daily'), ('weekly', 'Weekly'), ('never', 'Never by mail')], max_length=10)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='preferences', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['user', 'kind'],
                        'constraints': [models.UniqueConstraint(models.F('user'), models.F('kind'), name='preference_once'), models.CheckConstraint(condition=models.Q(('rhythm__in', ['at_once', 'daily', 'weekly', 'never'])), name='preference_rhythm')],
                    },
                ),
                migrations.CreateModel(
                    name='UserEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                        ('name', models.CharField(max_length=120)),
                        ('role', models.CharField(choices=[('reader', 'Member of a partner'), ('analyst', 'Analyst'), ('coordinator', 'Coordinator'), ('administrator', 'Administrator')], default='reader', max_length=15)),
                        ('is_active', models.BooleanField(default=True, verbose_name='may sign in')),
                        ('joined_at', models.DateTimeField(auto_now_add=True)),
                        ('partner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.partner')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Notification',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=30)),
                        ('key', models.CharField(help_text='What it is about; a person is told once of each.', max_length=100)),
                        ('subject', models.CharField(max_length=250)),
                        ('text', models.TextField(blank=True)),
                        ('url', models.CharField(help_text='Path on this site.', max_length=250)),
                        ('reason', models.CharField(blank=True, help_text='Why this person is told, where the kind does not say it all.', max_length=250)),
                        ('mail_url', models.CharField(blank=True, help_text='Path for the mail alone: a link that works without a password.', max_length=250)),
                        ('lists', models.JSONField(blank=True, default=list, help_text='For the mail: headings, each with rows of text, path and remark.')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('read_at', models.DateTimeField(blank=True, null=True)),
                        ('batch', models.UUIDField(blank=True, help_text='Those of one import go out in one mail.', null=True)),
                        ('due_at', models.DateTimeField(blank=True, default=django.utils.timezone.now, help_text='When to mail it; empty while its batch is still growing, and without a batch: not at all.', null=True)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('mailed_at', models.DateTimeField(blank=True, null=True)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to=settings.AUTH_USER_MODEL)),
                        ('about', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, help_text='What its words give away, such as project:12: they are for those alone who may read all of it.', size=None)),
                        ('called_off_at', models.DateTimeField(blank=True, help_text='Overtaken before it was mailed: it stays on the site alone.', null=True)),
                    ],
                    options={
                        'ordering': ['-created_at', '-pk'],
                        'indexes': [models.Index(models.F('due_at'), condition=models.Q(('mailed_at__isnull', True)), name='notification_outbox'), models.Index(fields=['user', '-created_at'], name='notification_of_user'), models.Index(models.F('batch'), condition=models.Q(('due_at__isnull', True)), name='notification_batch'), models.Index(models.F('url'), models.F('key'), name='notification_of_page')],
                        'constraints': [models.UniqueConstraint(models.F('key'), models.F('user'), name='notification_once')],
                    },
                ),
            ],
        ),
    ]
