from django.apps import AppConfig


class RoundTablesConfig(AppConfig):
    name = "roundtables"
    verbose_name = "Round tables"
