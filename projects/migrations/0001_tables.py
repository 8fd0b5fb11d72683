import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.db.models.fields.json
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import projects.models.document
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("projects", "0002_initial"),
        ("projects", "0003_saved_search"),
        ("projects", "0004_document_versions_and_text"),
        ("projects", "0005_letters"),
        ("projects", "0006_seen_look_alikes"),
        ("projects", "0007_search_words"),
        ("projects", "0009_reminders"),
        ("projects", "0010_kept_forms_and_copies"),
        ("projects", "0011_places_by_name"),
        ("projects", "0013_watches"),
        ("projects", "0014_confirmations_by_time"),
        ("projects", "0015_relations"),
        ("projects", "0016_other_names"),
        ("projects", "0018_deleted_drafts"),
        ("projects", "0019_watched_pages"),
        ("projects", "0020_project_merges"),
    ]

    dependencies = [
        ('partners', '0001_tables'),
        ('partners', '__first__'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='ActivityType',
            fields=[
                ('code', models.CharField(max_length=3, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('unit', models.CharField(help_text='What its quantity counts.', max_length=120)),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Letter',
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
                ('designation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='letters', to='partners.focalpoint')),
                ('invitation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='letters', to='partners.invitation')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='partners.partner')),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-uploaded_at', '-pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('infection', ''), ('scanned_at__isnull', False), _connector='OR'), name='projects_letter_scanned_if_infected'), models.UniqueConstraint(models.F('designation'), models.F('sha256'), name='letter_once'), models.CheckConstraint(condition=models.Q(('designation__isnull', True), ('invitation__isnull', True), _connector='OR'), name='letter_about_one')],
            },
        ),
        migrations.CreateModel(
            name='KnownWord',
            fields=[
                ('word', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('projects', models.PositiveIntegerField(help_text='How many projects have it.')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['word'], name='known_word_parts', opclasses=['gin_trgm_ops'])],
            },
        ),
        migrations.CreateModel(
            name='LetterText',
            fields=[
                ('text', models.TextField(blank=True, help_text='Empty: there was nothing to read, or it failed.')),
                ('language', models.CharField(blank=True, help_text='Empty: not recognized.', max_length=8)),
                ('failure', models.CharField(blank=True, help_text='Why the text could not be read.', max_length=200)),
                ('read_at', models.DateTimeField(auto_now=True)),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='contents', serialize=False, to='projects.letter')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LetterEvent',
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
                ('designation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.focalpoint')),
                ('invitation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.invitation')),
                ('partner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.partner')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.letter')),
                ('uploaded_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('name_key', models.CharField(editable=False, max_length=250)),
                ('other_names', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), blank=True, default=list, help_text='Other spellings, languages and former names: it is found by these, and shown by its name.', size=None)),
                ('other_keys', models.TextField(default='', editable=False)),
                ('kind', models.CharField(choices=[('area', 'Province or region'), ('crossing', 'Border crossing point'), ('port', 'Seaport or dry port'), ('airport', 'Airport'), ('city', 'Town or city'), ('other', 'Other point')], default='other', max_length=10)),
                ('latitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True)),
                ('longitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True)),
                ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='partners.country')),
            ],
            options={
                'ordering': ['country__name', 'name', 'kind'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['name_key'], name='place_name_trigrams', opclasses=['gin_trgm_ops'])],
                'constraints': [models.UniqueConstraint(models.F('country'), models.F('name'), models.F('kind'), name='place_once'), models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__isnull', False), ('latitude__range', (-90, 90)), ('longitude__isnull', False), ('longitude__range', (-180, 180))), _connector='OR'), name='place_coordinates')],
            },
        ),
        migrations.CreateModel(
            name='PlaceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=120)),
                ('name_key', models.CharField(editable=False, max_length=250)),
                ('other_names', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), blank=True, default=list, help_text='Other spellings, languages and former names: it is found by these, and shown by its name.', size=None)),
                ('other_keys', models.TextField(default='', editable=False)),
                ('kind', models.CharField(choices=[('area', 'Province or region'), ('crossing', 'Border crossing point'), ('port', 'Seaport or dry port'), ('airport', 'Airport'), ('city', 'Town or city'), ('other', 'Other point')], default='other', max_length=10)),
                ('latitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True)),
                ('longitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True)),
                ('country', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.country')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.place')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProjectChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('project_id', models.BigIntegerField()),
                ('transaction', models.BigIntegerField()),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'indexes': [models.Index(fields=['transaction', 'project_id'], name='project_change_by')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('week', models.DateField(blank=True, help_text='Monday of the weekly mail.', null=True)),
                ('listed', models.JSONField(default=dict, help_text='Projects asked about, each with the time of its last change.')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('used_at', models.DateTimeField(blank=True, help_text='When the link of the mail was used.', null=True)),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(blank=True, help_text='About whose projects a coordinator asked.', null=True, on_delete=django.db.models.deletion.CASCADE, to='partners.partner')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-created_at'],
                'indexes': [models.Index(fields=['partner', '-created_at'], name='reminder_of_partner')],
                'constraints': [models.UniqueConstraint(models.F('user'), models.F('week'), name='reminder_once_a_week'), models.CheckConstraint(condition=models.Q(('week__isnull', True), ('partner__isnull', True), _connector='XOR'), name='reminder_weekly_or_requested')],
            },
        ),
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('query', models.CharField(blank=True, help_text='The query string of the register.', max_length=4000)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_searches', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'saved searches',
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(models.F('owner'), models.F('name'), name='saved_search_name_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='saved_search_has_name')],
            },
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('code', models.CharField(max_length=6, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('pillars', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('I', 'I Regional initiatives'), ('II', 'II Financial flows'), ('III', 'III Precursors'), ('IV', 'IV Prevention and treatment')], max_length=3), blank=True, default=list, size=None)),
                ('crs_code', models.CharField(max_length=5, verbose_name='CRS code')),
                ('crs_alternatives', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=5), blank=True, default=list, size=None)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='projects.theme')),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='ThemeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('code', models.CharField(max_length=6, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('pillars', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('I', 'I Regional initiatives'), ('II', 'II Financial flows'), ('III', 'III Precursors'), ('IV', 'IV Prevention and treatment')], max_length=3), blank=True, default=list, size=None)),
                ('crs_code', models.CharField(max_length=5, verbose_name='CRS code')),
                ('crs_alternatives', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=5), blank=True, default=list, size=None)),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.theme')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.theme')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Document',
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
            ],
            options={
                'ordering': ['-uploaded_at', '-pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DocumentText',
            fields=[
                ('text', models.TextField(blank=True, help_text='Empty: there was nothing to read, or it failed.')),
                ('language', models.CharField(blank=True, help_text='Empty: not recognized.', max_length=8)),
                ('failure', models.CharField(blank=True, help_text='Why the text could not be read.', max_length=200)),
                ('read_at', models.DateTimeField(auto_now=True)),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='contents', serialize=False, to='projects.document')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DocumentVersion',
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
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='projects.document')),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-version'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('infection', ''), ('scanned_at__isnull', False), _connector='OR'), name='projects_documentversion_scanned_if_infected'), models.UniqueConstraint(models.F('document'), models.F('version'), name='document_version_once')],
            },
        ),
        migrations.CreateModel(
            name='DocumentVersionEvent',
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
                ('document', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.document')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.documentversion')),
                ('uploaded_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DocumentWords',
            fields=[
                ('document', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='words', serialize=False, to='projects.document')),
                ('words', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['words'], name='document_words')],
            },
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=16, validators=[django.core.validators.MinValueValidator(Decimal('0'))])),
                ('currency', models.CharField(default='USD', max_length=3, validators=[django.core.validators.RegexValidator('^[A-Z]{3}$', 'Write the currency as three capital letters, such as EUR.')])),
                ('committed_on', models.DateField(default=django.utils.timezone.localdate, help_text='Its month decides the rate.', verbose_name='date')),
                ('usd', models.DecimalField(blank=True, decimal_places=2, editable=False, help_text='Empty when there is no rate for the month.', max_digits=16, null=True, verbose_name='US dollars')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='partners.partner')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('1', 'Funding'), ('2', 'Accountable'), ('3', 'Extending'), ('4', 'Implementing'), ('b', 'Beneficiary')], max_length=1)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='partners.organization')),
            ],
            options={
                'ordering': ['role', 'organization__name'],
            },
        ),
        migrations.CreateModel(
            name='Project',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(blank=True, max_length=120, verbose_name='reference number')),
                ('title', models.CharField(max_length=500)),
                ('objective', models.TextField(blank=True, help_text='What it is to achieve, and for whom.')),
                ('language', models.CharField(default='en', max_length=8, verbose_name='language of the text')),
                ('status', models.CharField(choices=[('1', 'Planned'), ('2', 'Running'), ('3', 'Finalising'), ('4', 'Completed'), ('5', 'Cancelled'), ('6', 'Suspended')], default='1', max_length=1)),
                ('start', models.DateField(blank=True, null=True)),
                ('end', models.DateField(blank=True, null=True)),
                ('oda', models.CharField(choices=[('oda', 'Official development assistance'), ('not-oda', 'Not official development assistance'), ('mixed', 'Partly'), ('unknown', 'Not stated')], default='unknown', max_length=8, verbose_name='ODA')),
                ('route', models.CharField(blank=True, choices=[('northern', 'Northern route'), ('balkan', 'Balkan route'), ('southern', 'Southern route'), ('caucasus', 'Caucasus and Black Sea')], max_length=10)),
                ('substances', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('opiates', 'Opiates'), ('precursors', 'Precursors'), ('cannabis', 'Cannabis'), ('cocaine', 'Cocaine'), ('stimulants', 'Amphetamine-type stimulants'), ('synthetics', 'Synthetic opioids and new substances')], max_length=12), blank=True, default=list, size=None)),
                ('purpose_codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=5), blank=True, default=list, size=None, verbose_name='DAC purpose codes')),
                ('visibility', models.CharField(choices=[('all', 'All partners'), ('named', 'Named partners only'), ('restricted', 'Own partner and coordinators only')], default='all', max_length=10)),
                ('published_at', models.DateTimeField(blank=True, help_text='Empty: a draft, seen by its own partner only.', null=True)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('copied_from', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='projects.project')),
                ('merged_into', models.ForeignKey(blank=True, editable=False, help_text='The project that this one is recorded in. It is then published no longer.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_from', to='projects.project')),
                ('organizations', models.ManyToManyField(related_name='projects', through='projects.Participation', to='partners.organization')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='partners.partner', verbose_name='lead partner')),
                ('places', models.ManyToManyField(blank=True, related_name='projects', to='projects.place')),
                ('shared_with', models.ManyToManyField(blank=True, help_text='Counts when visible to named partners only.', related_name='shared_projects', to='partners.partner')),
            ],
            options={
                'ordering': ['-updated_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('description', models.CharField(blank=True, max_length=300)),
                ('quantity', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))])),
                ('unit', models.CharField(blank=True, max_length=40)),
                ('start', models.DateField(blank=True, null=True)),
                ('end', models.DateField(blank=True, null=True)),
                ('beneficiary', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activities_received', to='partners.organization')),
                ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='partners.country')),
                ('type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='projects.activitytype')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='projects.place')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='activities', to='projects.project')),
            ],
            options={
                'verbose_name_plural': 'activities',
                'ordering': ['start', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('start__isnull', True), ('end__isnull', True), ('end__gte', models.F('start')), _connector='OR'), name='activity_period', violation_error_message="The activity's end date is before its start date."), models.CheckConstraint(condition=models.Q(('quantity__isnull', True), ('quantity__gte', 0), _connector='OR'), name='activity_quantity')],
            },
        ),
        migrations.CreateModel(
            name='ProjectWords',
            fields=[
                ('project', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='words', serialize=False, to='projects.project')),
                ('numbers', models.TextField(help_text='Reference, number in this register, identifiers: parts of them are found.')),
                ('heading', django.contrib.postgres.search.SearchVectorField(help_text='Title and numbers as written, for suggestions.')),
                ('words', django.contrib.postgres.search.SearchVectorField(help_text='Stemmed by the language of the project: A title, B names, C objective.')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['words'], gin_pending_list_limit=512, name='project_words'), django.contrib.postgres.indexes.GinIndex(fields=['heading'], gin_pending_list_limit=512, name='project_heading'), django.contrib.postgres.indexes.GinIndex(fields=['numbers'], name='project_numbers', opclasses=['gin_trgm_ops'])],
            },
        ),
        migrations.CreateModel(
            name='PlaceOfProjectEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('place', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.place')),
                ('project', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.project')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ParticipationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('role', models.CharField(choices=[('1', 'Funding'), ('2', 'Accountable'), ('3', 'Extending'), ('4', 'Implementing'), ('b', 'Beneficiary')], max_length=1)),
                ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.organization')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.participation')),
                ('project', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.project')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='KeptForm',
            fields=[
                ('token', models.UUIDField(help_text="The form's own, made when it was opened.", primary_key=True, serialize=False)),
                ('section', models.CharField(max_length=20)),
                ('posted', models.TextField(help_text='The form as a browser sends it.')),
                ('began_at', models.DateTimeField(auto_now_add=True)),
                ('kept_at', models.DateTimeField(auto_now=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kept_forms', to=settings.AUTH_USER_MODEL)),
                ('project', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='projects.project')),
            ],
            options={
                'ordering': ['-kept_at'],
                'indexes': [models.Index(models.F('kept_at'), name='kept_form_age')],
            },
        ),
        migrations.CreateModel(
            name='DocumentEvent',
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
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.document')),
                ('uploaded_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('project', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.project')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ContributionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=16, validators=[django.core.validators.MinValueValidator(Decimal('0'))])),
                ('currency', models.CharField(default='USD', max_length=3, validators=[django.core.validators.RegexValidator('^[A-Z]{3}$', 'Write the currency as three capital letters, such as EUR.')])),
                ('committed_on', models.DateField(default=django.utils.timezone.localdate, help_text='Its month decides the rate.', verbose_name='date')),
                ('usd', models.DecimalField(blank=True, decimal_places=2, editable=False, help_text='Empty when there is no rate for the month.', max_digits=16, null=True, verbose_name='US dollars')),
                ('partner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.partner')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.contribution')),
                ('project', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.project')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ActivityEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('description', models.CharField(blank=True, max_length=300)),
                ('quantity', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))])),
                ('unit', models.CharField(blank=True, max_length=40)),
                ('start', models.DateField(blank=True, null=True)),
                ('end', models.DateField(blank=True, null=True)),
                ('beneficiary', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.organization')),
                ('country', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.country')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.activity')),
                ('type', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.activitytype')),
                ('place', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.place')),
                ('project', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.project')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProjectEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(blank=True, max_length=120, verbose_name='reference number')),
                ('title', models.CharField(max_length=500)),
                ('objective', models.TextField(blank=True, help_text='What it is to achieve, and for whom.')),
                ('language', models.CharField(default='en', max_length=8, verbose_name='language of the text')),
                ('status', models.CharField(choices=[('1', 'Planned'), ('2', 'Running'), ('3', 'Finalising'), ('4', 'Completed'), ('5', 'Cancelled'), ('6', 'Suspended')], default='1', max_length=1)),
                ('start', models.DateField(blank=True, null=True)),
                ('end', models.DateField(blank=True, null=True)),
                ('oda', models.CharField(choices=[('oda', 'Official development assistance'), ('not-oda', 'Not official development assistance'), ('mixed', 'Partly'), ('unknown', 'Not stated')], default='unknown', max_length=8, verbose_name='ODA')),
                ('route', models.CharField(blank=True, choices=[('northern', 'Northern route'), ('balkan', 'Balkan route'), ('southern', 'Southern route'), ('caucasus', 'Caucasus and Black Sea')], max_length=10)),
                ('substances', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('opiates', 'Opiates'), ('precursors', 'Precursors'), ('cannabis', 'Cannabis'), ('cocaine', 'Cocaine'), ('stimulants', 'Amphetamine-type stimulants'), ('synthetics', 'Synthetic opioids and new substances')], max_length=12), blank=True, default=list, size=None)),
                ('purpose_codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=5), blank=True, default=list, size=None, verbose_name='DAC purpose codes')),
                ('visibility', models.CharField(choices=[('all', 'All partners'), ('named', 'Named partners only'), ('restricted', 'Own partner and coordinators only')], default='all', max_length=10)),
                ('published_at', models.DateTimeField(blank=True, help_text='Empty: a draft, seen by its own partner only.', null=True)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('copied_from', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.project')),
                ('merged_into', models.ForeignKey(blank=True, db_constraint=False, editable=False, help_text='The project that this one is recorded in. It is then published no longer.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.project')),
                ('partner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.partner', verbose_name='lead partner')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.project')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(models.F('confirmed_at'), name='project_event_confirmed'), models.Index(models.F('pgh_created_at'), condition=models.Q(('pgh_label', 'delete')), name='project_event_deleted')],
            },
        ),
        migrations.CreateModel(
            name='ProjectIdentifier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scheme', models.CharField(help_text="Such as IATI, CRS or the donor's own register.", max_length=30)),
                ('value', models.CharField(max_length=150)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identifiers', to='projects.project')),
            ],
            options={
                'ordering': ['scheme', 'value'],
                'indexes': [models.Index(models.F('value'), name='project_identifier_value')],
                'constraints': [models.UniqueConstraint(models.F('project'), models.F('scheme'), models.F('value'), name='project_identifier_once')],
            },
        ),
        migrations.CreateModel(
            name='ProjectIdentifierEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('scheme', models.CharField(help_text="Such as IATI, CRS or the donor's own register.", max_length=30)),
                ('value', models.CharField(max_length=150)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.projectidentifier')),
                ('project', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.project')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProjectMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, help_text='Fields before and after, rows added and removed, documents, links.')),
                ('merged_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('closed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='projects.project')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='projects.project')),
                ('merged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-merged_at', '-pk'],
                'constraints': [models.UniqueConstraint(models.F('closed'), condition=models.Q(('undone_at__isnull', True)), name='project_merge_once'), models.CheckConstraint(condition=models.Q(('kept', models.F('closed')), _negated=True), name='project_merge_of_two')],
            },
        ),
        migrations.CreateModel(
            name='ProjectRelation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('1', 'Whole and part'), ('3', 'Parts of one programme'), ('4', 'Co-funded'), ('5', 'The same, reported by another'), ('coordinated', 'Coordinated'), ('sequenced', 'One after the other'), ('superseded', 'Replaced'), ('accepted', 'Overlap, accepted')], max_length=12)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations_as_first', to='projects.project')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations_as_second', to='projects.project')),
            ],
            options={
                'ordering': ['kind', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('first', models.F('second')), _negated=True), name='relation_of_two'), models.UniqueConstraint(django.db.models.functions.comparison.Least('first', 'second'), django.db.models.functions.comparison.Greatest('first', 'second'), models.F('kind'), name='relation_once')],
            },
        ),
        migrations.CreateModel(
            name='ProjectRelationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('1', 'Whole and part'), ('3', 'Parts of one programme'), ('4', 'Co-funded'), ('5', 'The same, reported by another'), ('coordinated', 'Coordinated'), ('sequenced', 'One after the other'), ('superseded', 'Replaced'), ('accepted', 'Overlap, accepted')], max_length=12)),
                ('first', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.project')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('second', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.project')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProjectSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('identifier', models.CharField(max_length=250)),
                ('content_hash', models.CharField(max_length=64)),
                ('file_name', models.CharField(max_length=250)),
                ('imported_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('as_published', models.JSONField(blank=True, default=dict)),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partner')),
                ('project', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='source', to='projects.project')),
            ],
            options={
                'indexes': [models.Index(models.F('identifier'), name='project_source_identifier'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.fields.json.KeyTransform('related', 'as_published'), name='jsonb_path_ops'), name='project_source_related')],
                'constraints': [models.UniqueConstraint(models.F('partner'), models.F('identifier'), name='project_source_once')],
            },
        ),
        migrations.CreateModel(
            name='Recipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('share', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='share (%)')),
                ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recipients', to='partners.country')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='projects.project')),
            ],
            options={
                'ordering': ['country__name'],
                'constraints': [models.UniqueConstraint(models.F('project'), models.F('country'), name='recipient_once'), models.CheckConstraint(condition=models.Q(('share__isnull', True), models.Q(('share__gte', 0), ('share__lte', 100)), _connector='OR'), name='recipient_share')],
            },
        ),
        migrations.CreateModel(
            name='RecipientEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('share', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='share (%)')),
                ('country', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.country')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.recipient')),
                ('project', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.project')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SeenLookAlike',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.UUIDField(null=True)),
                ('strength', models.FloatField(help_text='Match weight when it was seen.')),
                ('seen_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='projects.project')),
                ('project', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='look_alikes_seen', to='projects.project')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='look_alikes_seen', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['seen_at'],
                'constraints': [models.UniqueConstraint(models.F('user'), models.F('project'), models.F('other'), name='look_alike_seen_once'), models.UniqueConstraint(models.F('user'), models.F('form'), models.F('other'), name='look_alike_of_form_seen_once'), models.CheckConstraint(condition=models.Q(models.Q(('form__isnull', True), ('project__isnull', False)), models.Q(('form__isnull', False), ('project__isnull', True)), _connector='OR'), name='look_alike_of_project_or_form')],
            },
        ),
        migrations.CreateModel(
            name='ShownToEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('partner', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.partner')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('project', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.project')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ThemeOfProjectEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('project', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.project')),
                ('theme', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.theme')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('query', models.CharField(blank=True, help_text='Query string of the register, its names and values in order.', max_length=1000)),
                ('page', models.CharField(blank=True, help_text='Address of what another application shows, and tells of itself.', max_length=100)),
                ('name', models.CharField(blank=True, help_text='The query in words, as when it was first watched.', max_length=250)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('told_until', models.DateTimeField(default=django.utils.timezone.now, help_text='Later changes are still to be told.')),
                ('project', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='watches', to='projects.project')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='watches', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'watches',
                'ordering': ['name', 'pk'],
                'indexes': [models.Index(models.F('told_until'), name='watch_told_until'), models.Index(models.F('page'), condition=models.Q(('page', ''), _negated=True), name='watch_page')],
                'constraints': [models.UniqueConstraint(models.F('user'), models.F('project'), name='watch_project_once'), models.UniqueConstraint(models.F('user'), models.F('query'), condition=models.Q(('query', ''), _negated=True), name='watch_query_once'), models.UniqueConstraint(models.F('user'), models.F('page'), condition=models.Q(('page', ''), _negated=True), name='watch_page_once'), models.CheckConstraint(condition=models.Q(models.Q(('page', ''), ('project__isnull', False), ('query', '')), models.Q(('page', ''), ('project__isnull', True), models.Q(('query', ''), _negated=True)), models.Q(('project__isnull', True), ('query', ''), models.Q(('page', ''), _negated=True)), _connector='OR'), name='watch_one_thing')],
            },
        ),
        migrations.AddField(
            model_name='participation',
            name='project',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='projects.project'),
        ),
        migrations.AddField(
            model_name='document',
            name='project',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='projects.project'),
        ),
        migrations.AddField(
            model_name='contribution',
            name='project',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contributions', to='projects.project'),
        ),
        migrations.AddField(
            model_name='project',
            name='countries',
            field=models.ManyToManyField(related_name='projects', through='projects.Recipient', to='partners.country'),
        ),
        migrations.AddField(
            model_name='project',
            name='themes',
            field=models.ManyToManyField(blank=True, related_name='projects', to='projects.theme'),
        ),
        migrations.CreateModel(
            name='PlaceOfProject',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('projects.project_places',),
        ),
        migrations.CreateModel(
            name='ShownTo',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('projects.project_shared_with',),
        ),
        migrations.CreateModel(
            name='ThemeOfProject',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('projects.project_themes',),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.UniqueConstraint(models.F('project'), models.F('organization'), models.F('role'), name='participation_once'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('infection', ''), ('scanned_at__isnull', False), _connector='OR'), name='projects_document_scanned_if_infected'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(models.F('project'), models.F('sha256'), name='project_document_once'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='contribution_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.CheckConstraint(condition=models.Q(('currency__regex', '^[A-Z]{3}$')), name='contribution_currency'),
        ),
        migrations.AddIndex(
            model_name='project',
            index=models.Index(fields=['-updated_at', '-id'], name='project_recent'),
        ),
        migrations.AddIndex(
            model_name='project',
            index=models.Index(models.F('status'), name='project_status'),
        ),
        migrations.AddIndex(
            model_name='project',
            index=models.Index(models.F('start'), models.F('end'), name='project_period_index'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(('start__isnull', True), ('end__isnull', True), ('end__gte', models.F('start')), _connector='OR'), name='project_period', violation_error_message='The end date is before the start date.'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='project_has_title'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('published_at__isnull', True), models.Q(('merged_into', models.F('pk')), _negated=True)), _connector='OR'), name='project_merged_is_closed'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.UniqueConstraint(models.F('partner'), models.F('reference'), condition=models.Q(('reference', ''), _negated=True), name='project_reference_once', violation_error_message='Another project of this partner has this reference number.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='documentversion',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_documentversionevent" ("content_type", "document_id", "file", "id", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "thumbnail", "uploaded_at", "uploaded_by_id", "version") SELECT new_values."content_type", new_values."document_id", new_values."file", new_values."id", new_values."name", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."sha256", new_values."size", new_values."thumbnail", new_values."uploaded_at", new_values."uploaded_by_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f2d258461596b9b1c90cc12b20ca8faf4561782f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_6b8f3', referencing='REFERENCING NEW TABLE AS new_values ', table='projects_documentversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='documentversion',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_documentversionevent" ("content_type", "document_id", "file", "id", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "thumbnail", "uploaded_at", "uploaded_by_id", "version") SELECT new_values."content_type", new_values."document_id", new_values."file", new_values."id", new_values."name", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."sha256", new_values."size", new_values."thumbnail", new_values."uploaded_at", new_values."uploaded_by_id", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."content_type" IS DISTINCT FROM (new_values."content_type") OR old_values."document_id" IS DISTINCT FROM (new_values."document_id") OR old_values."file" IS DISTINCT FROM (new_values."file") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."sha256" IS DISTINCT FROM (new_values."sha256") OR old_values."size" IS DISTINCT FROM (new_values."size") OR old_values."thumbnail" IS DISTINCT FROM (new_values."thumbnail") OR old_values."uploaded_at" IS DISTINCT FROM (new_values."uploaded_at") OR old_values."uploaded_by_id" IS DISTINCT FROM (new_values."uploaded_by_id") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='048dc647969f1831e8f39f3f19c6b8fe21024a51', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_4d563', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='projects_documentversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='documentversion',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_documentversionevent" ("content_type", "document_id", "file", "id", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "thumbnail", "uploaded_at", "uploaded_by_id", "version") SELECT old_values."content_type", old_values."document_id", old_values."file", old_values."id", old_values."name", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."sha256", old_values."size", old_values."thumbnail", old_values."uploaded_at", old_values."uploaded_by_id", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d0cf180884e4a811cb1244405ac65b5e25fecdd0', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_03b25', referencing='REFERENCING OLD TABLE AS old_values ', table='projects_documentversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='letter',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_letterevent" ("content_type", "designation_id", "file", "id", "invitation_id", "kind", "language", "name", "note", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "thumbnail", "title", "uploaded_at", "uploaded_by_id", "version", "visibility") SELECT new_values."content_type", new_values."designation_id", new_values."file", new_values."id", new_values."invitation_id", new_values."kind", new_values."language", new_values."name", new_values."note", new_values."partner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."sha256", new_values."size", new_values."thumbnail", new_values."title", new_values."uploaded_at", new_values."uploaded_by_id", new_values."version", new_values."visibility" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='78687d3982cec30b4bed5631fd0a864f34392a5d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_03ff5', referencing='REFERENCING NEW TABLE AS new_values ', table='projects_letter', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='letter',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_letterevent" ("content_type", "designation_id", "file", "id", "invitation_id", "kind", "language", "name", "note", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "thumbnail", "title", "uploaded_at", "uploaded_by_id", "version", "visibility") SELECT new_values."content_type", new_values."designation_id", new_values."file", new_values."id", new_values."invitation_id", new_values."kind", new_values."language", new_values."name", new_values."note", new_values."partner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."sha256", new_values."size", new_values."thumbnail", new_values."title", new_values."uploaded_at", new_values."uploaded_by_id", new_values."version", new_values."visibility" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."content_type" IS DISTINCT FROM (new_values."content_type") OR old_values."designation_id" IS DISTINCT FROM (new_values."designation_id") OR old_values."file" IS DISTINCT FROM (new_values."file") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."invitation_id" IS DISTINCT FROM (new_values."invitation_id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."language" IS DISTINCT FROM (new_values."language") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."partner_id" IS DISTINCT FROM (new_values."partner_id") OR old_values."sha256" IS DISTINCT FROM (new_values."sha256") OR old_values."size" IS DISTINCT FROM (new_values."size") OR old_values."thumbnail" IS DISTINCT FROM (new_values."thumbnail") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."uploaded_at" IS DISTINCT FROM (new_values."uploaded_at") OR old_values."uploaded_by_id" IS DISTINCT FROM (new_values."uploaded_by_id") OR old_values."version" IS DISTINCT FROM (new_values."version") OR old_values."visibility" IS DISTINCT FROM (new_values."visibility")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='05f384d57edf821ccae25ece79803c3e71387f87', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_113bc', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='projects_letter', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='letter',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_letterevent" ("content_type", "designation_id", "file", "id", "invitation_id", "kind", "language", "name", "note", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "thumbnail", "title", "uploaded_at", "uploaded_by_id", "version", "visibility") SELECT old_values."content_type", old_values."designation_id", old_values."file", old_values."id", old_values."invitation_id", old_values."kind", old_values."language", old_values."name", old_values."note", old_values."partner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."sha256", old_values."size", old_values."thumbnail", old_values."title", old_values."uploaded_at", old_values."uploaded_by_id", old_values."version", old_values."visibility" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e38c5227d7d022ac48d124fdf4df185966590f63', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_bd55b', referencing='REFERENCING OLD TABLE AS old_values ', table='projects_letter', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='place',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_placeevent" ("country_id", "id", "kind", "latitude", "longitude", "name", "name_key", "other_keys", "other_names", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."country_id", new_values."id", new_values."kind", new_values."latitude", new_values."longitude", new_values."name", new_values."name_key", new_values."other_keys", new_values."other_names", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='fc1c78907573a6431d0462f7a88496d6bd13a70b', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_c47bd', referencing='REFERENCING NEW TABLE AS new_values ', table='projects_place', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='place',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_placeevent" ("country_id", "id", "kind", "latitude", "longitude", "name", "name_key", "other_keys", "other_names", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."country_id", new_values."id", new_values."kind", new_values."latitude", new_values."longitude", new_values."name", new_values."name_key", new_values."other_keys", new_values."other_names", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b90d041404faec4cd97d6afe46a969cde5bfefa9', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_7b56c', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='projects_place', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='place',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_placeevent" ("country_id", "id", "kind", "latitude", "longitude", "name", "name_key", "other_keys", "other_names", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."country_id", old_values."id", old_values."kind", old_values."latitude", old_values."longitude", old_values."name", old_values."name_key", old_values."other_keys", old_values."other_names", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='aeda8607060515fd96b4d7cf70f0de31b023828d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_30a62', referencing='REFERENCING OLD TABLE AS old_values ', table='projects_place', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_participationevent" ("id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "role") SELECT new_values."id", new_values."organization_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."project_id", new_values."role" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='129274f5d53eb4510a15ff29e439ea5f361c8842', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_9d32a', referencing='REFERENCING NEW TABLE AS new_values ', table='projects_participation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_participationevent" ("id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "role") SELECT new_values."id", new_values."organization_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."project_id", new_values."role" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='50f8c2afd324ad7150a283463447dae9ba6d0d1e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_ee07f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='projects_participation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_participationevent" ("id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "role") SELECT old_values."id", old_values."organization_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."project_id", old_values."role" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='86baab0cafd41c793feca24771139a19d7927f17', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_4ffa2', referencing='REFERENCING OLD TABLE AS old_values ', table='projects_participation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_documentevent" ("content_type", "file", "id", "kind", "language", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "sha256", "size", "thumbnail", "title", "uploaded_at", "uploaded_by_id", "version", "visibility") SELECT new_values."content_type", new_values."file", new_values."id", new_values."kind", new_values."language", new_values."name", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."project_id", new_values."sha256", new_values."size", new_values."thumbnail", new_values."title", new_values."uploaded_at", new_values."uploaded_by_id", new_values."version", new_values."visibility" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='cf776aab325460077886c2389336aaa635f77d68', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_7d063', referencing='REFERENCING NEW TABLE AS new_values ', table='projects_document', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_documentevent" ("content_type", "file", "id", "kind", "language", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "sha256", "size", "thumbnail", "title", "uploaded_at", "uploaded_by_id", "version", "visibility") SELECT new_values."content_type", new_values."file", new_values."id", new_values."kind", new_values."language", new_values."name", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."project_id", new_values."sha256", new_values."size", new_values."thumbnail", new_values."title", new_values."uploaded_at", new_values."uploaded_by_id", new_values."version", new_values."visibility" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."content_type" IS DISTINCT FROM (new_values."content_type") OR old_values."file" IS DISTINCT FROM (new_values."file") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."language" IS DISTINCT FROM (new_values."language") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."project_id" IS DISTINCT FROM (new_values."project_id") OR old_values."sha256" IS DISTINCT FROM (new_values."sha256") OR old_values."size" IS DISTINCT FROM (new_values."size") OR old_values."thumbnail" IS DISTINCT FROM (new_values."thumbnail") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."uploaded_at" IS DISTINCT FROM (new_values."uploaded_at") OR old_values."uploaded_by_id" IS DISTINCT FROM (new_values."uploaded_by_id") OR old_values."version" IS DISTINCT FROM (new_values."version") OR old_values."visibility" IS DISTINCT FROM (new_values."visibility")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='78ea634f2c1ac19018798aae2952e7d15dfbffb6', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_25003', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='projects_document', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_documentevent" ("content_type", "file", "id", "kind", "language", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "sha256", "size", "thumbnail", "title", "uploaded_at", "uploaded_by_id", "version", "visibility") SELECT old_values."content_type", old_values."file", old_values."id", old_values."kind", old_values."language", old_values."name", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."project_id", old_values."sha256", old_values."size", old_values."thumbnail", old_values."title", old_values."uploaded_at", old_values."uploaded_by_id", old_values."version", old_values."visibility" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='bebfdc94a3e0a91944021179636bb44cbfea3353', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_06eff', referencing='REFERENCING OLD TABLE AS old_values ', table='projects_document', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contribution',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_contributionevent" ("amount", "committed_on", "currency", "id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "usd") SELECT new_values."amount", new_values."committed_on", new_values."currency", new_values."id", new_values."partner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."project_id", new_values."usd" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='524b58e22f85fc3c641c16fe20914183d8bc20af', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_15f6c', referencing='REFERENCING NEW TABLE AS new_values ', table='projects_contribution', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contribution',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_contributionevent" ("amount", "committed_on", "currency", "id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "usd") SELECT new_values."amount", new_values."committed_on", new_values."currency", new_values."id", new_values."partner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."project_id", new_values."usd" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='67185e6588864cb24883d439a4c4c553e76d8d2f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_cabe6', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='projects_contribution', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contribution',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_contributionevent" ("amount", "committed_on", "currency", "id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "usd") SELECT old_values."amount", old_values."committed_on", old_values."currency", old_values."id", old_values."partner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."project_id", old_values."usd" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='0aa3c23fe5cd8bddac416fc48a6ed53e300eeb3b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_8bd45', referencing='REFERENCING OLD TABLE AS old_values ', table='projects_contribution', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='activity',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_activityevent" ("beneficiary_id", "country_id", "description", "end", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "project_id", "quantity", "start", "type_id", "unit") SELECT new_values."beneficiary_id", new_values."country_id", new_values."description", new_values."end", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."place_id", new_values."project_id", new_values."quantity", new_values."start", new_values."type_id", new_values."unit" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='39d343a25fd1c7dcde3b509cb6e51973300413d1', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_da5ed', referencing='REFERENCING NEW TABLE AS new_values ', table='projects_activity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='activity',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_activityevent" ("beneficiary_id", "country_id", "description", "end", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "project_id", "quantity", "start", "type_id", "unit") SELECT new_values."beneficiary_id", new_values."country_id", new_values."description", new_values."end", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."place_id", new_values."project_id", new_values."quantity", new_values."start", new_values."type_id", new_values."unit" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b4d05e872cb8873d2ac6f223e9182bc318ff2584', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_88e16', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='projects_activity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='activity',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_activityevent" ("beneficiary_id", "country_id", "description", "end", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "project_id", "quantity", "start", "type_id", "unit") SELECT old_values."beneficiary_id", old_values."country_id", old_values."description", old_values."end", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."place_id", old_values."project_id", old_values."quantity", old_values."start", old_values."type_id", old_values."unit" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='c1ec969c24cbac928d1970423f049241ee6edf65', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_3e606', referencing='REFERENCING OLD TABLE AS old_values ', table='projects_activity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projectidentifier',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_projectidentifierevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "scheme", "value") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."project_id", new_values."scheme", new_values."value" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b5945dcd411e5353cee5537c5893963c06f333ff', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b3d0b', referencing='REFERENCING NEW TABLE AS new_values ', table='projects_projectidentifier', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projectidentifier',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_projectidentifierevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "scheme", "value") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."project_id", new_values."scheme", new_values."value" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='894838c4ab7e2adb5f4b173f7f3d0be4c2242f5b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_c938d', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='projects_projectidentifier', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projectidentifier',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_projectidentifierevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "scheme", "value") SELECT old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."project_id", old_values."scheme", old_values."value" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='cee8246b570943d057a278c5537a567ba789b08e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_9b19b', referencing='REFERENCING OLD TABLE AS old_values ', table='projects_projectidentifier', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projectrelation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_projectrelationevent" ("first_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "second_id") SELECT new_values."first_id", new_values."id", new_values."kind", _pgh_attached_context.value, NOW(), \'insert\', new_values."second_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='716c5231820cf443a93d39949533e65c17d1a1c6', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_d5584', referencing='REFERENCING NEW TABLE AS new_values ', table='projects_projectrelation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projectrelation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_projectrelationevent" ("first_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "second_id") SELECT new_values."first_id", new_values."id", new_values."kind", _pgh_attached_context.value, NOW(), \'update\', new_values."second_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='66985d6a40a8af4817bb19b9b928c27c3cd6226a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_104f8', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='projects_projectrelation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projectrelation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_projectrelationevent" ("first_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "second_id") SELECT old_values."first_id", old_values."id", old_values."kind", _pgh_attached_context.value, NOW(), \'delete\', old_values."second_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='3b219222ebfa129c7dc53a36089ead3aca52477f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_bef9b', referencing='REFERENCING OLD TABLE AS old_values ', table='projects_projectrelation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recipient',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_recipientevent" ("country_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "share") SELECT new_values."country_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."project_id", new_values."share" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f409b759b25ec1a86f56a7b1856a0d2621e9c885', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_6a5ab', referencing='REFERENCING NEW TABLE AS new_values ', table='projects_recipient', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recipient',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_recipientevent" ("country_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "share") SELECT new_values."country_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."project_id", new_values."share" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='666a0f8cbf1e81813a43b1b2e592199affa3b9bb', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_cfc5d', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='projects_recipient', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recipient',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_recipientevent" ("country_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "share") SELECT old_values."country_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."project_id", old_values."share" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='afa1f67b021a263b3534be294cb3f2b4d6d96a52', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_6569c', referencing='REFERENCING OLD TABLE AS old_values ', table='projects_recipient', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='theme',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_themeevent" ("code", "crs_alternatives", "crs_code", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pillars") SELECT new_values."code", new_values."crs_alternatives", new_values."crs_code", new_values."name", new_values."parent_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."code", new_values."pillars" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2e998cb01153e34ea2f8a3bf3b23b1a98ec25116', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_7ff00', referencing='REFERENCING NEW TABLE AS new_values ', table='projects_theme', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='theme',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_themeevent" ("code", "crs_alternatives", "crs_code", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pillars") SELECT new_values."code", new_values."crs_alternatives", new_values."crs_code", new_values."name", new_values."parent_id", _pgh_attached_context.value, NOW(), \'update\', new_values."code", new_values."pillars" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."code") = (new_values."code") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='732a3856a98cce6899571044e5b621627d41c402', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_eafc3', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='projects_theme', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='theme',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_themeevent" ("code", "crs_alternatives", "crs_code", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pillars") SELECT old_values."code", old_values."crs_alternatives", old_values."crs_code", old_values."name", old_values."parent_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."code", old_values."pillars" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='1abdb7c35261b8392b4ab5432e9f1c32aecca8e6', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c423f', referencing='REFERENCING OLD TABLE AS old_values ', table='projects_theme', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='project',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_projectevent" ("confirmed_at", "copied_from_id", "created_at", "end", "id", "language", "merged_into_id", "objective", "oda", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "purpose_codes", "reference", "route", "start", "status", "substances", "title", "updated_at", "visibility") SELECT new_values."confirmed_at", new_values."copied_from_id", new_values."created_at", new_values."end", new_values."id", new_values."language", new_values."merged_into_id", new_values."objective", new_values."oda", new_values."partner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."published_at", new_values."purpose_codes", new_values."reference", new_values."route", new_values."start", new_values."status", new_values."substances", new_values."title", new_values."updated_at", new_values."visibility" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0dea82c0a47b88a997958394caabfc28fb7bbaa3', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_2e147', referencing='REFERENCING NEW TABLE AS new_values ', table='projects_project', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='project',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_projectevent" ("confirmed_at", "copied_from_id", "created_at", "end", "id", "language", "merged_into_id", "objective", "oda", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "purpose_codes", "reference", "route", "start", "status", "substances", "title", "updated_at", "visibility") SELECT new_values."confirmed_at", new_values."copied_from_id", new_values."created_at", new_values."end", new_values."id", new_values."language", new_values."merged_into_id", new_values."objective", new_values."oda", new_values."partner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."published_at", new_values."purpose_codes", new_values."reference", new_values."route", new_values."start", new_values."status", new_values."substances", new_values."title", new_values."updated_at", new_values."visibility" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f1b8eee50104d63d209ec5f33489fbc0e7a45ee6', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_804c3', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='projects_project', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='project',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_projectevent" ("confirmed_at", "copied_from_id", "created_at", "end", "id", "language", "merged_into_id", "objective", "oda", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "purpose_codes", "reference", "route", "start", "status", "substances", "title", "updated_at", "visibility") SELECT old_values."confirmed_at", old_values."copied_from_id", old_values."created_at", old_values."end", old_values."id", old_values."language", old_values."merged_into_id", old_values."objective", old_values."oda", old_values."partner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."published_at", old_values."purpose_codes", old_values."reference", old_values."route", old_values."start", old_values."status", old_values."substances", old_values."title", old_values."updated_at", old_values."visibility" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='c5ea48064dc3b860c5b5b49502107487d5b0373d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_2192f', referencing='REFERENCING OLD TABLE AS old_values ', table='projects_project', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='placeofproject',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_placeofprojectevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "place_id", "project_id") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."place_id", new_values."project_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='84a9fd336a27da16b6a912092507e12ab37513d3', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_f0fce', referencing='REFERENCING NEW TABLE AS new_values ', table='projects_project_places', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='placeofproject',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_placeofprojectevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "place_id", "project_id") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."place_id", new_values."project_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e15c76bcd746d7a1a87cd9798e1c9affd8a7e34b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_2840d', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='projects_project_places', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='placeofproject',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_placeofprojectevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "place_id", "project_id") SELECT old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."place_id", old_values."project_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e8ee0814b88273b6c3923df81833904bcaad4e57', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_fc5b2', referencing='REFERENCING OLD TABLE AS old_values ', table='projects_project_places', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shownto',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_showntoevent" ("id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "project_id") SELECT new_values."id", new_values."partner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."project_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='85fe1f0975eb1349481e09b31d83244405d3d800', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_6cb2a', referencing='REFERENCING NEW TABLE AS new_values ', table='projects_project_shared_with', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shownto',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_showntoevent" ("id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "project_id") SELECT new_values."id", new_values."partner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."project_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c98fa8dab04115de6b885fa198860ceb13aef402', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_dace3', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='projects_project_shared_with', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shownto',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_showntoevent" ("id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "project_id") SELECT old_values."id", old_values."partner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."project_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='642d658a84aef34e2b4e8eed1fc739de9ed667d6', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_030d7', referencing='REFERENCING OLD TABLE AS old_values ', table='projects_project_shared_with', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='themeofproject',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_themeofprojectevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "project_id", "theme_id") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."project_id", new_values."theme_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='bc24c35672a3a1207e6d25249efd207c1ce9dd05', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_a18a6', referencing='REFERENCING NEW TABLE AS new_values ', table='projects_project_themes', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='themeofproject',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_themeofprojectevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "project_id", "theme_id") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."project_id", new_values."theme_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='837117671cfef8ad6946f963cb7cbd5fe7a12b25', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_6fdb7', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='projects_project_themes', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='themeofproject',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_themeofprojectevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "project_id", "theme_id") SELECT old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."project_id", old_values."theme_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='5998e5ed1b833cf06ab59e2875b69813e78ee31b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_cb0d8', referencing='REFERENCING OLD TABLE AS old_values ', table='projects_project_themes', when='AFTER')),
        ),
    ]
