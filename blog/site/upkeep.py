"""Sweeping what is no longer needed: jobs that rooms register, one run after another, each in short steps.

Nothing depends on a run being in time: what is over counts as over whether it was swept or not.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from blog.site.models import UpkeepRun

# One step changes so many rows in a transaction of its own, and lets others write before the next.
CHUNK = 500
BREATH = 0.05
# Several servers may each ask for a run; the second one within so long is none.
APART = timedelta(minutes=30)
KEPT_RUNS, TASKS_KEPT = 100, timedelta(days=7)
FINISHED = (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)

logger = logging.getLogger(__name__)

Step = Callable[[datetime], int]


@dataclass(frozen=True)
class Job:
    """Something to sweep: `step(now)` sweeps up to CHUNK and returns how many; 0 says that nothing is left."""

    label: Any
    step: Step


_jobs: dict[str, Job] = {}


def register(name: str, label: Any, step: Step) -> None:
    """Add a job to every run. A step may be repeated, and may run in two processes at once."""
    _jobs[name] = Job(label, step)


def register_own() -> None:
    """Register what no room owns: sessions, and tasks that are done."""
    register("sessions", _("Sessions that had ended"), _sessions)
    register("tasks", _("Notes on finished tasks"), _tasks)


def label_of(name: str) -> str:
    """Return what a job sweeps, in words."""
    return str(_jobs[name].label) if name in _jobs else name


def run(*, now: datetime | None = None, if_due: bool = False, breath: float = BREATH) -> UpkeepRun | None:
    """Run every job to its end and write down what was swept; a job that fails keeps no other from running.

    `if_due`: return None where a run began less than APART ago. `breath`: seconds between two steps.
    """
    now = now or timezone.now()
    if if_due and UpkeepRun.objects.filter(began_at__gt=now - APART).exists():
        return None
    run = UpkeepRun.objects.create(began_at=now)
    problems = []
    for name, job in _jobs.items():
        try:
            run.done[name] = _to_its_end(job.step, now, breath)
        except Exception as error:
            logger.exception("Upkeep: %s failed", name)
            problems.append(f"{name}: {type(error).__name__}")
    run.problem = ", ".join(problems)[:300]
    run.ended_at = timezone.now()
    run.save()
    old = UpkeepRun.objects.order_by("-pk").values_list("pk", flat=True)[KEPT_RUNS:]
    delete_some(UpkeepRun.objects.filter(pk__in=list(old)))
    return run


def _to_its_end(step: Step, now: datetime, breath: float) -> int:
    total = 0
    while count := step(now):
        total += count
        time.sleep(breath)
    return total


def delete_some(rows: QuerySet[Any, Any]) -> int:
    """Delete up to CHUNK rows; return how many were chosen."""
    chosen = list(rows.values_list("pk", flat=True)[:CHUNK])
    if chosen:
        rows.model._default_manager.filter(pk__in=chosen).delete()
    return len(chosen)


def _sessions(now: datetime) -> int:
    return delete_some(Session.objects.filter(expire_date__lt=now))


def _tasks(now: datetime) -> int:
    return delete_some(DBTaskResult.objects.filter(status__in=FINISHED, finished_at__lt=now - TASKS_KEPT))
