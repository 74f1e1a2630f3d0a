"""The page cache: in front of Django, for everybody without a session, and never stale.

A page is kept with what it showed and with the clock of the database before it was begun. Every hit asks the
database whether anything was committed since, and if so, whether it was one of those things. What was not made
from watched tables alone is never kept (docs/decisions/0009).
"""

import logging
import math
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.db.models import Min

from blog.articles.models import Article
from blog.delivery import triggers, watched
from blog.delivery.eligible import Environ, Site
from blog.delivery.encodings import negotiate
from blog.delivery.store import SHARE_OF_QUERIES, Headers, Kept, Shelf
from blog.delivery.versions import Versions
from blog.lib import shown
from blog.lib.shown import Shown

StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

# A bound for what no note covers; pages carry a token of the day, which is good for thirty.
MAX_AGE_SECONDS = 12 * 3600
MAX_BODY_BYTES = 2_000_000
_TABLES = re.compile(r'(?:FROM|JOIN|INTO|UPDATE)\s+"?(\w+)"?')
_REPLACED = {"etag", "content-length", "content-encoding", "vary"}
MAX_PRIVATE = 10_000

logger = logging.getLogger(__name__)


class PageCache:
    """A WSGI application that answers for another one as long as the answer would be the same."""

    def __init__(self, application: Application, *, megabytes: int) -> None:
        limit = megabytes * 1_000_000
        self.application, self.site, self.versions = application, Site.current(), Versions()
        self.pages, self.queries = (
            Shelf(int(limit * (1 - SHARE_OF_QUERIES))),
            Shelf(int(limit * SHARE_OF_QUERIES)),
        )
        self._moments = Moments(self.versions)
        # Addresses whose page turned out to be somebody's own.
        self._private: dict[tuple[str, str], None] = {}
        self._is_on: bool | None = None

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = self.site.key_of(environ)
        if key is None or key in self._private:
            return self.application(environ, start_response)
        try:
            if not self._may_keep():
                return self.application(environ, start_response)
            seq = self.versions.now()
        except DatabaseError:
            self.versions.forget()
            return self.application(environ, start_response)
        page = self._fresh(key, seq)
        if page is not None:
            return _send(page, environ, start_response, how="kept")
        return self._make(key, seq, environ, start_response)

    def _may_keep(self) -> bool:
        if self._is_on is None:
            self._is_on = triggers.are_installed()
            if not self._is_on:
                logger.error(
                    "Changes of the database are not watched: no page is kept. Run `manage.py migrate`."
                )
        return self._is_on

    def _shelf(self, key: tuple[str, str]) -> Shelf:
        return self.queries if key[1] else self.pages

    def _fresh(self, key: tuple[str, str], seq: int) -> Kept | None:
        page = self._shelf(key).get(key)
        if page is None or page.until <= time.time():
            return None
        if page.checked != seq:
            if not self.versions.is_unmoved(page.keys, since=page.seq, era=page.era):
                return None
            page.checked = seq
        page.was_asked_for = True
        return page

    def _make(
        self, key: tuple[str, str], seq: int, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        era, began = self.versions.era, time.time()
        until = self._moments.next(seq, began)
        with shown.noting() as notes, connection.execute_wrapper(_noting_tables(notes)):
            made = _run(self.application, self.site.plain(environ, key[1]))
        if made.is_private:
            if len(self._private) > MAX_PRIVATE:
                self._private.clear()
            self._private[key] = None
            return self.application(environ, start_response)
        if not made.may_be_kept or not notes.tables <= watched.known_tables():
            start_response(made.status, made.headers)
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [made.body]
        keys = sorted({shown.SITE, *(notes.keys or {shown.ALL})})
        if notes.until is not None:
            until = min(until, notes.until.timestamp())
        page = Kept(made.body, _headers(made, keys), keys, seq, min(until, began + MAX_AGE_SECONDS), era=era)
        self._shelf(key).put(key, page)
        return _send(page, environ, start_response, how="made")


class Moments:
    """When the next article becomes public or stops being so, looked up once for many pages."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        self._found: tuple[float, int, int] | None = None

    def next(self, seq: int, began: float) -> float:
        """Return the second of the next such moment after `began`, infinity where nothing is planned."""
        found = self._found
        if found and found[0] > began:
            moment, since, era = found
            if self._versions.is_unmoved([shown.ORDER], since=since, era=era):
                return moment
        moment = self._look_up(began)
        self._found = (moment, seq, self._versions.era)
        return moment

    def _look_up(self, began: float) -> float:
        now = datetime.fromtimestamp(began, tz=UTC)
        published = Article.objects.filter(status=Article.Status.PUBLISHED).order_by()
        ahead = published.filter(publish_at__gt=now).aggregate(at=Min("publish_at"))["at"]
        ends = published.filter(expire_at__gt=now).aggregate(at=Min("expire_at"))["at"]
        return min((at.timestamp() for at in (ahead, ends) if at), default=math.inf)


@dataclass
class Made:
    """What the application answered to everybody's request."""

    status: str
    headers: Headers
    body: bytes

    def header(self, name: str) -> str:
        """Return the values of a header, in lower case."""
        return ", ".join(value for key, value in self.headers if key.lower() == name).lower()

    @property
    def is_private(self) -> bool:
        """Whether another visitor may get another answer."""
        control = self.header("cache-control")
        varies = {name.strip() for name in self.header("vary").split(",") if name.strip()}
        return bool(
            self.header("set-cookie")
            or "private" in control
            or "no-store" in control
            or varies - {"cookie", "accept-encoding"}
        )

    @property
    def may_be_kept(self) -> bool:
        """Whether this is a page, and the same bytes would do for the next one."""
        has_nonce = "'nonce-" in self.header("content-security-policy")
        return self.status.startswith("200 ") and not has_nonce and len(self.body) <= MAX_BODY_BYTES


def _run(application: Application, environ: Environ) -> Made:
    chunks: list[bytes] = []
    answer: dict[str, Any] = {}

    def start(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], None]:
        answer.update(status=status, headers=list(headers))
        return chunks.append

    result = application(environ, start)
    try:
        chunks.extend(result)
    finally:
        close = getattr(result, "close", None)
        if close:
            close()
    return Made(answer["status"], answer["headers"], b"".join(chunks))


def _noting_tables(notes: Shown) -> Callable[..., Any]:
    def note(execute: Callable[..., Any], sql: str, params: Any, many: Any, context: Any) -> Any:
        notes.tables.update(_TABLES.findall(sql))
        return execute(sql, params, many, context)

    return note


def _headers(made: Made, keys: Iterable[str]) -> Headers:
    headers = [(name, value) for name, value in made.headers if name.lower() not in _REPLACED]
    if not made.header("cache-control"):
        # Browsers and proxies may keep it too, and ask each time whether it is still the same.
        headers.append(("Cache-Control", "public, no-cache"))
    return [
        *headers,
        ("Vary", "Accept-Encoding, Cookie"),
        ("Surrogate-Key", " ".join(keys).replace(":", "-")),
    ]


def _send(page: Kept, environ: Environ, start_response: StartResponse, *, how: str) -> Iterable[bytes]:
    packed = page.in_encoding(negotiate(environ.get("HTTP_ACCEPT_ENCODING", "")))
    asked = environ.get("HTTP_IF_NONE_MATCH", "")
    told = ("Octavo-Page", how)
    if asked and (asked.strip() == "*" or packed.etag in asked):
        start_response("304 Not Modified", [*page.headers, ("ETag", packed.etag), told])
        return []
    start_response("200 OK", [*packed.headers, told])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [packed.body]


def in_front_of(application: Application) -> Application:
    """Return the application with the cache in front, or itself where PAGE_CACHE_MB is 0.

    On PostgreSQL nothing is kept yet: what holds there has been proved for the triggers, not for the reader.
    """
    megabytes = settings.PAGE_CACHE_MB if connection.vendor == "sqlite" else 0
    return PageCache(application, megabytes=megabytes) if megabytes else application
