"""Measure pages of comments: ten thousand threads, ten thousand replies under one, a chain two thousand deep, a flood.

Prints medians in milliseconds of whole requests, the number of queries, and compressed kilobytes.
Run: python bench/threads.py
"""

import gzip
import os
import random
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
FOLDER = tempfile.TemporaryDirectory(prefix="octavo-threads-")
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "SECRET_KEY": "only-for-measuring-only-for-measuring-only-for-measuring",
    "ALLOWED_HOSTS": "testserver",
    "SITE_URL": "http://testserver",
    "DATA_DIR": FOLDER.name,
    "LOG_LEVEL": "ERROR",
}

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from blog.articles import publishing, working_copy  # noqa: E402
from blog.articles.content import SectionContent  # noqa: E402
from blog.articles.drafts import SectionDraft  # noqa: E402
from blog.articles.models import Article  # noqa: E402
from blog.comments import counters, turning  # noqa: E402
from blog.comments.models import Comment, Status  # noqa: E402
from blog.lib.paging import cursor_of  # noqa: E402

# Nothing is collected here.
settings.STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("whitenoise")]

RUNS = 7
SECTIONS = 8
BATCH = 2_000
BEGAN = timezone.now() - timedelta(days=90)
BUDGET_MS = 300


def article(title: str, owner: User) -> Article:
    drafts = [
        SectionDraft(SectionContent.canonical(heading=f"Part {n}", body="<p>Low water.</p>"))
        for n in range(SECTIONS)
    ]
    made = working_copy.save(Article(title=title, author=owner), by=owner, sections=drafts).article
    publishing.publish(made, by=owner)
    return Article.objects.get(pk=made.pk)


def fill(about: Article, count: int, *, status: str = Status.APPROVED, start: Comment | None = None) -> None:
    """Store comments a minute apart: threads of their own, or replies to `start`; every tenth on a section."""
    assert about.live
    rows = list(about.live.manifest.all())
    chance = random.Random(7)
    for first in range(0, count, BATCH):
        batch = []
        for n in range(first, min(first + BATCH, count)):
            row = rows[n % SECTIONS] if n % 10 == 0 else None
            batch.append(comment(about, n, chance, status=status, parent=start, root=start, row=row))
        Comment.objects.bulk_create(batch)


def comment(
    about: Article, number: int, chance: random.Random, *, row: Any = None, **changes: Any
) -> Comment:
    words = " ".join("".join(chance.choices("etaoinshrdlu", k=chance.randint(2, 8))) for _ in range(45))
    return Comment(
        article=about,
        author_name=f"Reader {number}",
        author_email=f"reader{number}@mail.example",
        body=words,
        html=f"<p>{words}</p>",
        submitted_at=BEGAN + timedelta(minutes=number),
        body_digest=f"{number:064x}",
        section_id=row.section_id if row else None,
        answered_row=row,
        **({"status": Status.APPROVED} | changes),
    )


def chain(about: Article, count: int) -> list[Comment]:
    made: list[Comment] = []
    chance = random.Random(8)
    for number in range(count):
        above = made[-1] if made else None
        made.append(comment(about, number, chance, parent=above, root=made[0] if made else None))
        made[-1].save()
    return made


def measure(label: str, path: str) -> None:
    client = Client()
    asked: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        page = client.get(path)
    assert page.status_code in (200, 302), (path, page.status_code)
    spent = []
    for _ in range(RUNS):
        began = time.perf_counter()
        client.get(path)
        spent.append((time.perf_counter() - began) * 1000)
    size = len(gzip.compress(page.content, compresslevel=6)) / 1024
    shown = page.content.count(b'class="comment"')
    median = statistics.median(spent)
    over = "  OVER BUDGET" if median > BUDGET_MS else ""
    print(
        f"{label:52} {median:7.1f} ms (worst {max(spent):.1f}) {len(asked):3} queries "
        f"{shown:4} comments {size:6.1f} KB{over}"
    )


def main() -> None:
    call_command("migrate", verbosity=0)
    owner = User.objects.create_superuser("ada", "ada@octavo.example", "x")
    small, wide, long, deep, flooded = (
        article(title, owner) for title in ("Small", "Wide", "Long", "Deep", "Flooded")
    )
    fill(small, 50)
    fill(wide, 10_000)
    start = comment(long, 0, random.Random(1))
    start.save()
    fill(long, 10_000, start=start)
    made = chain(deep, 2_000)
    fill(flooded, 20)
    fill(flooded, 60_000, status=Status.SPAM)
    counters.repair()
    middle = BEGAN + timedelta(minutes=5_000)
    assert wide.live
    section = wide.live.manifest.all()[0].section.uid
    newest = Comment.objects.filter(article=wide).order_by("-submitted_at")[0]
    base = "/articles/wide/comments/"
    measure("article with 50 comments", small.get_absolute_url())
    measure("article with 10,000 threads", wide.get_absolute_url())
    measure("  a page in the middle", f"{base}?after={cursor_of(middle, 0)}")
    measure("  the page before it", f"{base}?before={cursor_of(middle, 0)}")
    measure("  one section's discussion", f"{base}?section={section}")
    measure("  permalink of the newest comment", f"/comments/{newest.pk}/")
    measure("article with 10,000 replies under one comment", long.get_absolute_url())
    measure("  that conversation", f"/comments/{start.pk}/thread/")
    measure("  in the middle", f"/comments/{start.pk}/thread/?after={cursor_of(middle, 0)}")
    measure("  permalink of its newest reply", f"/comments/{long.comments.latest('pk').pk}/")
    measure("article with a chain 2,000 deep", deep.get_absolute_url())
    measure("  permalink of the deepest", f"/comments/{made[-1].pk}/")
    measure("  the deepest among what it answers", turning.address_of(made[-1]).partition("#")[0])
    measure("article with 20 comments and 60,000 spam", flooded.get_absolute_url())
    measure("feed of all comments", "/comments/feed/")
    measure("feed of 10,000 comments on one article", "/articles/wide/comments/feed/")


if __name__ == "__main__":
    main()
