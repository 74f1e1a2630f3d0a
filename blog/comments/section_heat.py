"""What readers made of the sections of an article: comments, open reports and open corrections (3 queries)."""

from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import Count as Number
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.articles.echoes import Count, Echoes, Todo
from blog.articles.models import Article
from blog.comments.models import Comment, Correction, Flag, Status

TODO_SHOWN = 10
# In the order of the bars.
KINDS = (Status.APPROVED.value, Status.PENDING.value, "reports", "corrections")
Tally = Counter[tuple[str, str]]  # by kind and section uid, "" for none


def echoes(article: Article, user: User) -> Echoes:
    """Return what the article form tells of this article's readers; the same queries however many there are."""
    waiting = list(
        article.corrections.filter(status=Correction.Status.OPEN).select_related("section", "comment")
    )
    tally = _tally(article, waiting)
    may_look = user.has_perm("blog.view_comment")
    uids = sorted({uid for _kind, uid in tally})
    return Echoes(
        {uid: _counts(article, uid, tally, may_look=may_look) for uid in uids}, _todo(waiting[:TODO_SHOWN])
    )


def _tally(article: Article, waiting: Iterable[Correction]) -> Tally:
    tally: Tally = Counter()
    comments = Comment.objects.filter(
        article=article, status__in=[Status.APPROVED, Status.PENDING]
    ).order_by()
    rows = comments.values_list("status", "section__uid").annotate(Number("pk"))
    for status, uid, number in rows:
        tally[status, uid or ""] += number
    flags = Flag.objects.filter(
        comment__article=article, comment__status=Status.APPROVED, outcome=Flag.Outcome.OPEN
    ).order_by()
    for uid, number in flags.values_list("comment__section__uid").annotate(Number("pk")):
        tally["reports", uid or ""] += number
    for correction in waiting:
        tally["corrections", correction.section.uid if correction.section else ""] += 1
    return tally


def _counts(article: Article, uid: str, tally: Tally, *, may_look: bool) -> list[Count]:
    found = [(kind, tally[kind, uid]) for kind in KINDS if tally[kind, uid]]
    return [
        Count(kind, _label(kind, number), number, _desk(article, uid, kind) if may_look else "")
        for kind, number in found
    ]


def _label(kind: str, number: int) -> str:
    if kind == "reports":
        return ngettext("open report", "open reports", number)
    if kind == "corrections":
        return ngettext("open correction", "open corrections", number)
    return _("approved") if kind == Status.APPROVED else _("waiting")


def _desk(article: Article, uid: str, kind: str) -> str:
    """Return where the desk lists what was counted; nothing is to be listed of corrections."""
    if kind == "corrections":
        return f"{reverse('admin:blog_correction_changelist')}?article__id__exact={article.pk}&status__exact=open"
    words = [f"section:{uid}"] if uid else []
    if kind == "reports":
        words.append("flag:open")
    status = Status.APPROVED.value if kind == "reports" else kind
    query = {"status": status, "article": str(article.pk)} | ({"q": " ".join(words)} if words else {})
    return f"{reverse('admin:blog_comment_changelist')}?{urlencode(query)}"


def _todo(waiting: Iterable[Correction]) -> list[Todo]:
    return [
        Todo(row.note, reverse("admin:blog_correction_change", args=[row.pk]), _standing(row))
        for row in waiting
    ]


def _standing(correction: Correction) -> str:
    if correction.awaits_since:
        return _("goes with the next publication")
    return correction.section.heading if correction.section else ""
