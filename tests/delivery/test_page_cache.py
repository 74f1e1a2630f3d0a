"""The cache in front of Django: what it keeps, what it never keeps, and that nothing kept is ever stale."""

import gzip
import random
import re
from datetime import timedelta
from typing import Any

import brotli
import pytest
import time_machine
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.utils import timezone

from blog.articles import publishing, working_copy
from blog.articles.addresses import change_slug
from blog.articles.content import SectionContent
from blog.articles.drafts import SectionDraft
from blog.articles.models import Article
from blog.comments import corrections, moderation
from blog.comments.models import Comment, Status
from blog.delivery import triggers
from blog.delivery.page_cache import PageCache
from blog.site.models import SiteSettings
from tests.cast import Cast, live_article
from tests.shelf import comments_on, filed_article

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite",
    reason="on PostgreSQL no page is kept yet: `in_front_of` leaves Django alone",
)

Answer = tuple[int, dict[str, str], bytes]


def environ(path: str, query: str = "", **headers: str) -> dict[str, Any]:
    from io import BytesIO

    request: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "203.0.113.9",
        "HTTP_HOST": "testserver",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
    }
    return request | headers


def ask(application: Any, path: str, query: str = "", **headers: str) -> Answer:
    told: dict[str, Any] = {}

    def start(status: str, pairs: list[tuple[str, str]], exc_info: Any = None) -> None:
        told.update(status=int(status[:3]), headers=dict(pairs))

    result = application(environ(path, query, **headers), start)
    body = b"".join(result)
    if hasattr(result, "close"):
        result.close()
    return told["status"], told["headers"], body


def how(answer: Answer) -> str:
    return answer[1].get("Octavo-Page", "by Django")


@pytest.fixture
def cache(cast: Cast) -> PageCache:
    return PageCache(get_wsgi_application(), megabytes=8)  # type: ignore[arg-type]


@pytest.fixture
def article(cast: Cast) -> Article:
    article = filed_article(cast.editor, title="One", tags=["Mud"], category="Coast")
    comments_on(article, 3)
    return article


PAGES = [
    "/",
    "/articles/one/",
    "/tags/mud/",
    "/categories/coast/",
    "/authors/edda-lind/",
    "/archive/",
    f"/archive/{timezone.now().year}/",
    "/feed/",
    "/feed/atom/",
    "/tags/mud/feed/",
    "/sitemap.xml",
    "/robots.txt",
    "/articles/one/reply/",
    "/articles/one/comments/feed/",
    "/comments/feed/",
    "/comments/feed/atom/",
]


class TestWhatIsKept:
    @pytest.mark.parametrize("path", PAGES)
    def test_every_public_page_is_made_once_and_the_same_as_without_the_cache(
        self, cache: PageCache, article: Article, path: str
    ) -> None:
        made, kept = ask(cache, path), ask(cache, path)
        if made[0] == 404:
            pytest.fail(f"{path} is no page")
        assert (how(made), how(kept)) == ("made", "kept")
        assert made[2] == kept[2] == ask(cache.application, path)[2]

    def test_a_kept_page_asks_the_database_nothing_but_the_clock(
        self, cache: PageCache, article: Article, django_assert_num_queries: Any
    ) -> None:
        ask(cache, "/articles/one/")
        with django_assert_num_queries(1):
            assert how(ask(cache, "/articles/one/")) == "kept"

    @pytest.mark.parametrize(
        ("accepted", "unpack"), [("gzip", gzip.decompress), ("gzip, br", brotli.decompress)]
    )
    def test_it_travels_packed_with_a_tag_of_its_own(
        self, cache: PageCache, article: Article, accepted: str, unpack: Any
    ) -> None:
        plain, packed = ask(cache, "/"), ask(cache, "/", HTTP_ACCEPT_ENCODING=accepted)
        assert unpack(packed[2]) == plain[2]
        assert len(packed[2]) < len(plain[2]) / 2
        assert packed[1]["ETag"] != plain[1]["ETag"]
        again = ask(cache, "/", HTTP_ACCEPT_ENCODING=accepted, HTTP_IF_NONE_MATCH=packed[1]["ETag"])
        assert (again[0], again[2]) == (304, b"")

    def test_head_is_answered_without_a_body(self, cache: PageCache, article: Article) -> None:
        status, headers, body = ask(cache, "/", REQUEST_METHOD="HEAD")
        assert (status, body) == (200, b"")
        assert headers["Content-Length"] == str(len(ask(cache, "/")[2]))

    def test_marks_on_links_lead_to_the_same_page(self, cache: PageCache, article: Article) -> None:
        ask(cache, "/")
        assert how(ask(cache, "/", "utm_source=letter&fbclid=x")) == "kept"


class TestWhatIsNeverKept:
    @pytest.mark.parametrize(
        "headers",
        [
            {"HTTP_COOKIE": f"a=b; {settings.SESSION_COOKIE_NAME}=abc"},
            {"HTTP_AUTHORIZATION": "Basic YTpi"},
            {"HTTP_X_REQUESTED_WITH": "fetch"},
            {"HTTP_RANGE": "bytes=0-9"},
            {"HTTP_HOST": "evil.example"},
            {"wsgi.url_scheme": "https"},
            {"REQUEST_METHOD": "POST"},
        ],
        ids=lambda headers: next(iter(headers)),
    )
    def test_somebody_in_particular_is_answered_by_django(
        self, cache: PageCache, article: Article, headers: dict[str, str]
    ) -> None:
        ask(cache, "/")
        assert how(ask(cache, "/", **headers)) == "by Django"
        assert len(cache.pages) == 1

    @pytest.mark.parametrize(
        "path", ["/nowhere/", "/admin/login/", "/comments/form-time/", "/static/none.css"]
    )
    def test_errors_forms_of_the_desk_and_private_answers(self, cache: PageCache, path: str) -> None:
        ask(cache, path)
        assert how(ask(cache, path)) == "by Django"
        assert len(cache.pages) == 0

    def test_nothing_is_kept_where_changes_are_not_watched(self, cache: PageCache, article: Article) -> None:
        with connection.cursor() as cursor:
            name, table = next(iter(triggers._present(connection).items()))
            cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor != "sqlite" else ""))
        assert how(ask(cache, "/")) == "by Django"

    def test_a_page_made_from_a_table_nobody_watches(
        self, cache: PageCache, article: Article, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("blog.delivery.watched.FROZEN", set())
        ask(cache, "/articles/one/")
        assert how(ask(cache, "/articles/one/")) == "by Django"

    @pytest.mark.parametrize(
        "trick",
        [
            {"HTTP_X_FORWARDED_HOST": "evil.example"},
            {"HTTP_X_FORWARDED_PROTO": "https"},
            {"HTTP_COOKIE": "csrf=<script>; theme=evil; django_language=ar"},
            {"HTTP_ACCEPT_LANGUAGE": "ar"},
            {"HTTP_ACCEPT": "application/json"},
            {"HTTP_REFERER": "https://evil.example/"},
            {"HTTP_USER_AGENT": "Googlebot"},
            {"HTTP_X_ORIGINAL_URL": "/admin/"},
            {"REMOTE_ADDR": "127.0.0.1"},
        ],
        ids=lambda trick: next(iter(trick)),
    )
    def test_what_a_client_sends_never_reaches_the_page_of_others(
        self, cast: Cast, article: Article, trick: dict[str, str]
    ) -> None:
        baseline = ask(PageCache(get_wsgi_application(), megabytes=8), "/articles/one/")  # type: ignore[arg-type]
        tricked = PageCache(get_wsgi_application(), megabytes=8)  # type: ignore[arg-type]
        ask(tricked, "/articles/one/", **trick)
        assert ask(tricked, "/articles/one/")[2] == baseline[2]

    def test_made_up_queries_displace_no_page(self, cast: Cast, article: Article) -> None:
        cache = PageCache(get_wsgi_application(), megabytes=1)  # type: ignore[arg-type]
        ask(cache, "/")
        for number in range(60):
            ask(cache, "/", f"x={number}")
        assert cache.queries.size <= cache.queries.limit
        assert len(cache.queries) < 60
        assert how(ask(cache, "/")) == "kept"


class TestNeverStale:
    def test_an_approved_comment_is_there_at_once_and_other_pages_stay(
        self, cache: PageCache, article: Article, cast: Cast
    ) -> None:
        other = live_article(cast.editor, title="Other")
        third = live_article(cast.editor, title="Third")
        comments_on(article, 1, status=Status.PENDING, body="A word of my own")
        for path in ("/articles/one/", third.get_absolute_url(), other.get_absolute_url()):
            ask(cache, path)
        moderation.approve(Comment.objects.pending(), by=cast.moderator)
        page = ask(cache, "/articles/one/")
        assert b"A word of my own" in page[2]
        assert how(page) == "made"
        assert how(ask(cache, third.get_absolute_url())) == "kept"

    def test_a_correction_is_told_at_once_and_its_link_goes_with_the_comment(
        self, cache: PageCache, article: Article, cast: Cast
    ) -> None:
        comments_on(article, 1, body="A word of my own")
        comment = article.comments.get(body="A word of my own")
        found = corrections.open_from(comment, note="Now it is right.", credit="Jonas", by=cast.editor)
        assert b"Now it is right." not in ask(cache, "/articles/one/")[2]
        assert article.live is not None
        corrections.fix(found, revision=article.live, by=cast.editor)
        told = ask(cache, "/articles/one/")[2]
        assert b"Now it is right." in told
        link = f'href="/comments/{comment.pk}/"><bdi>Jonas'.encode()
        assert link in told
        moderation.trash([comment], by=cast.moderator)
        assert link not in ask(cache, "/articles/one/")[2]
        corrections.decline(found, by=cast.editor)
        assert b"Now it is right." not in ask(cache, "/articles/one/")[2]

    def test_a_scheduled_article_appears_at_its_second_and_expires_at_its_own(
        self, cache: PageCache, article: Article, cast: Cast
    ) -> None:
        now = timezone.now()
        later = live_article(cast.editor, title="At noon")
        publishing.unpublish(later, by=cast.editor)
        publishing.schedule(later, at=now + timedelta(hours=1), by=cast.editor)
        publishing.set_expiry(later, at=now + timedelta(hours=2), by=cast.editor)
        with time_machine.travel(now, tick=False) as clock:
            assert b"At noon" not in ask(cache, "/")[2]
            clock.shift(timedelta(minutes=59, seconds=59))
            assert how(ask(cache, "/")) == "kept"
            clock.shift(timedelta(seconds=1))
            assert b"At noon" in ask(cache, "/")[2]
            clock.shift(timedelta(hours=1))
            assert b"At noon" not in ask(cache, "/")[2]

    def test_a_closed_discussion_loses_its_form_at_its_second(
        self, cache: PageCache, article: Article
    ) -> None:
        SiteSettings(comments_close_after_days=1).save()
        article.refresh_from_db()
        assert article.publish_at is not None
        with time_machine.travel(article.publish_at + timedelta(hours=23, minutes=59), tick=False) as clock:
            assert b'name="body"' in ask(cache, "/articles/one/")[2]
            clock.shift(timedelta(minutes=1))
            assert b'name="body"' not in ask(cache, "/articles/one/")[2]

    @pytest.mark.parametrize("seed", range(2))
    def test_whatever_happens_every_page_is_what_django_would_say_now(
        self, cache: PageCache, cast: Cast, seed: int
    ) -> None:
        dice = random.Random(seed)
        for title in ("One", "Two", "Three", "Four"):
            filed_article(cast.editor, title=title, tags=[dice.choice(["Mud", "Silt"])], category="Coast")
        comments_on(Article.objects.get(slug="one"), 6, status=Status.PENDING)
        acts = Acts(cast, dice)
        paths = (*PAGES, "/articles/two/", "/articles/three/", "/articles/four/", "/tags/silt/")
        for _ in range(15):
            acts.one()
            for path in dice.sample(paths, 8):
                said = ask(cache, path)
                expected = ask(cache.application, path)
                assert (said[0], words(said)) == (expected[0], words(expected)), (path, acts.done)


def words(answer: Answer) -> bytes:
    """Return a body without the hour that an empty feed was made at."""
    if b"<entry>" in answer[2] or b"<item>" in answer[2]:
        return answer[2]
    return re.sub(rb"<(updated|lastBuildDate)>[^<]*</", b"", answer[2])


class Acts:
    """Something an editor, a moderator or the owner does, drawn by lot."""

    def __init__(self, cast: Cast, dice: random.Random) -> None:
        self.cast, self.dice, self.done = cast, dice, list[str]()

    def one(self) -> None:
        name = self.dice.choice(
            ["rewrite", "hide", "show", "approve", "spam", "rename", "move", "expire", "date"]
        )
        self.done.append(name)
        getattr(self, name)(self.dice.choice(list(Article.objects.order_by("pk"))))

    def rewrite(self, article: Article) -> None:
        uid = article.sections.order_by("position")[0].uid
        content = SectionContent.canonical(heading="New", body=f"<p>Number {self.dice.random()}.</p>")
        article.title = f"{article.title[:40]}+"
        working_copy.save(article, by=self.cast.editor, sections=[SectionDraft(content, uid)])
        if article.is_public():
            publishing.publish(article, by=self.cast.editor)

    def hide(self, article: Article) -> None:
        if article.status == Article.Status.PUBLISHED:
            publishing.unpublish(article, by=self.cast.editor)

    def show(self, article: Article) -> None:
        Article.objects.filter(pk=article.pk).update(expire_at=None)
        publishing.publish(article, by=self.cast.editor)

    def approve(self, article: Article) -> None:
        moderation.approve(Comment.objects.pending()[:1], by=self.cast.moderator)

    def spam(self, article: Article) -> None:
        moderation.mark_as_spam(Comment.objects.approved()[:1], by=self.cast.moderator)

    def rename(self, article: Article) -> None:
        SiteSettings(title=f"Site {self.dice.random()}").save()

    def move(self, article: Article) -> None:
        change_slug(
            article, f"{article.slug[:5].split('-')[0]}-{self.dice.randrange(9)}", by=self.cast.administrator
        )
        change_slug(article, article.slug, by=self.cast.administrator)

    def expire(self, article: Article) -> None:
        ago = timezone.now() - timedelta(seconds=1)
        Article.objects.filter(pk=article.pk, publish_at__lt=ago).update(expire_at=ago)

    def date(self, article: Article) -> None:
        moment = timezone.now() - timedelta(hours=self.dice.randrange(1, 200))
        Article.objects.filter(pk=article.pk, expire_at=None).update(publish_at=moment)
