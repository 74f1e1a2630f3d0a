"""`manage.py serve`: the production server, with a tasks worker beside it."""

import os
import signal
import subprocess
import sys
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from granian.constants import Interfaces
from granian.server import Server

# Python runs one thread at a time: a few are enough to overlap waiting for the disk.
THREADS = 4
# Requests a worker takes on before others wait in the socket's queue.
WAITING = 64
# A worker that dies at once must not keep a core busy with being started.
RESTART_AFTER_SECONDS = 2.0
# Nothing waits for the upkeep: it begins when the start is over, and comes back now and then.
UPKEEP_AFTER_SECONDS, UPKEEP_EVERY_SECONDS = 60.0, 3600.0
# Mails whose task got lost, and gathered ones whose hour has come, wait no longer than this.
MAIL_ROUND_SECONDS = 600.0


class Command(BaseCommand):
    """Serve the site with granian, one worker process a core, and run tasks; whatever dies is started again."""

    help = "Serve the site with the production server, and run its background tasks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
        parser.add_argument(
            "--no-tasks", action="store_true", help="leave background tasks to another process"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["workers"] < 1:
            raise CommandError("At least one worker is needed.")
        self.stdout.write(f"Serving on http://{options['host']}:{options['port']}")
        self.stdout.flush()
        server = Server(
            "config.wsgi:application",
            address=options["host"],
            port=options["port"],
            interface=Interfaces.WSGI,
            workers=options["workers"],
            respawn_failed_workers=True,
            websockets=False,
            blocking_threads=THREADS,
            backpressure=WAITING,
            log_access=False,
        )
        if options["no_tasks"]:
            server.serve()
            return
        tasks, upkeep = TasksWorker(), Upkeep()
        tasks.start()
        upkeep.start()
        try:
            server.serve()
        finally:
            upkeep.stop()
            tasks.stop()


class Upkeep:
    """Runs `manage.py upkeep` every hour from a thread of the parent; no scheduler has to be set up."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="upkeep", daemon=True)

    def start(self) -> None:
        """Begin to wait for the first run."""
        self._keeper.start()

    def stop(self) -> None:
        """Start no further run; one under way may be killed at any moment without harm."""
        self._stopping.set()

    def _keep(self) -> None:
        wait = UPKEEP_AFTER_SECONDS
        while not self._stopping.wait(wait):
            subprocess.run([sys.executable, sys.argv[0], "upkeep", "--if-due"], check=False)
            wait = UPKEEP_EVERY_SECONDS


class TasksWorker:
    """The process that runs background tasks, kept alive by a thread of the parent."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._keeper = threading.Thread(target=self._keep, name="tasks-keeper", daemon=True)

    def start(self) -> None:
        """Start the process."""
        self._keeper.start()

    def stop(self) -> None:
        """Let the running task finish, and end the process."""
        self._stopping.set()
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        self._keeper.join(timeout=30)

    def _keep(self) -> None:
        while not self._stopping.is_set():
            # First of all the mails whose task the last worker took along.
            self._go_round()
            # And pictures it left half-way.
            subprocess.run([sys.executable, sys.argv[0], "sweep_media"], check=False)
            self._process = subprocess.Popen([sys.executable, sys.argv[0], "db_worker", "--queue-name", "*"])
            while self._is_alive_for(self._process, MAIL_ROUND_SECONDS):
                self._go_round()
            self._stopping.wait(RESTART_AFTER_SECONDS)

    @staticmethod
    def _go_round() -> None:
        subprocess.run([sys.executable, sys.argv[0], "requeue_mail"], check=False)

    @staticmethod
    def _is_alive_for(process: subprocess.Popen[bytes], seconds: float) -> bool:
        """Wait for the process to end; tells whether it is still alive after so many seconds."""
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return True
        return False
