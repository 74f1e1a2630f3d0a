"""`manage.py set_up`: bring a database, static files and a first administrator into being."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from blog.site import profiles, roles
from blog.transfer.demo import loader


class Command(BaseCommand):
    """Prepare an installation; safe to run again at every start."""

    help = (
        "Migrate, collect static files, and on an empty database create an administrator (and demo content)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="load demo content into an empty database")

    def handle(self, *args: Any, **options: Any) -> None:
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        if User.objects.exists():
            return
        administrator, password = _first_administrator()
        if options["demo"]:
            report = loader.load(by=administrator, now=timezone.now())
            self.stdout.write(str(report))
        self.stdout.write(
            f"\n  Sign in at /admin/ as “{administrator.username}” with the password {password}\n"
            "  It is shown only this once.\n"
        )


def _first_administrator() -> tuple[User, str]:
    password = secrets.token_urlsafe(12)
    user = User.objects.create_superuser("admin", "", password, first_name="Site", last_name="Administrator")
    user.groups.add(Group.objects.get(name=roles.ADMINISTRATOR))
    profiles.profile_of(user)
    return user, password
