"""Text search with accents folded: "securite" finds "sécurité"."""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        migrations.RunSQL(
            "CREATE TEXT SEARCH CONFIGURATION adam (COPY = pg_catalog.english);"
            "ALTER TEXT SEARCH CONFIGURATION adam ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem",
            "DROP TEXT SEARCH CONFIGURATION adam",
        ),
    ]
