"""All tables of an app made at once, and what hangs on them."""

import pgtrigger
import pytest
from django.db import connection

TRIGGERS = "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"


@pytest.mark.django_db
def test_every_trigger_of_a_model_stands_at_its_table() -> None:
    """Those of tables that link two others too, which no comparison of models and migrations misses."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        found = set(cursor.fetchall())

    wanted = {(trigger.get_pgid(model), model._meta.db_table) for model, trigger in pgtrigger.registered()}
    assert len(wanted) > 100
    assert wanted <= found
