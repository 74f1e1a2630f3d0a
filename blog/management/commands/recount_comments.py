"""Compare the stored counts of comments with counting."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from blog.comments import counters
from blog.comments.counters import Difference


class Command(BaseCommand):
    """Print every count that is wrong; ends with 1 where one stays wrong."""

    help = "Count all comments and print which stored counts differ; with --repair, set them right."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="set wrong counts right")

    def handle(self, *args: Any, repair: bool = False, **options: Any) -> None:
        wrong = counters.repair() if repair else counters.recount()
        for difference in wrong:
            self.stdout.write(_line(difference))
        if not wrong:
            self.stdout.write("Comments: every count is right.")
        elif repair:
            self.stdout.write(f"{len(wrong)} repaired.")
        else:
            sys.exit(1)


def _line(difference: Difference) -> str:
    place = f"article {difference.article_id}" if difference.article_id else "whole site"
    return f"{place}, {difference.status}: stored {difference.stored}, counted {difference.counted}"
