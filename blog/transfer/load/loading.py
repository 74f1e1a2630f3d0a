"""Fills an empty blog with as many articles and comments as are asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from blog.articles.models import Article, Category, Revision, Section, Tag
from blog.comments import counters
from blog.comments.models import Comment, Decision
from blog.lib.patience import take_time
from blog.site import profiles, roles
from blog.transfer.load.articles import ArticleWriter, Written
from blog.transfer.load.comments import CommentWriter
from blog.transfer.load.tables import settle

# Rows of one transaction: enough to be fast, few enough for the memory.
ARTICLES_AT_ONCE, COMMENTS_AT_ONCE = 1_000, 10_000
# Articles appear over so many years, and comments on them as soon as there is one.
SPAN = timedelta(days=5 * 365)
AUTHORS, MODERATORS = 5, 3
# SQLite's own default of 2 MB is read and written again and again while indexes grow.
CACHE_KIB = 400_000


@dataclass(frozen=True)
class Size:
    """How much is wanted; of the comments, `pending` wait."""

    articles: int
    comments: int
    pending: int = 0

    def check(self) -> None:
        """Raise ValidationError where the figures contradict each other."""
        if self.articles < 1 or self.comments < 0 or not 0 <= self.pending <= self.comments:
            raise ValidationError(_("At least one article, and no more waiting comments than there are."))
        if Article.objects.exists():
            raise ValidationError(
                _("This blog has articles already: made-up ones go into an empty blog only.")
            )


def load(size: Size, *, seed: int, now: datetime, said: Callable[[str], object] = lambda text: None) -> None:
    """Store made-up articles and comments, in transactions of some thousand; the same seed makes the same text.

    `said` is told how far it is. Raises ValidationError where the blog is not empty. An interrupted load leaves
    what was stored so far.
    """
    size.check()
    take_time()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    chance = Random(seed)
    written = _articles(size, chance, now, said)
    if written:
        _comments(size, chance, written, now, said)
    counters.repair()
    settle([Article, Section, Revision, Category, Tag, Comment, Decision])


def _articles(size: Size, chance: Random, now: datetime, said: Callable[[str], object]) -> list[Written]:
    written: list[Written] = []
    with transaction.atomic():
        writer = ArticleWriter(chance, _people(roles.AUTHOR, AUTHORS))
    for start in range(0, size.articles, ARTICLES_AT_ONCE):
        end = min(start + ARTICLES_AT_ONCE, size.articles)
        with transaction.atomic():
            for number in range(start, end):
                article = writer.write(number, now - SPAN + SPAN * (number / size.articles))
                written += [article] if article else []
            writer.store()
        said(f"{end:,} / {size.articles:,} articles")
    return written


def _comments(
    size: Size, chance: Random, articles: list[Written], now: datetime, said: Callable[[str], object]
) -> None:
    writer = CommentWriter(chance, articles, _people(roles.MODERATOR, MODERATORS), size.comments)
    begin = articles[0].at
    # What waits is every second of the newest, as far as they go round.
    first_waiting = max(size.comments - 2 * size.pending, 0)
    waiting = size.pending
    for start in range(0, size.comments, COMMENTS_AT_ONCE):
        end = min(start + COMMENTS_AT_ONCE, size.comments)
        with transaction.atomic():
            for number in range(start, end):
                left = size.comments - number
                waits = waiting > 0 and number >= first_waiting and (left % 2 == 1 or left <= waiting)
                waiting -= waits
                writer.write(number, begin + (now - begin) * (number / size.comments), waits=waits)
            writer.store()
        said(f"{end:,} / {size.comments:,} comments")


def _people(role: str, number: int) -> list[User]:
    """Return people of a role who cannot sign in, with public profiles."""
    found = []
    for n in range(number):
        name = f"{role.lower()}-{n + 1}"
        user, is_new = User.objects.get_or_create(
            username=name, defaults={"first_name": role, "last_name": str(n + 1)}
        )
        if is_new:
            user.set_unusable_password()
            user.save(update_fields=["password"])
            user.groups.add(Group.objects.get(name=role))
        profiles.profile_of(user)
        found.append(user)
    return found
