"""Measure the moderators' desk with 200,000 comments, 60,000 of them waiting, on SQLite.

Prints medians in milliseconds of whole requests (session, list, template), then the plans of the queries.
Run: python bench/desk.py [comments]
"""

import html
import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
FOLDER = tempfile.TemporaryDirectory(prefix="octavo-desk-")
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
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from blog.articles import publishing, working_copy  # noqa: E402
from blog.articles.content import SectionContent  # noqa: E402
from blog.articles.drafts import SectionDraft  # noqa: E402
from blog.articles.models import Article  # noqa: E402
from blog.comments import bulk, campaigns, counters, desk_search, moderation  # noqa: E402
from blog.comments.models import BulkAct, Comment, Reason, Status, Trace  # noqa: E402

# Nothing is collected here.
settings.STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("whitenoise")]

TOTAL = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
WAITING_SHARE = 0.3
ARTICLES = 40
RUNS = 7
BATCH = 5_000
LIST = "/admin/blog/comment/"
PROSE = "tide mud light harbour table column keeper step lamp fog bell rope gull north window log salt"
WORDS = PROSE.split()


def fill(owner: User) -> None:
    """Store articles and comments: a third waiting, a tenth of those in campaigns, links in one of five."""
    articles = []
    for number in range(ARTICLES):
        drafts = [SectionDraft(SectionContent.canonical(heading="", body="<p>Low water.</p>"))]
        article = working_copy.save(
            Article(title=f"Tide {number}", author=owner), by=owner, sections=drafts
        ).article
        articles.append(publishing.publish(article, by=owner) and article)
    chance = random.Random(7)
    now = timezone.now()
    rest = [Status.APPROVED, Status.SPAM, Status.SPAM, Status.SPAM, Status.TRASH]
    for start in range(0, TOTAL, BATCH):
        rows = [_comment(n, articles, now, chance, rest) for n in range(start, min(start + BATCH, TOTAL))]
        stored = Comment.objects.bulk_create(rows)
        Reason.objects.bulk_create(
            Reason(comment=c, check_name="website" if c.pk % 3 else "repeated-text", weight=0.5)
            for c in stored
        )
        Trace.objects.bulk_create(
            Trace(comment=c, kind="link", value=f"site{c.pk % 3000}.example") for c in stored if c.pk % 5 == 0
        )
    counters.repair()


def _comment(number: int, articles: list[Any], now: Any, chance: random.Random, rest: list[Any]) -> Comment:
    waits = chance.random() < WAITING_SHARE
    body = " ".join(chance.choices(WORDS, k=30)) + f" {number}"
    return Comment(
        article=articles[number % ARTICLES],
        status=Status.PENDING if waits else chance.choice(rest),
        author_name=f"Reader {number % 9000}",
        author_email=f"reader{number % 9000}@mail.example",
        body=body,
        html=f"<p>{body}</p>",
        submitted_at=now - timedelta(seconds=37 * (TOTAL - number)),
        verdict=chance.choice(["ham", "unsure", "spam"]),
        network=f"{number % 20000:064x}"[::-1],
        body_digest=f"{number:064x}",
        campaign=f"{number % 300:016x}" if waits and chance.random() < 0.1 else "",
    )


def measure(label: str, act: Callable[[], Any], *, runs: int = RUNS) -> None:
    act()
    spent = []
    for _ in range(runs):
        began = time.perf_counter()
        act()
        spent.append((time.perf_counter() - began) * 1000)
    print(f"{label:44} {statistics.median(spent):9.1f} ms   (worst {max(spent):.1f})")


def get(client: Client, query: str) -> Any:
    page = client.get(LIST + query)
    assert page.status_code == 200, (query, page.status_code)
    return page


def lists(client: Client) -> None:
    """Time the pages of the list."""
    queries = {
        "landing list": "",
        "approved": "?status=approved",
        "spam": "?status=spam",
        "link:": "?q=link:site15.example",
        "email:": "?q=email:reader77@mail.example",
        "name:": "?q=name:%22Reader+77%22",
        "network:": f"?q=network:{'77'[::-1]}0000",
        "article:": "?q=article:tide-7",
        "reason:": "?q=reason:repeat",
        "reason: among spam": "?status=spam&q=reason:repeat",
        "verdict:": "?q=verdict:spam",
        "after: and before:": "?q=after:2026-01-01+before:2030-01-01",
        "campaign:": f"?q=campaign:{7:016x}",
        "a word that all have": "?q=harbour",
        "a word that none has": "?q=nowhere",
    }
    for label, query in queries.items():
        measure(f"list, {label}", lambda query=query: get(client, query))
    deep = ""
    for _ in range(40):
        found = re.search(r'rel="next" href="([^"]+)"', get(client, deep).content.decode())
        deep = html.unescape(found[1]) if found else deep
    measure("list, 40 pages deep", lambda: get(client, deep))
    pk = Comment.objects.pending().values_list("pk", flat=True)[0]
    measure("panel beside a comment", lambda: client.get(f"{LIST}{pk}/why/"))
    measure("page of the whole result (count)", lambda: client.get(f"{LIST}all/?status=pending"), runs=3)


def decisions(client: Client, owner: User) -> None:
    """Time one decision, one undone, and everything that waits."""
    waiting = iter(list(Comment.objects.pending().values_list("pk", flat=True)[: 4 * RUNS]))

    def one() -> None:
        answer = client.post(
            f"{LIST}decide/",
            {"verb": "approve", "_selected_action": [next(waiting)]},
            headers={"accept": "application/json"},
        )
        assert answer.json()["gone"], answer.content

    measure("one decision by key", one)
    measure("one decision, domain alone", lambda: moderation.trash([Comment(pk=next(waiting))], by=owner))
    began = time.perf_counter()
    act = bulk.begin("spam", {"status": "pending"}, by=owner)
    assert act is not None
    print(f"{'whole result begun (request)':44} {(time.perf_counter() - began) * 1000:9.1f} ms")
    _finish(act, "whole result marked as spam")
    began = time.perf_counter()
    undone = bulk.undo(act.decision, by=owner)  # type: ignore[arg-type]
    assert undone is not None
    _finish(undone, "whole result undone")
    assert not counters.recount()


def _finish(act: BulkAct, label: str) -> None:
    began = time.perf_counter()
    longest = 0.0
    going = True
    while going:
        chunk = time.perf_counter()
        going = bulk.advance(act.pk)
        longest = max(longest, time.perf_counter() - chunk)
    spent = time.perf_counter() - began
    act.refresh_from_db()
    rate = act.done / spent
    print(
        f"{label:44} {spent:9.1f} s    ({act.done:,} comments, {rate:,.0f}/s, longest hold {longest * 1000:.0f} ms)"
    )


def plans(owner: User) -> None:
    """Print how the database finds the rows of the queue."""
    queue = Comment.objects.filter(status="pending").order_by("likely_spam", "submitted_at", "pk")
    for label, rows in {
        "landing list": campaigns.folded(queue)[:51],
        "link:": desk_search.narrow(queue, desk_search.parse("link:site15.example"))[:51],
        "email:": desk_search.narrow(queue, desk_search.parse("email:reader77@mail.example"))[:51],
        "network:": desk_search.narrow(queue, desk_search.parse("network:770000"))[:51],
        "reason:": desk_search.narrow(queue, desk_search.parse("reason:repeat"))[:51],
        "chunk": desk_search.matching({}, by=owner).filter(pk__gt=9, pk__lte=10**9)[:500],
    }.items():
        print(f"\n{label}\n{rows.values('pk').explain()}")


def main() -> None:
    call_command("migrate", verbosity=0)
    owner = User.objects.create_superuser("bench", "bench@octavo.example")
    began = time.perf_counter()
    fill(owner)
    waiting = Comment.objects.pending().count()
    print(f"{TOTAL:,} comments, {waiting:,} waiting, stored in {time.perf_counter() - began:.0f} s\n")
    client = Client()
    client.force_login(owner)
    lists(client)
    plans(owner)
    print()
    decisions(client, owner)


main()
