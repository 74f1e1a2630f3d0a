"""`manage.py serve`: the production server."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from granian.constants import Interfaces
from granian.server import Server

THREADS = 4
# Requests a worker takes on before others wait in the socket's queue.
WAITING = 64


class Command(BaseCommand):
    """Serve the site with granian: one worker process a core, restarted when one dies."""

    help = "Serve the site with the production server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["workers"] < 1:
            raise CommandError("At least one worker is needed.")
        self.stdout.write(f"Serving on http://{options['host']}:{options['port']}")
        self.stdout.flush()
        Server(
            "config.wsgi:application",
            address=options["host"],
            port=options["port"],
            interface=Interfaces.WSGI,
            workers=options["workers"],
            respawn_failed_workers=True,
            websockets=False,
            # Python runs one thread at a time: a few are enough to overlap waiting for the disk.
            blocking_threads=THREADS,
            backpressure=WAITING,
            log_access=False,
        ).serve()
