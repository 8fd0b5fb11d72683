from django.apps import AppConfig


class AdamConfig(AppConfig):
    name = "adam"
    verbose_name = "ADAM"
