"""The worker: runs background tasks until it is told to stop, whatever happens to the database meanwhile."""

import logging
import secrets
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, connection
from django_tasks_db.management.commands.db_worker import Worker

from adam import jobs

logger = logging.getLogger("adam.work")
TICK_SECONDS = 1.0
RECONNECT_SECONDS = 1.0


class Keeper(threading.Thread):
    """Beside the tasks: holds the lock that shows the worker alive, and keeps the task table in order."""

    def __init__(self, worker_id: str, order: jobs.Order) -> None:
        super().__init__(daemon=True)
        self.worker_id = worker_id
        self.order = order
        self.locked = threading.Event()
        self.stopped = threading.Event()

    def run(self) -> None:
        session = None
        while not self.stopped.is_set():
            try:
                connection.ensure_connection()
                if connection.connection is not session:  # the first one, or a new one after a restart
                    jobs.hold_worker_lock(self.worker_id)
                    session = connection.connection
                    self.locked.set()
                self.order.tick()
            except (OperationalError, InterfaceError) as error:
                logger.warning("No database at present: %s", str(error).strip())
                connection.close()
            except Exception:  # one bad row must not end recovery for all others
                logger.exception("The task table could not be put in order")
            self.stopped.wait(TICK_SECONDS)
        connection.close()

    def stop(self) -> None:
        self.stopped.set()
        self.join()


class Command(BaseCommand):
    help = "Run background tasks until stopped. Several workers share the work."
    requires_system_checks = ()  # pages and addresses are the web server's matter

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--interval", type=float, default=0.5, help="seconds between looks at an empty queue")

    def handle(self, *, interval: float, **options: Any) -> None:
        try:
            order = jobs.Order(jobs.table())
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        logging.getLogger("django_tasks_db").setLevel(logging.ERROR)  # a stop on request needs no warning
        while True:
            worker = Worker(
                queue_names=["*"],
                interval=interval,
                batch=False,
                backend_name="default",
                startup_delay=False,
                max_tasks=None,
                worker_id=str(secrets.randbelow(2**31)),  # a new one each time: what the last one ran counts as lost
                excluded_queue_names=[],
            )
            worker.configure_signals()
            keeper = Keeper(worker.worker_id, order)
            keeper.start()
            try:
                keeper.locked.wait()
                worker.run()
                return
            except (OperationalError, InterfaceError) as error:
                logger.warning("The database went away: %s", str(error).strip())
                time.sleep(RECONNECT_SECONDS)
            finally:
                keeper.stop()
                connection.close()
