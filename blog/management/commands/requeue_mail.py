"""`manage.py requeue_mail`: queue mails again whose task got lost."""

from typing import Any

from django.core.management.base import BaseCommand

from blog.comments import desk_mail, gathering
from blog.mail import sending


class Command(BaseCommand):
    """Run the sweep that every sent mail runs as well, and write gathered mails whose hour has come.

    A restored backup needs it, and a worker that died; the server goes round with it every ten minutes.
    """

    help = "Write gathered mails that are due, and queue mails again that have no task any more."

    def handle(self, *args: Any, **options: Any) -> None:
        written = desk_mail.send_due() + gathering.send_due()
        self.stdout.write(f"{written} gathered mails written, {sending.sweep()} mails queued again.")
