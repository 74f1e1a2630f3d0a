"""Let the spam filter begin anew and learn every decision that is stored."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from blog.comments import rehearsal
from blog.comments.learning import Overtaken


class Command(BaseCommand):
    """Retrain from all decisions in the database, in the order they were taken, with progress."""

    help = "Forget what the spam filter learned, and learn all stored decisions again in the order of time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--last", type=int, help="only the latest so many decisions")

    def handle(self, *args: Any, last: int | None = None, **options: Any) -> None:
        if last is not None and last < 1:
            raise CommandError("The number of decisions must be at least 1.")
        try:
            for done, total in rehearsal.rehearse(last=last):
                self.stdout.write(f"{done} of {total} decisions learned")
        except Overtaken as error:
            raise CommandError(
                "Others learned meanwhile. Nothing was changed: please run it again."
            ) from error
        self.stdout.write("The filter has learned anew.")
