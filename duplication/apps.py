from django.apps import AppConfig


class DuplicationConfig(AppConfig):
    name = "duplication"
    verbose_name = "Duplication"
