"""Organizations are found by parts of their names, by slips of the keyboard and by initials."""

import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

# The first letters of all words, and of those that are not small: "ministry of interior" gives "moi mi".
INITIALS = r"""
CREATE FUNCTION adam_initials(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT pg_catalog.regexp_replace(name, '(\S)\S*\s*', '\1', 'g') || ' ' || pg_catalog.regexp_replace(
        pg_catalog.regexp_replace(name, '(^| )(of|the|for|and|de|du|des|la|le|et|и|по)(?= )', ' ', 'g'),
        '\s*(\S)\S*', '\1', 'g')
$$"""


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0005_hand_overs'),
    ]

    operations = [
        TrigramExtension(),
        migrations.RunSQL(INITIALS, "DROP FUNCTION adam_initials(text)"),
        migrations.AddIndex(
            model_name='organization',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.Func(models.F('name_key'), function='adam_initials', output_field=models.TextField()), 'gin_trgm_ops'), name='organization_initials'),
        ),
        migrations.AddIndex(
            model_name='organization',
            index=models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Lower('acronym'), 'text_pattern_ops'), name='organization_acronym'),
        ),
        migrations.AddIndex(
            model_name='organizationalias',
            index=django.contrib.postgres.indexes.GinIndex(fields=['name_key'], name='alias_name_trigrams', opclasses=['gin_trgm_ops']),
        ),
    ]
