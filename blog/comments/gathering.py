"""Answers gathered for one mail a day: for who asked for that, and for who would get too many otherwise."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import ngettext
from django_tasks import task

from blog.articles.models import Article
from blog.comments import commenters, subscriptions
from blog.comments.models import GatheredAnswer, Status, Subscription
from blog.lib.dates import next_at_hour
from blog.mail import letters, links, outbox
from blog.mail.outbox import Letter
from blog.site.models import SiteSettings

PURPOSE = "answers"
# Of the site's time zone.
HOUR = 8
LISTED = 20
EXCERPT_WORDS = 40
LETTERS_AT_ONCE = 200
CHUNK = 500
# As long as the log of mails remembers what was told.
KEPT = timedelta(days=90)


def gather(rows: Iterable[GatheredAnswer], *, held_until: datetime) -> int:
    """Keep answers for the mail of the next morning that comes after `held_until`; returns how many are kept.

    An answer that is kept for an address already, or was told to it, stays as it is.
    """
    at = next_at_hour(HOUR, after=held_until)
    kept = list(rows)
    for row in kept:
        row.due_at = at
    if not kept:
        return 0
    is_awaited = GatheredAnswer.objects.filter(told_as="", due_at=at).exists()
    GatheredAnswer.objects.bulk_create(kept, ignore_conflicts=True, batch_size=CHUNK)
    if not is_awaited:
        _wake(at)
    return len(kept)


def take_back(comment_pks: Iterable[int]) -> None:
    """Leave out answers that are not to be read any more; a mail that names them and has not left is written anew."""
    pks = list(comment_pks)
    for start in range(0, len(pks), CHUNK):
        rows = GatheredAnswer.objects.filter(answer__in=pks[start : start + CHUNK])
        for name in list(rows.exclude(told_as="").order_by().values_list("told_as", flat=True).distinct()):
            if outbox.recall(name):
                now = timezone.now()
                GatheredAnswer.objects.filter(told_as=name).update(told_as="", due_at=now)
                _wake(now)
        rows.filter(told_as="").delete()


def _wake(at: datetime) -> None:
    """Have due mails written at a moment; where the queue cannot wait, the server's round does it."""
    if send_in_time.get_backend().supports_defer:
        transaction.on_commit(lambda: send_in_time.using(run_after=at).enqueue())


@task
def send_in_time() -> None:
    """Write the mails that are due."""
    send_due()


def send_due(*, now: datetime | None = None) -> int:
    """Put every gathered mail that is due into the outbox, each once whoever else does the same; returns how many."""
    now = now or timezone.now()
    GatheredAnswer.objects.exclude(told_as="").filter(due_at__lt=now - KEPT).delete()
    due = GatheredAnswer.objects.filter(told_as="", due_at__lte=now).order_by("email")
    emails = list(due.values_list("email", flat=True).distinct()[:LETTERS_AT_ONCE])
    if len(emails) == LETTERS_AT_ONCE:
        _wake(now)
    return sum(write(email, now=now) for email in emails)


@transaction.atomic
def write(email: str, *, now: datetime) -> bool:
    """Put the gathered mail to an address into the outbox if it is due; tells whether anything was left to say."""
    due = GatheredAnswer.objects.filter(email=email, told_as="", due_at__lte=now)
    mine = list(due.select_for_update().values_list("pk", flat=True))
    wanted = Q(subscription__state=Subscription.State.ACTIVE, answer__status=Status.APPROVED)
    rows = list(
        GatheredAnswer.objects.filter(
            ~commenters.restricted("answer__author_email"),
            wanted,
            pk__in=mine,
            told_as="",
            answer__article__in=Article.objects.public(),
        )
        .select_related("answer__article__live", "subscription")
        .order_by("pk")
    )
    if rows:
        name = f"answers:{rows[-1].pk}"
        GatheredAnswer.objects.filter(pk__in=[row.pk for row in rows]).update(told_as=name)
        letter = _letter(rows)
        outbox.put(letter, to=rows[-1].subscription.email, key=name, purpose=PURPOSE, about=name, now=now)
    # What was hidden or stopped meanwhile.
    GatheredAnswer.objects.filter(pk__in=mine, told_as="").delete()
    return bool(rows)


def stop_path(email: str) -> str:
    """Return the path of the page that ends all mail about answers to an address by one POST."""
    return reverse("answers-choices", args=[links.token(PURPOSE, email.lower())])


def owner_of(token: str) -> str:
    """Return the address a gathered mail went to. Raises BadLink."""
    return str(links.claims(PURPOSE, token, valid=subscriptions.CHOICES_VALID))


def _letter(rows: list[GatheredAnswer]) -> Letter:
    site, stop = SiteSettings.current(), links.absolute(stop_path(rows[0].email))
    items = [
        {
            "comment": row.answer,
            "title": row.answer.article.live.title if row.answer.article.live else row.answer.article.title,
            "words": Truncator(row.answer.body).words(EXCERPT_WORDS, truncate=" …"),
            "url": links.absolute(row.answer.get_absolute_url()),
            "stop_url": links.absolute(subscriptions.choices_path(row.subscription)),
        }
        for row in rows[:LISTED]
    ]
    facts = {
        "site": site,
        "items": items,
        "count": len(rows),
        "more": len(rows) - len(items),
        "stop_url": stop,
    }
    said = ngettext("%(count)d answer on “%(site)s”", "%(count)d answers on “%(site)s”", len(rows))
    # RFC 8058: mail programs end these mails by one POST, without opening the page.
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return letters.write(
        "answers", subject=said % {"count": len(rows), "site": site.title}, facts=facts, headers=headers
    )
