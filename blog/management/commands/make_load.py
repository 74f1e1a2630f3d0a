"""`manage.py make_load`: fill an empty blog with made-up articles and comments, for measuring."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.transfer.load import loading


class Command(BaseCommand):
    help = _("Fill an empty blog with made-up articles and comments; the same seed makes the same text.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--articles", type=int, default=1_000)
        parser.add_argument("--comments", type=int, default=10_000)
        parser.add_argument("--pending", type=int, default=0, help=_("so many of the comments wait"))
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.perf_counter()
        size = loading.Size(options["articles"], options["comments"], options["pending"])
        said = self.stdout.write if options["verbosity"] > 1 else lambda text: None
        try:
            loading.load(size, seed=options["seed"], now=timezone.now(), said=said)
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error
        seconds = time.perf_counter() - began
        self.stdout.write(f"{size.articles:,} articles and {size.comments:,} comments in {seconds:.0f} s.")
