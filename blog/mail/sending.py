"""Sending what lies in the outbox: one claim, one attempt, a later retry; and the sweep for lost tasks."""

import contextlib
import logging
import smtplib
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from blog.mail.models import OutgoingMail

State = OutgoingMail.State
# 1, 2, 4 ... minutes and six hours at most: twelve attempts span a day.
FIRST_WAIT, LONGEST_WAIT, MAX_ATTEMPTS = timedelta(minutes=1), timedelta(hours=6), 12
# A worker that has not reported by then has died: ten steps of a dialogue that each time out take two minutes.
LEASE = timedelta(minutes=5)
# A mail that is due for so long has no task any more.
OVERDUE = timedelta(minutes=10)
SWEPT_AT_ONCE = 200
LOG_KEPT = timedelta(days=90)

logger = logging.getLogger(__name__)


@task
def send(pk: int) -> None:
    """Send one mail, if nobody else does; whoever sends also looks for mails whose task got lost."""
    attempt(pk)
    sweep()


def enqueue(pk: int, *, at: datetime) -> None:
    """Have a mail sent at a moment. A backend that cannot wait leaves later ones to the sweep."""
    if at <= timezone.now():
        send.enqueue(pk)
    elif send.get_backend().supports_defer:
        send.using(run_after=at).enqueue(pk)


def attempt(pk: int, *, now: datetime | None = None) -> bool:
    """Try to send a mail that is due; tells whether it left. Of two workers the second does nothing.

    A refusal of the address for good ends it, anything else is tried again later, MAX_ATTEMPTS times. Where
    the server's answer got lost, the retry carries the same Message-ID.
    """
    now = now or timezone.now()
    due = OutgoingMail.objects.filter(pk=pk, state=State.WAITING, next_try_at__lte=now)
    if not due.update(attempts=F("attempts") + 1, next_try_at=now + LEASE, last_error=""):
        return False
    mail = OutgoingMail.objects.get(pk=pk)
    if mail.attempts > MAX_ATTEMPTS:
        _end(mail, "no worker ever reported an outcome")
        return False
    connection = get_connection()
    try:
        connection.open()
        connection.send_messages([_message(mail)])
    except (smtplib.SMTPException, OSError) as error:
        _note(mail, error, now)
        return False
    except ValueError as error:  # a message that cannot be written will not be writable later
        _end(mail, _words(error))
        return False
    finally:
        # What the server says to a goodbye, or does not say, changes nothing.
        with contextlib.suppress(smtplib.SMTPException, OSError):
            connection.close()
    _record(mail)
    return True


def _message(mail: OutgoingMail) -> EmailMultiAlternatives:
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated", **mail.headers}
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.to], headers=headers)
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _record(mail: OutgoingMail) -> None:
    """Write down that it left; also where it was cancelled in the same moment, because that is what happened."""
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=State.SENT, sent_at=timezone.now(), last_error="", text="", html="", headers={}
    )


def _note(mail: OutgoingMail, error: Exception, now: datetime) -> None:
    if _is_final(error) or mail.attempts >= MAX_ATTEMPTS:
        _end(mail, _words(error))
        return
    at = now + min(FIRST_WAIT * 2 ** (mail.attempts - 1), LONGEST_WAIT)
    waiting = OutgoingMail.objects.filter(pk=mail.pk, state=State.WAITING)
    if waiting.update(next_try_at=at, last_error=_words(error)):
        enqueue(mail.pk, at=at)


def _is_final(error: Exception) -> bool:
    """Tell whether the server knows that this address takes no mail. What it has against us may be mended."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= 500 for code, _ in error.recipients.values())


def _end(mail: OutgoingMail, why: str) -> None:
    logger.error("Mail %s (%s) is given up: %s", mail.pk, mail.purpose, why)
    OutgoingMail.objects.filter(pk=mail.pk, state=State.WAITING).update(state=State.FAILED, last_error=why)


def _words(error: Exception) -> str:
    """Return one line about an error; the codes and words of a server's answer where there is one."""
    answer: object = error
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answer = "; ".join(f"{code} {text!r}" for code, text in error.recipients.values())
    return " ".join(f"{type(error).__name__}: {answer}".split())[:300]


def sweep(*, now: datetime | None = None) -> int:
    """Queue mails again whose task got lost, and drop old lines of the log; returns how many were queued."""
    now = now or timezone.now()
    lost = OutgoingMail.objects.filter(state=State.WAITING, next_try_at__lte=now - OVERDUE)
    queued = 0
    for pk, due in lost.order_by("next_try_at").values_list("pk", "next_try_at")[:SWEPT_AT_ONCE]:
        # Moved on first: of two sweeps at once, one queues it, and the next waits OVERDUE again.
        if OutgoingMail.objects.filter(pk=pk, state=State.WAITING, next_try_at=due).update(next_try_at=now):
            enqueue(pk, at=now)
            queued += 1
    done = OutgoingMail.objects.exclude(state=State.WAITING)
    done.filter(created_at__lt=now - LOG_KEPT).delete()
    return queued
