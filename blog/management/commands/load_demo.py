"""`manage.py load_demo`: fill an empty blog with the demo magazine."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from blog.transfer.demo import loader


class Command(BaseCommand):
    """Load the demo content; does nothing where there is any article."""

    help = "Fill an empty blog with demo articles, images and comments."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--by", required=True, metavar="USERNAME", help="the administrator who acts")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["by"]).first()
        if user is None:
            raise CommandError(f"There is no user “{options['by']}”.")
        self.stdout.write(str(loader.load(by=user, now=timezone.now())))
