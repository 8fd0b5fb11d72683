"""Background jobs: which are repeated, how often and after what pause, and how a worker keeps that promise.

django-tasks runs a task once. `tick`, called every second by each worker, gives back the tasks of a worker that died,
tries failed ones again and enqueues the periodic ones. A task may therefore run twice: it has to be idempotent.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Count, F, Func, IntegerField, Max, Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

WORKERS = 7_201  # class of the advisory locks, one for each worker, whose number is the worker's
TICK = 7_202  # class of the lock that lets one worker at a time put things in order
GRACE = 3.0  # seconds in which a worker may come back after the database was restarted


@dataclass(frozen=True, slots=True)
class Job:
    path: str
    attempts: int = 1
    backoff: timedelta = timedelta(seconds=30)  # doubled after each further failure
    every: timedelta | None = None


JOBS = (
    Job("partners.tasks.deliver_notifications", attempts=5, every=timedelta(minutes=1)),
    Job("partners.tasks.send_invitation", attempts=8, backoff=timedelta(minutes=1)),
    Job("projects.tasks.check_again", attempts=3),
    Job("adam.people.handing.settle_hand_overs", attempts=3, every=timedelta(hours=1)),
    Job("partners.tasks.tell_of_ending_designations", attempts=3, every=timedelta(days=1)),
    Job("duplication.tasks.sweep_registry", attempts=2, backoff=timedelta(hours=1), every=timedelta(days=1)),
    Job("duplication.tasks.remind_partners", attempts=3, backoff=timedelta(minutes=10), every=timedelta(hours=6)),
    Job("roundtables.tasks.remind_addressees", attempts=3, backoff=timedelta(minutes=10), every=timedelta(days=1)),
    Job("duplication.tasks.count_lower_thresholds", attempts=2),
    Job("duplication.tasks.propose_weights", attempts=2),
    Job("duplication.tasks.forget_hints", attempts=2, backoff=timedelta(hours=1), every=timedelta(days=1)),
    Job("projects.tasks.examine_file", attempts=5, backoff=timedelta(minutes=1)),
    Job("projects.tasks.examine_waiting", attempts=2, backoff=timedelta(minutes=1), every=timedelta(hours=1)),
    Job("projects.watching.tell_watchers", attempts=3, every=timedelta(minutes=1)),
    Job("projects.tasks.remove_orphaned_files", attempts=2, backoff=timedelta(hours=1), every=timedelta(days=1)),
    Job("projects.tasks.keep_search", attempts=2, backoff=timedelta(hours=1), every=timedelta(days=1)),
    Job("projects.exports.making.make_export", attempts=2, backoff=timedelta(minutes=1)),
    Job("projects.exports.making.tidy_exports", attempts=2, backoff=timedelta(minutes=10), every=timedelta(hours=1)),
    Job("adam.weekly.ask_focal_points", attempts=3, backoff=timedelta(minutes=10), every=timedelta(minutes=10)),
    Job("projects.tasks.forget_kept_forms", attempts=2, backoff=timedelta(hours=1), every=timedelta(days=1)),
    Job("projects.tasks.rate_amounts", attempts=2, backoff=timedelta(hours=1), every=timedelta(days=1)),
    Job("roundtables.needs.telling.tell_of_need", attempts=3),
    Job("roundtables.needs.telling.tell_of_offer", attempts=3),
    Job("roundtables.needs.telling.tell_of_matches", attempts=2, backoff=timedelta(hours=1), every=timedelta(days=1)),
    Job("adam.jobs.prune", attempts=3, backoff=timedelta(minutes=10), every=timedelta(days=1)),
)


@task()
def prune() -> None:
    """Forget tasks that succeeded a day ago and those that failed two weeks ago."""
    call_command("prune_db_task_results", queue_name="*", min_age_days=1, failed_min_age_days=14, verbosity=0)


def table() -> Sequence[Job]:
    """The jobs of this installation. Raises ImproperlyConfigured when one names no task or makes no sense."""
    jobs: Sequence[Job] = import_string(settings.JOBS)
    for job in jobs:
        try:
            found = import_string(job.path)
        except ImportError as error:
            raise ImproperlyConfigured(f"The job {job.path} does not exist: {error}.") from error
        if not isinstance(found, Task):
            raise ImproperlyConfigured(f"The job {job.path} is not a task: put @task() above the function.")
        if job.attempts < 1 or (job.every is not None and job.every <= timedelta(0)):
            raise ImproperlyConfigured(f"The job {job.path} needs at least one attempt and a period above zero.")
    if len({job.path for job in jobs}) < len(jobs):
        raise ImproperlyConfigured("A job is listed twice.")
    return jobs


def hold_worker_lock(worker_id: str) -> None:
    """Show that this worker lives: PostgreSQL drops the lock when the session ends, however it ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [WORKERS, int(worker_id)])


def living_workers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid::text FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND granted "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [WORKERS],
        )
        return {row[0] for row in cursor.fetchall()}


class Order:
    """Keeps the task table in order; remembers from tick to tick which tasks seem to have lost their worker."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self.jobs = {job.path: job for job in jobs}
        self.lost_since: dict[UUID, float] = {}

    def tick(self) -> None:
        with transaction.atomic():
            if self._my_turn():
                self._take_back_lost()
                self._retry_failed()
                self._enqueue_due()

    def _my_turn(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, 0)", [TICK])
            return bool(cursor.fetchone()[0])

    def _take_back_lost(self) -> None:
        """A running task whose worker has gone is ready again, or failed when that was its last attempt."""
        alive = living_workers()
        running = DBTaskResult.objects.running().select_for_update(skip_locked=True)
        lost = {result.pk: result for result in running if result.worker_ids[-1] not in alive}
        now = time.monotonic()
        self.lost_since = {pk: self.lost_since.get(pk, now) for pk in lost}
        for pk, since in self.lost_since.items():
            if now - since < GRACE:
                continue
            if len(lost[pk].worker_ids) < self._job(lost[pk]).attempts:
                make_ready(lost[pk], timedelta(0))
            else:
                lost[pk].set_failed(RuntimeError("The worker ended while it ran this task."))

    def _retry_failed(self) -> None:
        tried = Func(F("worker_ids"), function="jsonb_array_length", output_field=IntegerField())
        attempts_left = Q(pk__in=[])
        for job in self.jobs.values():
            attempts_left |= Q(task_path=job.path, tried__lt=job.attempts)
        failed = DBTaskResult.objects.failed().annotate(tried=tried).filter(attempts_left)
        for result in failed.select_for_update(skip_locked=True):
            make_ready(result, self._job(result).backoff * 2 ** (len(result.worker_ids) - 1))

    def _enqueue_due(self) -> None:
        """Enqueue the periodic tasks whose time has come, unless one is waiting or running already."""
        periodic = {path: job.every for path, job in self.jobs.items() if job.every}
        rows = DBTaskResult.objects.filter(task_path__in=periodic).order_by().values("task_path")
        unfinished = Count("pk", filter=Q(finished_at__isnull=True))
        known = {row["task_path"]: row for row in rows.annotate(last=Max("enqueued_at"), unfinished=unfinished)}
        for path, every in periodic.items():
            row = known.get(path)
            if row is None or (not row["unfinished"] and row["last"] + every <= timezone.now()):
                import_string(path).enqueue()

    def _job(self, result: DBTaskResult) -> Job:
        return self.jobs.get(result.task_path, Job(result.task_path))


def make_ready(result: DBTaskResult, pause: timedelta) -> None:
    result.status = "READY"
    result.run_after = timezone.now() + pause
    result.finished_at = None
    result.save(update_fields=["status", "run_after", "finished_at"])
