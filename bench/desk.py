"""Measure the moderators' desk and a busy article with 1,000,000 comments, 60,000 of them waiting.

Prints milliseconds of whole requests (session, list, template): the first, the median of the others, the worst,
and how many queries one takes; then a decision, and everything that waits decided and undone.

Run: python bench/desk.py [--postgres] [--comments N] [--pending N] [--articles N] [--plans]
With DATA_DIR or DATABASE_URL set, the site there is measured, and filled only where it is empty.
"""

import argparse
import html
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

RUNS = 7
LIST = "/admin/blog/comment/"
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "max_wal_size": "4GB"}


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL server of its own")
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--comments", type=int, default=1_000_000)
    parser.add_argument("--pending", type=int, default=60_000)
    parser.add_argument("--plans", action="store_true", help="print how the database finds the rows")
    parser.add_argument("--only", default="", help="measure only lists whose label contains this")
    return parser.parse_args()


def set_up(options: argparse.Namespace, stack: ExitStack) -> None:
    """Choose the database, and start Django with the settings of a real site."""
    given = os.environ.get("DATA_DIR") or os.environ.get("DATABASE_URL")
    if options.postgres and not os.environ.get("DATABASE_URL"):
        from tests import postgres

        os.environ["DATABASE_URL"] = stack.enter_context(postgres.running(DURABLE))
    if not given:
        os.environ["DATA_DIR"] = stack.enter_context(tempfile.TemporaryDirectory(prefix="octavo-desk-"))
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "only-for-measuring-only-for-measuring-only-for-measuring",
        "ALLOWED_HOSTS": "testserver",
        "SITE_URL": "http://testserver",
        "LOG_LEVEL": "ERROR",
    }
    import django

    django.setup()
    from django.conf import settings

    # Nothing is collected here.
    settings.STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("whitenoise")]


def fill(options: argparse.Namespace) -> Any:
    """Fill the database where it is empty, and return somebody who may do everything."""
    from django.contrib.auth.models import User
    from django.core.management import call_command

    from blog.articles.models import Article

    call_command("migrate", verbosity=0)
    if not Article.objects.exists():
        sizes = {name: getattr(options, name) for name in ("articles", "comments", "pending")}
        call_command("make_load", **sizes)
    owner = User.objects.filter(username="bench").first()
    return owner or User.objects.create_superuser("bench", "bench@octavo.example")


def measure(label: str, act: Callable[[], Any], *, runs: int = RUNS) -> None:
    """Print one line; the first run stands apart, because it may read from the disk."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    spent = []
    for _ in range(runs):
        began = time.perf_counter()
        act()
        spent.append((time.perf_counter() - began) * 1000)
    with CaptureQueriesContext(connection) as queries:
        act()
    middle = statistics.median(spent[1:])
    mark = " " if middle < 300 else "!"
    print(f"{label:42} {spent[0]:8.0f} {middle:8.1f}{mark}{max(spent[1:]):8.0f} {len(queries):8}", flush=True)


def get(client: Any, address: str) -> Any:
    page = client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    return page


def searches() -> dict[str, str]:
    """Return a search for every field of the desk, with values that are there."""
    from blog.comments.models import Comment, Status, Trace

    waiting = Comment.objects.filter(status=Status.PENDING)
    one = waiting.exclude(network="").select_related("article").order_by("-pk")[100]
    sectioned = waiting.filter(section__isnull=False).exclude(section__heading="").select_related("section")
    part = sectioned[0].section
    campaign = waiting.exclude(campaign="").values_list("campaign", flat=True)[0]
    domain = Trace.objects.filter(kind="link", comment__status="pending").values_list("value", flat=True)[0]
    day = one.submitted_at.date()
    rare = next(word for word in one.body.casefold().split() if len(word) > 7)
    return {
        "link: a domain": f"link:{domain}",
        "link: all below": "link:example",
        "email: an address": f"email:{one.author_email}",
        "email: a part": "email:post.example",
        "email: nobody's": "email:nobody@nowhere.example",
        "name:": f'name:"{one.author_name}"',
        "name: nobody's": "name:Nobodyatall",
        "network:": f"network:{one.network[:12]}",
        "network: few digits": f"network:{one.network[:4]}",
        "article:": f"article:{one.article.slug}",
        "section: an id": f"section:{part.uid}",
        "section: words": f'section:"{part.heading.split()[0]}"',
        "section: none": "section:nosuchheading",
        "reason: frequent": "reason:repeat",
        "reason: rest": "reason:learned-rest",
        "reason: none": "reason:nosuch",
        "verdict: spam": "verdict:spam",
        "verdict: good": "verdict:good",
        "campaign:": f"campaign:{campaign}",
        "after:": f"after:{day}",
        "before:": f"before:{day}",
        "after: and before:": "after:2019-01-01 before:2040-01-01",
        "a word that most have": "harbour",
        "a word that few have": rare,
        "a word that none has": "nosuchword",
        "three words": "harbour tide nosuchword",
        "word and field": f"verdict:good article:{one.article.slug} tide",
    }


def lists(client: Any, only: str) -> None:
    """Time the landing page, the tabs, and every field on each tab that may be long."""
    from blog.comments import desk_search

    pages = {"landing page of the admin": "/admin/", "log of decisions": "/admin/blog/decision/"}
    pages["card of the filter"] = "/admin/blog/filterstate/"
    found = searches()
    left = set(desk_search.FIELDS) - {search.partition(":")[0] for search in found.values()}
    for status in ("pending", "approved", "spam", "trash"):
        pages[status] = f"{LIST}?status={status}"
        for label, search in found.items():
            pages[f"{status}, {label}"] = f"{LIST}?status={status}&q={quote_plus(search)}"
    for label, address in pages.items():
        if only in label:
            measure(label, lambda address=address: get(client, address))
    if left:
        print(f"not measured: {', '.join(sorted(left))}")


def details(client: Any) -> None:
    """Time what lies beside the list, and the article that draws most comments."""
    from django.test import Client

    from blog.articles.models import Article
    from blog.comments.models import Comment

    deep = LIST
    for _ in range(40):
        following = re.search(r'rel="next" href="([^"]+)"', get(client, deep).content.decode())
        deep = LIST + html.unescape(following[1]) if following else deep
    measure("pending, 40 pages deep", lambda: get(client, deep))
    pk = Comment.objects.pending().values_list("pk", flat=True)[0]
    measure("panel beside a comment", lambda: get(client, f"{LIST}{pk}/why/"))
    measure("page of one comment", lambda: get(client, f"{LIST}{pk}/change/"))
    measure("whole result (counts it)", lambda: get(client, f"{LIST}all/?status=pending"))
    measure("whole result of a word", lambda: get(client, f"{LIST}all/?status=pending&q=harbour"))
    busiest = Article.objects.public().order_by("-approved_comment_count")[0]
    label = f"article with {busiest.approved_comment_count:,} comments"
    visitor = Client()
    measure(label, lambda: get(visitor, busiest.get_absolute_url()))
    print(f"{'':42} {len(get(visitor, busiest.get_absolute_url()).content):,} bytes")


def decisions(client: Any, owner: Any) -> None:
    """Time one decision, its undoing, and everything that waits."""
    from blog.comments import bulk, counters
    from blog.comments.models import Comment

    waiting = iter(list(Comment.objects.pending().values_list("pk", flat=True)[: 4 * RUNS]))
    taken: list[int] = []

    def one() -> None:
        answer = client.post(
            f"{LIST}decide/",
            {"verb": "spam", "_selected_action": [next(waiting)]},
            headers={"accept": "application/json"},
        )
        taken.append(answer.json()["decision"])
        assert taken[-1], answer.content

    measure("one decision by key", one)
    measure("one undone", lambda: client.post(f"{LIST}undo/{taken.pop()}/"))
    began = time.perf_counter()
    act = bulk.begin("spam", {"status": "pending"}, by=owner)
    print(f"{'whole result begun (the request)':42} {(time.perf_counter() - began) * 1000:17.1f}")
    assert act is not None
    assert act.decision is not None
    _finish(act, "whole result marked as spam")
    undone = bulk.undo(act.decision, by=owner)
    assert undone is not None
    _finish(undone, "whole result undone")
    assert not counters.recount()


def _finish(act: Any, label: str) -> None:
    from blog.comments import bulk

    began, longest, going = time.perf_counter(), 0.0, True
    while going:
        chunk = time.perf_counter()
        going = bulk.advance(act.pk)
        longest = max(longest, time.perf_counter() - chunk)
    spent = time.perf_counter() - began
    act.refresh_from_db()
    hold = f"longest hold {longest * 1000:.0f} ms"
    print(f"{label:42} {spent:15.1f} s   {act.done:,} comments, {act.done / spent:,.0f}/s, {hold}")


def plans() -> None:
    """Print how the database finds the rows of the queue for each search."""
    from blog.comments import campaigns, desk_list, desk_search
    from blog.comments.models import Comment, Status

    queue = Comment.objects.filter(status="pending").order_by(*desk_list.ordering(Status.PENDING))
    print(f"\nlanding\n{campaigns.folded(queue)[:51].values('pk').explain()}")
    for label, search in searches().items():
        rows = desk_search.narrow(queue, desk_search.parse(search))[:51]
        print(f"\n{label}\n{rows.values('pk').explain()}")


def main() -> None:
    options = asked()
    with ExitStack() as stack:
        set_up(options, stack)
        owner = fill(options)
        from django.db import connection
        from django.test import Client

        client = Client()
        client.force_login(owner)
        print(
            f"\n{connection.vendor}, milliseconds{'':20} {'first':>8} {'median':>8} {'worst':>8} {'queries':>8}"
        )
        if options.plans:
            plans()
        lists(client, options.only)
        if not options.only:
            details(client)
            decisions(client, owner)
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()


main()
