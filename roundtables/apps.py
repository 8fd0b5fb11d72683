"""What roundtables adds where others ask: packs among the files that the worker makes."""

from django.apps import AppConfig


class RoundTablesConfig(AppConfig):
    name = "roundtables"
    verbose_name = "Round tables"

    def ready(self) -> None:
        from projects.exports.makers import MAKERS
        from roundtables.pack.making import OfPacks

        MAKERS["pack"] = OfPacks()
