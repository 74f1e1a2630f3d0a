"""Asking to be mailed about answers: asked with a comment, confirmed by a signed link, ended by another."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.comments import commenters
from blog.comments.models import Comment, Status, Subscription
from blog.mail import letters, links, outbox
from blog.site.models import SiteSettings

State, Scope, Pace = Subscription.State, Subscription.Scope, Subscription.Pace
PURPOSE_CONFIRM, PURPOSE_REPLY = "confirm", "reply"
CONFIRM_VALID = timedelta(days=7)
# A mail may be opened years later, and its link must still end what it came from.
CHOICES_VALID = timedelta(days=3650)
# Whoever types a stranger's address cannot make us write to them more often than this.
CONFIRMATIONS_A_DAY = 3


class NotOffered(ValueError):
    """The link names no subscription that is still there."""


@transaction.atomic
def begin(comment: Comment, *, now: datetime | None = None) -> Subscription | None:
    """Ask the writer's address to confirm that it wants mail about answers to a comment.

    Returns None where nothing may be sent: to who wants no mail, for what a trap put aside, and beyond
    CONFIRMATIONS_A_DAY. The letter holds nothing a visitor typed, so that it can carry nobody's spam.
    """
    now = now or timezone.now()
    if comment.status not in (Status.PENDING, Status.APPROVED) or comment.user_id is not None:
        return None
    earlier = Subscription.objects.filter(comment=comment).first()
    if earlier or not _may_ask(comment.author_email, now):
        return earlier
    asked = Subscription.objects.create(comment=comment, email=comment.author_email, created_at=now)
    site, article = SiteSettings.current(), comment.article
    facts = {
        "site": site,
        "article": article,
        "article_url": links.absolute(article.get_absolute_url()),
        "confirm_url": links.absolute(confirm_path(asked)),
        "days": CONFIRM_VALID.days,
    }
    subject = _("Please confirm: mail about answers on “%(site)s”") % {"site": site.title}
    letter = letters.write("confirm", subject=subject, facts=facts)
    outbox.put(letter, to=asked.email, key=f"confirm:{asked.pk}", purpose=PURPOSE_CONFIRM, now=now)
    return asked


def _may_ask(email: str, now: datetime) -> bool:
    commenter = commenters.known(email)
    if commenter and (commenter.no_mail or commenter.is_restricted):
        return False
    sent = outbox.sent_to(email, purpose=PURPOSE_CONFIRM, since=now - timedelta(days=1))
    return sent < CONFIRMATIONS_A_DAY


def confirm_path(subscription: Subscription) -> str:
    """Return the path of the page that confirms a subscription."""
    return reverse("subscription-confirm", args=[links.token("confirm", subscription.pk)])


def choices_path(subscription: Subscription) -> str:
    """Return the path that ends a subscription by one POST, and shows the choices on GET."""
    return reverse("subscription-choices", args=[links.token("choices", subscription.pk)])


def to_confirm(token: str) -> Subscription:
    """Return what a link asks to confirm. Raises BadLink, NotOffered."""
    return _get(links.claims("confirm", token, valid=CONFIRM_VALID))


def of_choices(token: str) -> Subscription:
    """Return the subscription a link in one of its mails is about. Raises BadLink, NotOffered."""
    return _get(links.claims("choices", token, valid=CHOICES_VALID))


def _get(pk: int) -> Subscription:
    found = Subscription.objects.select_related("comment__article__live").filter(pk=pk).first()
    if found is None:
        raise NotOffered
    return found


@transaction.atomic
def confirm(subscription: Subscription, *, now: datetime | None = None) -> None:
    """Let mail about answers begin, and remember that the address is the writer's own.

    What has been ended meanwhile stays ended.
    """
    waiting = Subscription.objects.filter(pk=subscription.pk, state=State.UNCONFIRMED)
    if waiting.update(state=State.ACTIVE):
        commenters.confirm(subscription.email, now=now)
    subscription.refresh_from_db(fields=["state"])


def choose(subscription: Subscription, *, scope: str = "", pace: str = "") -> None:
    """Change what an active subscription is about, or how often it is mailed.

    What is left empty stays. Raises ValueError for a choice that does not exist.
    """
    changes: dict[str, str] = {"scope": Scope(scope)} if scope else {}
    changes |= {"pace": Pace(pace)} if pace else {}
    active = Subscription.objects.filter(pk=subscription.pk, state=State.ACTIVE)
    active.update(**changes)
    subscription.refresh_from_db(fields=["scope", "pace", "state"])


def of_address(email: str) -> QuerySet[Subscription]:
    """Return what an address is mailed about."""
    return Subscription.objects.filter(email__iexact=email, state=State.ACTIVE)


@transaction.atomic
def end_all(email: str) -> None:
    """Send an address no more mail about answers to anything it wrote so far."""
    of_address(email).update(state=State.ENDED)


@transaction.atomic
def choose_pace(email: str, *, pace: str) -> None:
    """Change how often an address is mailed about everything it asked for. Raises ValueError."""
    of_address(email).update(pace=Pace(pace))


@transaction.atomic
def end(subscription: Subscription) -> None:
    """Send no more mail about this comment or its thread."""
    Subscription.objects.filter(pk=subscription.pk).update(state=State.ENDED)
    subscription.state = State.ENDED


@transaction.atomic
def end_everything(subscription: Subscription) -> None:
    """Send no more mail to this address, not even a request to confirm."""
    Subscription.objects.filter(email__iexact=subscription.email).update(state=State.ENDED)
    commenters.set_no_mail(subscription.email, no_mail=True)
    subscription.state = State.ENDED
