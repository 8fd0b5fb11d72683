from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("roundtables", "0010_what_was_told_of_whom")]

    operations = [
        migrations.AlterField(
            model_name="proposaldecision",
            name="verdict",
            field=models.CharField(
                choices=[("accepted", "Accepted"), ("declined", "Declined"), ("reopened", "Decline taken back")],
                max_length=8,
            ),
        ),
    ]
