from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duplication", "0004_slips_and_releases")]

    operations = [
        migrations.RemoveConstraint("hint", "hint_once"),
        migrations.RenameField("hint", "title", "title_hash"),
        migrations.AlterField(
            "hint", "title_hash", models.CharField(help_text="Of the words typed, to tell one from another.", max_length=64)
        ),
        migrations.AddConstraint("hint", models.UniqueConstraint("user", "title_hash", "other", name="hint_once")),
    ]
