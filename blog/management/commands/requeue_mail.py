"""`manage.py requeue_mail`: queue mails again whose task got lost."""

from typing import Any

from django.core.management.base import BaseCommand

from blog.mail import sending


class Command(BaseCommand):
    """Run the sweep that every sent mail runs as well; a restored backup needs it, and a worker that died."""

    help = "Queue mails again that are due but have no task any more."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{sending.sweep()} mails queued again.")
