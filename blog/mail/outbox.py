"""Putting mails into the outbox, and taking them back; called in the transaction of their cause."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import make_msgid
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from blog.lib.text import one_line
from blog.mail import sending
from blog.mail.models import KEY_MAX_CHARS, SUBJECT_MAX_CHARS, OutgoingMail

State = OutgoingMail.State
# Every database takes this many parameters in one statement.
CHUNK = 500


@dataclass(frozen=True)
class Letter:
    """What a mail says. `headers`: further headers by name, each on one line."""

    subject: str
    text: str
    html: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def put(
    letter: Letter,
    *,
    to: str,
    key: str,
    purpose: str,
    about: str = "",
    not_before: datetime | None = None,
    now: datetime | None = None,
) -> OutgoingMail:
    """Store a mail to be sent once, after the caller's transaction has been committed.

    The same `key` is the same mail, whatever it says; one that was cancelled waits again. It is held until
    `not_before`. Raises ValidationError where the address or a header could carry a second one.
    """
    now = now or timezone.now()
    at = max(not_before or now, now)
    facts: dict[str, Any] = {
        "to": _address(to),
        "subject": one_line(letter.subject)[:SUBJECT_MAX_CHARS],
        "text": letter.text,
        "html": letter.html,
        "headers": {name: _header(name, value) for name, value in letter.headers.items()},
        "purpose": purpose,
        "about": about,
        "not_before": not_before,
        "next_try_at": at,
    }
    fixed = {"created_at": now, "message_id": make_msgid("octavo", urlsplit(settings.SITE_URL).hostname)}
    mail, is_new = OutgoingMail.objects.get_or_create(key=key[:KEY_MAX_CHARS], defaults=facts | fixed)
    if is_new or _revive(mail, facts):
        transaction.on_commit(partial(sending.enqueue, mail.pk, at=at))
    return mail


def _revive(mail: OutgoingMail, facts: dict[str, Any]) -> bool:
    cancelled = OutgoingMail.objects.filter(pk=mail.pk, state=State.CANCELLED)
    return bool(cancelled.update(state=State.WAITING, attempts=0, last_error="", **facts))


def _address(text: str) -> str:
    validate_email(text)
    if any(unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp") for char in text):
        raise ValidationError("A mail address stands on one line.", code="header")
    return text


def _header(name: str, value: str) -> str:
    """Return the value of a header. Raises ValidationError where it would begin another one."""
    plain = name.isascii() and name.replace("-", "").isalnum()
    if not plain or any(unicodedata.category(char) in ("Cc", "Zl", "Zp") for char in value):
        raise ValidationError("A header stands on one line.", code="header")
    return value


def cancel(about: Iterable[str]) -> int:
    """Take back the waiting mails about these things; returns how many will not be sent."""
    names = list(about)
    waiting = OutgoingMail.objects.filter(state=State.WAITING)
    return sum(
        waiting.filter(about__in=names[start : start + CHUNK]).update(
            state=State.CANCELLED, text="", html="", headers={}
        )
        for start in range(0, len(names), CHUNK)
    )


def is_waiting(about: str) -> bool:
    """Tell whether a mail about something has not left yet and will be tried."""
    return OutgoingMail.objects.filter(about=about, state=State.WAITING).exists()


def is_written(key: str) -> bool:
    """Tell whether there is a mail of this cause that was not taken back."""
    return OutgoingMail.objects.filter(key=key[:KEY_MAX_CHARS]).exclude(state=State.CANCELLED).exists()


def recall(about: str) -> bool:
    """Take back a mail that surely has not left, so that another may say the same; tells whether it was."""
    untouched = Q(attempts=0) | ~Q(last_error="")  # a worker that is at it, or died of it, left no words
    waiting = OutgoingMail.objects.filter(untouched, about=about, state=State.WAITING)
    return bool(waiting.update(state=State.CANCELLED, text="", html="", headers={}))


def may_retry(user: User | AnonymousUser) -> bool:
    """Tell whether the user may send failed mails again."""
    return user.is_active and user.has_perm("blog.change_outgoingmail")


@transaction.atomic
def retry(mails: Iterable[OutgoingMail], *, by: User | AnonymousUser, now: datetime | None = None) -> int:
    """Try mails that failed or wait for their next attempt again at once, with all their attempts.

    What is still held back stays held. Returns how many. Raises PermissionDenied.
    """
    if not may_retry(by):
        raise PermissionDenied
    now = now or timezone.now()
    again = [mail for mail in mails if mail.state in (State.FAILED, State.WAITING)]
    count = 0
    for mail in again:
        at = max(mail.not_before or now, now)
        unclaimed = OutgoingMail.objects.filter(pk=mail.pk, state=mail.state, next_try_at=mail.next_try_at)
        if _is_claimed(mail, now) or not unclaimed.update(state=State.WAITING, attempts=0, next_try_at=at):
            continue
        count += 1
        transaction.on_commit(partial(sending.enqueue, mail.pk, at=at))
    return count


def _is_claimed(mail: OutgoingMail, now: datetime) -> bool:
    """Tell whether a worker holds it: a claim clears the last error and lies ahead by the lease."""
    is_tried = mail.state == State.WAITING and mail.attempts > 0 and not mail.last_error
    return is_tried and mail.next_try_at > now


def sent_to(address: str, *, purpose: str, since: datetime) -> int:
    """Return how many mails of a purpose were written to an address since a moment."""
    rows = OutgoingMail.objects.filter(to__iexact=address, purpose=purpose, created_at__gt=since)
    return rows.count()


def forget(address: str) -> int:
    """Delete every mail to an address, also those on their way; returns how many."""
    return OutgoingMail.objects.filter(to__iexact=address).delete()[0]
