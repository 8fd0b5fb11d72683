"""An operation of migrations: many tables made at once, as the first migration of each app does."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger


class CreateModels(Operation):
    """These, which may refer to each other, with all constraints, indexes and triggers. One after another each would
    have Django make the models of all apps anew: nine tenths of a first start's time for the tables was that.
    """

    category = OperationCategory.ADDITION
    reversible = False
    serialization_expand_args = ["models"]

    def __init__(self, models: list[CreateModel]) -> None:
        self.models = models

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [], {"models": self.models}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        vars(state).pop("apps", None)  # made when asked for, which is behind the last
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        at = app_label, schema_editor, from_state, to_state
        for model in self.models:
            model.database_forwards(*at)
            if model.options.get("proxy"):  # of another's table, which is there; with that come its own triggers only
                for trigger in model.options.get("triggers", ()):
                    AddTrigger(model.name, trigger).database_forwards(*at)

    def describe(self) -> str:
        return f"Create {len(self.models)} models"
