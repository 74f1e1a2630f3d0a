"""`manage.py upkeep`: sweep what is no longer needed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from blog.site import upkeep


class Command(BaseCommand):
    """Run every upkeep job once; harmless at any time, as often as anybody likes, beside a running server."""

    help = "Forget old networks and the text of old spam; drop sessions, proofs and notes that are over."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-due", action="store_true", help="do nothing where it ran within half an hour"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        run = upkeep.run(if_due=options["if_due"])
        if run is None:
            return
        for name, count in run.done.items():
            if count or not options["if_due"]:
                self.stdout.write(f"{upkeep.label_of(name)}: {count}")
        if run.problem:
            self.stderr.write(f"Failed: {run.problem}")
            raise SystemExit(1)
