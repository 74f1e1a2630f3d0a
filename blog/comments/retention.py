"""What is forgotten after its time: networks, the text of spam, former words, used proofs, old attacks."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.comments import counters, former_words
from blog.comments.models import AttackPeriod, Comment, Flag, SpentProof, Status, Wording
from blog.site import upkeep
from blog.site.models import SiteSettings

ATTACKS_KEPT = timedelta(days=365)
# As far back as a rule is tried on what was decided.
WORDINGS_KEPT = timedelta(days=90)


def register() -> None:
    """Have it done with every upkeep."""
    upkeep.register("networks", gettext_lazy("Networks forgotten"), forget_networks)
    upkeep.register("reporters", gettext_lazy("Networks of reports forgotten"), forget_reporters)
    upkeep.register("spam_texts", gettext_lazy("Texts of spam let go"), reduce_spam)
    upkeep.register("wordings", gettext_lazy("Former words of comments let go"), _wordings)
    upkeep.register("proofs", gettext_lazy("Proofs of work that had expired"), _proofs)
    upkeep.register("attacks", gettext_lazy("Notes on attacks long over"), _attacks)


def forget_networks(now: datetime) -> int:
    """Take the network digest from up to CHUNK comments that have reached their age; return from how many."""
    before = now - timedelta(days=SiteSettings.current().network_days)
    # Greater than nothing instead of not nothing: the index by network then serves.
    old = Comment.objects.filter(network__gt="", submitted_at__lt=before).order_by("network")
    chosen = list(old.values_list("pk", flat=True)[: upkeep.CHUNK])
    with transaction.atomic():
        counters.lock()
        return Comment.objects.filter(pk__in=chosen).update(network="")


def forget_reporters(now: datetime) -> int:
    """Take the network digest from up to CHUNK reports that have reached their age; return from how many."""
    before = now - timedelta(days=SiteSettings.current().network_days)
    # What stands in its place is different for each, because a network speaks once about a comment.
    old = Flag.objects.filter(network__gt="", at__lt=before).exclude(network__startswith="-")
    chosen = list(old.order_by("network").values_list("pk", flat=True)[: upkeep.CHUNK])
    nobody = Concat(Value("-"), Cast("pk", CharField()))
    return Flag.objects.filter(pk__in=chosen).update(network=nobody)


def reduce_spam(now: datetime) -> int:
    """Let go of the text of up to CHUNK comments that are spam and were decided or hidden long ago.

    What they share with others (`Trace`), the digest of the text, reasons, opinions and what was learned stay.
    Returns how many.
    """
    before = now - timedelta(days=SiteSettings.current().spam_text_days)
    decided_long_ago = Q(decided_at__isnull=True) | Q(decided_at__lt=before)
    old = Comment.objects.filter(decided_long_ago, status=Status.SPAM, reduced_at__isnull=True)
    chosen = list(
        old.filter(submitted_at__lt=before)
        .order_by("submitted_at")
        .values_list("pk", flat=True)[: upkeep.CHUNK]
    )
    with transaction.atomic():
        counters.lock()
        # Asked again in the statement itself: somebody may have restored one of them.
        former_words.forget(old.filter(pk__in=chosen).values_list("pk", flat=True))
        return old.filter(pk__in=chosen).update(body="", html="", reduced_at=now)


def why_not(pks: Iterable[int]) -> str:
    """Return why comments among these cannot come back, in a sentence; "" where nothing speaks against it."""
    chosen = list(pks)[: upkeep.CHUNK]
    rows = Comment.objects.filter(pk__in=chosen, reduced_at__isnull=False)
    count = rows.count()
    if not count:
        return ""
    if len(chosen) == 1:
        return _("It cannot come back: its text was removed because it was old spam.")
    return _("%(count)d of them cannot come back: their text was removed because they were old spam.") % {
        "count": count
    }


def _proofs(now: datetime) -> int:
    return upkeep.delete_some(SpentProof.objects.filter(expires_at__lt=now))


def _wordings(now: datetime) -> int:
    return upkeep.delete_some(Wording.objects.filter(at__lt=now - WORDINGS_KEPT))


def _attacks(now: datetime) -> int:
    return upkeep.delete_some(AttackPeriod.objects.filter(ends_at__lt=now - ATTACKS_KEPT))
