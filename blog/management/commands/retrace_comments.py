"""`manage.py retrace_comments`: find what comments share with others where that was never kept."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from blog.comments import campaigns


class Command(BaseCommand):
    """Go through comments without traces in chunks; what was reached is printed, so that it can go on from there."""

    help = "Keep links and fingerprints of comments that have none yet, such as imported ones."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--after", type=int, default=0, help="go on past this comment")
        parser.add_argument("--chunk", type=int, default=500, help="comments in one transaction")

    def handle(self, *args: Any, **options: Any) -> None:
        after, kept = options["after"], 0
        while step := campaigns.retrace_missing(after=after, size=max(options["chunk"], 1)):
            after, kept = step[0], kept + step[1]
            self.stdout.write(
                f"Reached comment {after}: {kept} traces kept so far (--after {after} goes on)."
            )
            self.stdout.flush()
        self.stdout.write(f"Done: {kept} traces kept.")
