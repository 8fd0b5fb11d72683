"""Django's PostgreSQL backend on an embedded server, which is started before the first connection."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.backends.postgresql import base, client
from django.db.utils import OperationalError

from .programs import EmbeddedServerError, binaries
from .server import EmbeddedServer

server_for = cache(EmbeddedServer)


class DatabaseClient(client.DatabaseClient):
    """`manage.py dbshell` with the psql that belongs to the server."""

    connection: "DatabaseWrapper"

    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Iterable[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        arguments, environment = super().settings_to_cmd_args_env(settings_dict, parameters)
        return [str(binaries() / "psql"), *arguments[1:]], environment

    def runshell(self, parameters: Iterable[str]) -> None:
        self.connection.server.ensure_running()
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    display_name = "PostgreSQL (embedded)"
    client_class = DatabaseClient

    def __init__(self, settings_dict: dict[str, Any], alias: str = "default") -> None:
        self.server = server_for(str(settings_dict["DATA_DIR"]))
        super().__init__({**settings_dict, "HOST": str(self.server.socket_dir), "USER": "postgres"}, alias)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        try:
            self.server.ensure_running()
            try:
                return super().get_new_connection(conn_params)
            except self.Database.OperationalError:  # it listens a moment before it lets anybody in
                self.server.ensure_ready()
                return super().get_new_connection(conn_params)
        except EmbeddedServerError as error:
            raise OperationalError(str(error)) from error
