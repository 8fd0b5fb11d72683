#!/usr/bin/env python3
"""ADAM's one entry. `python3 manage.py up` starts everything, `python3 manage.py test` checks everything."""

import os
import sys

from adam import bootstrap


def main() -> None:
    command, arguments = (sys.argv[1:2] or ["help"])[0], sys.argv[2:]
    bootstrap.enter(command)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")
    if command == "up":  # the web server and the worker, which live long, are processes of their own
        bootstrap.look_seldom_for_rings()
    if address := bootstrap.local_address(command, arguments):
        os.environ["ADAM_BASE_URL"] = os.environ.get("ADAM_BASE_URL") or address
    if command == "test":
        sys.exit(bootstrap.run_tests(arguments))
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, ProgrammingError, connection
    from psycopg2.errors import UndefinedColumn, UndefinedTable

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"The settings are not in order. {error}")
    except OperationalError as error:
        if connection.connection:  # it was reached, so where it failed matters
            raise
        sys.exit(f"The database cannot be used. {error}")
    except ProgrammingError as error:
        is_lacking = isinstance(error.__cause__, UndefinedTable | UndefinedColumn)
        if command == "migrate" or not is_lacking or not is_to_be_migrated():
            raise
        sys.exit("The database has not the tables of this release: run `python3 manage.py migrate` first.")


def is_to_be_migrated() -> bool:
    """Whether the database lacks migrations of this release."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    connection.close()  # what failed may have left a transaction that takes no more
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped. What was saved stays, and the same command can be run again.")
